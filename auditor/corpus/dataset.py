"""A run over a folder of documents into one dataset: in parts, from what is known and what is new, to an index page.

Whatever ends a run, what it finished stays: each audited document has a record until its part is written. A run that
goes on, one over unchanged documents and one that was never interrupted leave the same files, byte for byte.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from concurrent.futures import ALL_COMPLETED, FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor.corpus.documents import ENDED, READING
from auditor.corpus.executors import CallExecutor
from auditor.corpus.parts import (
    MANIFESTS,
    DocumentFailure,
    Manifest,
    Member,
    manifest_name,
    manifests,
    number_of_parts,
    part_of,
    remove_changed,
)
from auditor.corpus.run_lock import BEAT, LOCK, DatasetError, RunLock, holder
from auditor.corpus.sheets import SHEETS
from auditor.corpus.storage import UNFINISHED, Store, hidden, open_store
from auditor.corpus.summary import Summary
from auditor.corpus.work import RECORDS, Job, WorkOutcome, audit_documents, put_together
from auditor.report.emitters.csv import MARK, defused

if TYPE_CHECKING:
    from auditor.rulebook import Rulebook

ABOUT, RUNNING, FAILURES, INDEX = "dataset.json", "running.json", "failures.csv", "index.html"
_KIND = "auditor dataset 1"
_TOGETHER = 8
"""Documents that go to a process at once."""
_AHEAD = 2
"""Calls that wait for each process, so that none is idle and memory stays bounded."""


def digest_of(rules: Rulebook, job: Job) -> str:
    """Return the digest of all that a result hangs on beside the document: program, rules, settings, accepted findings.

    Args:
        rules: The rulebook; of it the content of its files counts, not where they lie.
        job: The run; of it the settings and the baseline count, and the day only where an entry of the baseline
            expires.

    Returns:
        A SHA-256 digest, 64 hexadecimal digits.
    """
    from auditor.runtime.resources import rules_folder

    program = Path(__file__).resolve().parents[1]
    files = [*sorted(program.rglob("*.py")), *sorted(rules_folder().rglob("*.yaml")), *map(Path, rules.files)]
    made = hashlib.sha256()
    for content in sorted({hashlib.sha256(file.read_bytes()).hexdigest() for file in files if file.is_file()}):
        made.update(content.encode("ascii"))
    settings, baseline = job.settings, job.baseline
    entries = baseline.entries if baseline else ()
    day = str(job.today) if any(entry.expires for entry in entries) else ""
    about = [settings.language, repr(settings.limits), [repr(entry) for entry in entries], day]
    made.update(json.dumps(about).encode("ascii"))
    return made.hexdigest()


def folders_unlisted(source: Store, leave: str | None = None) -> list[DocumentFailure]:
    """Return the folders of a place whose documents nobody can know of, as what could not be audited.

    Args:
        source: The place.
        leave: A folder in it that is left out.

    Returns:
        Each with a stroke at its end, and why it cannot be listed.
    """
    missed = (
        (place, why) for place, why in source.unlisted() if leave is None or not f"{place}/".startswith(f"{leave}/")
    )
    return [
        DocumentFailure(f"{place}/", why, READING, "check its permissions")
        for place, why in missed
        if not hidden(place)
    ]


def documents_in(source: Store, leave: str | None = None) -> list[str]:
    """Return the names of the documents of a place.

    Args:
        source: The place.
        leave: A folder in it whose files are left out.

    Returns:
        Names relative to the place, with slashes, sorted; only of formats that can be read, and without hidden files.
    """
    from auditor.read import suffixes

    known = suffixes()
    found = (name for name in source.names() if name.lower().endswith(known) and not hidden(name))
    return [name for name in found if leave is None or not name.startswith(f"{leave}/")]


def make_dataset(
    job: Job,
    documents: Sequence[str],
    executor: CallExecutor,
    *,
    unlisted: Sequence[DocumentFailure] = (),
    resume: bool = False,
    step: Callable[[], None] = lambda: None,
) -> Summary:
    """Audit documents into a dataset.

    Args:
        job: What all processes are told.
        documents: Their names in the source.
        executor: Who does the work.
        unlisted: Folders of the source whose documents are not known.
        resume: Whether to go on with a run that was interrupted.
        step: Called when a document is done.

    Returns:
        What all documents of the dataset come to, those included that were known from an earlier run.

    Raises:
        DatasetError: The place of the dataset holds something else, a run that is under way or one that was
            interrupted; or a process was ended while it wrote a part.
        StoreError: The address of the dataset cannot be opened.
        OSError: The dataset cannot be written.
    """
    target = open_store(job.target)
    with RunLock(target, job.target, job.run) as lock:
        _open(target, job, resume=resume)
        return _make(target, documents, _Run(job, target, executor, step, lock.check), unlisted)


def _make(target: Store, documents: Sequence[str], run: _Run, unlisted: Sequence[DocumentFailure]) -> Summary:
    parts = number_of_parts(len(documents))
    listed: dict[str, list[str]] = {}
    for document in sorted(documents):
        listed.setdefault(part_of(document, parts), []).append(document)
    run.go(listed)
    return _close(target, run, listed, unlisted)


def check_target(target: Store, address: str, *, resume: bool, fresh: bool) -> None:
    """Check that a dataset may be written to a place, as far as that can be told before it is begun.

    Args:
        target: The place.
        address: What the user called it, for the message.
        resume: Whether a run that was interrupted is to go on.
        fresh: Whether everything is to be audited anew; a run that was interrupted is then no hindrance.

    Raises:
        DatasetError: Other files are in it, or a run into it is under way or was interrupted.
    """
    busy = holder(target)
    if busy is not None:
        raise DatasetError(busy.told(address))
    _check(target, address, resume=resume, fresh=fresh)


def _check(target: Store, address: str, *, resume: bool, fresh: bool) -> None:
    found = set(target.names()) - {LOCK}
    if not found & {ABOUT, RUNNING} and any(not hidden(name) for name in found):
        raise DatasetError(f"{address}: other files are in it; name an empty folder, or a dataset of this program")
    if RUNNING in found and not resume and not fresh:
        raise DatasetError(f"{address}: a run into it was interrupted; go on with --resume, or begin anew with --fresh")


def _open(target: Store, job: Job, *, resume: bool) -> None:
    """Mark that a run is under way; what an earlier one left goes, unless this one goes on with it."""
    _check(target, job.target, resume=resume, fresh=job.fresh)
    going_on = resume and target.size(RUNNING) is not None
    target.write(RUNNING, json.dumps({"kind": _KIND}).encode("ascii") + b"\n")
    if not going_on:
        for name in target.names(RECORDS):
            target.remove(name)


@dataclass(frozen=True, slots=True)
class _Call:
    """One call of the executor: some documents of a part, or the part itself."""

    part: str
    documents: tuple[str, ...] = ()


class _Run:
    """The calls of a run, in flight and to come."""

    def __init__(
        self, job: Job, target: Store, executor: CallExecutor, step: Callable[[], None], check: Callable[[], None]
    ) -> None:
        self._job, self._target, self._executor, self._step, self.check = job, target, executor, step, check
        self.changed = () if job.fresh else remove_changed(target)
        self._old = {} if job.fresh else {manifest.part: manifest for manifest in manifests(target)}
        self._left: dict[str, int] = {}
        self._found: dict[str, list[WorkOutcome]] = {}
        self.audited = self.known = 0

    def go(self, listed: dict[str, list[str]]) -> None:
        """Audit the documents of all parts, and write each part when its documents are done."""
        waiting = deque(_calls(listed))
        self._left = {part: len(documents) for part, documents in listed.items()}
        flying: dict[Future[Any], _Call] = {}
        while waiting or flying:
            while waiting and len(flying) < self._executor.slots * _AHEAD:
                call = waiting.popleft()
                flying[self._send(self._executor, call)] = call
            suspects = self._take(self._done(flying), flying, waiting)
            if suspects:
                # One process has ended, and with it, where they are of one pool, all the others.
                again = self._take(self._done(flying, ALL_COMPLETED), flying, waiting) if flying else []
                self._executor.renew()
                self._alone([*suspects, *again], waiting)

    def _send(self, executor: CallExecutor, call: _Call) -> Future[Any]:
        if call.documents:
            return executor.submit(audit_documents, self._job, call.part, call.documents)
        members, failures = self._contents(call.part)
        return executor.submit(put_together, self._job, call.part, members, failures)

    def _done(self, flying: Collection[Future[Any]], until: str = FIRST_COMPLETED) -> AbstractSet[Future[Any]]:
        """Return calls that are done: the first of them, or all; for as long as there is anybody who does them."""
        while True:
            done, left = wait(flying, timeout=BEAT, return_when=until)
            self.check()
            enough = not left or (bool(done) and until == FIRST_COMPLETED)
            if any(future.cancelled() for future in done) or not (enough or self._executor.attended()):
                raise DatasetError("the cluster has no workers left; start some, and go on with --resume")
            if enough:
                return done

    def _take(
        self, done: Iterable[Future[Any]], flying: dict[Future[Any], _Call], waiting: deque[_Call]
    ) -> list[_Call]:
        """Take the results of calls that are done; give those whose process ended."""
        lost = []
        for future in list(done):
            call = flying.pop(future)
            error = future.exception()
            if error is None:
                self._note(call, future.result(), waiting)
            elif self._executor.lost(error):
                lost.append(call)
            else:
                raise error
        return lost

    def _note(self, call: _Call, outcomes: list[WorkOutcome] | None, waiting: deque[_Call]) -> None:
        """Note what became of documents; a part whose documents are all done is next."""
        if outcomes is None:
            self._found.pop(call.part)
            return
        found = self._found.setdefault(call.part, [])
        for outcome in outcomes:
            found.append(outcome)
            self.audited += outcome.audited and outcome.failure is None
            self.known += not outcome.audited and outcome.failure is None
            self._step()
        self._left[call.part] -= len(outcomes)
        if not self._left[call.part] and not self._is_written(call.part):
            waiting.appendleft(_Call(call.part))
        elif not self._left[call.part]:
            self._found.pop(call.part)

    def _alone(self, suspects: Sequence[_Call], waiting: deque[_Call]) -> None:
        """Do the work again of which some ended a process, one document at a time; the one that ends it is at fault."""
        single = self._executor.single()
        try:
            for call in suspects:
                for one in [_Call(call.part, (document,)) for document in call.documents] or [call]:
                    future = self._send(single, one)
                    self._done([future])
                    error = future.exception()
                    if error is None:
                        self._note(one, future.result(), waiting)
                    elif not single.lost(error):
                        raise error
                    elif not single.renew():
                        raise DatasetError("no process can be started; raise the limits of the system (ulimit)")
                    else:
                        self._note(one, [_ended(one)], waiting)
        finally:
            if single is not self._executor:
                single.close()

    def _contents(self, part: str) -> tuple[tuple[Member, ...], tuple[DocumentFailure, ...]]:
        found = sorted(self._found[part], key=lambda outcome: outcome.document)
        members = tuple(Member(each.document, each.key) for each in found if each.failure is None)
        return members, tuple(each.failure for each in found if each.failure is not None)

    def _is_written(self, part: str) -> bool:
        """Whether the part is there already as it would be written."""
        old = self._old.get(part)
        return old is not None and (old.members, old.failures) == self._contents(part)


def _ended(call: _Call) -> WorkOutcome:
    """Return what became of the one document of a call that has ended its process.

    Raises:
        DatasetError: the call was to write a part.
    """
    if not call.documents:
        raise DatasetError(f"part {call.part}: {ENDED}")
    what, _, remedy = ENDED.partition(": ")
    failure = DocumentFailure(call.documents[0], what, "auditing", remedy)
    return WorkOutcome(call.documents[0], "", audited=True, failure=failure)


def _calls(listed: dict[str, list[str]]) -> Iterator[_Call]:
    for part, documents in sorted(listed.items()):
        for at in range(0, len(documents), _TOGETHER):
            yield _Call(part, tuple(documents[at : at + _TOGETHER]))


def _close(target: Store, run: _Run, parts: Iterable[str], unlisted: Sequence[DocumentFailure]) -> Summary:
    """Write what is told of all documents, and remove what no longer counts."""
    from auditor.corpus.index import index_page

    run.check()
    kept = {manifest_name(part) for part in parts}
    for name in target.names(MANIFESTS):
        if name not in kept:
            target.remove(name)
    summary = Summary(documents=len(unlisted), audited=run.audited, known=run.known, changed=run.changed)
    used = set()
    found: list[Manifest] = sorted(manifests(target), key=lambda manifest: manifest.part)
    for manifest in found:
        used |= {file.name for file in manifest.files.values()}
        _count(summary, manifest)
    summary.failures += unlisted
    summary.failures.sort(key=lambda failure: failure.document)
    for sheet in SHEETS:
        for name in target.names(sheet):
            if name not in used:
                target.remove(name)
    target.write(FAILURES, _failures(summary.failures))
    about = {"kind": _KIND, "documents": summary.documents, "failures": len(summary.failures), "parts": len(kept)}
    target.write(ABOUT, json.dumps(about, indent=1).encode("ascii") + b"\n")
    target.write(INDEX, index_page(target, summary).encode("utf-8"))
    for name in target.names():
        if name.startswith(f"{RECORDS}/") or (hidden(name) and name.endswith(UNFINISHED)):
            target.remove(name)
    target.remove(RUNNING)
    return summary


def _count(summary: Summary, manifest: Manifest) -> None:
    summary.documents += len(manifest.members) + len(manifest.failures)
    summary.failures += manifest.failures
    for member, counted in zip(manifest.members, manifest.counted, strict=True):
        summary.tally += counted.tally
        summary.used |= set(counted.used)
        summary.lapsed |= dict.fromkeys(counted.lapsed)
        summary.stated += [{**each, "document": member.document} for each in counted.stated]


def _failures(failures: Iterable[DocumentFailure]) -> bytes:
    """Return the list of what could not be audited, for people and for spreadsheets."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(("path", "what", "where", "what to do"))
    for each in failures:
        row = (each.document, each.what, each.where, each.remedy)
        writer.writerow([defused(_line(cell)) for cell in row])
    return (MARK + out.getvalue()).encode("utf-8")


def _line(text: str) -> str:
    from auditor.report.safe_text import line

    return line(text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace"))
