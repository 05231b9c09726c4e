"""Phrases with slots for figures: "{first} .. and {second} .. , a ratio of {ratio:ratio}".

They are written as cue phrases are (`auditor.language.cues`), with four things more: ``{role}`` or ``{role:class}``
stands for a figure, ``<role>`` for a word that names what the figure of that role counts, ``..`` for up to eight words
of one clause, and a sign such as ``,`` or ``(`` for itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from auditor.language.cues import choice_pattern

FILLER = "\uf8ff"
"""Stands where a figure with its slot would leave the text shorter: offsets stay as they are."""
_FIRST_SLOT = 0xE000
_GAP = rf"[\s{FILLER}]*+"
_WORD = rf"[\w'’#\x01-]++{_GAP}"
_SLOT = re.compile(r"\{(\w+)(?::(\w+))?\}")
_NAME = re.compile(r"<(\w+)>")
_REACH = {"~": 3, "..": 8}
"""How many words each sign stands for at most."""
NUMBER = "number"
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
    """
    return {name: chr(_FIRST_SLOT + place) for place, name in enumerate(classes)}


def slot_phrase(phrase: str, chars: Mapping[str, str], stops: str = "(?!)") -> SlotPhrase:
    """Compile a phrase.

    Args:
        phrase: As a lexicon has it.
        chars: Class -> the characters that stand for its figures.
        stops: Source of the words that ``..`` and ``~`` do not reach across.

    Raises:
        KeyError: a slot is of a class that is not there.
    """
    out: list[str] = []
    roles: list[str] = []
    classes: list[str] = []
    any_word = rf"(?!{stops}(?!\w)){_WORD}"
    named: list[str] = []
    words: list[str] = []
    for written in phrase.lower().split():
        optional = written.startswith("[") and written.endswith("]") and len(written) > 2
        token = written[1:-1] if optional else written
        if slot := _SLOT.fullmatch(token):
            roles.append(slot[1])
            classes.append(slot[2] or NUMBER)
            source = f"(?P<{slot[1]}>[{chars[classes[-1]]}]){_GAP}"
        elif name := _NAME.fullmatch(token):
            named.append(name[1])
            source = rf"(?P<name_{name[1]}>[^\W\d_][\w'’-]*+){_GAP}"
        elif token in _REACH:
            source = f"(?:{any_word}){{0,{_REACH[token]}}}?"
        else:
            choices = [choice for choice in token.split("|") if choice]
            source = _words(choices)
            if not optional and all(choice[:1].isalpha() for choice in choices):
                words.append("|".join(choice_pattern(choice) for choice in choices))
        out.append(f"(?:{source})?" if optional else source)
    sign = max(words, key=len, default="")
    return SlotPhrase(re.compile("".join(out)), tuple(roles), tuple(classes), tuple(named), sign)


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
