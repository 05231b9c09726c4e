import sys
from types import SimpleNamespace

import pytest

from auditor.cli.screen import style_of, wants_colour, width


@pytest.mark.parametrize(
    ("terminal", "surroundings", "colour"),
    [
        (True, {}, True),
        (False, {}, False),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"NO_COLOR": ""}, True),
        (True, {"TERM": "dumb"}, False),
    ],
)
def test_colour(monkeypatch, terminal, surroundings, colour):
    monkeypatch.setenv("TERM", "xterm")
    for name, value in surroundings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(isatty=lambda: terminal))
    assert wants_colour() is colour
    assert style_of("text", quiet=False, verbose=False, brief=False).colour is colour
    assert style_of("markdown", quiet=False, verbose=False, brief=False).colour is False


@pytest.mark.parametrize(("columns", "wide"), [("10", 40), ("80", 80), ("100", 100), ("300", 120)])
def test_width(monkeypatch, columns, wide):
    monkeypatch.setenv("COLUMNS", columns)
    assert width() == wide
