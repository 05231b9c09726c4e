import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.report.safe_text import line, plain


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("plain", "plain"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07after", "after"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x9b31mred", "red"),
        ("bell\x07 null\x00 del\x7f", "bell null del"),
        ("right\u202eto-left\u2066iso\u2069", "rightto-leftiso"),
        ("lone \ud800 surrogate", "lone \ufffd surrogate"),
        ("form\x0cfeed", "form feed"),
        ("\x1bPdevice\x1b\\control", "control"),
        ("an escape alone \x1b", "an escape alone "),
        ("na\u00efve \u0639\u0631\u0628\u064a", "na\u00efve \u0639\u0631\u0628\u064a"),
    ],
)
def test_what_a_terminal_would_act_on_is_gone(given_text, shown):
    assert plain(given_text) == shown


def test_line_folds_white_space():
    assert line("  a\n\t b\u00a0c ") == "a b c"


@given(st.text())
def test_nothing_unsafe_is_left(text):
    shown = line(text)
    assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 or 0xD800 <= ord(char) < 0xE000 for char in shown)
    assert line(shown) == shown
    shown.encode("utf-8")
