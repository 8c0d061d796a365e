"""The words of the pages: each in Chinese, with the same places to fill in, none left over."""

import ast
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from editor import shell
from editor.shell import open_pages
from rulesets.errors import OperatorError
from service.house import open_house
from tests.parts import ROOT
from wsgi import create_app

TRANSLATIONS: Final = ROOT / "editor" / "translations"
METHODS: Final = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
KEYWORDS: Final = {"_": None, "gettext": None, "ngettext": (1, 2)}
PLACE: Final = re.compile(r"%\(\w+\)s")
# Chinese characters and quotation marks.
CHINESE: Final = re.compile(r"[\u3008-\u301b\u4e00-\u9fff]")
# Names of languages and of the product stand as they are, each in its own language.
NAMES: Final = {"分级", "Fenji", "English", "中文"}


def said() -> set[str]:
    """Collect what the pages say, by its English."""
    found = extract_from_dir(str(ROOT / "editor"), METHODS, {}, KEYWORDS)
    return {each[2] if isinstance(each[2], str) else each[2][0] for each in found}


@pytest.fixture(scope="module")
def chinese() -> Catalog:
    with (TRANSLATIONS / "zh/LC_MESSAGES/messages.po").open("rb") as file:
        return read_po(file, locale="zh", abort_invalid=True)


def texts(message: Any) -> tuple[str, ...]:
    return (message,) if isinstance(message, str) else tuple(message)


def test_every_message_is_said_in_chinese_and_none_is_left_over(chinese: Catalog) -> None:
    messages = {texts(each.id)[0]: each for each in chinese if each.id}
    assert set(messages) == said()
    assert not chinese.obsolete
    for english, message in messages.items():
        assert not message.fuzzy, english
        for text in texts(message.string):
            assert CHINESE.search(text), english
            places = set(PLACE.findall(text))
            assert places == set(PLACE.findall(english)), english
            # Whatever else has a percent sign would fail when it is filled in.
            assert "%" not in PLACE.sub("", text), english


def test_the_words_of_the_design_are_used(chinese: Catalog) -> None:
    words = {texts(each.id)[0]: texts(each.string)[0] for each in chinese if each.id}
    expected = {
        "Decisions": "决策",
        "Blocks": "规则块",
        "Facts": "事实",
        "Concluded": "结论",
        "hit policy: %(policy)s": "命中策略：%(policy)s",
    }
    assert {english: words[english] for english in expected} == expected


class Naked(HTMLParser):
    """Collects letters that stand in a template outside of any expression."""

    READ_OUT: Final = ("title", "aria-label", "placeholder", "alt", "content")

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found += [word for word in re.findall(r"[^\W\d_]{2,}", data) if word not in NAMES]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in self.READ_OUT and tag != "meta":
                self.handle_data(value or "")


def naked(template: str) -> list[str]:
    parser = Naked()
    # What is set aside are attributes of a tag, and the block `width` is a class.
    template = re.sub(r"\{% set more %\}(.*?)\{% endset %\}", r"<i \1>", template, flags=re.DOTALL)
    template = re.sub(r"\{% block width %\}(wide|full)", "", template)
    parser.feed(re.sub(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", "", template, flags=re.DOTALL))
    return parser.found


def test_a_naked_word_is_found() -> None:
    assert naked('<p title="Hello">{{ _("World") }} again{% if x %}</p>') == ["Hello", "again"]


@pytest.mark.parametrize(
    "template", sorted((ROOT / "editor/templates").rglob("*.html")), ids=lambda path: path.stem
)
def test_no_template_says_a_word_in_one_language_only(template: Path) -> None:
    text = template.read_text("utf-8")
    # What is typed on a command line is the same in every language.
    assert naked(re.sub(r"<code>fenji [\w .-]*</code>", "", text)) == []


def test_code_of_the_pages_says_nothing_in_one_language_only() -> None:
    found = []
    for path in (ROOT / "editor").rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        called = [each for each in ast.walk(tree) if isinstance(each, ast.Call)]
        both = {
            id(argument)
            for call in called
            if isinstance(call.func, ast.Name) and call.func.id == "Both"
            for argument in call.args
        }
        # An expression that is a text is a docstring.
        both |= {id(each.value) for each in ast.walk(tree) if isinstance(each, ast.Expr)}
        found += [
            f"{path.name}: {each.value}"
            for each in ast.walk(tree)
            if isinstance(each, ast.Constant)
            and isinstance(each.value, str)
            and CHINESE.search(each.value)
            and id(each) not in both
        ]
    assert not found


def words_in(compiled: Path) -> dict[Any, Any]:
    with compiled.open("rb") as file:
        return {texts(each.id)[0]: each.string for each in read_mo(file) if each.id}


def test_set_up_compiles_the_words(tmp_path: Path) -> None:
    assert 'pybabel" --quiet compile --directory editor/translations' in (
        ROOT / ".ci/setup"
    ).read_text("utf-8")
    target = tmp_path / "messages.mo"
    source = TRANSLATIONS / "zh/LC_MESSAGES/messages.po"
    command = [sys.executable, "-m", "babel.messages.frontend", "compile"]
    subprocess.run([*command, "-i", str(source), "-o", str(target), "-l", "zh"], check=True)
    compiled = TRANSLATIONS / "zh/LC_MESSAGES/messages.mo"
    assert words_in(compiled) == words_in(target), "words changed: run `make install`"


def test_pages_without_words_do_not_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shell, "TRANSLATIONS", tmp_path)
    house = open_house("sqlite://")
    app = create_app(house, pages=False)
    with pytest.raises(OperatorError, match="pages-without-words"):
        open_pages(app, house)
