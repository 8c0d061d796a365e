"""The examples of docs/cli.md: read from the page, run in a folder, compared with what it says."""

import re
import shlex
import shutil
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner, Result

from cli.main import fenji
from tests.parts import ROOT

PAGE = ROOT / "docs" / "cli.md"
_BLOCK = re.compile(r"^```(\S+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_ANYTHING = "…"


@dataclass(frozen=True)
class Example:
    """A command as typed and what the page says that it prints."""

    command: str
    printed: str


def run(*arguments: str, given: str | bytes | None = None, **environment: str) -> Result:
    """Run the command within this process; what it prints is in `output`."""
    shell = {"LANG": "C.UTF-8", "LC_ALL": "", "LC_MESSAGES": ""}
    return CliRunner().invoke(fenji, arguments, input=given, env=shell | environment)


def furnish(folder: Path) -> None:
    """Put the library and the files that the page shows into a folder."""
    shutil.copytree(ROOT / "rulesets" / "library", folder / "rulesets" / "library")
    for _, name, text in _BLOCK.findall(PAGE.read_text("utf-8")):
        if name:
            (folder / name).write_text(text, "utf-8")


def examples() -> list[Example]:
    """List the page's examples in order: they stand on one another."""
    found = []
    for kind, _, text in _BLOCK.findall(PAGE.read_text("utf-8")):
        if kind == "console":
            for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
                command, _, printed = part.partition("\n")
                found.append(Example(command, printed))
    return found


def run_all(listed: list[Example]) -> list[str]:
    """Run examples in the current folder, and give what each printed."""
    printed, code = [], 0
    for each in listed:
        if each.command == "echo $?":
            printed.append(f"{code}\n")
            continue
        program, *arguments = shlex.split(each.command)
        assert program == "fenji"
        result = run(*arguments)
        code = result.exit_code
        printed.append(result.output)
    return printed


def fits(said: str, printed: str) -> bool:
    """Tell whether what was printed is what the page says, `…` being anything."""
    pattern = ".*".join(map(re.escape, said.split(_ANYTHING)))
    return re.fullmatch(pattern, printed, flags=re.DOTALL) is not None
