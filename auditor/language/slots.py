"""Phrases with slots for figures: "{first} .. and {second} .. , a ratio of {ratio:ratio}".

They are written as cue phrases are (`auditor.language.cues`), with four things more: ``{role}`` or ``{role:class}``
stands for a figure, ``<role>`` for a word that names what the figure of that role counts, ``..`` for up to eight words
of one clause, and a sign such as ``,`` or ``(`` for itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from auditor.language.cues import choice_pattern

FILLER = "\uf8ff"
"""Stands where a figure with its slot would leave the text shorter: offsets stay as they are."""
_FIRST_SLOT = 0xE000
_GAP = rf"[\s{FILLER}]*+"
_WORD = rf"[\w'’#\x01-]{{1,60}}+{_GAP}"
_SLOT = re.compile(r"\{(\w+)(?::(\w+))?\}")
_NAME = re.compile(r"<(\w+)>")
_REACH = {"~": 3, "..": 8}
"""How many words each sign stands for at most."""
ANY_VALUE = "value"
"""The class of a slot that names none."""


@dataclass(frozen=True, slots=True)
class SlotPhrase:
    """One phrase, ready to match text in which figures are slots."""

    pattern: re.Pattern[str]
    """With a group for each role, and one called "name_<role>" for each word that names what it counts."""
    roles: tuple[str, ...]
    """In the order of their slots."""
    classes: tuple[str, ...]
    """Of the figures in these slots."""
    named: tuple[str, ...]
    """The roles that a word names, in the order of these words."""
    sign: str
    """Source of the longest words of the phrase, one of which each text that it matches has; empty if it has none."""


def slot_chars(classes: Iterable[str]) -> dict[str, str]:
    """Return one character for each class of figures, none of which stands in a text.

    Args:
        classes: Their names, in any order that stays the same.

    Returns:
        Class -> character.
    """
    return {name: chr(_FIRST_SLOT + place) for place, name in enumerate(classes)}


def slot_phrase(phrase: str, chars: Mapping[str, str], stops: str = "(?!)") -> SlotPhrase:
    """Compile a phrase.

    Args:
        phrase: As a lexicon has it.
        chars: Class -> the characters that stand for its figures.
        stops: Source of the words that ``..`` and ``~`` do not reach across.

    Returns:
        The phrase; words of it that may be missing are no sign.

    Raises:
        KeyError: a slot is of a class that is not there.
    """
    made = _Compiled(chars, rf"(?!{stops}(?!\w)){_WORD}")
    source = "".join(made.source(written) for written in phrase.lower().split())
    sign = max(made.signs, key=len, default="")
    return SlotPhrase(re.compile(source), tuple(made.roles), tuple(made.classes), tuple(made.named), sign)


@dataclass(slots=True)
class _Compiled:
    """A phrase of which one piece after the other is compiled."""

    chars: Mapping[str, str]
    any_word: str
    roles: list[str] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    signs: list[str] = field(default_factory=list)

    def source(self, written: str) -> str:
        """Return the source of a piece; one in brackets may be missing."""
        if written.startswith("[") and written.endswith("]") and len(written) > 2:
            return f"(?:{self._piece(written[1:-1])})?"
        if written[:1].isalpha():
            self.signs.append("|".join(choice_pattern(choice) for choice in written.split("|") if choice))
        return self._piece(written)

    def _piece(self, written: str) -> str:
        if slot := _SLOT.fullmatch(written):
            self.roles.append(slot[1])
            self.classes.append(slot[2] or ANY_VALUE)
            return f"(?P<{slot[1]}>[{self.chars[self.classes[-1]]}]){_GAP}"
        if name := _NAME.fullmatch(written):
            self.named.append(name[1])
            return rf"(?P<name_{name[1]}>[^\W\d_][\w'’-]*+){_GAP}"
        if written in _REACH:
            return f"(?:{self.any_word}){{0,{_REACH[written]}}}?"
        return _words([choice for choice in written.split("|") if choice])


def _words(choices: list[str]) -> str:
    """Return the source of one word or sign of several; words end where their letters do, but for "l'" and the like."""
    made = [
        (r"(?<!\w)" if choice[0].isalnum() else "")
        + choice_pattern(choice)
        + (r"(?!\w)" if choice[-1].isalnum() or choice[-1] == "*" else "")
        for choice in choices
    ]
    return f"(?:{'|'.join(made)}){_GAP}"


def with_slots(text: str, slots: Iterable[tuple[int, int, str]]) -> str:
    """Return a text with a character for each figure, exactly as long.

    Args:
        text: Folded or in small letters.
        slots: Start, end and character of each figure; of two that overlap the first is taken.
    """
    out, at = [], 0
    for start, end, char in sorted(slots):
        if start >= at:
            out += [text[at:start], char, FILLER * (end - start - 1)]
            at = end
    return "".join([*out, text[at:]])
