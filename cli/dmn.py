"""DMN in and out: `fenji import`, `fenji dmn` and `fenji export`. Nothing is recorded."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import click

from cli.naming import find_ruleset, read_bytes
from cli.output import Misuse, language, language_option, say
from cli.wiring import house_untouched
from rulesets.errors import AuthorError, CallerError, Fault, OperatorError, place_text
from service import json_text
from service.bodies import MOST_BYTES, read_body
from service.decide_dmn import decide
from service.export_dmn import export_ruleset
from service.house import DEFAULT_ENGINE
from service.import_dmn import MOST_BYTES as MOST_MODEL
from service.import_dmn import Note, import_document
from service.moments import read_moment

_FILE = click.Path(path_type=Path)


@click.command("import")
@click.argument("file", metavar="FILE.dmn")
@click.option("--id", "ruleset", default="", help="Id of the ruleset; of the model's name if none.")
@click.option("--zone", default="UTC", show_default=True, help="Where its days begin and end.")
@click.option("-o", "--output", type=_FILE, help="The YAML file; stdout when left out.")
@language_option
def import_model(file: str, ruleset: str, zone: str, output: Path | None) -> None:
    """Bring in a DMN model as a ruleset in YAML.

    FILE.dmn is DMN 1.2 to 1.5; - reads stdin. What the language of rules cannot say with the same
    value is refused by name and place, all of it at once. Notes, on stderr, say what is kept and
    differs in a way that one should know.
    """
    _require_other(file, output)
    model = import_document(read_bytes(file, MOST_MODEL), id=ruleset, zone=zone)
    _print_notes(model.notes)
    _give(model.yaml.encode(), output)
    if output is not None:
        made = model.checked.ruleset
        facts, blocks = len(made.facts), len(made.blocks)
        say(
            f"{output}：规则集 {made.id}，{facts} 个事实，{blocks} 个规则块",
            f"{output}: ruleset {made.id}, facts: {facts}, blocks: {blocks}",
        )


@click.command("dmn")
@click.argument("model", metavar="MODEL.dmn")
@click.option("--decision", required=True, metavar="NAME", help="The decision, as DMN names it.")
@click.option("--inputs", required=True, metavar="FILE", help="JSON file; - for stdin.")
@click.option(
    "--as-of",
    "as_of",
    metavar="MOMENT",
    callback=lambda _, __, text: None if text is None else read_moment(text, "--as-of"),
    help="The moment of the decision, as 2026-12-01T09:00:00+08:00; now when left out.",
)
@click.option("--engine", default=DEFAULT_ENGINE, show_default=True, help="The engine that infers.")
@language_option
def decide_by_model(
    model: str, decision: str, inputs: str, as_of: datetime | None, engine: str
) -> None:
    """Evaluate a decision of a DMN model and print its value as JSON.

    The inputs are a JSON object of input data by their names in DMN. Whatever is refused, of the
    model too, ends with exit code 3: what was asked for cannot be decided.
    """
    if model == inputs == "-":
        raise Misuse("模型与输入不能都来自标准输入", "model and inputs cannot both come from stdin")
    document, given = read_bytes(model, MOST_MODEL), read_body(read_bytes(inputs, MOST_BYTES))
    try:
        read = import_document(document)
    except AuthorError as error:
        # Whoever asks for a value need not be the author: to them the request is refused.
        raise CallerError(error.faults) from error
    value = decide(read, decision, given, engine=engine, as_of=as_of)
    click.echo(json_text.encode(value))


@click.command("export")
@click.argument("ruleset")
@click.option("-o", "--output", type=_FILE, help="The DMN file; stdout when left out.")
@click.option(
    "--dmn",
    "version",
    default="1.5",
    show_default=True,
    type=click.Choice(["1.5", "1.3"]),
    help="The version of DMN: 1.3 for Camunda Modeler, which knows no later one.",
)
@language_option
def export_model(ruleset: str, output: Path | None, version: str) -> None:
    """Write RULESET (an id, id@version or a YAML file) as DMN.

    Titles are in the language of --lang. Notes, on stderr, say where DMN has no construct of its
    own, so that the nearest one stands there.
    """
    _require_other(ruleset, output)
    with house_untouched() as house:
        checked = find_ruleset(house, ruleset).checked
    exported = export_ruleset(checked, language(), version)
    _print_notes(exported.notes)
    _give(exported.document, output)
    if output is not None:
        say(
            f"{output}：规则集 {checked.ruleset.id}，DMN {version}",
            f"{output}: ruleset {checked.ruleset.id} as DMN {version}",
        )


def _print_notes(notes: Iterable[Note]) -> None:
    spoken = language()
    colon = "：" if spoken == "zh" else ": "
    for each in notes:
        said = [place_text(each.place, spoken), each.text.in_language(spoken)]
        text = colon.join(filter(None, said))
        say(f"提示：{text}", f"note: {text}", err=True, fg="yellow")


def _require_other(source: str, output: Path | None) -> None:
    """Refuse to write over what is read."""
    if output is None or not (Path(source).exists() and output.exists()):
        return
    if output.samefile(source):
        raise Misuse(
            f"输出会覆盖所读取的 `{source}`",
            f"the output would replace `{source}`, which is read",
        )


def _give(content: bytes, output: Path | None) -> None:
    """Print a document, or write it to a file that takes its name only when it is whole."""
    if output is None:
        click.echo(content, nl=False)
        return
    part = Path(f"{output}.part")
    try:
        part.write_bytes(content)
        part.replace(output)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        words = {"file": output.name, "reason": error.strerror or str(error)}
        raise OperatorError((Fault("cannot-write", words=words),)) from error
