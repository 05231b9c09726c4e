"""Sentences of a paragraph, as offsets; abbreviations, numbers and initials do not end one."""

from __future__ import annotations

import re
from collections.abc import Iterable

# One class of signs that it begins with: so the search skips to them.
_END = re.compile(r"[.!?…\n](?:(?<!\n)[\"”»’')\]]*(?:\s+|(?=[A-ZÀ-Þ][a-zà-ÿ]))|(?<=\n)\n*)")
_INITIAL = re.compile(r"(?:^|[^\w])[^\W\d_]\.$")


def split_sentences(
    text: str, abbreviations: frozenset[str] = frozenset(), closed: Iterable[tuple[int, int]] = ()
) -> list[tuple[int, int]]:
    """Return the sentences of a text.

    Args:
        text: The paragraph.
        abbreviations: Lower-case words with their stop after which a sentence goes on.
        closed: Spans that no sentence ends in (dates, symbols, decimals).

    Returns:
        Start and end of each as offsets, ascending; together they cover all that is not white space.
    """
    shut = sorted(closed)
    out: list[tuple[int, int]] = []
    start, at = 0, 0
    for found in _END.finditer(text):
        end = found.start() + 1 if text[found.start()] != "\n" else found.start()
        while at < len(shut) and shut[at][1] <= found.start():
            at += 1
        if at < len(shut) and shut[at][0] <= found.start() < shut[at][1] - 1:
            continue
        if (
            text[found.start()] == "."
            and "\n" not in found[0]
            and _goes_on(text, found.start(), found.end(), abbreviations)
        ):
            continue
        if text[start:end].strip():
            out.append((start, found.end()))
        start = found.end()
    if text[start:].strip():
        out.append((start, len(text)))
    return out


def _goes_on(text: str, stop: int, after: int, abbreviations: frozenset[str]) -> bool:
    """Whether a full stop stands inside a sentence."""
    last = text[max(0, stop - 24) : stop + 1].rsplit(maxsplit=1)[-1].lower().lstrip("(\"“«'’")
    if last in abbreviations or _INITIAL.search(text[max(0, stop - 3) : stop + 1]):
        return True
    following = text[after : after + 1]
    # A small letter goes on with the sentence; a digit or a capital begins one.
    return bool(following) and following.islower() and not text[stop + 1 : after].count("\n")


def sentences(text: str, language: str) -> list[tuple[int, int]]:
    """Return the sentences of a text, by the abbreviations of its language where there is a lexicon.

    Args:
        text: The paragraph.
        language: Its code; without a lexicon no abbreviation is known.

    Returns:
        Start and end of each as offsets, ascending; together they cover all that is not white space.
    """
    from auditor.language.lexicon import LexiconError, load

    try:
        abbreviations = load(language).abbreviations
    except LexiconError:
        abbreviations = frozenset()
    return split_sentences(text, abbreviations)


def sentence_around(text: str, offset: int, language: str) -> tuple[int, int]:
    """Return the sentence at an offset.

    Args:
        text: The paragraph.
        offset: Of a character in it, from 0.
        language: Its code.

    Returns:
        Start and end as offsets; those of the whole text where no sentence covers the character.
    """
    return next(((s, e) for s, e in sentences(text, language) if s <= offset < e), (0, len(text)))
