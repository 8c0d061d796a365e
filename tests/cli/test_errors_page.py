"""docs/errors.md and the sentences of the catalogue."""

import re
import string

import pytest

from cli.explaining import errors_page
from rulesets.codes import CATALOGUE, TABLES
from rulesets.errors import Fault, Word
from rulesets.types import Both
from tests.cli.examples import run
from tests.parts import ROOT

CODES = sorted(CATALOGUE)


def slots(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_the_page_is_what_the_command_prints() -> None:
    printed = run("errors", "--markdown")
    assert printed.exit_code == 0
    assert printed.output == errors_page()
    assert (ROOT / "docs" / "errors.md").read_text("utf-8") == printed.output, (
        "docs/errors.md is old: fenji errors --markdown > docs/errors.md"
    )


def test_no_code_stands_in_two_tables() -> None:
    assert sum(map(len, TABLES)) == len(CATALOGUE)


@pytest.mark.parametrize("code", CODES)
def test_both_languages_say_the_same(code: str) -> None:
    for text in (CATALOGUE[code].message, CATALOGUE[code].hint):
        assert slots(text.zh) == slots(text.en)
        assert text.zh
        assert not text.zh.endswith("。")
        # A name of a program or a setting, or input of a person, keeps its own letters.
        assert re.match(r"[a-z0-9`{]|FENJI_|FEEL: ", text.en)
        assert not text.en.endswith(".")


def test_chinese_text_keeps_off_the_input_of_a_person() -> None:
    words: dict[str, Word] = {"expected": Both("文本", "a text"), "found": '`"5"`'}
    assert Fault("wrong-type", words=words).sentence("zh") == '应为文本，实为 `"5"`'
    words |= {"found": Both("数值", "a number")}
    assert Fault("wrong-type", words=words).sentence("zh") == "应为文本，实为数值"
