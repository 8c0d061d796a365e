"""Functions of a ruleset as formulas in words: sentences of rules call them by title alone."""

from __future__ import annotations

from rulesets import model
from rulesets.checked import CheckedRuleset
from rulesets.expressions import tree
from rulesets.types import Both
from rulesets.wording.expressions import Speaker
from rulesets.wording.joining import bracketed, glue, listed, sentence, within_sentence
from rulesets.wording.literals import BRANCH
from rulesets.wording.titles import name_title


def function_sentence(checked: CheckedRuleset, key: str, language: str) -> str:
    """Say what a function gives for its parameters (clause 1.10).

    Returns:
        Such as `阶梯优惠（采购额、档次）为采购额 × 2%。`

    Raises:
        KeyError: there is no such function.
    """
    function = checked.functions[key]
    titles = _parameter_titles(checked, key)
    speaker = Speaker(
        checked,
        language,
        parameters=function.parameters,
        titles=tuple((name, title.in_language(language) or name) for name, title in titles),
    )
    names = [within_sentence(speaker.name(name), language) for name, _ in function.parameters]
    inside = bracketed(listed(names, language), language) if names else ""
    title = name_title(checked, key, language)
    said = speaker.say(function.body, function.returns, at_least=BRANCH)
    if language == "zh":
        # A choice stands after a colon, as in the formula of a block.
        colon = isinstance(function.body, tree.If)
        whole = f"{title}{inside}：{said}" if colon else glue(title + inside, "为", said)
        return sentence(whole, language)
    return sentence(" ".join(filter(None, (title, inside, "is", said))), language)


def _parameter_titles(checked: CheckedRuleset, key: str) -> tuple[tuple[str, Both], ...]:
    for ruleset in (checked.bundle.ruleset, *checked.bundle.included):
        for each in ruleset.functions:
            if each.key == key:
                return tuple(map(_titled, each.parameters))
    return ()


def _titled(parameter: model.Column) -> tuple[str, Both]:
    return parameter.key, parameter.title
