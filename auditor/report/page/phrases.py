"""Phrases that the program writes in English, said in another language: matched by a template, its fields put in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from string import Formatter
from typing import NamedTuple

_SHAPES = {
    "direction": r"short by|over by|off by|which differ by",
    "mends": r"one|two|three|four|five|six|seven|eight|nine|ten|\d+",
}
"""Fields that are words of a few; any other field takes whatever stands there, the shortest that fits."""

_UNITS = re.compile(r"(?P<number>\d(?:[\d.,'’\s]*\d)?) (?P<word>points|figures|days?)(?=\)|$)")
_NUMBER = re.compile(r"\d(?:[\d.,'’\s]*\d)?")
Forms = Mapping[str, str]
"""Category of plurals -> text."""


def form_of(text: str | Forms, category: str) -> str:
    """Return the form of a text for a category of plurals; "other" serves where it has none of its own.

    Args:
        text: One for all numbers, or a form for each category.
        category: As the CLDR names it.
    """
    return text if isinstance(text, str) else text.get(category) or text["other"]


class Phrase(NamedTuple):
    """A phrase, and whether it is in the reader's language (else it is English)."""

    text: str
    translated: bool = True


class ReportPhrases:
    """The phrases of one language."""

    def __init__(
        self,
        templates: Mapping[str, str],
        words: Mapping[str, str | Forms],
        category: Callable[[str], str],
        *,
        own: bool = False,
    ) -> None:
        """Make the phrases ready.

        Args:
            templates: English template -> template of this language, with the same fields; the first that fits.
            words: English word or phrase -> what it is here, for fields that are words; by number where that matters.
            category: Tells the category of plurals of a number as printed.
            own: The language is English itself: all stays as it is, but for the number of its units.
        """
        self._own = own
        self._words = words
        self._category = category
        self._exact = {source: target for source, target in templates.items() if "{" not in source}
        self._patterns = [(_compiled(source), target) for source, target in templates.items() if "{" in source]

    @property
    def own(self) -> bool:
        """Whether phrases stay as they are."""
        return self._own

    def __call__(self, text: str) -> Phrase:
        """Translate a phrase; one of several sentences or clauses, part by part."""
        if self._own or not text:
            return Phrase(self.units(text))
        return self._translated(text) or self._clauses(text)

    def fitted(self, text: str, source: str, target: str) -> str | None:
        """Return a text that was made of one template as another template says it.

        Args:
            text: In English.
            source: The English template that it was made of.
            target: The template of this language.

        Returns:
            None where the text was not made of `source`, or `target` has a field that `source` has not.
        """
        found = self.fields(text, source)
        if found is None or not set(found) >= {field for _, field, _, _ in Formatter().parse(target) if field}:
            return None
        return self._filled(target, found)

    @staticmethod
    def fields(text: str, source: str) -> dict[str, str] | None:
        """Return the fields of a text that was made of a template; None where it was not.

        Args:
            text: The text.
            source: The template, with {fields} as in `str.format`.

        Returns:
            Field -> what stands there, the shortest that fits.
        """
        made = _compiled(source).fullmatch(text)
        return made.groupdict() if made else None

    def _clauses(self, text: str) -> Phrase:
        """Translate "first; second" clause by clause, and all or nothing."""
        clauses = [self._translated(clause) for clause in text.split("; ")]
        if len(clauses) < 2 or None in clauses:
            return Phrase(text, translated=False)
        return Phrase("; ".join(clause.text for clause in clauses if clause))

    def _translated(self, text: str) -> Phrase | None:
        if (exact := self._exact.get(text)) is not None:
            return Phrase(exact)
        for pattern, target in self._patterns:
            if found := pattern.fullmatch(text):
                return Phrase(self._filled(target, found.groupdict()))
        return None

    def _filled(self, target: str, fields: Mapping[str, str]) -> str:
        counted = _NUMBER.search(fields.get("gap", ""))
        category = self._category(counted[0]) if counted else "other"
        return target.format(**{name: self._field(name, value, category) for name, value in fields.items()})

    def _field(self, name: str, value: str, category: str) -> str:
        if value in self._words:
            return form_of(self._words[value], category)
        if name in ("reason", "slip"):
            return self(value).text
        if name == "parts" and "and" in self._words:
            return value.replace(" and ", f" {self._words['and']} ")
        return self.units(value)

    def units(self, value: str) -> str:
        """Return a value with the words behind its numbers translated: "9.97 points", "1 + 2 + … (14 figures)"."""
        return _UNITS.sub(self._unit, value)

    def _unit(self, found: re.Match[str]) -> str:
        word = found["word"] if found["word"].endswith("s") else f"{found['word']}s"
        return f"{found['number']} {form_of(self._words.get(word, found['word']), self._category(found['number']))}"


@lru_cache(maxsize=512)
def _compiled(source: str) -> re.Pattern[str]:
    """Make a pattern of a template: each field a group, a field said twice the same text twice."""
    made, seen = "", set()
    for words, field, _, _ in Formatter().parse(source):
        made += re.escape(words)
        if field is None:
            continue
        made += f"(?P={field})" if field in seen else f"(?P<{field}>{_SHAPES.get(field, '.*?')})"
        seen.add(field)
    return re.compile(made, re.DOTALL)
