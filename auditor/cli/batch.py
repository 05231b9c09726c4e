"""The run behind `auditor audit`: which documents, what is made of each, what is said and the exit status."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor.cli.disagreements import tell_disagreements
from auditor.cli.errors import UNUSABLE, Failure, FoundBeforeError, say
from auditor.cli.printing import Printer, ReportFiles
from auditor.cli.progress_bar import Bars, progress
from auditor.cli.screen import style_of
from auditor.cli.standard_streams import show, show_error
from auditor.corpus import Failed, Settings, Task, audit_all
from auditor.read.limits import Limits
from auditor.report.content import Tally
from auditor.report.emitters import EMITTERS, FILES
from auditor.report.files import file_stems
from auditor.report.subject import Subject, TerminalStyle
from auditor.runtime.paths import is_folder, place_of

if TYPE_CHECKING:
    from auditor.baseline import Baseline
    from auditor.identities import Stated
    from auditor.model.audit import Audit
    from auditor.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Request:
    """What the command line asks for."""

    paths: tuple[str, ...] = ()
    format: str = "text"
    output: Path = Path("reports")
    files: bool = True
    rules: tuple[Path, ...] = ()
    baseline: Path | None = None
    fail_on: str = "warning"
    language: str | None = None
    report_language: str = "en"
    jobs: int = 1
    limits: Limits = field(default_factory=Limits)
    stdin_name: str | None = None
    quiet: bool = False
    verbose: bool = False

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Request:
        """Make the request of a command's parameters."""
        return cls(
            paths=tuple(given.get("paths") or ()),
            format=given["format"],
            output=Path(given["output"]),
            files=given["files"],
            rules=paths_of(given.get("rules") or ()),
            baseline=Path(given["baseline"]) if given.get("baseline") else None,
            fail_on=given["fail_on"],
            language=given.get("lang"),
            report_language=given.get("report_lang") or "en",
            jobs=given.get("jobs", 1) or os.cpu_count() or 1,
            limits=given.get("limits") or Limits(),
            stdin_name=given.get("stdin_filename"),
            quiet=given["quiet"],
            verbose=given["verbose"],
        )


@dataclass(frozen=True, slots=True)
class Made:
    """What is made of one document: counts, and the texts for standard output and for files."""

    tally: Tally
    shown: str
    files: tuple[str, ...]
    used: frozenset[str] = frozenset()
    """Fingerprints of the baseline's entries that met a finding."""
    lapsed: tuple[str, ...] = ()
    """What is to be said of those that do not count."""
    stated: tuple[Stated, ...] = ()
    """Figures that are to be the same in all documents of the run."""
    unread: tuple[str, ...] = ()
    """Which parts of the document are in a language that is not read."""


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes of a finished audit what the run needs; it goes to other processes with them."""

    format: str
    files: bool
    style: TerminalStyle
    baseline: Baseline | None = None
    today: date | None = None

    def __call__(self, audit: Audit, rules: Rulebook, /) -> Made:
        """Render the audit."""
        from auditor.identities import pick
        from auditor.report.view import tally

        used: frozenset[str] = frozenset()
        lapsed: tuple[str, ...] = ()
        if self.baseline is not None:
            from auditor.baseline import apply

            applied = apply(audit.findings, self.baseline, self.today, rules=rules)
            audit, used, lapsed = replace(audit, findings=applied.findings), applied.used, applied.remarks()
        subject = Subject(audit, rules, self.style)
        return Made(
            tally(audit),
            EMITTERS[self.format].emit(subject),
            tuple(EMITTERS[name].emit(subject) for name in FILES) if self.files else (),
            used,
            lapsed,
            pick(audit.document, audit.figures, rules),
            audit.document.unread,
        )


def run_audit(request: Request, tasks: Sequence[Task] | None = None) -> int:
    """Audit what is asked for and give the exit status.

    Raises:
        Failure: arguments, rules or input leave nothing to do.
    """
    refused: list[str] = []
    several = tasks is None and (len(set(request.paths)) > 1 or any(map(is_folder, request.paths)))
    chosen = list(tasks) if tasks is not None else list(documents_of(request, refused))
    if several and EMITTERS[request.format].several == "one" and len(chosen) > 1:
        raise Failure(f"--format {request.format} shows one document at a time; {len(chosen)} go to --output FOLDER")
    for message in refused:
        say(message)
    rules = load_rulebook(request.rules)
    baseline = load_baseline(request.baseline)
    check_language(request.language)
    stems = (
        file_stems([task.name or _name(task) for task in chosen], request.output,
                   [EMITTERS[name].suffix for name in FILES], (task.path for task in chosen if task.data is None))
        if request.files else [""] * len(chosen)
    )  # fmt: skip
    style = style_of(request.format, quiet=request.quiet, verbose=request.verbose, brief=several)
    style = replace(style, language=request.report_language)
    settings = Settings(request.rules, request.language, request.jobs, request.limits)
    made = audit_all(chosen, Maker(request.format, request.files, style, baseline, today_here()), settings, rules)
    with progress(len(chosen), quiet=request.quiet) as bars:
        run = _AuditRun(request, bars, refused, _Remarks(baseline))
        try:
            for stem, (task, result) in zip(stems, made, strict=True):
                run.take(stem, task, result)
            bars.stop()
            return run.close(rules, style)
        except Exception as error:
            if exit_status(run.printer.shown, request.fail_on, audited=1, unusable=0):
                raise FoundBeforeError from error
            raise


def exit_status(total: Tally, fail_on: str, *, audited: int, unusable: int) -> int:
    """Return the exit status of a run.

    Args:
        total: Findings of all documents; accepted ones do not count.
        fail_on: The mildest severity that counts: "error", "warning", "note" or "never".
        audited: Documents that were audited.
        unusable: Documents that could not be.

    Returns:
        1 where there are findings at or above `fail_on`; else 2 where a document could not be audited; else 0. With
        "never" a document that could not be audited makes it 2 only where no document could.
    """
    grave = {
        "error": total.errors,
        "warning": total.errors + total.warnings,
        "note": total.findings,
        "never": 0,
    }[fail_on]
    if grave:
        return 1
    return UNUSABLE if not audited or (unusable and fail_on != "never") else 0


def paths_of(names: Sequence[str]) -> tuple[Path, ...]:
    """Return the paths of these names."""
    return tuple(Path(name) for name in names)


def load_rulebook(files: Sequence[Path]) -> Rulebook:
    """Load the rules that come with the program and these.

    Raises:
        Failure: a rule file is unusable.
    """
    from auditor.rulebook import RuleError, load_rules

    try:
        return load_rules(files)
    except RuleError as error:
        raise Failure(*map(str, error.problems)) from error


def load_baseline(file: Path | None) -> Baseline | None:
    """Read the baseline of a run, where there is one.

    Raises:
        Failure: it cannot be used.
    """
    if file is None:
        return None
    from auditor.baseline import BaselineError, load

    try:
        return load(file)
    except BaselineError as error:
        raise Failure(str(error)) from error


def today_here() -> date:
    """Return the date of this machine."""
    return date.today()  # noqa: DTZ011 - an expiry is a day as people here count it


def check_language(code: str | None) -> None:
    """See that there is a lexicon for a language.

    Raises:
        Failure: there is none.
    """
    if code is None:
        return
    from auditor.language.lexicon import available

    if code not in available():
        raise Failure(f"--lang {code}: no such language; there are: {', '.join(available())}")


def documents_of(request: Request, refused: list[str]) -> Iterator[Task]:
    """Yield the documents of the request, each once; what is none goes to `refused`."""
    from auditor.read import Unreadable, find_documents, standard_input, suffixes

    seen: set[Path] = set()
    own = place_of(request.output)
    for path in dict.fromkeys(request.paths):
        unlisted: list[Unreadable] = []
        try:
            if path == "-":
                yield Task(request.stdin_name or "-", standard_input(request.limits), request.stdin_name)
                continue
            found = find_documents(path, unlisted) if is_folder(path) else [Path(path)]
        except Unreadable as error:
            refused.append(str(error))
            continue
        refused += map(str, unlisted)
        # Reports of an earlier run, in a folder of documents, are not documents to audit.
        folder = place_of(path)
        inside = own != folder and own.is_relative_to(folder)
        kept = [file for file in found if not (inside and place_of(file).is_relative_to(own))]
        if not kept and not unlisted:
            refused.append(f"{path}: no documents in this folder; there are readers for {', '.join(suffixes())} files")
        for file in kept:
            if place_of(file) not in seen:
                seen.add(place_of(file))
                yield Task(path if file == Path(path) else str(file))


def _name(task: Task) -> str:
    return "standard-input" if task.path == "-" else Path(task.path).name


class _AuditRun:
    """A run while results come in: what is printed and written, counted and told."""

    def __init__(self, request: Request, bars: Bars, refused: list[str], remarks: _Remarks) -> None:
        self._request, self._bars, self._refused, self._remarks = request, bars, refused, remarks
        self._tallies: list[Tally] = []
        self._stated: list[Stated] = []
        self._files = ReportFiles(request.output, [EMITTERS[name].suffix for name in FILES])
        self.printer = Printer(EMITTERS[request.format], at_once=bars.hidden)

    def take(self, stem: str, task: Task, result: Made | Failed) -> None:
        """Print and write what was made of one document, and count it."""
        self._bars.advance()
        if isinstance(result, Failed):
            self._refused.append(result.message)
            say(result.message)
            if isinstance(result.made, Made):
                self._show(stem, result.made)
            return
        self._tallies.append(result.tally)
        self._remarks.add(result)
        _say_unread(task, result, quiet=self._request.quiet)
        self._stated += result.stated
        self._show(stem, result)

    def _show(self, stem: str, made: Made) -> None:
        self._files.write(stem, made.files)
        self.printer.show(made.shown, made.tally)

    def close(self, rules: Rulebook, style: TerminalStyle) -> int:
        """Tell what is to be told of all documents, and return the exit status."""
        self.printer.close()
        unusable = len(self._refused)
        self._remarks.say(quiet=self._request.quiet, whole=not unusable)
        _finish(self._request, style, self._tallies, self._files.written, unusable)
        across = tell_disagreements(self._stated, rules, self._request.format)
        return exit_status(
            sum(self._tallies, across), self._request.fail_on,
            audited=0 if self._files.missing else len(self._tallies), unusable=unusable,
        )  # fmt: skip


class _Remarks:
    """What is said of a baseline when a run is over."""

    def __init__(self, baseline: Baseline | None) -> None:
        self._baseline = baseline
        self._used: set[str] = set()
        self._lapsed: dict[str, None] = {}

    def add(self, made: Made) -> None:
        """Take what one document made of the baseline."""
        self._used |= made.used
        self._lapsed |= dict.fromkeys(made.lapsed)

    def say(self, *, quiet: bool, whole: bool) -> None:
        """Return which entries do not count, and which match nothing where every document could be audited."""
        if self._baseline is None or quiet:
            return
        from auditor.baseline import unused_remarks

        for told in (*self._lapsed, *(unused_remarks(self._baseline, self._used) if whole else ())):
            say(told)


def _say_unread(task: Task, made: Made, *, quiet: bool) -> None:
    """Print which parts of a document are in a language that is not read."""
    for unread in () if quiet else made.unread:
        say(f"{task.name or task.path}: {unread}")


def _finish(request: Request, style: TerminalStyle, tallies: list[Tally], written: list[Path], unusable: int) -> None:
    if request.quiet or not tallies:
        return
    many = f"{len(written):,} files in {request.output.as_posix()}/"
    words = [path.as_posix() for path in written] if len(written) <= len(FILES) else [many]
    told = [f"{'Reports:' if position == 0 else '':<8} {path}" for position, path in enumerate(words)]
    if request.format != "text":
        for text in told:
            show_error(text)
        return
    if style.brief:
        from auditor.report.emitters.text import closing

        show(f"\n{closing(tallies, unusable, style)}", end="")
    for text in told:
        show(text)
