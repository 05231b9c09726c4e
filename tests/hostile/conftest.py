"""What every hostile file is tried under: no other file is opened, no time is lost, no memory is filled."""

from __future__ import annotations

import builtins
import io
import mimetypes
import os
import sysconfig
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from auditor.model.document import Document
from auditor.read import Limits, Unreadable, read_document

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 3.0
OWN = (ROOT / "auditor", ROOT / "rules", *(sysconfig.get_path(name) for name in ("stdlib", "purelib", "platlib")))
"""Where Python, the libraries and the program have their files."""


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Document | str]:
    """Read what is given: the document, or the one line by which it is refused."""

    def attempt(data: bytes, name: str = "x", *, within: float = SECONDS, **limits: float) -> Document | str:
        mimetypes.init()  # a library asks it for types, and it has a file of the system
        read_document("warm.txt", data=b"Of 12 persons 7 were men.")
        opened = _watched(monkeypatch)
        began = time.process_time()
        found: Document | str
        try:
            found = read_document("-", data=data, name=name, limits=Limits(**limits))  # type: ignore[arg-type]
        except Unreadable as error:
            found = str(error)
            assert "\n" not in found
            assert found.count(": ") >= 2  # what, why, what to do
        assert time.process_time() - began < within
        assert opened == []
        return found

    return attempt


def _watched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note every file that is opened and is no part of Python or of a library."""
    opened: list[str] = []
    real = io.open

    def noting(file: Any, *given: Any, **named: Any) -> Any:
        if isinstance(file, str | bytes | os.PathLike):
            path = os.fspath(file)
            text = path if isinstance(path, str) else path.decode(errors="replace")
            if text != os.devnull and not any(Path(text).absolute().is_relative_to(place) for place in OWN):
                opened.append(text)
        return real(file, *given, **named)

    monkeypatch.setattr(builtins, "open", noting)
    monkeypatch.setattr(io, "open", noting)
    return opened
