"""Who does the work of a run: processes of this machine, or a Dask cluster; and what to do when one of them ends."""

from __future__ import annotations

import os
import signal
import threading
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Protocol

PATIENCE = 10
"""Seconds to wait for a scheduler."""


class CrewError(ValueError):
    """Nobody is there to do the work; the message is one line for the user."""


class Crew(Protocol):
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
            The future of its result; where the crew has lost its processes, one that holds the error (see `lost`).
        """

    def lost(self, error: BaseException) -> bool:
        """Whether an error means that the process was ended that did the work."""

    def renew(self) -> None:
        """Start anew after a process was ended; the futures of before are lost."""

    def single(self) -> Crew:
        """Return a crew that does one call at a time, so that it is known which call ends a process.

        Returns:
            A new crew, for the caller to close, or this one where it can tell by itself.
        """

    def close(self) -> None:
        """Stop the work and let go of the processes."""


class Processes:
    """Processes of this machine."""

    def __init__(self, jobs: int) -> None:
        self._jobs = max(1, jobs)
        self._pool = self._open()

    @property
    def slots(self) -> int:
        """Return how many calls they work on at once."""
        return self._jobs

    def submit(self, function: Any, /, *arguments: Any) -> Future[Any]:  # noqa: ANN401 - any work
        """Submit a function; where the pool is broken, the future holds the error."""
        try:
            return self._pool.submit(function, *arguments)
        except BrokenProcessPool as error:
            failed: Future[Any] = Future()
            failed.set_exception(error)
            return failed

    def lost(self, error: BaseException) -> bool:
        """Whether an error means that a process was ended."""
        return isinstance(error, BrokenProcessPool)

    def renew(self) -> None:
        """Start anew: when one process ends, all of a pool do."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = self._open()

    def single(self) -> Processes:
        """Return one process."""
        return Processes(1)

    def close(self) -> None:
        """Stop the processes when they are done with what they are at; what waits is cancelled."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _open(self) -> ProcessPoolExecutor:
        from multiprocessing import get_context

        return ProcessPoolExecutor(self._jobs, get_context("spawn"), _begin)


def _begin() -> None:
    """Make a process of the pool end with the run, and leave an interrupt to the run."""
    from multiprocessing import parent_process

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)  # nobody is left who would take what is made here

    threading.Thread(target=watch, name="auditor-parent", daemon=True).start()


class Cluster:
    """The workers of a Dask cluster."""

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client
        except ModuleNotFoundError as error:
            raise CrewError(f"--dask needs {error.name}: install it with: pip install 'auditor[dask]'") from error
        try:
            self._client: Any = Client(address, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            said = " ".join(str(error).split()).rstrip(".")
            raise CrewError(f"--dask {address}: no scheduler answers ({said}); check the address") from error
        self._executor: Executor = self._client.get_executor(pure=False)

    @property
    def slots(self) -> int:
        """Return how many calls the workers work on at once: their threads."""
        threads: dict[str, int] = self._client.nthreads()
        return max(1, sum(threads.values()))

    def submit(self, function: Any, /, *arguments: Any) -> Future[Any]:  # noqa: ANN401 - any work
        """Submit a function to the scheduler."""
        made: Future[Any] = self._executor.submit(function, *arguments)
        return made

    def lost(self, error: BaseException) -> bool:
        """Whether an error means that several workers were ended by the same work: one alone is made good."""
        from distributed.scheduler import KilledWorker

        return isinstance(error, KilledWorker)

    def renew(self) -> None:
        """Start nothing: the scheduler goes on with the workers that are left."""

    def single(self) -> Cluster:
        """Return the same cluster: the scheduler says which work ends its workers."""
        return self

    def close(self) -> None:
        """Close the connection; the cluster goes on without this run."""
        self._executor.shutdown(wait=False)
        self._client.close()
