"""Declared patterns: rows of cues, marks and figures that assert a relation, whatever the figures' values.

`rules/patterns` has them, one name each, in a syntax for linguists:

    {whole} {part} {share} ...  a figure with its role          {parts: ... }  the figures in it are the parts
    {rise: ... } {fall: ... }   words that say which way it went            {year}  a number that counts nothing
    {shares: ... }  all shares in it are shares of one whole
    {pairs: ... }  each share in it and the part nearest before it; {sharefirst: ... } the part nearest after it
    <cue>  <a|b>  <!a>          a phrase of these cue classes, or none here     , ; : . ( ) - /  the mark
    ~  ~3                       up to eight (three) plain words                 _  anything but brackets and new lines
    …  all that is left of a line
    [ ... ]?  [ ... ]*  |       as in regular expressions; [! ... ] is not here    @name  a macro of the file
    ^  $  ¶                     a sentence or line begins, a clause ends, a line or paragraph ends
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from auditor.language.lexicon import Lexicon
from auditor.model.relation import FALL, RISE
from auditor.relations.prose.candidates.declarations import Pattern, load_patterns
from auditor.relations.prose.candidates.structure import FIGURES, PLAIN, CuePhrases, Place, Structure, phrases_of
from auditor.runtime.resources import ResourceError

_SUMMED = ("count", "money")
_MEASURED = (*_SUMMED, "rate", "measure")
ROLES: Mapping[str, tuple[str, ...]] = {
    "whole": _SUMMED,
    "part": _SUMMED,
    "share": ("percent", "fraction"),
    "old": (*_MEASURED, "percent"),
    "new": (*_MEASURED, "percent"),
    "by": ("percent", "points", "fraction", "signed", *_MEASURED),
    "by%": ("percent", "points", "fraction", "signed"),
    "signed": ("signed",),
    "year": ("number",),
    "n": _SUMMED,
    "p": ("percent",),
    "s": ("percent", "fraction"),
    "other": ("measure", "rate", "points", "item", "ratio", "article"),
    "any": FIGURES,
}
"""Units that a figure of each role may have."""
_BY_ROLE = frozenset(role.rstrip("%") for role in ROLES)
DIRECTIONS = (RISE, FALL)
"""Groups of words that say which way something changed."""
_NO_ROLE = ("n", "p", "s", "other", "any", "year")
"""Figures without a role, and a number that counts nothing."""
OF_SHARES = ("percentage", "shares", "possible")
"""Kinds of patterns that find nothing where no share is."""
PAIRS = ("pairs", "sharefirst")
"""Groups of parts with a share each."""
WORDS = 8
"""Plain words that `~` may pass over."""
ANY = 6
"""Words of any kind that `=` may pass over."""
OTHERS, REST = 25, 200
"""Tokens that `_` and `~~` may pass over, and `…`."""
_NAMES = {
    ",": "comma",
    ";": "semicolon",
    ":": "colon",
    ".": "stop",
    "(": "open",
    ")": "close",
    "-": "dash",
    "/": "sign",
}
_BREAKS = ("line", "bullet", "paragraph")
_ATOM = re.compile(
    r"\{(?P<group>\w+):|\{(?P<role>\w+%?)\}|(?P<end>\})|<(?P<cue>[!\w|]+)>|(?P<between>~~)|~(?P<words>\d*)|(?P<others>_)|(?P<rest>…)|(?P<any>=)"
    r"|(?P<mark>[,;:.()/-])|(?P<edge>[\^$¶])|(?P<verb>\[!|[*+?]\+|[\[\]?*+|])|(?P<blank>\s+)"
)

_LEFT_OUT = re.compile(r"\[![^\[\]]*\]|\[[^\[\]]*\]\s*[?*]|<!?[\w|+]+>\s*[?*]|<![\w|]+>")
"""What a row may do without: groups, cues and what must not be there."""
_PLAIN_GROUP = re.compile(r"\[(?!!)([^\[\]|]*)\]\+?")
_CHOICE = re.compile(r"\[(?!!)([^\[\]]*\|[^\[\]]*)\]\+?")
_CUE = re.compile(r"<([\w|+]+)>")
MEMBERS, CUE = 40, 8
"""The most members of a list that are read, and words of a cue: a longer list takes no longer."""
_VERBS = {
    "[": "(?:",
    "[!": "(?!",
    "]": ")",
    "}": ")",
    "*": f"{{0,{MEMBERS}}}",
    "*+": f"{{0,{MEMBERS}}}+",
    "+": f"{{1,{MEMBERS}}}",
    "++": f"{{1,{MEMBERS}}}+",
}
_NAME_OF = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class PatternMatch:
    """What a pattern found: the figures by role, and the tokens that it spans."""

    pattern: Pattern
    roles: Mapping[str, Place]
    parts: tuple[Place, ...]
    start: int
    end: int
    direction: str = ""
    """Which way its words say that something changed: one of `DIRECTIONS`, or empty."""


@dataclass(slots=True)
class _Row:
    """One row of the patterns, and its expression once a text has needed it."""

    patterns: list[Pattern]
    """All that have it, one or more."""
    needs: tuple[frozenset[str], ...]
    cues: tuple[str, ...]
    size: tuple[int, ...] = ()
    """How many signs its cues had when the expression was made."""
    expression: re.Pattern[str] | None = None


class Compiled:
    """The patterns of one language as regular expressions over signs, each compiled when a text needs it."""

    def __init__(self, phrases: CuePhrases, patterns: Sequence[Pattern]) -> None:
        """Begin with none: which signs there are is known when a text is read."""
        self._phrases = phrases
        rows: dict[str, _Row] = {}
        for pattern in patterns:
            row = rows.setdefault(pattern.source, _Row([], _needs(pattern.source), pattern.cues))
            row.patterns.append(pattern)
        self._rows = tuple(rows.values())

    def find(self, structure: Structure) -> Iterator[PatternMatch]:
        """Yield what the patterns find in a text, in the order of the patterns."""
        shared = any(place.figure.unit in ROLES["share"] for place in structure.places)
        present = set(structure.signs)
        said = {name for name, members in self._phrases.members.items() if not present.isdisjoint(members)}
        for row in self._rows:
            if (not shared and row.patterns[0].kind in OF_SHARES) or any(map(said.isdisjoint, row.needs)):
                continue
            for found in self._expression(row).finditer(structure.signs):
                for pattern in row.patterns:
                    yield from _matches(pattern, found, structure)

    def _expression(self, row: _Row) -> re.Pattern[str]:
        """Return the expression of a row; made anew where its cues were seen in new company since."""
        members, pattern = self._phrases.members, row.patterns[0]
        words = len(self._phrases.marks["word"]) if "=" in pattern.source else 0
        size = (words, *(len(members.get(name, "")) for name in row.cues))
        if row.expression is None or row.size != size:
            row.size, row.expression = size, re.compile(f"(?=(?P<all_>{self._translate(pattern)}))")
        return row.expression

    def expressions(self) -> Iterator[tuple[Pattern, re.Pattern[str]]]:
        """Yield the first pattern of each row with what it is compiled to."""
        for row in self._rows:
            yield row.patterns[0], self._expression(row)

    def _translate(self, pattern: Pattern) -> str:
        """Return the regular expression of a pattern's row."""
        out: list[str] = []
        at = 0
        while at < len(pattern.source):
            found = _ATOM.match(pattern.source, at)
            if found is None:
                raise ResourceError(
                    f"rules/patterns: {pattern.name}: cannot be read from {pattern.source[at : at + 20]!r} on"
                )
            at = found.end()
            out.append(self._atom(str(found.lastgroup), found[str(found.lastgroup)]))
        return "".join(out)

    def _atom(self, kind: str, text: str) -> str:
        """Return the expression of one atom."""
        if kind == "role":
            role = text
            signs = self._marked(ROLES[role])
            return signs if role in _NO_ROLE else f"(?P<{role.rstrip('%')}>{signs})"
        if kind == "cue":
            members = "".join(self._phrases.members.get(name, "") for name in text.lstrip("!").split("|"))
            some = f"[{re.escape(members)}]" if members else "(?!)"
            return f"(?!{some})" if text.startswith("!") else f"(?:{some}{{1,{CUE}}})"
        if kind in ("words", "between", "others", "rest", "any"):
            return self._run(kind, text)
        if kind == "mark":
            return self._marked((_NAMES[text],))
        if kind == "edge":
            return self._edge(text)
        if kind == "group":
            return f"(?P<{text}>"
        if kind == "blank":
            return ""
        return _VERBS.get(text, text)

    def _run(self, kind: str, text: str) -> str:
        """Return the expression of a run of tokens of some kind."""
        if kind == "words":
            return f"(?:{PLAIN}{{0,{text or WORDS}}})"
        if kind == "any":
            return f"(?:{self._marked(('word', 'number', 'sign'))}{{0,{ANY}}})"
        if kind == "rest":
            return f"{self._marked(_BREAKS, but=True)}{{0,{REST}}}+"
        summed = _SUMMED if kind == "between" else ()
        return f"{self._marked(('open', 'close', *summed, *_BREAKS), but=True)}{{0,{OTHERS}}}"

    def _edge(self, text: str) -> str:
        """Return the expression of where a line ends, a clause ends, or a sentence or line begins."""
        if text == "¶":
            return f"(?:{self._marked(_BREAKS)}{{1,{CUE}}})"
        if text == "$":
            return f"(?={self._marked(('stop', 'semicolon', 'close', *_BREAKS))}|\\Z)"
        return f"(?<={self._marked(('stop', *_BREAKS))})"

    def _marked(self, marks: Sequence[str], *, but: bool = False) -> str:
        """Return the class of the signs of some marks, or of all others."""
        return f"[{'^' if but else ''}{re.escape(''.join(self._phrases.marks[mark] for mark in marks))}]"


def _needs(source: str) -> tuple[frozenset[str], ...]:
    """Return sets of cue classes: where a text has none of one of them, a row finds nothing in it.

    Those of its outermost atoms that may not be left out; of a choice between cues, all of them.
    """
    while True:
        shorter = _CHOICE.sub(_any_of, _PLAIN_GROUP.sub(r"\1", _LEFT_OUT.sub("", source)))
        if shorter == source:
            break
        source = shorter
    return tuple(frozenset(_NAME_OF.findall(found[1])) for found in _CUE.finditer(source))


def _any_of(found: re.Match[str]) -> str:
    """Return the cues of a choice as one atom where each way has one, otherwise nothing."""
    ways = [_CUE.search(way) for way in found[1].split("|")]
    return "<" + "+".join(way[1] for way in ways if way) + ">" if all(ways) else ""


def _matches(pattern: Pattern, found: re.Match[str], structure: Structure) -> Iterator[PatternMatch]:
    """Yield what was found: one match, or one for each pair of a part and its share."""
    groups = [name for name, text in found.groupdict().items() if text]
    roles = {role: structure.at[found.start(role)] for role in groups if role in _BY_ROLE}
    way = next((name for name in DIRECTIONS if name in groups), "")
    parts = _parts(found, groups, roles, structure)
    match = PatternMatch(pattern, roles, parts, found.start("all_"), found.end("all_"), way)
    group = next((name for name in PAIRS if name in groups), None)
    if group is None:
        yield match
        return
    places = structure.within(*found.span(group))
    for part, share in _pairs(places if group == "pairs" else reversed(places)):
        yield replace(match, roles={**roles, "part": part, "share": share})


def _pairs(places: Iterable[Place]) -> Iterator[tuple[Place, Place]]:
    """Yield each share with the part before it."""
    part: Place | None = None
    for place in places:
        if place.figure.unit in ROLES["share"] and part is not None:
            yield part, place
            part = None
        elif place.figure.unit in ROLES["part"] and not place.figure.article:
            part = place


def _parts(
    found: re.Match[str], groups: Sequence[str], roles: Mapping[str, Place], structure: Structure
) -> tuple[Place, ...]:
    """Return the figures of the group of parts: of all lists and brackets in it, those that lie furthest out."""
    group = next((name for name in ("parts", "shares") if name in groups), None)
    if group is None:
        return ()
    role = "s" if group == "shares" else "n"
    units, taken = ROLES[role], set(roles.values())
    parts = [
        place
        for place in structure.within(*found.span(group))
        if place.figure.unit in units and not place.figure.article and place not in taken
    ]
    if group == "shares" or not parts:
        return tuple(parts)
    level = min((place.item.level, place.depth) for place in parts)
    parts = [place for place in parts if (place.item.level, place.depth) == level]
    first = {place.item.line: place for place in reversed(parts)}
    if len(first) > 1:  # lines of a list: one part each, and what it says besides is its own
        return tuple(sorted(first.values(), key=lambda place: place.token))
    return tuple(parts)


@cache
def compiled(lexicon: Lexicon) -> Compiled:
    """Return the patterns of a language, compiled once.

    Args:
        lexicon: Of the language.

    Returns:
        The same object at each call.
    """
    return Compiled(phrases_of(lexicon), load_patterns())
