"""The time that one document may take: work is stopped when it is over, in whatever step, and leaves nothing behind."""

from __future__ import annotations

import ctypes
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_AGAIN = 1.0
"""Seconds after which work that caught the first call to stop is called again."""
_SOON = 0.02
"""Seconds to wait where work cannot be stopped just now."""
_UNTOUCHED = frozenset(
    [
        "importlib",
        "contextlib",
        "warnings",
        "weakref",
        "threading",
        "logging",
        "subprocess",
        "multiprocessing",
        "coverage",
    ]
)
"""Modules that keep what others need, and are not stopped half way: `import` above all, the start of a process, and the
lock of what counts the lines that tests come to, which would wait for itself."""
_PASSED = (__name__, "contextlib", "auditor.read.limits")
_own = threading.local()


class OutOfTime(BaseException):
    """The time is over. It is no `Exception`, so that no step takes it for a mistake of a document."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Stop what is done inside after so many seconds; within another such stretch, that one counts alone.

    In the main thread of a system that has alarms, an alarm stops the work; in other threads, and on Windows, a second
    thread does. Either reaches Python code only: what a library does in one call into C is waited for.

    Args:
        seconds: The time; 0 or less for no end.

    Raises:
        OutOfTime: The time is over.
    """
    if seconds <= 0 or getattr(_own, "running", False):
        yield
        return
    _own.running = True
    try:
        with _alarm(seconds) if _has_alarm() else _watcher(seconds):
            yield
    finally:
        _own.running = False


def _has_alarm() -> bool:
    """Whether the alarm is there, can be used in this thread, and is nobody else's."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        return False
    return signal.getitimer(signal.ITIMER_REAL)[0] == 0 and signal.getsignal(signal.SIGALRM) == signal.SIG_DFL


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    base, running = _base(), True

    def ring(_number: int, frame: FrameType | None) -> None:
        if not running:
            return
        if _is_busy(frame, base):  # also where this stretch is just being left
            signal.setitimer(signal.ITIMER_REAL, _SOON, _AGAIN)
            return
        raise OutOfTime

    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
    try:
        yield
    finally:
        running = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)


@contextmanager
def _watcher(seconds: float) -> Iterator[None]:
    base, thread = _base(), threading.get_ident()
    lock, over, called = threading.Lock(), threading.Event(), threading.Event()

    def watch() -> None:
        wait = seconds
        while not over.wait(wait):
            with lock:
                if over.is_set():
                    return
                busy = _is_busy(sys._current_frames().get(thread), base)  # noqa: SLF001 - there is no other way
                if not busy:
                    called.set()
                    _call(thread)
                wait = _SOON if busy else _AGAIN

    watcher = threading.Thread(target=watch, name="auditor-deadline", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        with lock:
            if called.is_set():
                _receive(thread)
        watcher.join()


def _base() -> FrameType | None:
    """Return the frame whose work is timed: the nearest that is not of this module or of what passes through it."""
    frame: FrameType | None = sys._getframe(1)  # noqa: SLF001 - the frame is what is asked for
    while frame is not None and frame.f_globals.get("__name__") in _PASSED:
        frame = frame.f_back
    return frame


def _call(thread: int) -> None:
    """Raise `OutOfTime` in a thread, in the place of one that has not arrived there yet."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(OutOfTime))


def _receive(thread: int) -> None:
    """Have what may not have arrived yet in this thread arrive here.

    To take it back is not enough: Python 3.11 keeps a mark of it, and waits for it without end where it traces.
    """
    try:
        _call(thread)
        while True:
            pass
    except OutOfTime:
        return


def _is_busy(frame: FrameType | None, base: FrameType | None) -> bool:
    """Whether work is where it must not be stopped: in an import, or in what opens and closes other things.

    Args:
        frame: the innermost frame.
        base: the frame whose work is timed; who called that does not matter.
    """
    while frame is not None and frame is not base:
        name = frame.f_globals.get("__name__", "")
        if isinstance(name, str) and name.partition(".")[0] in _UNTOUCHED:
            return True
        if frame.f_code.co_name in ("__del__", "__exit__", "close"):
            return True
        frame = frame.f_back
    return False
