"""Who writes a dataset: one run at a time, of this machine or of another that sees the place.

A file in the dataset names the run that holds it: the machine, the process, since when. While it lives, the run gives a
sign every few seconds. A run that was killed leaves the file behind: on the same machine that is seen by the process,
which is no more, elsewhere by the signs, which have ceased. Then the next run takes the place over; one that was not
dead but held up finds that out and stops.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import threading
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from auditor.corpus.storage import Store

LOCK = "lock.json"
BEAT = 5.0
"""Seconds between two signs of life."""
MISSED = 12
"""Signs that fail to come before a run on another machine counts as ended."""
SETTLE = 0.3
"""Seconds after which it shows who of several has taken a place over."""
_TRIES = 3
_held: set[str] = set()
"""The runs of this process that hold a dataset."""


class DatasetError(ValueError):
    """A run that cannot be made; the message is one line for the user."""


@dataclass(frozen=True, slots=True)
class Holder:
    """The run that holds a dataset."""

    run: str
    host: str
    machine: str
    """Tells machines apart, and what is as good as one: numbers of processes mean the same within it."""
    process: int
    born: str
    """When the process began, in the machine's own terms: numbers of processes come again."""
    since: str

    @classmethod
    def here(cls, run: str) -> Holder:
        """Return this process as the holder.

        Args:
            run: What tells the run apart from others of the process.

        Returns:
            The holder, since now.
        """
        since = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
        return cls(run, socket.gethostname(), _machine(), os.getpid(), _born(os.getpid()), since)

    def lives(self, store: Store) -> bool:
        """Whether the run is still at work, as far as can be told."""
        if self.machine and self.machine == _machine():
            if self.process == os.getpid():
                return self.run in _held
            if self.born:
                return _born(self.process) == self.born
        age = store.age(LOCK)
        return age is None or age < BEAT * MISSED

    def told(self, address: str) -> str:
        """Return that it is at work, in one line."""
        who = f"process {self.process} on {self.host}, since {self.since}"
        wait = "" if self.machine == _machine() else f", or for {BEAT * MISSED:.0f} seconds if that machine has stopped"
        return f"{address}: a run into it is under way ({who}); wait until it is over{wait}"


def holder(store: Store) -> Holder | None:
    """Return the run that holds a dataset and is at work; None where there is none."""
    found = _read(store)
    return found if found is not None and found.lives(store) else None


class RunLock:
    """Holds a dataset for a run, from entering to leaving.

    Raises:
        DatasetError: another run holds it.
        OSError: the place cannot be written.
    """

    def __init__(self, store: Store, address: str, run: str) -> None:
        self._store, self._address = store, address
        self._own = Holder.here(run)
        self._over = threading.Event()
        self._lost = False
        self._signs = threading.Thread(target=self._live, name="auditor-lock", daemon=True)

    def __enter__(self) -> Self:
        """Take the dataset, and begin to give signs of life."""
        self._take()
        _held.add(self._own.run)
        try:
            self._signs.start()
        except BaseException:
            self._leave()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of it."""
        self._over.set()
        self._signs.join()
        self._leave()

    def check(self) -> None:
        """Check that the dataset is still held.

        Raises:
            DatasetError: another run has taken it over.
        """
        if self._lost:
            raise DatasetError(f"{self._address}: another run has taken it over; wait until that one is over")

    def _leave(self) -> None:
        _held.discard(self._own.run)
        if not self._lost and _read(self._store) == self._own:
            self._store.remove(LOCK)

    def _take(self) -> None:
        content = json.dumps(asdict(self._own), ensure_ascii=True).encode("ascii") + b"\n"
        for _ in range(_TRIES):
            if self._store.create(LOCK, content):
                return
            found = _read(self._store)
            if found is not None and found.lives(self._store):
                raise DatasetError(found.told(self._address))
            self._store.write(LOCK, content)
            time.sleep(SETTLE)
            if _read(self._store) == self._own:
                return
        raise DatasetError(f"{self._address}: other runs want to write into it; try again when they are over")

    def _live(self) -> None:
        """Give signs of life until the run is over, or finds that another has taken its place."""
        gone = 0
        while not self._over.wait(BEAT):
            found = _read(self._store)
            gone = 0 if found is not None else gone + 1  # once, the place may only be out of reach
            if gone > 1 or found not in (None, self._own):
                self._lost = True
                return
            try:
                self._store.touch(LOCK)
            except OSError:
                continue


def _read(store: Store) -> Holder | None:
    """Return who a lock names; None where there is no lock, or half of one."""
    try:
        return Holder(**json.loads(store.read(LOCK)))
    except (OSError, ValueError, TypeError):
        return None


def _machine() -> str:
    """Return what tells this machine from others, and containers on it from one another; nothing if that is unknown."""
    if not sys.platform.startswith("linux"):
        return ""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{socket.gethostname()} {boot} {Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return ""


def _born(process: int) -> str:
    """Return when a process of this machine began; nothing where there is no such process, or that is unknown."""
    try:
        told = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    state, *rest = told.rpartition(")")[2].split()
    return "" if state in "ZX" else rest[18]
