"""Every format and encoding is read exactly, and written so that nothing is lost."""

import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from rulesets.errors import CallerError
from tests.service.classifying import classified, reported, rows_of

TEXT = (
    "客户编号;年采购额;会员;首单日;最近联系;城市;备注\r\n"
    'C1;1000.50;是;2026/3/1;2026-03-01 09:00:00+08:00;"杭州\r\n西湖";"a;b ""c"""\r\n'
    "C2; 2 ;false;2025-12-31;;é;=1+1\r\n"
)
SEEN = "2026-03-01T09:00:00+08:00"


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("gb18030", "GB18030"),
    ],
)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_in_any_usual_encoding(
    encoding: str, shown: str, separator: str, tmp_path: Path
) -> None:
    source = tmp_path / "in.csv"
    source.write_bytes(TEXT.replace(";", separator).encode(encoding))
    done, output = classified(source)
    assert (done.counts.read, done.counts.written, done.counts.reported) == (2, 2, 0)
    assert shown in done.about.en
    first, second = rows_of(output)
    assert first == {
        "客户编号": "C1",
        "年采购额": "1000.50",
        "会员": "是",
        "首单日": "2026/3/1",
        "最近联系": SEEN.replace("T", " "),
        "城市": "杭州\r\n西湖",
        "备注": f'a{separator}b "c"',
        "grade": "A",
        "half": "500.25",
        "is_vip": "true",
        "first_day": "2026-03-01",
        "at": SEEN,
        "town": "杭州\r\n西湖",
        "marks": "",
        "fired": "days, grading/high, halving, moments, towns, vips",
        "problems": "",
    }
    assert (second["half"], second["备注"], second["grade"]) == ("1", "=1+1", "B")


def test_big_endian_utf_16(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_bytes(b"\xfe\xff" + TEXT.encode("utf-16-be"))
    assert classified(source)[0].counts.written == 2


def test_a_csv_in_no_known_encoding_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_bytes(b"sales,name\r\n5,\xff\xff\xff\r\n")
    with pytest.raises(CallerError, match="neither UTF-8 nor GB18030"):
        classified(source)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv"]


def workbook(path: Path, *rows: tuple[Any, ...]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]  # a new book has a sheet
    book.save(path)
    return path


def as_excel_computes(book: Path, number: str, stored: str) -> None:
    """Put a number into a workbook with all the digits that Excel stores of 0.1 + 0.2."""
    with zipfile.ZipFile(book) as parts:
        texts = {name: parts.read(name) for name in parts.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    texts[sheet] = texts[sheet].replace(f"<v>{number}</v>".encode(), f"<v>{stored}</v>".encode())
    with zipfile.ZipFile(book, "w") as parts:
        for name, text in texts.items():
            parts.writestr(name, text)


def test_excel_is_read_exactly(tmp_path: Path) -> None:
    source = workbook(
        tmp_path / "in.xlsx",
        ("Annual sales", "VIP", "First order", "Last seen", "City", "note"),
        (0.1, True, datetime(2026, 3, 1), SEEN, 10086, "=x"),  # noqa: DTZ001 - as Excel has it
        (1234567.89, False, date(2025, 12, 31), None, "007", 2.5),
        ("12.30", None, "2026-03-01", None, None, None),
        (77, None, None, None, None, None),
    )
    as_excel_computes(source, "77", "0.30000000000000004")
    done, output = classified(source)
    assert (done.counts.read, done.counts.written) == (4, 3)
    rows = rows_of(output)
    assert [row["half"] for row in rows] == ["0.05", "617283.945", "6.15"]
    assert [row["first_day"] for row in rows] == ["2026-03-01", "2025-12-31", "2026-03-01"]
    assert [row["town"] for row in rows] == ["10086", "007", ""]
    assert [row["is_vip"] for row in rows] == ["true", "false", ""]
    # 0.30000000000000004 has more decimals than the fact.
    assert reported(source) == [("5", "error", "Annual sales", "too-precise")]


def test_excel_refuses_what_it_cannot_mean(tmp_path: Path) -> None:
    source = workbook(
        tmp_path / "in.xlsx",
        ("sales", "since", "seen", "vip"),
        ("#DIV/0!", None, None, None),
        (1, datetime(2026, 3, 1, 9), None, None),  # noqa: DTZ001 - as Excel has it
        (1, None, datetime(2026, 3, 1, 9), None),  # noqa: DTZ001 - as Excel has it
        (1, None, None, 1),
        (True, None, None, None),
        (1, None, None, None, "beyond"),
    )
    assert classified(source)[0].counts.reported == 6
    assert [each[::3] for each in reported(source)] == [
        ("2", "cell-with-error"),
        ("3", "bad-date"),
        ("4", "naive-datetime"),
        ("5", "wrong-type"),
        ("6", "wrong-type"),
        ("7", "row-cell-count"),
    ]


def test_excel_is_written_with_its_types(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("sales,since,seen,city\n3,2026-03-01," + SEEN + ",=1+1\n", "utf-8")
    output = classified(source, "out.xlsx")[1]
    sheet = openpyxl.load_workbook(output).active
    assert sheet is not None
    header, row = sheet.iter_rows()
    cells = {str(name.value): cell for name, cell in zip(header, row, strict=True)}
    assert (cells["half"].value, cells["half"].data_type) == (1.5, "n")
    assert cells["first_day"].value == datetime(2026, 3, 1)  # noqa: DTZ001 - as Excel has it
    assert (cells["at"].value, cells["sales"].value) == (SEEN, "3")
    assert (cells["city"].value, cells["city"].data_type) == ("=1+1", "s")
    assert (cells["town"].value, cells["town"].data_type) == ("=1+1", "s")


def test_a_number_that_excel_would_round_is_text(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("sales\n1234567890123457\n123456789012345\n", "utf-8")
    sheet = openpyxl.load_workbook(classified(source, "out.xlsx")[1]).active
    assert sheet is not None
    header, *rows = sheet.iter_rows(values_only=True)
    at = header.index("half")
    # 16 digits, then 15.
    assert [row[at] for row in rows] == ["617283945061728.5", 61728394506172.5]


def test_parquet_is_read_and_written_exactly(tmp_path: Path) -> None:
    source = tmp_path / "in.parquet"
    table = pa.table(
        {
            "sales": pa.array([Decimal("1000.50"), Decimal("0.10")], pa.decimal128(18, 2)),
            "vip": [True, None],
            "since": pa.array([date(2026, 3, 1), None]),
            "seen": pa.array(
                [datetime(2026, 3, 1, 1, tzinfo=UTC), None], pa.timestamp("us", "UTC")
            ),
            "tags": [["甲", "乙"], None],
            "other": pa.array([1.25, None], pa.float32()),
            "small": pa.array([7, 8], pa.int8()),
        }
    )
    pq.write_table(table, source)
    done, output = classified(source, "out.parquet")
    assert (done.counts.read, done.counts.written) == (2, 2)
    written = pq.read_table(output)
    assert written.select(table.column_names).equals(table)
    assert written.schema.field("half").type == pa.decimal128(38, 3)
    assert written.schema.field("first_day").type == pa.date32()
    assert written.schema.field("at").type == pa.timestamp("us", "UTC")
    assert written["half"].to_pylist() == [Decimal("500.250"), Decimal("0.050")]
    assert written["at"].to_pylist() == [datetime(2026, 3, 1, 1, tzinfo=UTC), None]
    assert written["marks"].to_pylist() == [["甲", "乙"], None]
    assert written["grade"].to_pylist() == ["A", "B"]


@pytest.mark.parametrize("kind", [pa.float32(), pa.float64()])
def test_floats_of_parquet_are_read_by_their_shortest_text(kind: Any, tmp_path: Path) -> None:
    source = tmp_path / "in.parquet"
    pq.write_table(pa.table({"sales": pa.array([0.1, float("nan"), 2.005], kind)}), source)
    done, output = classified(source)
    assert done.counts.written == 1
    assert [row["half"] for row in rows_of(output)] == ["0.05"]
    assert [each[::3] for each in reported(source)] == [("2", "wrong-type"), ("3", "too-precise")]


@pytest.mark.parametrize("target", ["out.csv", "out.xlsx", "out.parquet"])
@pytest.mark.parametrize("name", ["in.csv", "in.xlsx", "in.parquet"])
def test_from_each_format_to_each(name: str, target: str, tmp_path: Path) -> None:
    source = tmp_path / name
    if name == "in.csv":
        source.write_text("sales,城市\n5,杭州\n6,\n", "utf-8")
    elif name == "in.xlsx":
        workbook(source, ("sales", "城市"), (5, "杭州"), (6, None))
    else:
        pq.write_table(pa.table({"sales": [5, 6], "城市": ["杭州", None]}), source)
    done, output = classified(source, target)
    assert (done.counts.read, done.counts.written, done.absent[:2]) == (2, 2, ("vip", "since"))
    # What was written is read again, and classified the same.
    again, last = classified(output.rename(tmp_path / f"again{output.suffix}"), "last.csv")
    assert again.counts.written == 2
    rows = rows_of(last)
    assert [row["half (2)"] for row in rows] == ["2.5", "3"]
    assert [row["half"] for row in rows] == ["2.5", "3"]
    assert [row["town"] for row in rows] == ["杭州", ""]


@pytest.mark.parametrize("name", ["in.xlsx", "in.parquet"])
def test_what_is_not_of_its_format_is_refused(name: str, tmp_path: Path) -> None:
    source = tmp_path / name
    source.write_bytes(b"sales\n5\n")
    with pytest.raises(CallerError) as refused:
        classified(source)
    assert [each.code for each in refused.value.faults] == ["unreadable-file"]
