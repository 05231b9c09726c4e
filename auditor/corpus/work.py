"""What a process of a run does, here or on a cluster: audit documents into records, put records together to a part."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from auditor.corpus.documents import READING, Failed, Settings, Task, audit_one
from auditor.corpus.parts import DocumentFailure, Manifest, Member, OldRows, manifests, write_part
from auditor.corpus.records import BrokenRecord, Record, RecordCounts, record_of
from auditor.corpus.storage import Store, open_store
from auditor.runtime.permissions import keep_private

if TYPE_CHECKING:
    from auditor.baseline import Baseline
    from auditor.model.audit import Audit
    from auditor.rulebook import Rulebook

_ALONE = threading.Lock()
"""Held while a process works: the workers of a cluster may have threads, and not every reader can do with that."""
RECORDS = "unfinished"
"""Folder of a dataset in which a run keeps its records until their parts are written."""


@dataclass(frozen=True, slots=True)
class Job:
    """What all processes of a run are told."""

    run: str
    """Tells runs apart that a process works for."""
    source: str
    target: str
    settings: Settings
    digest: str
    """Of the program, the rules and the settings."""
    by_path: bool = False
    """Whether a rule asks for the path of a document."""
    baseline: Baseline | None = None
    today: date | None = None
    fresh: bool = False
    """Whether what an earlier run found does not count."""
    private: bool = False
    """Whether what is written is for the user alone to read, in processes of other machines too."""


@dataclass(frozen=True, slots=True)
class WorkOutcome:
    """What became of one document."""

    document: str
    key: str = ""
    """Empty where there is no content."""
    audited: bool = False
    """Whether it was audited now: it was not known from before."""
    failure: DocumentFailure | None = None


def audit_documents(job: Job, part: str, documents: Sequence[str]) -> list[WorkOutcome]:
    """Audit documents of one part and keep a record of each; what is known is not audited again.

    Args:
        job: What all processes of the run are told.
        part: The part that the documents belong to.
        documents: Their names in the source of the job.

    Returns:
        What became of each document, in the order given; one that cannot be read or audited has a `failure`.

    Raises:
        OSError: A record cannot be written to the target.
    """
    with _ALONE:
        held = _held(job)
        return [held.outcome(document, part) for document in documents]


def put_together(job: Job, part: str, members: Sequence[Member], failures: Sequence[DocumentFailure]) -> None:
    """Write a part of documents that all have a record, or are in a part that is written already."""
    with _ALONE:
        held = _held(job)
        write_part(held.target, part, held.records(part, members), failures)


def keep_failure(store: Store, key: str, failure: DocumentFailure) -> None:
    """Keep that a document cannot be audited, so that a run that goes on does not try again."""
    if key:
        store.write(_failure_name(key), json.dumps(asdict(failure), ensure_ascii=True).encode("ascii"))


@lru_cache(2)
def _held(job: Job) -> _Held:
    if job.private:
        keep_private()
    return _Held(job)


class _Held:
    """What a process of a run holds: the places, what is known, and, once a document is audited, the rules."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._source = open_store(job.source)
        self.target = open_store(job.target)
        self._rules: Rulebook | None = None
        self._old = OldRows(self.target)
        self._known: dict[str, tuple[Manifest, int]] = {}
        if not job.fresh:
            for manifest in manifests(self.target):
                for at, member in enumerate(manifest.members):
                    self._known[member.key] = (manifest, at)

    def outcome(self, document: str, part: str) -> WorkOutcome:
        """Audit a document, unless it is known."""
        try:
            data = self._source.read(document, self._job.settings.limits.size + 1)
        except OSError as error:
            what = (error.strerror or type(error).__name__).lower()
            return WorkOutcome(
                document, failure=DocumentFailure(document, what, READING, "check the path and its permissions")
            )
        key = key_of(self._job, document, data)
        if key in self._known:
            if self._known[key][0].part != part and self._record(key) is None:
                # It has moved: its rows must outlive the part that they are in.
                self.target.write(_record_name(key), self._old.record(*self._known[key]).pack())
            return WorkOutcome(document, key)
        if self._record(key) is not None:
            return WorkOutcome(document, key)
        failed = self._failure(key)
        if failed is not None:
            return WorkOutcome(document, key, failure=replace(failed, document=document))
        made = audit_one(Task(document, data), self._make, self._job.settings, self._rulebook())
        if isinstance(made, Failed):
            failure = DocumentFailure(document, made.what, made.where, made.remedy)
            keep_failure(self.target, key, failure)
            return WorkOutcome(document, key, audited=True, failure=failure)
        self.target.write(_record_name(key), made.pack())
        return WorkOutcome(document, key, audited=True)

    def records(self, part: str, members: Sequence[Member]) -> Iterator[tuple[Member, Record]]:
        """Yield the records of documents, one after the other."""
        for member in members:
            made = self._record(member.key)
            if made is None and member.key in self._known:
                made = self._old.record(*self._known[member.key])
            if made is None:
                raise LookupError(f"the record of {member.document} in part {part} is gone")
            yield member, made

    def _record(self, key: str) -> Record | None:
        try:
            return Record.unpack(self.target.read(_record_name(key)))
        except (OSError, BrokenRecord):
            return None

    def _failure(self, key: str) -> DocumentFailure | None:
        try:
            return DocumentFailure(**json.loads(self.target.read(_failure_name(key))))
        except (OSError, ValueError, TypeError):
            return None

    def _make(self, audit: Audit, rules: Rulebook, /) -> Record:
        from auditor.identities import pick
        from auditor.report.view import tally

        used: tuple[str, ...] = ()
        lapsed: tuple[str, ...] = ()
        if self._job.baseline is not None:
            from auditor.baseline import apply

            applied = apply(audit.findings, self._job.baseline, self._job.today, rules=rules)
            audit = replace(audit, findings=applied.findings)
            used, lapsed = tuple(sorted(applied.used)), applied.remarks()
        stated = tuple(asdict(each) for each in pick(audit.document, audit.figures, rules))
        return record_of(audit, RecordCounts(tally(audit), used, lapsed, stated))

    def _rulebook(self) -> Rulebook:
        if self._rules is None:
            from auditor.rulebook import load_rules

            self._rules = load_rules(self._job.settings.rule_files)
        return self._rules


def key_of(job: Job, document: str, data: bytes) -> str:
    """Return the key of a document: two with one key have one result.

    Of its name the suffix counts, by which formats are told, and the rest where a rule asks for it or where it says the
    State or the year.
    """
    name = document if job.by_path else PurePosixPath(document).name
    about = [job.digest, name, hashlib.sha256(data).hexdigest()]
    return hashlib.sha256(json.dumps(about, ensure_ascii=True).encode("ascii")).hexdigest()


def _record_name(key: str) -> str:
    return f"{RECORDS}/{key[:2]}/{key}.record"


def _failure_name(key: str) -> str:
    return f"{RECORDS}/{key[:2]}/{key}.failure"
