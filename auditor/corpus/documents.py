"""Many documents: one after the other, or in several processes of this machine."""

from __future__ import annotations

import traceback
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from auditor.read.limits import Limits, in_time
from auditor.runtime.resources import ResourceError

if TYPE_CHECKING:
    from auditor.model.audit import Audit
    from auditor.model.document import Document
    from auditor.rulebook import Rulebook

Result = TypeVar("Result")
Made_co = TypeVar("Made_co", covariant=True)
_AHEAD = 4
"""Documents that wait for each process, so that none is idle and memory stays bounded."""

DEFECT = "a defect of the auditor, please report it"
READING = "reading"
ENDED = "a process was ended before it was done (out of memory?): audit it by itself"


@dataclass(frozen=True, slots=True)
class Task:
    """One document to audit."""

    path: str
    """The file, or the label that reports give `data`."""
    data: bytes | None = None
    name: str | None = None


class Work(Protocol[Made_co]):
    """What is done with each audit."""

    def __call__(self, audit: Audit, rules: Rulebook, /) -> Made_co:
        """Make something of an audit and the rules that it went by."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A document that could not be audited, with one line for the user."""

    message: str
    what: str = ""
    """What is the matter, in words."""
    where: str = ""
    """The step, and where the program is at fault the place in it."""
    remedy: str = ""
    """What to do."""
    made: object = None
    """What the run's work makes of the document all the same, where it was laid open but is in no language that is
    read; None for any other."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What all documents of a run share."""

    rule_files: tuple[Path, ...] = ()
    language: str | None = None
    jobs: int = 1
    limits: Limits = field(default_factory=Limits)


def audit_all(
    tasks: Sequence[Task],
    work: Work[Result],
    settings: Settings,
    rules: Rulebook,
) -> Iterator[tuple[Task, Result | Failed]]:
    """Audit documents and yield what `work` makes of each.

    A document that cannot be audited is yielded as `Failed`; the others are audited all the same.

    Args:
        tasks: The documents.
        work: What to do with a finished audit and the rules it went by; picklable where there are several processes.
        settings: What all documents share.
        rules: The rulebook, loaded once; other processes load theirs from `settings.rule_files`.

    Yields:
        Each task with what `work` made of it, in the order of `tasks`, whichever is finished first. Where a process of
        several is ended from outside, its task and all that are left are `Failed`.
    """
    jobs = min(settings.jobs, len(tasks))
    if jobs <= 1:
        yield from ((task, audit_one(task, work, settings, rules)) for task in tasks)
    else:
        yield from _in_processes(tasks, work, settings, rules, jobs)


def audit_one(
    task: Task,
    work: Work[Result],
    settings: Settings,
    rules: Rulebook,
) -> Result | Failed:
    """Audit one document and return what `work` makes of it, or why it cannot be audited.

    Args:
        task: The document.
        work: What to do with the finished audit and the rules it went by.
        settings: Language and limits.
        rules: The rulebook.

    Returns:
        What `work` returns; `Failed` for a document that cannot be read and for whatever else goes wrong with it.
    """
    from auditor.read import InNoLanguageRead, Unreadable

    try:
        with in_time(task.name or task.path, settings.limits):
            return work(_audited(task, settings, rules), rules)
    except InNoLanguageRead as error:
        made = work(_nothing_of(error.document), rules)
        return Failed(str(error), error.why, READING, error.remedy, made)
    except Unreadable as error:
        return Failed(str(error), error.why, READING, error.remedy)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one document, the others are audited
        place, told = _defect(error)
        what = f"{type(error).__name__}: {told}"
        return Failed(unexpected(error, task.name or task.path), what, f"auditing{place}", DEFECT)


def _audited(task: Task, settings: Settings, rules: Rulebook) -> Audit:
    from auditor.pipeline import audit_document

    return audit_document(
        task.path, data=task.data, language=settings.language, rules=rules, name=task.name, limits=settings.limits
    )


def _nothing_of(document: Document) -> Audit:
    """Return the audit of a document of which nothing is read."""
    from auditor.model.audit import Audit
    from auditor.model.figure import Figures

    return Audit(document, Figures(), (), (), ())


def unexpected(error: BaseException, what: str) -> str:
    """Return in one line that the program, or a file that comes with it, is at fault, where, and what to do.

    Args:
        error: What was raised, with its traceback.
        what: What could not be audited, as the user named it.
    """
    if isinstance(error, ResourceError):
        return str(error)
    place, told = _defect(error)
    return f"cannot audit {what}: {type(error).__name__}{place} ({told}): {DEFECT}"


def _defect(error: BaseException) -> tuple[str, str]:
    """Return where in the program an error arose, and what it says."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return place, " ".join(str(error).split())[:200]


_worker: dict[str, tuple[Work[object], Settings, Rulebook]] = {}
"""What a process of the pool holds: set once, when the process starts."""


def _start(work: Work[object], settings: Settings) -> None:
    from auditor.rulebook import load_rules

    _worker["own"] = (work, settings, load_rules(settings.rule_files))


def _work(task: Task) -> object:
    return audit_one(task, *_worker["own"])


def _in_processes(
    tasks: Iterable[Task], work: Work[Result], settings: Settings, rules: Rulebook, jobs: int
) -> Iterator[tuple[Task, Result | Failed]]:
    from auditor.corpus.executors import Processes

    executor = Processes(jobs, _start, work, settings)
    waiting: deque[tuple[Task, Future[Any]]] = deque()
    left = iter(tasks)
    try:
        while True:
            while len(waiting) < jobs * _AHEAD and (task := next(left, None)) is not None:
                waiting.append((task, executor.submit(_work, task)))
            if not waiting:
                return
            task, future = waiting.popleft()
            error = future.exception()
            if error is None:
                yield task, future.result()
            elif not executor.lost(error):
                raise error
            else:
                executor.renew()
                suspects = [(task, future), *waiting]
                waiting.clear()
                yield from _alone(suspects, work, settings, rules)
    finally:
        executor.close(now=True)  # where the run has its end, they are idle


def _alone(
    suspects: Iterable[tuple[Task, Future[Any]]], work: Work[Result], settings: Settings, rules: Rulebook
) -> Iterator[tuple[Task, Result | Failed]]:
    """Audit documents of which one has ended its process, and with it all others, one at a time.

    Where no process can be started at all, they are audited in this one.
    """
    from auditor.corpus.executors import Processes

    single = Processes(1, _start, work, settings)
    try:
        for task, before in suspects:
            future = single.submit(_work, task) if before.exception() else before
            error = future.exception()
            if error is None:
                yield task, future.result()
            elif not single.lost(error):
                raise error
            elif single.renew():
                yield task, Failed(f"cannot audit {task.name or task.path}: {ENDED}")
            else:
                yield task, audit_one(task, work, settings, rules)
    finally:
        single.close(now=True)
