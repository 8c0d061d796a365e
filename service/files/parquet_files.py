"""Parquet: read and written batch by batch, with the types that its columns have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from rulesets.types import (
    BooleanType,
    Both,
    DateTimeType,
    DateType,
    ListType,
    NumberType,
    Type,
)
from service.files.cells import cell_text
from service.files.table import Heading, Line, unreadable, without_header

_BATCH = 1000
_MOST_DECIMALS = 38
_NO_PARQUET = Both("不是 Parquet 文件", "it is no Parquet file")
_TOO_FINE = Both(
    "有值无法精确读取（如纳秒）", "a value cannot be read exactly, such as nanoseconds"
)


class ParquetSource:
    """A Parquet file being read."""

    def __init__(self, path: Path) -> None:
        """Open the file.

        Raises:
            CallerError: `unreadable-file`, `file-without-header`.
        """
        self._path = path
        try:
            self._file = pq.ParquetFile(path)
        except (pa.ArrowException, OSError) as error:
            raise unreadable(path, "Parquet", _NO_PARQUET) from error
        schema = self._file.schema_arrow
        if not schema.names:
            raise without_header(path)
        self.columns = tuple(schema.names)
        self.arrow = tuple(map(_kept, schema.types))
        self.about = Both("Parquet", "Parquet")
        self._most = max(1, self._file.metadata.num_rows)
        self._read = 0

    def lines(self) -> Iterator[Line]:
        """Yield the rows."""
        try:
            for batch in self._file.iter_batches(_BATCH):
                columns = [_cells(column) for column in batch.columns]
                for cells in zip(*columns, strict=True):
                    self._read += 1
                    yield Line(self._read, cells)
        except (pa.ArrowException, ValueError, OSError) as error:
            raise unreadable(self._path, "Parquet", _TOO_FINE) from error

    def share(self) -> float:
        """Tell how much was read, from 0 to 1."""
        return float(self._read / self._most)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def _kept(of: Any) -> Any:
    """Give the type in which a column is carried: nanoseconds are read as microseconds."""
    if pa.types.is_dictionary(of):
        return _kept(of.value_type)
    if pa.types.is_timestamp(of) and of.unit == "ns":
        return pa.timestamp("us", of.tz)
    return of


def _cells(column: Any) -> list[Any]:
    kept = _kept(column.type)
    if kept != column.type:
        column = pc.cast(column, kept)
    if pa.types.is_float32(kept):
        # The shortest text that means the number: 0.1, not 0.10000000149011612.
        column = pc.cast(pc.cast(column, pa.string()), pa.float64())
    cells: list[Any] = column.to_pylist()
    return cells


class ParquetTarget:
    """A Parquet file being written."""

    def __init__(self, path: Path, headings: Sequence[Heading]) -> None:
        """Begin the file with its columns."""
        self._schema = pa.schema([(each.title, _arrow(each)) for each in headings])
        self._as_text = [pa.types.is_string(field.type) for field in self._schema]
        self._writer = pq.ParquetWriter(path, self._schema)
        self._rows: list[Sequence[object]] = []

    def write(self, cells: Sequence[object]) -> None:
        """Write a row."""
        self._rows.append(cells)
        if len(self._rows) == 10 * _BATCH:
            self._flush()

    def close(self) -> None:
        """Write what is left and let go of the file."""
        self._flush()
        self._writer.close()

    def abandon(self) -> None:
        """Let go of the file, which nobody wants any more."""
        self._writer.close()

    def _flush(self) -> None:
        arrays = []
        for at, field in enumerate(self._schema):
            cells: list[Any] = [row[at] for row in self._rows]
            if self._as_text[at]:
                cells = [None if cell is None else cell_text(cell) for cell in cells]
            arrays.append(pa.array(cells, type=field.type))
        self._writer.write_batch(pa.record_batch(arrays, schema=self._schema))
        self._rows = []


def _arrow(heading: Heading) -> Any:
    if heading.arrow is not None:
        return heading.arrow
    return pa.string() if heading.type is None else arrow_type(heading.type)


def arrow_type(of: Type) -> Any:
    """Give the Arrow type of a conclusion; what has none, such as an unrounded number, is text.

    Example:
        >>> arrow_type(NumberType(scale=2)), arrow_type(NumberType()), arrow_type(DateType())
        (Decimal128Type(decimal128(38, 2)), DataType(string), DataType(date32[day]))
    """
    if isinstance(of, NumberType) and of.scale is not None:
        return pa.decimal128(_MOST_DECIMALS, of.scale)
    if isinstance(of, ListType):
        return pa.list_(arrow_type(of.item))
    if isinstance(of, BooleanType):
        return pa.bool_()
    if isinstance(of, DateType):
        return pa.date32()
    return pa.timestamp("us", "UTC") if isinstance(of, DateTimeType) else pa.string()
