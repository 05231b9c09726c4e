"""Many documents: one after the other, or in several processes of this machine."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from auditor.read.limits import Limits, in_time
from auditor.runtime.resources import ResourceError

if TYPE_CHECKING:
    from auditor.model.audit import Audit
    from auditor.rulebook import Rulebook

Result = TypeVar("Result")
Made_co = TypeVar("Made_co", covariant=True)
_AHEAD = 4
"""Documents that wait for each process, so that none is idle and memory stays bounded."""

DEFECT = "a defect of the auditor, please report it"
READING = "reading"
ENDED = "a process was ended before it was done (out of memory?): use --jobs 1"


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
        yield from _in_processes(tasks, work, settings, jobs)


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
    from auditor.read import Unreadable

    try:
        with in_time(task.name or task.path, settings.limits):
            return work(_audited(task, settings, rules), rules)
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
    tasks: Iterable[Task],
    work: Work[Result],
    settings: Settings,
    jobs: int,
) -> Iterator[tuple[Task, Result | Failed]]:
    from collections import deque
    from concurrent.futures import Future, ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context
    from typing import cast

    waiting: deque[tuple[Task, Future[object]]] = deque()
    left = iter(tasks)
    with ProcessPoolExecutor(jobs, get_context("spawn"), _start, (work, settings)) as pool:
        for task in left:
            waiting.append((task, pool.submit(_work, task)))
            if len(waiting) >= jobs * _AHEAD:
                break
        while waiting:
            task, future = waiting.popleft()
            try:
                yield task, cast("Result | Failed", future.result())
            except BrokenProcessPool:
                for lost in (task, *(other for other, _ in waiting), *left):
                    yield lost, Failed(f"cannot audit {lost.name or lost.path}: {ENDED}")
                return
            following = next(left, None)
            if following is not None:
                waiting.append((following, pool.submit(_work, following)))
