"""`fenji classify`: classify a whole file of customers. Nothing is recorded."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from cli.naming import find_ruleset, read_bytes, read_text
from cli.output import language, language_option, say
from cli.wiring import house_for
from service.classify import Classified, Files, Options, classify
from service.files.columns import read_map
from service.house import DEFAULT_ENGINE
from service.moments import moment_text, read_moment

_STOPPED = 130
_STEPS = 1000
_FILE = click.Path(path_type=Path)


@click.command("classify")
@click.argument("ruleset")
@click.argument("source", metavar="INPUT", type=_FILE)
@click.option("-o", "--output", required=True, type=_FILE, help="The file that is written.")
@click.option("--map", "map_file", type=_FILE, help="YAML of `column: fact`.")
@click.option(
    "--report", type=_FILE, help="Where bad rows are told; OUTPUT with .report.csv when left out."
)
@click.option("--subject", metavar="COLUMN", help="The column of the customers' ids.")
@click.option("--keys", "by_keys", is_flag=True, help="Name added columns by keys, not titles.")
@click.option(
    "--as-of",
    "as_of",
    metavar="MOMENT",
    callback=lambda _, __, text: None if text is None else read_moment(text, "--as-of"),
    help="The moment of all decisions, as 2026-12-01T09:00:00+08:00; now when left out.",
)
@click.option("--engine", default=DEFAULT_ENGINE, show_default=True, help="The engine that infers.")
@click.option(
    "--processes",
    default=2,
    show_default=True,
    type=click.IntRange(1, 64),
    help="How many processes classify.",
)
@click.option("--twin", is_flag=True, help="Infer each row a second time, by another engine.")
@language_option
def classify_file(ruleset: str, source: Path, output: Path, **options: Any) -> None:
    """Classify the customers of INPUT by RULESET (an id, id@version or a YAML file).

    INPUT, OUTPUT and the report are .csv, .xlsx or .parquet. A row that cannot be classified is
    left out of OUTPUT and told in the report. Nothing is recorded.
    """
    read_bytes(str(source), 1)  # a file that is not there is told before anything else
    report = options["report"]
    files = Files(source, output, Path(str(report or output.with_suffix(".report.csv"))))
    chosen = replace(_options(**options), twin=options["twin"])
    with house_for(twin=chosen.twin) as house, closing(_Bar()) as bar:
        checked = find_ruleset(house, ruleset).checked
        try:
            done = classify(house, checked, files, chosen, bar.show)
        except KeyboardInterrupt:
            bar.close()
            say(
                "已停止；再运行同一条命令即从此处继续",
                "stopped; the same command goes on from here",
                err=True,
            )
            click.get_current_context().exit(_STOPPED)
    _print(done, files)
    if chosen.twin:
        _print_twinned(done.counts.twinned)


def _options(
    *,
    map_file: Path | None,
    subject: str | None,
    by_keys: bool,
    as_of: datetime | None,
    engine: str,
    processes: int,
    **_: Any,
) -> Options:
    return Options(
        as_of=as_of,
        engine=engine,
        language=language(),
        by_keys=by_keys,
        mapped={} if map_file is None else read_map(read_text(map_file)),
        subject=subject,
        processes=processes,
    )


class _Bar:
    """A progress bar on stderr, where somebody looks at it."""

    def __init__(self) -> None:
        self._shown = 0
        self._bar = click.progressbar(length=_STEPS, file=sys.stderr, show_pos=False)
        self._is_seen = sys.stderr.isatty()

    def show(self, share: float) -> None:
        """Show how much is done, from 0 to 1."""
        steps = int(share * _STEPS)
        if self._is_seen and steps > self._shown:
            self._bar.update(steps - self._shown)
            self._shown = steps

    def close(self) -> None:
        """End the line of the bar."""
        if self._is_seen and self._shown:
            self._bar.render_finish()
            self._shown = 0


def _print_twinned(twinned: Mapping[str, int]) -> None:
    for engine in ("durable", "reference"):
        count = twinned.get(engine, 0)
        if count:
            say(
                f"其中 {count} 行由 {engine} 再次推理并一致",
                f"{count} rows inferred again by {engine}, with the same result",
            )
    if twinned.get("none", 0):
        say(
            f"其中 {twinned['none']} 行只推理了一次",
            f"{twinned['none']} rows inferred only once",
        )


def _print(done: Classified, files: Files) -> None:
    counts = done.counts
    say(
        f"{files.input.name}：{done.about.zh}；决策时刻 {moment_text(done.as_of)}",
        f"{files.input.name}: {done.about.en}; decided as of {moment_text(done.as_of)}",
    )
    if done.absent:
        say(
            f"没有列的事实：{'、'.join(done.absent)}",
            f"facts without a column: {', '.join(done.absent)}",
        )
    if counts.resumed:
        say(
            f"其中 {counts.resumed} 行沿用上次中断前的结果",
            f"{counts.resumed} rows were classified before the stop",
        )
    if counts.blank:
        say(f"跳过空行 {counts.blank} 行", f"blank rows left out: {counts.blank}")
    say(
        f"读取 {counts.read} 行 = 写出 {counts.written} 行 + 报告 {counts.reported} 行",
        f"{counts.read} rows read = {counts.written} written + {counts.reported} reported",
    )
    if counts.warned:
        say(
            f"重复客户提醒 {counts.warned} 条",
            f"warnings of customers that stand twice: {counts.warned}",
        )
    if counts.reported or counts.warned:
        say(f"详见 {files.report}", f"see {files.report}")
