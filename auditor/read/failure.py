"""What cannot be read: the error for the user."""

from __future__ import annotations

import re

from auditor.runtime.left_out import Refused

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff]")

MIB = 1024 * 1024
PROTECTED = ("it is protected by a password", "open it with the password and save a copy without one")
"""Why it cannot be read, and what to do."""


class Unreadable(Refused):
    """A document that cannot be read; the message is one line that says what, where and what to do."""

    def __init__(self, label: str, why: str, remedy: str) -> None:
        """Compose the line; characters of `label` (a file's name) that a terminal would act on are shown as "?"."""
        self.label, self.why, self.remedy = printable(label), why, remedy
        super().__init__(f"cannot read {self.label}: {why}: {remedy}")

    def __reduce__(self) -> tuple[type[Unreadable], tuple[str, str, str]]:
        """Let it pass between processes."""
        return type(self), (self.label, self.why, self.remedy)


class BrokenPart(Unreadable):
    """A part of the file is broken; a document that can do without it is read without."""

    of_one_part = True


def printable(text: str) -> str:
    """Show a text with "?" for every character that is not for reading (control, direction, lone surrogate)."""
    return _UNPRINTABLE.sub("?", text)


def size_words(count: int) -> str:
    """Return a number of bytes in the unit that people use."""
    if count >= MIB:
        return f"{count / MIB:,.0f} MB"
    return f"{count / 1024:,.0f} kB" if count >= 1024 else f"{count} bytes"
