"""Which State a document comes from and which year it is of, as far as its symbol, title, name and first words tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath

from auditor.language.folding import fold
from auditor.model.document import Document

_SYMBOL = re.compile(r"\b[A-Z]{1,8}(?:/[A-Z0-9.]{1,12}){2,8}")
_YEAR = re.compile(r"(?<!\d)(?:19[5-9]\d|20\d\d)(?!\d)")
_APART = re.compile(r"[\W_]+")
FIRST = 12
"""Paragraphs at the beginning of a document that tell where it comes from."""
_HEAD = 4_000


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document comes from; None for what cannot be told."""

    state: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class _States:
    names: dict[str, str]
    """Code -> the name that reports show."""
    codes: dict[str, str]
    """Folded name -> code."""
    pattern: re.Pattern[str]


def origin(document: Document) -> Origin:
    """Find the State and the year of a document.

    A document symbol with the code of a State ("CAT/C/AZE/...") counts before a State's name; the title before the
    file's name, and both before the first paragraphs.

    Returns:
        The ISO 3166-1 alpha-3 code of the State and the year, each None where it cannot be told.
    """
    texts = [text for text in _texts(document) if text]
    state = next((found for found in map(_by_symbol, texts) if found), None)
    state = state or next((found for found in map(_by_name, texts) if found), None)
    return Origin(state, _year(texts[0] if document.title else "", document))


def state_name(code: str) -> str:
    """Return the name of a State by its code; the code itself where it is unknown."""
    return _states().names.get(code, code)


def _texts(document: Document) -> Iterator[str]:
    """Yield what tells the origin, the surest first."""
    yield document.title
    yield _APART.sub(" ", PurePosixPath(document.path).stem)
    yield "\n".join(paragraph.text[:_HEAD] for paragraph in document.paragraphs[:FIRST])[:_HEAD]


def _year(title: str, document: Document) -> int | None:
    """Return the last year of the title, else of the file's name, else the first year of the first paragraphs."""
    for text in (title, PurePosixPath(document.path).stem):
        if years := _YEAR.findall(fold(text)):
            return int(years[-1])
    for paragraph in document.paragraphs[:FIRST]:
        if found := _YEAR.search(fold(paragraph.text[:_HEAD])):
            return int(found[0])
    return None


def _by_symbol(text: str) -> str | None:
    names = _states().names
    parts = (part for symbol in _SYMBOL.findall(text) for part in symbol.split("/"))
    return next((part for part in parts if part in names), None)


def _by_name(text: str) -> str | None:
    states = _states()
    found = states.pattern.search(fold(text))
    return states.codes[_bare(found[0])] if found else None


def _bare(name: str) -> str:
    """Return the words of a name: hyphens and blanks are written in many ways."""
    return _APART.sub(" ", name).strip()


@cache
def _states() -> _States:
    from auditor.runtime.resources import read_rules

    listed = read_rules("corpus", "states.yaml")["states"]
    codes = {_bare(fold(name)): code for code, names in listed.items() for name in names}
    longest = sorted(codes, key=lambda name: (-len(name), name))
    written = "|".join(r"[\W_]{1,3}".join(map(re.escape, name.split())) for name in longest)
    pattern = re.compile(rf"(?<!\w)(?:{written})(?!\w)")
    return _States({code: names[0] for code, names in listed.items()}, codes, pattern)
