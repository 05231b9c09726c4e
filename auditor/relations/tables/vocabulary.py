"""Words and marks of tables, from `rules/tables.yaml`, made ready for matching."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from auditor.figures.cell_numbers import SO_MANY_PER_CENT, table_rules
from auditor.language.folding import has_letters

CUES = (
    *("total", "average", "share", "change", "of_which", "rate", "code", "note", "rounded", "some", "running", "time"),
    *("occupancy", "capacity", "fatality", "deaths", "cases", "positivity", "positives", "tests"),
)


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """What words and marks in a table mean, for one language."""

    nil: frozenset[str]
    """Marks for nought, lower case."""
    suppressed: frozenset[str]
    """Marks for a number that is not shown, lower case."""
    dots: frozenset[str]
    """Those of `suppressed` that are made of dots alone: a footnote mark may follow them."""
    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    """(cue, pattern over folded text), in the order of `CUES`."""
    whole: re.Pattern[str] | None
    """Words that, at the beginning of a label, leave no doubt that it names a total (the cue "whole"; "alone" where no
    other word follows)."""
    neutral: re.Pattern[str] | None
    """Phrases that hold a cue's word without meaning it."""

    def cues(self, label: str) -> frozenset[str]:
        """Return the cues that the words of a label hold."""
        folded = SO_MANY_PER_CENT.sub(" ", fold(label))
        if self.neutral is not None:
            folded = self.neutral.sub(" ", folded)
        if not folded:
            return frozenset()
        cues = {cue for cue, pattern in self.patterns if pattern.search(folded)}
        begin = self.whole.match(folded) if "total" in cues and self.whole is not None else None
        if begin is not None:
            cues.add("whole")
            if not has_letters(folded[begin.end() :]):
                cues.add("alone")
        return frozenset(cues)


def fold(text: str) -> str:
    """Lower the case, strip accents, and join white space to single blanks."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(text.lower().split())


@cache
def vocabulary(language: str) -> Vocabulary:
    """Return what words and marks in a table mean in a language.

    Args:
        language: Its code; one that has no words gets those of all the languages.

    Returns:
        The same object at each call.

    Raises:
        auditor.runtime.resources.ResourceError: `rules/tables.yaml` is missing or broken.
    """
    content = table_rules()
    words: dict[str, dict[str, list[str]]] = content["words"]
    spoken = [language] if language in words else [key for key in words if key != "all"]
    patterns = tuple((kind, found) for kind in CUES if (found := _pattern(words, spoken, kind)) is not None)
    suppressed = frozenset(content["marks"]["suppressed"])
    dots = frozenset(mark for mark in suppressed if set(mark) <= {".", "…"})
    return Vocabulary(
        frozenset(content["marks"]["nil"]),
        suppressed,
        dots,
        patterns,
        _pattern(words, spoken, "whole", start=True),
        _pattern(words, spoken, "neutral"),
    )


def _pattern(
    words: dict[str, dict[str, list[str]]], spoken: list[str], cue: str, *, start: bool = False
) -> re.Pattern[str] | None:
    """Compile the words of one cue, the longest first, as whole words; the digit of a footnote may follow ("rate1").

    With `start`, marks and a number may stand before them, and nothing else.
    """
    phrases = {fold(w) for key in ("all", *spoken) for w in words[key].get(cue, [])} - {""}
    if not phrases:
        return None
    ordered = "|".join(re.escape(p) for p in sorted(phrases, key=lambda p: (-len(p), p)))
    before = r"[\W\d]*" if start else r"(?<![^\W_])"
    return re.compile(rf"{before}(?:{ordered})(?![^\W\d_])")
