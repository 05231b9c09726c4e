"""What a baseline is: entries that say which finding a person accepts, why, and until when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

SCHEMA_VERSION = "1"


class BaselineError(ValueError):
    """A baseline that cannot be used; the message is one line for the user."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One accepted finding."""

    fingerprint: str
    """16 hexadecimal digits, as reports show them."""
    rule: str
    message: str
    """What the finding said, for the reader of the file; it decides nothing."""
    reason: str
    who: str = ""
    when: date | None = None
    expires: date | None = None
    """The last day on which the entry counts; None: for good."""

    def expired(self, today: date) -> bool:
        """Whether the entry counts no longer."""
        return self.expires is not None and self.expires < today


@dataclass(frozen=True, slots=True)
class Baseline:
    """All entries of one file, in its order."""

    entries: tuple[Entry, ...] = ()
    file: str = ""

    def by_fingerprint(self) -> Mapping[str, Entry]:
        """Return the entry of each fingerprint; of several the one that counts longest.

        Returns:
            Fingerprint -> entry, in the order in which the file first names them.
        """
        kept: dict[str, Entry] = {}
        for entry in self.entries:
            known = kept.get(entry.fingerprint)
            if known is None or (entry.expires or date.max) > (known.expires or date.max):
                kept[entry.fingerprint] = entry
        return kept
