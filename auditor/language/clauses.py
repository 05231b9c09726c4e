"""Clauses: what stands between two marks, and statements: what stands between two marks that end more than a phrase."""

from __future__ import annotations

import re

_CLAUSE_END = re.compile(r"[,;:.()\n]")
_STATEMENT_END = re.compile(r"[.;:!?]\s|\n")


def first_clause(text: str) -> str:
    """Return a text up to its first comma, stop, colon, bracket or end of a line."""
    return _CLAUSE_END.split(text, maxsplit=1)[0]


def last_clause(text: str) -> str:
    """Return what stands behind the last comma, stop, colon, bracket or end of a line of a text."""
    return _CLAUSE_END.split(text)[-1]


def first_statement(text: str) -> str:
    """Return a text up to its first stop or colon, or the end of its first line; commas and brackets are in it."""
    return _STATEMENT_END.split(text, maxsplit=1)[0]


def last_statement(text: str) -> str:
    """Return what stands behind the last stop or colon, or in the last line, of a text."""
    return _STATEMENT_END.split(text)[-1]
