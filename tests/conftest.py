"""What every test runs under: no connection to any other machine."""

from __future__ import annotations

import gc
import os
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("auditor", deadline=None)  # a machine in use is slow at times; time is measured elsewhere
settings.load_profile("auditor")

_HERE = frozenset({"127.0.0.1", "::1", "localhost"})


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip on Windows what it does not have."""
    if os.name == "nt" and item.get_closest_marker("posix"):
        pytest.skip("needs what Windows does not have")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection but those to this machine (worker processes speak over it)."""

    def guarded(real: Any) -> Any:
        def connect(self: socket.socket, address: Any) -> Any:
            if self.family != getattr(socket, "AF_UNIX", None) and address[0] not in _HERE:
                pytest.fail(f"tried to reach {address!r}")
            return real(self, address)

        return connect

    monkeypatch.setattr(socket.socket, "connect", guarded(socket.socket.connect))
    monkeypatch.setattr(socket.socket, "connect_ex", guarded(socket.socket.connect_ex))


@pytest.fixture
def no_collector_hooks() -> Iterator[None]:
    """Take away what other tests hang into the collector of garbage: exceptions that are raised there are dropped."""
    hooks = gc.callbacks[:]
    gc.callbacks.clear()
    yield
    gc.callbacks.extend(hooks)
