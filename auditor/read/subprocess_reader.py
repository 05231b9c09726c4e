"""Reading in a process of its own: for libraries in C that a file may bring to crash, or to a work without end.

Such work cannot be stopped where it is done. Here it is a process that is ended when the time of the document is over,
when it crashes, or when it asks for too much memory. The process serves one document after the other, and ends with the
thread that it was started for. Documents go there and blocks come back through pipes; nothing is written to disk.
"""

from __future__ import annotations

import io
import json
import os
import pickle
import queue
import subprocess
import sys
import threading
from importlib import import_module
from typing import Any, BinaryIO, cast

from auditor.read.blocks.block import Parts, ReadFunction, Source
from auditor.read.failure import Unreadable
from auditor.runtime import progress
from auditor.runtime.cycles import seek_seldom
from auditor.runtime.left_out import gathering

_PROGRAM = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from auditor.read.subprocess_reader import serve
serve()
"""
_OFTEN = 0.2
"""Seconds between two looks at whether there is an answer; in between, this thread can be told that time is over."""
_HEAD = 8
_MEMORY = 3 << 29
"""Bytes that the process may ask for, besides some for each byte of the document (where the system can limit them)."""
_MEMORY_PER_BYTE = 8
_own = threading.local()


def read_apart(reader: tuple[str, str], source: Source) -> Parts:
    """Read a document in the process of this thread, which is started where there is none.

    Args:
        reader: module and function that read it.
        source: the document.

    Returns:
        What was read, and what was left out.

    Raises:
        Unreadable: the reader says so, or the process crashed.
    """
    if not sys.executable:  # a program that embeds Python: there is nothing to start
        return read_here(reader, source)
    child = _child()
    try:
        found = child.ask((reader, source))
    except BaseException:
        # what comes back now would be taken for the answer to the next question
        child.end()
        raise
    if found is None:
        child.end()
        why = "it makes the program that reads it crash, or asks for too much memory"
        raise Unreadable(source.label, why, "open it in its program and save it anew")
    if isinstance(found, BaseException):
        raise found
    return cast("Parts", found)


def read_here(reader: tuple[str, str], source: Source) -> Parts:
    """Read a document in this process; what is left out of it is gathered.

    Args:
        reader: Its module in `auditor.read` and its function.
        source: The content.

    Returns:
        What was read, and what was left out.
    """
    module, function = reader
    read = cast("ReadFunction", getattr(import_module(f"auditor.read.{module}"), function))
    with gathering() as left_out:
        parts = read(source)
    parts.left_out = left_out()
    return parts


class _Child:
    """The process, with a thread that waits for what it says."""

    def __init__(self) -> None:
        command = [sys.executable, "-I", "-c", _PROGRAM, json.dumps(sys.path)]
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        self.of = 0
        process = subprocess.Popen(command, **pipes)  # noqa: S603 - this Python, a module of ours
        self._said: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._listener = threading.Thread(target=_listen, args=(process.stdout, self._said), daemon=True)
        try:
            self._listener.start()
        except BaseException:
            process.kill()
            process.communicate()
            raise
        self._process, self.of = process, os.getpid()

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    def ask(self, question: object) -> object:
        """Return the answer to a question, or None where the process ended without one."""
        try:
            _send(cast("BinaryIO", self._process.stdin), question)
        except OSError:
            return None
        while True:
            try:
                kind, value = self._said.get(timeout=_OFTEN)
            except queue.Empty:
                continue
            if kind != "step":
                return cast("object", value)
            progress.tell(*value)

    def end(self) -> None:
        """End the process, whatever it is doing."""
        if self.of != os.getpid():
            return  # another process was made of this one: it is not ours
        self._process.kill()
        if sys.is_finalizing():
            return  # the listener is no more, and keeps the pipe to itself
        self._listener.join()
        for pipe in (self._process.stdin, self._process.stdout):
            try:
                if pipe is not None:
                    pipe.close()
            except OSError:
                pass
        self._process.wait()

    def __del__(self) -> None:
        self.end()


def _child() -> _Child:
    child: _Child | None = getattr(_own, "child", None)
    if child is None or child.of != os.getpid() or not child.alive:
        child = _own.child = _Child()
    return child


def _listen(pipe: BinaryIO, said: queue.SimpleQueue[Any]) -> None:
    """Put what a process says into a queue, and an empty answer when it has ended."""
    try:
        while (message := _receive(pipe)) is not None:
            said.put(message)
    except (OSError, ValueError, pickle.UnpicklingError, EOFError):
        pass  # it was ended in the middle of a word
    said.put(("ended", None))


def _send(pipe: BinaryIO, message: object) -> None:
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    pipe.write(len(data).to_bytes(_HEAD, "big"))
    pipe.write(data)
    pipe.flush()


def _receive(pipe: BinaryIO) -> Any:  # noqa: ANN401 - whatever was sent
    """Return the next message, or None at the end."""
    head = pipe.read(_HEAD)
    if len(head) < _HEAD:
        return None
    data = pipe.read(int.from_bytes(head, "big"))
    return pickle.loads(data)  # noqa: S301 - from a process of ours, over a pipe that no other has


def serve() -> None:
    """Answer questions from standard input until it ends: what the process does."""
    seek_seldom()
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = io.StringIO()  # what a library prints is no answer

    def step(what: str, done: int, of: int) -> None:
        _send(answers, ("step", (what, done, of)))

    while (question := _receive(asked)) is not None:
        reader, source = question
        _limit_memory(len(source.data))
        answer: object
        try:
            with progress.watched(step):
                answer = read_here(reader, source)
        except Exception as error:  # noqa: BLE001 - every error is for who asked
            answer = _sendable(error)
        _send(answers, ("answer", answer))


def _sendable(error: Exception) -> Exception:
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - made here
    except Exception:  # noqa: BLE001 - whatever the error holds
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


def _limit_memory(size: int) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    most = _MEMORY + _MEMORY_PER_BYTE * size
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
