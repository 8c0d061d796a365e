"""Everything that can be refused, in one tree, by who can mend it.

    FenjiError
    ├── AuthorError     the text of a vocabulary, ruleset or expression
    ├── CallerError     facts and requests of a caller
    └── OperatorError   storage and configuration

Each carries faults: all that was found, not only the first. A fault has a stable code from
`CATALOGUE`, a place, and the words that fill the code's sentence; docs/errors.md explains each.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from rulesets.codes import CATALOGUE
from rulesets.types import Both

Word = str | int | Both
PlaceStep = tuple[str, str | int]

_STEPS: Mapping[str, Both] = {
    "vocabulary": Both("词汇表", "vocabulary"),
    "ruleset": Both("规则集", "ruleset"),
    "list": Both("代码表", "code list"),
    "fact": Both("事实", "fact"),
    "conclusion": Both("结论", "conclusion"),
    "constant": Both("常量", "constant"),
    "lookup": Both("对照表", "lookup"),
    "function": Both("函数", "function"),
    "parameter": Both("参数", "parameter"),
    "block": Both("规则块", "block"),
    "table": Both("决策表", "table"),
    "rules": Both("规则组", "rules"),
    "scorecard": Both("评分卡", "scorecard"),
    "formula": Both("公式", "formula"),
    "deadline": Both("时限", "deadline"),
    "ranking": Both("排名", "ranking"),
    "row": Both("行", "row"),
    "rule": Both("规则", "rule"),
    "column": Both("列", "column"),
    "input": Both("输入", "input"),
    "band": Both("分段", "band"),
    "condition": Both("条件", "condition"),
    "field": Both("子事实", "field"),
    "case": Both("案例", "case"),
    "calendar": Both("日历", "calendar"),
    "otherwise": Both("否则", "otherwise"),
    "when unknown": Both("无法判断时", "when unknown"),
    "decision": Both("决策", "decision"),
    "decision service": Both("决策服务", "decision service"),
    "input data": Both("输入数据", "input data"),
    "business knowledge model": Both("业务知识模型", "business knowledge model"),
    "item definition": Both("数据类型", "item definition"),
    "component": Both("成员", "component"),
    "output": Both("输出", "output"),
    "entry": Both("条目", "entry"),
    "item": Both("列表项", "item"),
    "part": Both("部分", "part"),
    "line": Both("第几行", "line"),
    "character": Both("第几个字符", "character"),
    "path": Both("路径", "path"),
}

_SLOT = re.compile(r"(?<=[\u4e00-\u9fff]){(\w+)}")
_MOST_SHOWN = 100
_WHOLE = Both("整个正文", "the whole body")
_COUNTED: Mapping[str, str] = {
    "row": "第 {} 行",
    "rule": "第 {} 条规则",
    "band": "第 {} 个分段",
    "column": "第 {} 列",
    "line": "文件第 {} 行",
    "character": "第 {} 个字符",
    "condition": "第 {} 个条件",
}


@dataclass(frozen=True)
class Fault:
    """One thing wrong: a code, where, and the words that fill the code's sentence.

    `place` leads from outer to inner: `(("table", "discount"), ("row", 3), ("column", "amount"))`.
    A caller's place is one step `("path", "/facts/orders/2/amount")`, a JSON Pointer.
    """

    code: str
    place: tuple[PlaceStep, ...] = ()
    words: Mapping[str, Word] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse an unknown code at once: a fault without an entry cannot be explained."""
        if self.code not in CATALOGUE:
            message = f"no such code in the catalogue: {self.code}"
            raise LookupError(message)

    def message(self, language: str) -> str:
        """Say the place and what is wrong, in `zh` or `en`."""
        place = self.where(language)
        colon = "：" if language == "zh" else ": "
        return f"{place}{colon}{self.sentence(language)}" if place else self.sentence(language)

    def sentence(self, language: str) -> str:
        """Say what is wrong without the place, for where the place is seen."""
        return self._filled(CATALOGUE[self.code].message, language)

    def hint(self, language: str) -> str:
        """Say what to do, in `zh` or `en`."""
        return self._filled(CATALOGUE[self.code].hint, language)

    def where(self, language: str) -> str:
        """Say the place, outer to inner: ``table `discount`, row 3``; empty without a place."""
        return place_text(self.place, language)

    def _filled(self, text: Both, language: str) -> str:
        words = {
            name: word.in_language(language) if isinstance(word, Both) else word
            for name, word in self.words.items()
        }
        template = text.in_language(language)
        if language == "zh":
            template = _SLOT.sub(lambda slot: _set_off(slot, words), template)
        return template.format(**words)


def place_text(place: tuple[PlaceStep, ...], language: str) -> str:
    """Say a place, outer to inner, in `zh` or `en`.

    Example:
        >>> place_text((("table", "discount"), ("row", 3)), "en")
        'table `discount`, row 3'
    """
    return ("，" if language == "zh" else ", ").join(_step(*step, language) for step in place)


def _set_off(slot: re.Match[str], words: Mapping[str, str | int]) -> str:
    """Keep a blank between a Chinese character and a person's input in backticks."""
    return (" " if str(words.get(slot[1], "")).startswith("`") else "") + slot[0]


def _step(name: str, value: str | int, language: str) -> str:
    if name == "path":  # the pointer to the whole is empty
        return f"`{value}`" if value else _WHOLE.in_language(language)
    if language == "zh" and isinstance(value, int):
        return _COUNTED.get(name, _STEPS[name].zh + "第 {} 个").format(value)
    title = _STEPS[name].in_language(language)
    return f"{title} {value}" if isinstance(value, int) else f"{title} `{value}`"


class FenjiError(Exception):
    """Something was refused; `faults` says all of it.

    Example:
        >>> error = FenjiError((Fault("unknown-ruleset", words={"ruleset": "grade"}),))
        >>> str(error)
        'unknown-ruleset: no ruleset `grade` is published'
    """

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        """Keep the faults; the text of the exception is English, for logs, and not too long."""
        self.faults = faults
        texts = [f"{each.code}: {each.message('en')}" for each in faults[:_MOST_SHOWN]]
        more = [f"and {len(faults) - _MOST_SHOWN} more"] if len(faults) > _MOST_SHOWN else []
        super().__init__("; ".join(texts + more))


class AuthorError(FenjiError):
    """The text of a vocabulary, ruleset or expression is wrong; its author can mend it."""


class CallerError(FenjiError):
    """Facts or a request are wrong; the caller can mend them."""


class OperatorError(FenjiError):
    """Storage or configuration is wrong; the operator can mend it."""
