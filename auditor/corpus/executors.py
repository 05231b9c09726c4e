"""Who does the work of a run: processes of this machine, or a Dask cluster; and what to do when one of them ends."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any, Protocol

from auditor.runtime.cycles import seek_seldom
from auditor.runtime.scarcity import scarce

PATIENCE = 10
"""Seconds to wait for a scheduler."""
ALONE = 60.0
"""Seconds to wait for a worker where a cluster has none left."""


class ExecutorError(ValueError):
    """Nobody is there to do the work; the message is one line for the user."""


class CallExecutor(Protocol):
    """Does work, one call after the other in each of its processes."""

    @property
    def slots(self) -> int:
        """Return how many calls it works on at once."""

    def submit(self, function: Any, /, *arguments: Any) -> Future[Any]:  # noqa: ANN401 - any work
        """Submit a function to be called in one of the processes.

        Args:
            function: Any that can be pickled.
            *arguments: What it is called with; picklable too.

        Returns:
            The future of its result; where the executor has lost its processes, one that holds the error (see `lost`).
        """

    def lost(self, error: BaseException) -> bool:
        """Whether an error means that the process was ended that did the work."""

    def attended(self) -> bool:
        """Whether there is anybody who does the work that was submitted."""

    def renew(self) -> bool:
        """Start anew after a process was ended; whether any can be started. The futures of before are lost."""

    def single(self) -> CallExecutor:
        """Return an executor that does one call at a time, so that it is known which call ends a process.

        Returns:
            A new executor, for the caller to close, or this one where it can tell by itself.
        """

    def close(self, *, now: bool = False) -> None:
        """Stop the processes and let go of them: when what they are at is done, or now."""


class Processes:
    """Processes of this machine; what they have to say comes back with their results, and on standard error nothing.

    Args:
        jobs: How many there are.
        start: What each begins with; it can be pickled, as its arguments can.
    """

    def __init__(self, jobs: int, start: Callable[..., None] | None = None, *arguments: object) -> None:
        self._jobs = max(1, jobs)
        self._start = (start, arguments)
        self._pool: ProcessPoolExecutor | None = None

    @property
    def slots(self) -> int:
        """Return how many calls they work on at once."""
        return self._jobs

    def submit(self, function: Any, /, *arguments: Any) -> Future[Any]:  # noqa: ANN401 - any work
        """Submit a function; where the pool is broken, the future holds the error."""
        try:
            with _unheard():
                self._pool = self._pool or self._open()
                return self._pool.submit(function, *arguments)
        except (OSError, RuntimeError) as error:  # a pool that is broken, or a system that starts no process
            failed: Future[Any] = Future()
            failed.set_exception(error)
            return failed

    def lost(self, error: BaseException) -> bool:
        """Whether an error means that a process was ended, or could not be started."""
        return isinstance(error, BrokenProcessPool) or scarce(error) is not None

    def attended(self) -> bool:
        """Whether anybody does the work: where a process of a pool ends, its work says so."""
        return True

    def renew(self) -> bool:
        """Start anew, for when one process ends, all of a pool do; whether any can be started."""
        self.close()
        return self.submit(os.getpid).exception() is None

    def single(self) -> Processes:
        """Return one process."""
        return Processes(1, self._start[0], *self._start[1])

    def close(self, *, now: bool = False) -> None:
        """Stop the processes when what they are at is done, or now; what waits is cancelled."""
        if self._pool is not None:
            for process in (self._pool._processes or {}).values() if now else ():  # noqa: SLF001 - nothing else tells
                process.kill()
            self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = None

    def _open(self) -> ProcessPoolExecutor:
        from multiprocessing import get_context

        return ProcessPoolExecutor(self._jobs, get_context("spawn"), _begin, self._start)


@contextmanager
def _unheard() -> Iterator[None]:
    """Let nobody hear what a process that is started inside says on standard error: tracebacks, of the end of a run."""
    kept = os.dup(2)
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 2)
        os.close(nowhere)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _begin(start: Callable[..., None] | None, arguments: tuple[object, ...]) -> None:
    """Make a process of the pool end with the run, and leave an interrupt to the run."""
    from multiprocessing import parent_process

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    seek_seldom()
    parent = parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)  # nobody is left who would take what is made here

    threading.Thread(target=watch, name="auditor-parent", daemon=True).start()
    if start is not None:
        start(*arguments)


class Cluster:
    """The workers of a Dask cluster."""

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client
            from distributed.client import ClosedClientError
        except ModuleNotFoundError as error:
            raise ExecutorError(f"--dask needs {error.name}: install it with: pip install 'auditor[dask]'") from error
        try:
            self._client: Any = Client(address, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            said = " ".join(str(error).split()).rstrip(".")
            raise ExecutorError(f"--dask {address}: no scheduler answers ({said}); check the address") from error
        self._executor: Executor = self._client.get_executor(pure=False)
        self._seen = time.monotonic()
        self._gone = (OSError, RuntimeError, ClosedClientError)
        """What calls raise where the connection is lost, or was closed for good."""

    @property
    def slots(self) -> int:
        """Return how many calls the workers work on at once: their threads."""
        return max(1, self._threads())

    def submit(self, function: Any, /, *arguments: Any) -> Future[Any]:  # noqa: ANN401 - any work
        """Submit a function to the scheduler; where there is none any more, the future is cancelled."""
        try:
            made: Future[Any] = self._executor.submit(function, *arguments)
        except self._gone:
            made = Future()
            made.cancel()
        return made

    def lost(self, error: BaseException) -> bool:
        """Whether an error means that several workers were ended by the same work: one alone is made good."""
        from distributed.scheduler import KilledWorker

        return isinstance(error, KilledWorker)

    def attended(self) -> bool:
        """Whether the cluster has workers, or had some a minute ago: others may be on their way."""
        now = time.monotonic()
        if self._threads():
            self._seen = now
        return now - self._seen < ALONE

    def renew(self) -> bool:
        """Start nothing, and go on: the scheduler has the workers that are left."""
        return True

    def single(self) -> Cluster:
        """Return the same cluster: the scheduler says which work ends its workers."""
        return self

    def close(self, *, now: bool = False) -> None:
        """Close the connection; the cluster goes on without this run."""
        del now
        self._executor.shutdown(wait=False)
        self._client.close()

    def _threads(self) -> int:
        """Return how many threads the workers have; none where the scheduler does not answer."""
        try:
            threads: dict[str, int] = self._client.nthreads()
        except self._gone:
            return 0
        return sum(threads.values())
