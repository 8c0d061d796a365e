"""What the docs say is complete and true where a test can tell."""

import itertools
import re
import tomllib
from pathlib import Path

from rulesets.codes import CATALOGUE
from tests.parts import ROOT
from tests.tree import PACKAGES, files, read


def headings(path: str) -> list[str]:
    """List a page's headings, as plain text."""
    found = re.findall(r"^#+ +(.+?)\s*$", read(Path(path)), re.MULTILINE)
    return [heading.replace("`", "") for heading in found]


def test_each_error_code_is_documented() -> None:
    documented = headings("docs/errors.md")
    codes = [
        heading for heading in documented if re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", heading)
    ]
    assert sorted(codes) == sorted(CATALOGUE)


def test_the_readme_opens_with_the_two_commands() -> None:
    opening = read(Path("README.md")).split("```")
    assert opening[0].count("\n") <= 6, "the two commands come first"
    commands = [line.split("#")[0].strip() for line in opening[1].splitlines()[1:]]
    assert [command for command in commands if command] == ["make run", "make test"]


def test_links_between_pages_lead_somewhere() -> None:
    dead = [
        f"{page}: {target}"
        for page in files(".md")
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", read(page))
        if "://" not in target and not (ROOT / page.parent / target).exists()
    ]
    assert not dead, "\n".join(dead)


def test_paths_that_pages_name_are_there() -> None:
    named = re.compile(r"`((?:[a-z_]+/)+[\w.-]*)`")
    dead = [
        f"{page}: {path}"
        for page in files(".md")
        for path in named.findall(read(page))
        if path.partition("/")[0] in {*PACKAGES, "tests", "docs"} and not (ROOT / path).exists()
    ]
    assert not dead, "\n".join(dead)


def test_a_table_of_files_names_each_file_of_its_folder() -> None:
    tables = [page for page in files(".md") if "| file | what is in it |" in read(page)]
    missing = [
        str(path)
        for page in tables
        for path in files(".py", ".js")
        if path.parent == page.parent and path.name != "__init__.py"
        if f"`{path.name}`" not in read(page)
    ]
    assert not missing, "\n".join(missing)


def test_decision_records_are_numbered_and_one_page_long() -> None:
    records = [path for path in files(".md") if path.parent == Path("docs/decisions")]
    numbers = [path.name[:4] for path in records]
    assert numbers == [f"{number:04}" for number in range(1, len(records) + 1)]
    assert [str(path) for path in records if len(read(path).splitlines()) > 80] == []


def test_every_top_level_folder_says_what_it_is() -> None:
    project = tomllib.loads(read(Path("pyproject.toml")))
    packages = [
        name.rstrip("*") for name in project["tool"]["setuptools"]["packages"]["find"]["include"]
    ]
    assert [name for name in packages if not (ROOT / name / "README.md").is_file()] == []


def test_every_make_target_is_in_the_help() -> None:
    makefile = read(Path("Makefile"))
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony
    assert re.findall(r"^([a-z]+):.*## .", makefile, re.MULTILINE) == phony[1].split()


def test_every_dependency_is_pinned_exactly() -> None:
    lines = [
        line for line in read(Path("constraints.txt")).splitlines() if line[:1] not in {"", "#"}
    ]
    pins = {}
    for line in lines:
        pin = re.fullmatch(r"([A-Za-z0-9._-]+)==([0-9][0-9A-Za-z.!+]*)", line)
        assert pin, f"expected name==version, found `{line}`"
        pins[plain(pin[1])] = pin[2]
    project = tomllib.loads(read(Path("pyproject.toml")))["project"]
    extras = project["optional-dependencies"].values()
    needs = [*project["dependencies"], *itertools.chain.from_iterable(extras)]
    names = {plain(re.split(r"[\[<>=;\s]", need)[0]) for need in needs}
    assert names - {"fenji"} - pins.keys() == set()


def plain(name: str) -> str:
    """Write a distribution's name the way all its spellings share."""
    return re.sub(r"[-_.]+", "-", name).lower()
