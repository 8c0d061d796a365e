"""Bad rows are reported and counted, never lost; wrong columns are refused before any row."""

from pathlib import Path
from typing import Any

import pytest

from rulesets.errors import CallerError
from service.files.columns import read_map
from tests.service.classifying import classified, reported, rows_of


def refusal(source: Path, **options: Any) -> list[str]:
    with pytest.raises(CallerError) as refused:
        classified(source, **options)
    left = {path.name for path in source.parent.iterdir()} - {source.name}
    assert left == set(), "nothing is left of a file that was refused"
    return [fault.code for fault in refused.value.faults]


def csv_file(folder: Path, text: str) -> Path:
    source = folder / "in.csv"
    source.write_bytes(text.encode())
    return source


def test_bad_rows_are_told_one_by_one(tmp_path: Path) -> None:
    source = csv_file(
        tmp_path,
        "subject,sales,vip,since\n"
        "C1,5,true,2026-03-01\n"
        'C2,"1,200",true,2026-02-30\n'
        "\n"
        "C3,5.001,maybe,\n"
        "C4,-1,,\n"
        "C5,,,\n"
        "C6,5\n"
        'C7,"5"x,,\n'
        ",5,,\n"
        ",,,\n"
        "C8,1e2,FALSE,2026-3-1\n",
    )
    done, output = classified(source)
    counts = done.counts
    assert (counts.read, counts.written, counts.reported, counts.blank) == (9, 2, 7, 2)
    assert [(row["subject"], row["half"]) for row in rows_of(output)] == [
        ("C1", "2.5"),
        ("C8", "50"),
    ]
    assert reported(source) == [
        ("3", "error", "sales", "wrong-type"),
        ("3", "error", "since", "bad-date"),
        ("5", "error", "sales", "too-precise"),
        ("5", "error", "vip", "wrong-type"),
        ("6", "error", "sales", "outside-domain-given"),
        ("7", "error", "sales", "fact-required"),
        ("8", "error", "", "row-cell-count"),
        ("9", "error", "", "bad-quotes"),
        ("10", "error", "subject", "bad-subject"),
    ]


def test_the_report_speaks_the_language(tmp_path: Path) -> None:
    source = csv_file(tmp_path, "客户编号,年采购额\nC1,x\n")
    output = classified(source, language="zh", by_keys=False)[1]
    assert rows_of(source.with_name("report.csv")) == [
        {
            "行": "2",
            "客户编号": "C1",
            "类别": "错误",
            "列": "年采购额",
            "代码": "wrong-type",
            "说明": '应为数字，实为 `"x"`',
        }
    ]
    header = output.read_text("utf-8-sig").splitlines()[0]
    assert header == "客户编号,年采购额,等级,半额,是会员,首日,时刻,城镇,记号,命中的规则,问题"


def test_a_customer_that_stands_twice_is_told_and_kept(tmp_path: Path) -> None:
    source = csv_file(tmp_path, "no,sales\nC1,5\nC2,6\nC1 ,7\nC1,x\n")
    done, output = classified(source, subject="no")
    assert (done.counts.written, done.counts.reported, done.counts.warned) == (3, 1, 2)
    assert [row["half"] for row in rows_of(output)] == ["2.5", "3", "3.5"]
    assert reported(source) == [
        ("4", "warning", "no", "subject-twice"),
        ("5", "error", "sales", "wrong-type"),
        ("5", "warning", "no", "subject-twice"),
    ]


def test_problems_stand_beside_the_conclusions(tmp_path: Path) -> None:
    source = csv_file(tmp_path, "sales\n99999999999999.99\n")
    # 15.3 allows 18 digits: half of this is 49999999999999.995, within the domain of `half`.
    assert rows_of(classified(source)[1])[0]["half"] == "49999999999999.995"


@pytest.mark.parametrize(
    ("header", "codes"),
    [
        ("vip,city", ["column-missing"]),
        ("sales,年采购额", ["column-twice"]),
        ("sales,SALES,VIP,vip", ["column-twice", "column-twice"]),
        ("", ["file-without-header"]),
    ],
)
def test_wrong_columns_are_refused(header: str, codes: list[str], tmp_path: Path) -> None:
    assert refusal(csv_file(tmp_path, f"{header}\n1,2\n" if header else "")) == codes


def test_columns_are_matched_by_key_title_and_map(tmp_path: Path) -> None:
    source = csv_file(tmp_path, " SALES ,é?,First order,city\n5,true,2026-03-01,x\n")
    done, output = classified(source, mapped=read_map("e\u0301?: vip\ncity:\n"))
    row = rows_of(output)[0]
    assert (row["half"], row["is_vip"], row["first_day"], row["town"]) == (
        "2.5",
        "true",
        "2026-03-01",
        "",
    )
    assert done.absent == ("seen", "city", "tags")


def test_a_wrong_map_is_refused_all_at_once(tmp_path: Path) -> None:
    source = csv_file(tmp_path, "a,b\n1,2\n")
    codes = refusal(source, mapped={"a": "turnover", "c": "sales"}, subject="no")
    assert codes == ["no-such-column", "unknown-mapped-fact", "no-such-column", "column-missing"]


@pytest.mark.parametrize("text", ["- a", "a: [b]", "a: {b: c}", "a: b: c", "text"])
def test_a_map_that_is_none(text: str) -> None:
    with pytest.raises(CallerError) as refused:
        read_map(text)
    assert [fault.code for fault in refused.value.faults] == ["bad-map"]


def test_a_quote_that_never_ends_refuses_the_file(tmp_path: Path) -> None:
    # What follows it cannot be told apart into rows, so none may seem to be absent.
    source = csv_file(tmp_path, 'sales,city\n1,a\n2,"b\n3,c\n')
    assert refusal(source) == ["unreadable-file"]


def test_names_of_files_are_looked_at_first(tmp_path: Path) -> None:
    source = csv_file(tmp_path, "sales\n1\n")
    assert refusal(source, output="out.txt") == ["unknown-file-format"]
    assert refusal(source, output="in.csv") == ["same-file-twice"]
    assert refusal(source, output="report.csv") == ["same-file-twice"]


def test_processes_give_the_same_in_the_same_order(tmp_path: Path) -> None:
    lines = [f"C{number},{number if number % 7 else 'x'}" for number in range(1, 1201)]
    source = csv_file(tmp_path, "subject,sales\n" + "\n".join(lines) + "\n")
    one, output = classified(source)
    alone = output.read_bytes(), source.with_name("report.csv").read_bytes()
    two, output = classified(source, processes=2)
    assert (output.read_bytes(), source.with_name("report.csv").read_bytes()) == alone
    assert (two.counts, one.counts.read, one.counts.reported) == (one.counts, 1200, 171)
    rows = rows_of(output)
    assert [row["subject"] for row in rows] == [f"C{n}" for n in range(1, 1201) if n % 7]
