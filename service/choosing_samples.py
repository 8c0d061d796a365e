"""Choose among the sample customers: by words, and by the class that a ruleset finds for them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from engine.intake import take_facts
from rulesets.checked import CheckedRuleset
from rulesets.types import Both, Code, NumberType, TextType, Type
from service.house import DEFAULT_ENGINE, House
from service.rulesets import Version
from service.samples import Sample, facts_of, samples_as_of, samples_for

_STRATEGY = "_strategy"
_MOST_NUMBERS = 10


@dataclass(frozen=True)
class Classes:
    """A conclusion that sorts customers, and the classes that it sorts them into."""

    key: str
    title: Both
    codes: tuple[Code, ...]


def classes_of(checked: CheckedRuleset) -> tuple[Classes, ...]:
    """List what a ruleset itself sorts customers into: its codes, and its few whole numbers.

    Texts that advise what to do with a class are left out: the class says it more shortly.
    """
    found = (
        Classes(each.key, each.title, tuple(_codes(checked.conclusions[each.key].type)))
        for each in checked.ruleset.conclusions
        if not each.key.endswith(_STRATEGY)
    )
    return tuple(each for each in found if each.codes)


def find_samples(
    house: House, version: Version, words: str = "", reaching: tuple[str, str] | None = None
) -> tuple[Sample, ...]:
    """Find samples that a version can be tried with.

    Args:
        house: where the version is.
        version: the version.
        words: each must stand in the id, the name or the kind of the sample, in either language.
        reaching: a conclusion and its value, as `classes_of` gives them; what the version
            concludes of the sample at the moment of the samples.
    """
    wanted = _folded(words).split()
    found = tuple(
        each for each in samples_for(version.checked) if all(word in _said(each) for word in wanted)
    )
    if reaching is None:
        return found
    key, value = reaching
    engine = house.versions.engine(version.head, DEFAULT_ENGINE)
    given = (take_facts(facts_of(each, version.checked), version.checked) for each in found)
    inferred = (engine.infer(each, samples_as_of()).conclusions.get(key) for each in given)
    return tuple(each for each, one in zip(found, inferred, strict=True) if str(one) == value)


def _codes(type_: Type) -> Iterator[Code]:
    if isinstance(type_, TextType) and type_.one_of:
        yield from type_.one_of.codes
    elif isinstance(type_, NumberType) and type_.scale == 0:
        yield from (Code(each, Both(each, each)) for each in _few_numbers(type_))


def _few_numbers(type_: NumberType) -> tuple[str, ...]:
    if type_.minimum is None or type_.maximum is None:
        return ()
    numbers = range(int(type_.minimum), int(type_.maximum) + 1)
    return tuple(map(str, numbers)) if len(numbers) <= _MOST_NUMBERS else ()


def _said(sample: Sample) -> str:
    names = (sample.title, sample.kind)
    return _folded(" ".join((sample.id, *(f"{each.zh} {each.en}" for each in names))))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
