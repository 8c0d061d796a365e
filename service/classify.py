"""Classify a file of customers: each row is written with its conclusions, or reported.

Nothing is recorded as a decision: a file is a trial, or the classes of a whole customer base.
"""

from __future__ import annotations

import hashlib
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from rulesets.checked import CheckedRuleset
from rulesets.errors import CallerError, Fault, OperatorError, Word
from rulesets.freezing import identity
from rulesets.types import Both, NumberType
from rulesets.wording import name_title
from service.files.cells import cell_text
from service.files.classifying import Classifier, Row, rows_of, twin_of
from service.files.columns import Columns, match_columns, unlike
from service.files.opening import format_faults, open_source, open_target
from service.files.processes import Answer, Processes
from service.files.table import Heading, Line, Source, Target, is_blank
from service.files.workplace import Workplace, settle
from service.house import DEFAULT_ENGINE, House
from service.loading import load_engine
from service.moments import require_offset
from service.subjects import is_subject, plain_part

PIECE = 250
"""How many rows a process is given at once, and how many are lost at most when all is killed."""

_AHEAD = 3
_FIRED = Heading("fired"), Both("命中的规则", "Fired")
_PROBLEMS = Heading("problems"), Both("问题", "Problems")
_REPORT = (
    ("row", Both("行", "Row")),
    ("subject", Both("客户编号", "Customer")),
    ("kind", Both("类别", "Kind")),
    ("column", Both("列", "Column")),
    ("code", Both("代码", "Code")),
    ("message", Both("说明", "Message")),
)
_ERROR = Both("错误", "error")
_WARNING = Both("提醒", "warning")


@dataclass(frozen=True)
class Files:
    """What is read, what is written, and where bad rows are told."""

    input: Path
    output: Path
    report: Path


@dataclass(frozen=True)
class Options:
    """How a file is classified.

    Attributes:
        as_of: the one moment of all decisions; None: now, and that of the run that goes on.
        engine: the engine that infers.
        language: of titles and messages.
        by_keys: name the added columns by keys rather than titles.
        mapped: which column is which fact, beside those that say so by their name.
        subject: the column of the customers' ids.
        processes: how many processes classify.
        twin: infer each row a second time, by another engine.
    """

    as_of: datetime | None = None
    engine: str = DEFAULT_ENGINE
    language: str = "en"
    by_keys: bool = False
    mapped: Mapping[str, str] = field(default_factory=dict)
    subject: str | None = None
    processes: int = 2
    twin: bool = False


@dataclass
class Counts:
    """Rows: every one that was read is written or reported.

    `twinned` counts those that were written by who inferred them again.
    """

    read: int = 0
    written: int = 0
    reported: int = 0
    warned: int = 0
    blank: int = 0
    resumed: int = 0
    twinned: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Classified:
    """What became of a file; `absent` are the facts without a column."""

    counts: Counts
    about: Both
    as_of: datetime
    absent: tuple[str, ...]


def classify(
    house: House,
    checked: CheckedRuleset,
    files: Files,
    options: Options,
    progress: Callable[[float], None] = lambda _: None,
) -> Classified:
    """Classify a file.

    What was killed goes on where it stopped when the same is asked again; the output and the report
    take their names only when they are whole.

    Raises:
        CallerError: the file, its columns or the engine are not right; nothing was written.
        OperatorError: `output-in-use`, `cannot-write`, `process-ended`, `rows-unaccounted`.
    """
    _require_names(files)
    engine = load_engine(house.runtimes, options.engine, checked)
    moment = house.clock() if options.as_of is None else require_offset(options.as_of, "/as_of")
    source = open_source(files.input)
    place = None
    try:
        columns = match_columns(source.columns, checked, options.mapped, options.subject)
        place = Workplace(files.output)
        as_of = place.begin(_run_identity(checked, files, options, columns), moment)
        named = (tuple(columns.facts), as_of, options.language, options.engine)
        classifier = Classifier(checked, engine, *named)
        if options.twin:
            twin = twin_of(house, checked, options.engine, engine)
            classifier = replace(classifier, twin=twin)
        run = _Run(files, options, source, columns, classifier, place)
        run.run(progress)
    except CallerError:
        if place is not None:
            place.clear()
        raise
    except OSError as error:
        words: dict[str, Word] = {"file": files.output.name, "reason": error.strerror or str(error)}
        raise OperatorError((Fault("cannot-write", words=words),)) from error
    finally:
        source.close()
        if place is not None:
            place.close()
    return Classified(run.counts, source.about, as_of, columns.absent)


def _require_names(files: Files) -> None:
    faults = list(format_faults(files.input, files.output, files.report))
    seen = set()
    for path in (files.input, files.output, files.report):
        if path.resolve() in seen:
            faults.append(Fault("same-file-twice", words={"file": path.name}))
        seen.add(path.resolve())
    if faults:
        raise CallerError(tuple(faults))


def _run_identity(checked: CheckedRuleset, files: Files, options: Options, columns: Columns) -> str:
    """Tell runs apart whose answers would differ."""
    with files.input.open("rb") as file:
        content = hashlib.file_digest(file, "sha256").hexdigest()
    asked = "" if options.as_of is None else options.as_of.isoformat()
    parts = (
        (version("fenji"), content, files.input.suffix.lower(), identity(checked)),
        (options.engine, options.language, asked, dict(columns.facts), PIECE, options.twin),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()


@dataclass
class _Asked:
    """A piece that is being classified."""

    number: int
    lines: list[Line]
    answer: Answer
    is_kept: bool

    @property
    def what(self) -> str:
        return f"{self.lines[0].number}-{self.lines[-1].number}"


@dataclass
class _Run:
    """One run over a file."""

    files: Files
    options: Options
    source: Source
    columns: Columns
    classifier: Classifier
    place: Workplace
    counts: Counts = field(default_factory=Counts)
    seen: dict[int, int] = field(default_factory=dict)

    def run(self, progress: Callable[[float], None]) -> None:
        """Classify every row, then give the files their names."""
        made = self.place.folder / "output"
        report_made = self.files.report.with_name(self.files.report.name + ".part")
        output = open_target(made, self.files.output.suffix, self._headings())
        report = open_target(report_made, self.files.report.suffix, self._report_headings())
        try:
            options = self.options
            with Processes(self.classifier, options.engine, options.processes) as processes:
                for lines, rows in self._answered(processes):
                    self._write(lines, rows, output, report)
                    progress(self.source.share())
            self._require_all()
        except BaseException:
            # Also when it is stopped by hand: what was answered is kept, what was written is not.
            for target in (output, report):
                with suppress(Exception):
                    target.abandon()
            report_made.unlink(missing_ok=True)
            raise
        report.close()
        output.close()
        settle(report_made, self.files.report)
        settle(made, self.files.output)
        self.place.clear()

    def _answered(self, processes: Processes) -> Iterator[tuple[list[Line], list[Row]]]:
        """Give the rows of each piece in order; some pieces are asked for ahead."""
        asked: deque[_Asked] = deque()
        for number, lines in enumerate(self._pieces()):
            asked.append(self._ask(processes, number, lines))
            if len(asked) > _AHEAD * max(1, self.options.processes):
                yield self._answer(asked.popleft())
        while asked:
            yield self._answer(asked.popleft())

    def _pieces(self) -> Iterator[list[Line]]:
        piece: list[Line] = []
        for line in self.source.lines():
            if line.fault is None and is_blank(line.cells):
                self.counts.blank += 1
                continue
            self.counts.read += 1
            piece.append(line)
            if len(piece) == PIECE:
                yield piece
                piece = []
        if piece:
            yield piece

    def _ask(self, processes: Processes, number: int, lines: list[Line]) -> _Asked:
        cells = self.columns.facts.values()
        asked = _Asked(number, lines, lambda: b"", is_kept=False)
        kept = self.place.kept(number, asked.what)
        if kept is not None:
            self.counts.resumed += len(lines)
            asked.answer, asked.is_kept = (lambda: kept), True
        else:
            readable = (line for line in lines if line.fault is None)
            asked.answer = processes.ask(
                tuple(tuple(line.cells[at] for at in cells) for line in readable)
            )
        return asked

    def _answer(self, asked: _Asked) -> tuple[list[Line], list[Row]]:
        answer = asked.answer()
        if not asked.is_kept:
            self.place.keep(asked.number, asked.what, answer)
        conclusions = self.classifier.checked.conclusions.values()
        return asked.lines, rows_of(answer, tuple(each.type for each in conclusions))

    def _write(self, lines: list[Line], rows: list[Row], output: Target, report: Target) -> None:
        answers = iter(rows)
        for line in lines:
            row = Row() if line.fault is not None else next(answers)
            subject = self._subject(line)
            wrong = list(self._wrong(line, row, subject))
            for column, code, message in wrong:
                report.write(self._told(line, subject, _ERROR, (column, code, message)))
            for fault in self._repeated(line, subject):
                told = (self._subject_column(), fault.code, fault.sentence(self.options.language))
                report.write(self._told(line, subject, _WARNING, told))
                self.counts.warned += 1
            if wrong:
                self.counts.reported += 1
            else:
                output.write((*line.cells, *row.conclusions, row.fired, row.problems))
                self.counts.written += 1
                self.counts.twinned[row.twin] += 1

    def _wrong(self, line: Line, row: Row, subject: str) -> Iterator[tuple[str, str, str]]:
        """Yield column, code and sentence of all that is wrong with a row."""
        spoken = self.options.language
        if line.fault is not None:
            yield line.column, line.fault.code, line.fault.sentence(spoken)
            return
        if self.columns.subject is not None and not is_subject(subject):
            fault = Fault("bad-subject", words={"found": plain_part(subject)})
            yield self._subject_column(), fault.code, fault.sentence(spoken)
        for each in row.wrong:
            at = self.columns.facts.get(each.fact)
            yield self.source.columns[at] if at is not None else "", each.code, each.message

    def _repeated(self, line: Line, subject: str) -> Iterator[Fault]:
        """Yield a warning where a customer stands in an earlier row too."""
        if not subject:
            return
        # A hash of 64 bits is kept in place of each id: a million of them stay small.
        digest = hashlib.blake2b(subject.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        before = self.seen.setdefault(int.from_bytes(digest, "big"), line.number)
        if before != line.number:
            words: dict[str, Word] = {"subject": plain_part(subject), "row": before}
            yield Fault("subject-twice", words=words)

    def _subject(self, line: Line) -> str:
        at = self.columns.subject
        return cell_text(line.cells[at]).strip() if at is not None and at < len(line.cells) else ""

    def _subject_column(self) -> str:
        return self.source.columns[self.columns.subject or 0]

    def _told(
        self, line: Line, subject: str, kind: Both, told: tuple[str, str, str]
    ) -> tuple[object, ...]:
        by_keys = self.options.by_keys
        shown = kind.en if by_keys else kind.in_language(self.options.language)
        return (line.number, plain_part(subject, 200), shown, *told)

    def _headings(self) -> tuple[Heading, ...]:
        """Name the columns of the output: those of the input, conclusions, fired, problems."""
        carried = tuple(map(Heading, self.source.columns, (None,) * 10_000, self.source.arrow))
        checked, spoken = self.classifier.checked, self.options.language
        added = [
            Heading(key if self.options.by_keys else name_title(checked, key, spoken), each.type)
            for key, each in checked.conclusions.items()
        ]
        for heading, title in (_FIRED, _PROBLEMS):
            added.append(heading if self.options.by_keys else Heading(title.in_language(spoken)))
        return (*carried, *unlike(self.source.columns, tuple(added)))

    def _report_headings(self) -> tuple[Heading, ...]:
        spoken, by_keys = self.options.language, self.options.by_keys
        return tuple(
            Heading(
                key if by_keys else title.in_language(spoken),
                NumberType(scale=0) if key == "row" else None,
            )
            for key, title in _REPORT
        )

    def _require_all(self) -> None:
        """Hold that no row was lost or doubled."""
        counts = self.counts
        if counts.read != counts.written + counts.reported:
            words: dict[str, Word] = {
                "read": counts.read,
                "written": counts.written,
                "reported": counts.reported,
            }
            raise OperatorError((Fault("rows-unaccounted", words=words),))
