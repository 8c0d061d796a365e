"""Facts taken in from the bytes of JSON: the compiled engine's quick pass and the exact one.

Thirteen facts of a customer, as the library's grading reads them, and the same with fifty orders.
Plain JSON without any check stands beside them. Both passes must take the very same values.
"""

import json
from collections.abc import Callable
from datetime import date, timedelta
from time import perf_counter

import msgspec

from benchmarks._measuring import best
from engine.intake import take_facts
from engine.runtimes.compiled.intake import make_intake
from engine.strict_json import decode
from rulesets.checked import CheckedRuleset
from rulesets.model import Vocabulary
from service.check_document import check_document

REPEATS = 500

DOCUMENT = """
ruleset: intake
zone: Asia/Shanghai
facts:
  - {key: name, title: {zh: 名称, en: Name}, type: text, required: true}
  - {key: region, title: {zh: 区域, en: Region}, type: text, one_of: [华东, 华南, 华北]}
  - {key: level, title: {zh: 等级, en: Level}, type: text, one_of: [A, B, C], ordered: true}
  - {key: sales, title: {zh: 年采购额, en: Annual purchases}, type: number, scale: 2, min: 0}
  - {key: margin, title: {zh: 毛利率, en: Margin}, type: number, scale: 4}
  - {key: overdue, title: {zh: 逾期额, en: Overdue}, type: number, scale: 2, min: 0}
  - {key: order_count, title: {zh: 订单数, en: Number of orders}, type: number, scale: 0, min: 0}
  - {key: complaints, title: {zh: 投诉数, en: Complaints}, type: number, scale: 0, min: 0}
  - {key: credit, title: {zh: 授信额, en: Credit}, type: number, scale: 2}
  - {key: since, title: {zh: 首单日, en: First order}, type: date}
  - {key: last, title: {zh: 末单日, en: Last order}, type: date}
  - {key: listed, title: {zh: 上市, en: Listed}, type: boolean}
  - {key: partner, title: {zh: 伙伴, en: Partner}, type: boolean}
  - key: orders
    title: {zh: 订单, en: Orders}
    type: records
    fields:
      - {key: amount, title: {zh: 金额, en: Amount}, type: number, scale: 2, required: true}
      - {key: on, title: {zh: 日期, en: Date}, type: date}
      - {key: paid, title: {zh: 已付, en: Paid}, type: boolean}
conclusions: [{key: grade, title: {zh: 级, en: Grade}, type: text, one_of: [A, B]}]
blocks:
  - {key: g, kind: formula, concludes: grade,
     expression: 'if sales > 500000 then "A" else "B"'}
"""


def main() -> None:
    """Measure and print."""
    checked = check_document(None, DOCUMENT, {})
    assert not isinstance(checked, Vocabulary)
    began = perf_counter()
    quick = make_intake(checked)
    making = perf_counter() - began
    print(f"{'making the quick pass of a version':40}{making * 1e3:10.2f} ms")
    for title, body in (("13 facts", customer()), ("with 50 orders", customer(orders=50))):
        compare(f"{title}, {len(body)} bytes", checked, quick, body)


def compare(
    title: str, checked: CheckedRuleset, quick: Callable[[bytes], object], body: bytes
) -> None:
    """Time both passes on one body, after checking that they agree."""
    assert repr(quick(body)) == repr(take_facts(decode(body), checked)), "the two disagree"
    given = decode(body)
    works: dict[str, Callable[[], object]] = {
        "msgspec, untyped and unchecked": lambda: msgspec.json.decode(body),
        "json.loads, unchecked": lambda: json.loads(body),
        "quick pass": lambda: quick(body),
        "exact pass": lambda: take_facts(decode(body), checked),
        "exact pass, of it take_facts": lambda: take_facts(given, checked),
    }
    figures = {name: best(work, REPEATS) for name, work in works.items()}
    print(f"\n{title}")
    for name, seconds in figures.items():
        ratio = seconds / figures["quick pass"]
        print(f"{name:40}{seconds * 1e6:10.1f} µs{ratio:10.1f} ×")


def customer(orders: int = 0) -> bytes:
    """Write a customer's facts as an ERP would send them."""
    facts: dict[str, object] = {
        "name": "上海某某机电设备有限公司",
        "region": "华东",
        "level": "A",
        "sales": 2860000.55,
        "margin": 0.1825,
        "overdue": 1200.4,
        "order_count": 37,
        "complaints": 1,
        "credit": 500000,
        "since": "2019-03-04",
        "last": "2026-10-30",
        "listed": False,
        "partner": True,
    }
    if orders:
        facts["orders"] = [
            {
                "amount": 1000.25 + at,
                "on": (date(2026, 1, 1) + timedelta(at)).isoformat(),
                "paid": True,
            }
            for at in range(orders)
        ]
    return json.dumps(facts, ensure_ascii=False).encode()
