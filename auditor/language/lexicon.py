"""The words of a language: numbers, hedges, months, people, cue phrases, read from `rules/lexicon/<language>.yaml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from auditor.language.folding import fold, forms, key, stem, trie
from auditor.model.document import Document
from auditor.runtime.resources import read_rules, rules_languages

DEFAULT = "en"
Pairs = tuple[tuple[str, str], ...]


class LexiconError(ValueError):
    """A lexicon that is missing or cannot be read; the message is one line for the user."""


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """The words of one language; `sections` is the file as it stands, the rest is made ready for matching."""

    language: str
    sections: Mapping[str, Any]
    """Raw sections by name, those that all languages share (`rules/lexicon/_shared.yaml`) included."""
    abbreviations: frozenset[str]
    """Lower-case abbreviations with their stop ("art.", "e.g."): a stop there ends no sentence."""
    function_words: frozenset[str]
    """Folded function words: the list that tells the language."""
    populations: Mapping[str, Pairs]
    """Folded word or phrase -> sorted (dimension, value) pairs."""
    population_pattern: re.Pattern[str]
    """Matches, in folded text, the longest word or phrase of `populations`."""
    exhaustive: Mapping[str, tuple[frozenset[str], ...]]
    """Dimension -> sets of values that leave nobody out ("sex": {female, male})."""

    endings: tuple[str, ...]
    """What number and gender put on a word, in the order in which it is tried."""
    plurals: tuple[str, ...]
    """Folded endings of plurals."""

    def stem(self, word: str) -> str:
        """Return a word without the ending that number or gender puts on it."""
        return stem(word, self.endings)

    def is_plural(self, word: str) -> bool:
        """Whether a folded word has the ending of a plural."""
        return word.endswith(self.plurals)

    def may_be_counted(self, word: str) -> bool:
        """Whether a folded word behind a number may be what it counts: a plural, or a word for people."""
        return word not in self.function_words and (self.is_plural(word) or bool(self.pairs(word)))

    def pairs(self, matched: str) -> Pairs:
        """Return what a phrase that `population_pattern` matched says of the people counted.

        Returns:
            Sorted (dimension, value) pairs; none for a phrase that only looks like one.
        """
        return self.populations.get(matched) or self.populations.get(key(matched), ())

    def pairs_in(self, phrase: str) -> set[tuple[str, str]]:
        """Return what all words of a phrase say of the people counted.

        Args:
            phrase: Folded.

        Returns:
            (dimension, value) pairs.
        """
        return {pair for found in self.population_pattern.finditer(phrase) for pair in self.pairs(found[0])}

    def section(self, name: str) -> Any:  # noqa: ANN401 - what a section holds is the file's affair
        """Return a section of the file, or an empty mapping where it has none.

        Returns:
            What YAML has there: a mapping or a list.
        """
        return self.sections.get(name) or {}


def available() -> tuple[str, ...]:
    """Return the languages that have a lexicon.

    Returns:
        Codes as the files of `rules/lexicon/` are named, sorted.
    """
    return rules_languages("lexicon")


@cache
def _own_sections(language: str) -> dict[str, Any]:
    """Read the file of a language."""
    if language not in available():
        raise LexiconError(f"no lexicon for language {language!r}; there are: {', '.join(available())}")
    return read_rules("lexicon", f"{language}.yaml")


def function_words(language: str) -> frozenset[str]:
    """Return the words that tell a language, without making the rest of its lexicon ready.

    Returns:
        Folded.

    Raises:
        LexiconError: There is no such lexicon.
        ResourceError: Its file cannot be used.
    """
    return frozenset(forms(_own_sections(language).get("detect") or ()))


@cache
def number_words() -> frozenset[str]:
    """Return the words that numbers are put together from, in every language.

    Returns:
        Folded, compounds in their pieces ("dix", "sept").

    Raises:
        ResourceError: A file cannot be used.
    """
    out: set[str] = set()
    for language in available():
        section = _own_sections(language).get("numbers") or {}
        for field in ("units", "tens", "long_tens", "hundreds", "whole_hundreds", "scales"):
            out.update(piece for phrase in forms(section.get(field) or ()) for piece in phrase.split("-"))
    return frozenset(out)


@cache
def shared() -> Mapping[str, Any]:
    """Return the sections that all languages share (`rules/lexicon/_shared.yaml`).

    Returns:
        Section -> its content as YAML has it, read-only; read once.

    Raises:
        ResourceError: The file cannot be used.
    """
    return MappingProxyType(read_rules("lexicon", "_shared.yaml"))


@cache
def load(language: str) -> Lexicon:
    """Return the lexicon of a language.

    Args:
        language: Its code, one of `available()`.

    Returns:
        The same object at each call; a section of the language replaces the shared one of the same name.

    Raises:
        LexiconError: There is no such lexicon.
        ResourceError: Its file cannot be used.
    """
    sections = {**shared(), **_own_sections(language)}
    populations = _populations(sections.get("populations") or {})
    populations.update({key(form): () for form in forms(sections.get("not_populations") or ())})
    return Lexicon(
        language=language,
        sections=MappingProxyType(sections),
        abbreviations=frozenset(str(word).lower() for word in sections.get("abbreviations") or ()),
        function_words=function_words(language),
        populations=MappingProxyType(populations),
        population_pattern=re.compile(rf"(?<![a-z])(?:{trie(populations)})(?![a-z])"),
        exhaustive=MappingProxyType(
            {
                dimension: tuple(frozenset(values) for values in groups)
                for dimension, groups in (sections.get("exhaustive") or {}).items()
            }
        ),
        endings=tuple(sections.get("endings") or ()),
        plurals=tuple(forms(sections.get("plurals") or ())),
    )


def lexicons(document: Document, lexicon: Lexicon) -> dict[str, Lexicon]:
    """Return the lexicons that a document's parts are read with, by what `language` says of a part.

    Args:
        document: Its parts have a language of their own where they are not in the document's.
        lexicon: Of the document's own language, for the parts that say nothing.

    Returns:
        Code -> lexicon, the empty code for parts that say nothing; codes without a lexicon are absent.
    """
    codes = {each.language for each in document.paragraphs} | {each.language for each in document.tables}
    return {"": lexicon, **{code: load(code) for code in sorted(codes & set(available()))}}


def _populations(section: Mapping[str, Mapping[str, list[str]]]) -> dict[str, Pairs]:
    """Turn dimension -> value -> forms into form -> pairs."""
    found: dict[str, set[tuple[str, str]]] = {}
    for dimension, values in section.items():
        for value, listed in values.items():
            for form in forms(listed):
                found.setdefault(key(form), set()).add((dimension, str(value)))
    return {form: tuple(sorted(pairs)) for form, pairs in found.items()}


__all__ = ["DEFAULT", "Lexicon", "LexiconError", "available", "fold", "function_words", "load", "shared"]
