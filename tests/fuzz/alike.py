"""Regular expressions, and texts for one of them, that differ by nothing but which characters stand for the same."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from watching import Named

_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)
_ONE = (sre.LITERAL, sre.NOT_LITERAL, sre.RANGE)
_NO_FLAGS = re.UNICODE | re.DOTALL


@dataclass(frozen=True)
class Anatomy:
    """What an expression asks of characters, and how it is built of that."""

    shape: str
    """The expression with a blank for each class of characters."""
    signatures: dict[str, tuple[bool, ...]]
    """A character of each stretch of characters that are treated alike -> which of the classes it is in, in order."""

    @property
    def kinds(self) -> frozenset[tuple[bool, ...]]:
        """Return the kinds of characters that it tells apart."""
        return frozenset(self.signatures.values())


class _OfItsOwn(Exception):  # noqa: N818 - no error
    """An expression that asks more of characters than whether they are listed: letters, edges of words, either case."""


@cache
def anatomy(pattern: re.Pattern[str]) -> Anatomy | None:
    """Return the anatomy of an expression, None where it asks more of characters than whether they are listed."""
    if pattern.flags & ~_NO_FLAGS:
        return None
    classes: list[list[tuple[Any, Any]]] = []
    try:
        shape = _shape(parser.parse(pattern.pattern, pattern.flags), classes)
    except _OfItsOwn:
        return None
    starts = {0}
    for code, value in (item for each in classes for item in each):
        starts |= {value[0], value[1] + 1} if code is sre.RANGE else set() if value is None else {value, value + 1}
    known = [start for start in sorted(starts) if start <= sys.maxunicode]
    members = [{start for start in known if _has(each, start)} for each in classes]
    return Anatomy(shape, {chr(start): tuple(start in each for each in members) for start in known})


def _shape(tree: Any, classes: list[list[tuple[Any, Any]]]) -> str:
    """Return a parsed expression with blanks for its classes, which are added to a list."""
    return ",".join(_atom(code, argument, classes) for code, argument in tree)


def _atom(code: Any, argument: Any, classes: list[list[tuple[Any, Any]]]) -> str:
    if code is sre.IN or code in _ONE:
        items = argument if code is sre.IN else [(code, argument)]
        if any(each not in _ONE and each is not sre.NEGATE for each, _ in items):
            raise _OfItsOwn
        classes.append(items)
        return "[]"
    if code in _REPEATS:
        return f"{code}{argument[0]}-{argument[1]}({_shape(argument[2], classes)})"
    if code is sre.SUBPATTERN:
        return f"({_shape(argument[3], classes)})"
    if code is sre.BRANCH:
        return "|".join(_shape(each, classes) for each in argument[1]).join("()")
    if code in (sre.ASSERT, sre.ASSERT_NOT):
        return f"{code}{argument[0]}({_shape(argument[1], classes)})"
    if code is sre.ATOMIC_GROUP:
        return f"{code}({_shape(argument, classes)})"
    if code is sre.AT and argument is sre.AT_END_STRING:
        return str(argument)
    raise _OfItsOwn


def _has(items: Iterable[tuple[Any, Any]], at: int) -> bool:
    negated = found = False
    for code, value in items:
        if code is sre.NEGATE:
            negated = True
        elif code is sre.RANGE:
            found |= value[0] <= at <= value[1]
        else:
            found |= (value == at) is (code is sre.LITERAL)
    return found is not negated


def distinct(patterns: Iterable[Named]) -> Iterator[Named]:
    """Yield those of many expressions that no other one stands for, with the reach of all that they stand for.

    One stands for another of its shape if it tells apart all the kinds of characters that the other does: for whatever
    text keeps the other busy there is one, character by character, that keeps it busy in the same way.
    """
    shapes: dict[str, dict[frozenset[tuple[bool, ...]], Named]] = {}
    for named in patterns:
        found = anatomy(named.pattern)
        if found is None:
            yield named
            continue
        same = shapes.setdefault(found.shape, {})
        same[found.kinds] = _together(same.get(found.kinds, named), named)
    for same in shapes.values():
        kept: dict[frozenset[tuple[bool, ...]], Named] = {}
        for kinds in sorted(same, key=len, reverse=True):
            above = next((more for more in kept if kinds < more), kinds)
            kept[above] = _together(kept.get(above, same[kinds]), same[kinds])
        yield from kept.values()


def _together(one: Named, other: Named) -> Named:
    """Return an expression with the reach of two."""
    reach = dict(one.reach)
    for method, most in other.reach.items():
        reach[method] = max(reach.get(method, 0), most)
    return replace(one, reach=reach)


def told_apart(pattern: re.Pattern[str]) -> Callable[[str], str]:
    """Return what makes texts the same that an expression cannot tell apart."""
    found = anatomy(pattern)
    if found is None:
        return str
    first: dict[tuple[bool, ...], str] = {}
    starts = sorted(found.signatures)
    stands = {start: first.setdefault(found.signatures[start], start) for start in starts}
    return lambda text: "".join(stands[max(start for start in starts if start <= char)] for char in text)
