"""All regular expressions of the auditor against texts made to keep each of them busy: run as a program.

It prints one JSON line for each pattern whose time grows faster than its text, and one line of counts at the end.

    python tests/fuzz/patterns.py [--long]
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from itertools import product
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from alike import distinct, told_apart
from watching import UNITS, Named, collect

WINDOW = 300
"""A pattern that is never given more characters than this is tried on as many: it looks around a number, no further."""
SHORT, LONG = 2_000, 8_000
PER_WINDOW = 3e-3
"""The same for all of a window: what looks around a number may take this long for each number."""
EARLY = 0.2
"""Seconds that no pattern takes for a short text."""
PER_CHARACTER = 4e-6
"""Seconds a character of the longer text below which no growth is looked for: linear patterns take 1e-8 to 5e-7."""
MOST_GROWTH = 8.0
"""Four times the text may take so many times the time; a quadratic pattern takes sixteen times."""
_MEMBERS = {
    sre.CATEGORY_DIGIT: "1",
    sre.CATEGORY_NOT_DIGIT: "a",
    sre.CATEGORY_SPACE: " ",
    sre.CATEGORY_NOT_SPACE: "a",
    sre.CATEGORY_WORD: "a",
    sre.CATEGORY_NOT_WORD: " ",
}
_COMMON = "1a ,.-()|\n\"'/:;A\u00a0é%"


def texts(pattern: re.Pattern[str], most: int) -> list[tuple[str, str]]:
    """Give beginnings, each with what is to be repeated after it, that a pattern may stumble over.

    What its own repeats repeat comes first, after what stands before them; then each character that it knows of. Of
    texts that it cannot tell apart there is one.
    """
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG & ~re.LOCALE)
    found = dict.fromkeys(_repeated(tree, ""))
    whole = _example(tree)
    out = dict.fromkeys((before, unit + more) for before, unit in found for more in ("", " "))
    singles = dict.fromkeys("".join(unit for _, unit in found))
    out |= dict.fromkeys(("", unit) for unit in (*UNITS, *singles, whole, whole + " "))
    out |= dict.fromkeys((whole, unit) for unit in (" ", "1", "a", *singles))
    out |= dict.fromkeys(("", a + b) for a in singles for b in " 1a," if a != b)
    same = told_apart(pattern)
    apart = {(same(before), same(unit)): (before, unit) for before, unit in [each for each in out if each[1]][:most]}
    return list(apart.values())


def _repeated(tree: Any, before: str) -> Iterator[tuple[str, str]]:
    """Give an example of the body of every repeat, with an example of what stands before it."""
    for code, argument in tree:
        if code in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT) and int(argument[1]) > 1:
            yield before, _example(argument[2])
            yield before, _example(argument[2], second=True)
        for inner in _inner(code, argument):
            yield from _repeated(inner, before)
        before += _example([(code, argument)])


def _inner(code: Any, argument: Any) -> list[Any]:
    if code in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        return [argument[2]]
    if code is sre.SUBPATTERN:
        return [argument[3]]
    if code is sre.BRANCH:
        return list(argument[1])
    if code in (sre.ASSERT, sre.ASSERT_NOT):
        return [argument[1]]
    if code is sre.ATOMIC_GROUP:
        return [argument]
    if code is sre.GROUPREF_EXISTS:
        return [each for each in argument[1:] if each is not None]
    return []


def _example(tree: Any, *, second: bool = False) -> str:
    """Give a text that a parsed pattern matches, about; with `second`, other members of its classes."""
    out = []
    for code, argument in tree:
        if code is sre.LITERAL:
            out.append(chr(argument))
        elif code is sre.NOT_LITERAL:
            out.append("a" if argument != ord("a") else "1")
        elif code is sre.ANY:
            out.append("1" if second else "a")
        elif code is sre.IN:
            out.append(_member(argument, second=second))
        elif code in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            least, most, body = argument
            out.append(_example(body, second=second) * max(int(least), 1 if second or int(most) == 1 else int(least)))
        elif code is sre.BRANCH:
            out.append(_example(argument[1][-1 if second else 0], second=second))
        elif code not in (sre.ASSERT, sre.ASSERT_NOT):
            out.extend(_example(inner, second=second) for inner in _inner(code, argument)[:1])
    return "".join(out)


def _member(argument: Any, *, second: bool) -> str:
    """Give a character of a class."""
    members: list[str] = []
    negated = False
    for code, value in argument:
        if code is sre.NEGATE:
            negated = True
        elif code is sre.LITERAL:
            members.append(chr(value))
        elif code is sre.RANGE:
            members.append(chr(value[0]))
        elif code is sre.CATEGORY:
            members.append(_MEMBERS[value])
    if negated:
        members = [char for char in _COMMON if char not in members] or ["\u00ff"]
    return members[-1 if second else 0]


def seconds(run: Callable[[str], Any], text: str) -> float:
    """Give the processor time of a run."""
    began = time.process_time()
    run(text)
    return time.process_time() - began


def runs(named: Named) -> Iterator[tuple[str, int, Callable[[str], Any]]]:
    """Give the ways in which a pattern goes over a text, and over how much of one."""
    ways: dict[str, int] = {}
    for method, reach in named.reach.items():
        way = method if method in ("match", "fullmatch") else "search" if method == "search" else "finditer"
        ways[way] = max(ways.get(way, 0), reach)
    if "finditer" in ways:
        ways.pop("search", None)
    for way, reach in ways.items():
        if way == "finditer":
            yield way, reach, lambda text: sum(1 for _ in named.pattern.finditer(text))
        else:
            yield way, reach, getattr(named.pattern, way)


def growth(run: Callable[[str], Any], unit: str, around: tuple[str, str], short: int, long: int) -> float:
    """Give how many times longer the long text takes, 1 where it takes next to nothing."""

    def text(length: int) -> str:
        return around[0] + unit * (length // len(unit) + 1) + around[1]

    for early in (16, 20, 24, 28, 32, 64, 128, 256, 512, 1024):  # before it never ends
        if early < long and seconds(run, text(early)) > EARLY:
            return float("inf")
    if seconds(run, text(long)) < (PER_CHARACTER * long if long > WINDOW else PER_WINDOW):
        return 1.0
    least = min(seconds(run, text(short)) for _ in range(3))
    return min(seconds(run, text(long)) for _ in range(2)) / max(least, 1e-6)


def main(arguments: list[str]) -> int:
    """Try all patterns and print those that grow too fast."""
    long = "--long" in arguments
    most, longest, afters = (600, (6_000, 24_000), ("", "!", "1")) if long else (70, (SHORT, LONG), ("!",))
    patterns = collect()
    tried = slow = 0
    apart = list(distinct(patterns))
    for named in apart:
        for method, reach, run in runs(named):
            lengths = longest if reach > WINDOW else (max(8, reach // 4), max(32, reach))
            for (before, unit), after in product(texts(named.pattern, most), afters):
                tried += 1
                if (grown := growth(run, unit, (before, after), *lengths)) > MOST_GROWTH:
                    slow += 1
                    told = {"place": named.place, "pattern": named.pattern.pattern[:200], "method": method}
                    tell({**told, "reach": reach, "text": [before[-40:], unit[:40], after], "growth": round(grown, 1)})
                    break
    tell({"patterns": len(patterns), "distinct": len(apart), "texts": tried, "slow": slow})
    return 1 if slow else 0


def tell(what: dict[str, Any]) -> None:
    """Print one line."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
