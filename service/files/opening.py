"""Open a file to read or to write by the end of its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from rulesets.errors import CallerError, Fault
from service.files.csv_files import CsvSource, CsvTarget
from service.files.excel_files import ExcelSource, ExcelTarget
from service.files.parquet_files import ParquetSource, ParquetTarget
from service.files.table import Heading, Source, Target

_SOURCES: Mapping[str, type[CsvSource | ExcelSource | ParquetSource]] = {
    ".csv": CsvSource,
    ".xlsx": ExcelSource,
    ".parquet": ParquetSource,
}
_TARGETS: Mapping[str, type[CsvTarget | ExcelTarget | ParquetTarget]] = {
    ".csv": CsvTarget,
    ".xlsx": ExcelTarget,
    ".parquet": ParquetTarget,
}


def format_faults(*paths: Path) -> tuple[Fault, ...]:
    """Tell which names do not say a known format."""
    return tuple(
        Fault("unknown-file-format", words={"found": path.name})
        for path in paths
        if path.suffix.lower() not in _SOURCES
    )


def open_source(path: Path) -> Source:
    """Open a file to read.

    Raises:
        CallerError: `unknown-file-format`, `unreadable-file`, `file-without-header`.
        OSError: the file cannot be opened.
    """
    faults = format_faults(path)
    if faults:
        raise CallerError(faults)
    return _SOURCES[path.suffix.lower()](path)


def open_target(path: Path, suffix: str, headings: Sequence[Heading]) -> Target:
    """Begin a file in the format of a suffix.

    Raises:
        OSError: the file cannot be made.
    """
    return _TARGETS[suffix.lower()](path, headings)
