"""A ruleset over every scalar type, and a way to classify a file by it."""

import csv
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rulesets.checked import CheckedRuleset
from service.check_document import check_document
from service.classify import Classified, Files, Options, classify
from service.house import open_house

NOON = datetime(2026, 3, 3, 4, tzinfo=UTC)
RULESET = """
ruleset: files
title: {zh: 文件, en: Files}
zone: Asia/Shanghai
facts:
  - key: sales
    title: {zh: 年采购额, en: Annual sales}
    type: number
    scale: 2
    min: 0
    required: true
  - {key: vip, title: {zh: 会员, en: VIP}, type: boolean}
  - {key: since, title: {zh: 首单日, en: First order}, type: date}
  - {key: seen, title: {zh: 最近联系, en: Last seen}, type: datetime}
  - {key: city, title: {zh: 城市, en: City}, type: text}
  - {key: tags, title: {zh: 标签, en: Tags}, type: list, of: text}
conclusions:
  - {key: grade, title: {zh: 等级, en: Grade}, type: text, one_of: [{value: A}, {value: B}]}
  - {key: half, title: {zh: 半额, en: Half}, type: number, scale: 3}
  - {key: is_vip, title: {zh: 是会员, en: Is VIP}, type: boolean}
  - {key: first_day, title: {zh: 首日, en: First day}, type: date}
  - {key: at, title: {zh: 时刻, en: At}, type: datetime}
  - {key: town, title: {zh: 城镇, en: Town}, type: text}
  - {key: marks, title: {zh: 记号, en: Marks}, type: list, of: text}
blocks:
  - key: grading
    kind: table
    hit: first
    inputs: [sales]
    outputs: [grade]
    rows:
      - {id: high, when: [">= 1000"], then: [A]}
      - {id: low, when: ["-"], then: [B]}
  - {key: halving, kind: formula, concludes: half, expression: sales / 2}
  - {key: vips, kind: formula, concludes: is_vip, expression: vip}
  - {key: days, kind: formula, concludes: first_day, expression: since}
  - {key: moments, kind: formula, concludes: at, expression: seen}
  - {key: towns, kind: formula, concludes: town, expression: city}
  - {key: marking, kind: formula, concludes: marks, expression: tags}
"""


def checked_files() -> CheckedRuleset:
    """Check the ruleset of these tests."""
    checked = check_document(None, RULESET)
    assert isinstance(checked, CheckedRuleset)
    return checked


def classified(source: Path, output: str = "out.csv", **options: Any) -> tuple[Classified, Path]:
    """Classify a file in this process; the report lies beside the output as report.csv."""
    files = Files(source, source.with_name(output), source.with_name("report.csv"))
    defaults: dict[str, Any] = {"processes": 1, "as_of": NOON, "by_keys": True}
    chosen = Options(**(defaults | options))
    house = open_house(f"sqlite:///{source.with_name('none.db')}")
    try:
        return classify(house, checked_files(), files, chosen), files.output
    finally:
        house.close()


def rows_of(path: Path) -> list[dict[str, str]]:
    """Read a CSV file that was written."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def reported(source: Path) -> list[tuple[str, str, str, str]]:
    """Read the report: row, kind, column and code of each line."""
    rows = rows_of(source.with_name("report.csv"))
    return [(row["row"], row["kind"], row["column"], row["code"]) for row in rows]
