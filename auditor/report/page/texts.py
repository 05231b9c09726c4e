"""The words of a report in the reader's language, read from `rules/report/<language>.yaml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from auditor.report.page.locale_forms import LocaleForms
from auditor.report.page.phrases import Phrase, ReportPhrases, form_of
from auditor.runtime.resources import read_rules, rules_languages

if TYPE_CHECKING:
    from auditor.rulebook import Rule

DEFAULT = "en"


class TextsError(ValueError):
    """Texts of a report that are missing or cannot be read; the message is one line for the user."""


@dataclass(frozen=True, slots=True, eq=False)
class Texts:
    """The words of one language."""

    language: str
    name: str
    forms: LocaleForms
    """How the language writes numbers and dates, and which plurals it has."""
    words: Mapping[str, Any]
    """Key -> text with {placeholders}, or category of plurals -> text for what is counted."""
    lists: Mapping[str, Mapping[str, Any]]
    """Group -> key -> text: dimensions, values, kinds, questions."""
    rules: Mapping[str, Mapping[str, str]]
    """Id of a rule -> its title, message and why in this language; empty where the rule files' own words serve."""
    phrases: ReportPhrases = field(repr=False)

    def __call__(self, key: str, /, **values: object) -> str:
        """Return a text with its placeholders filled; numbers are written as the language writes them.

        Raises:
            KeyError: there is no such text.
        """
        text: str = self.words[key]
        return text.format(**{name: self._written(value) for name, value in values.items()})

    def count(self, key: str, number: int, /, **values: object) -> str:
        """Return the text for a count ("1 finding", "1,200 findings").

        Args:
            key: Names the text; its placeholder for the count is {n}.
            number: Decides which of its forms is taken.
            **values: Other placeholders; numbers among them are written as counts are.
        """
        text = form_of(self.words[key], self.forms.category(number))
        return text.format(n=self.number(number), **{name: self._written(value) for name, value in values.items()})

    def number(self, value: float) -> str:
        """Write a number of the report's own; those of the document stay as they are printed."""
        return self.forms.number(value)

    def signed(self, value: float) -> str:
        """Write a number of the report's own with its sign."""
        return f"{'+' if value > 0 else ''}{self.number(value)}"

    def day(self, iso: str) -> str:
        """Write a day of the report's own, given as "2027-01-31"."""
        return self.forms.day(iso)

    def question(self, key: str, gap: str) -> str:
        """Return a question with {placeholders}, in the form for the number by which figures miss each other.

        Args:
            key: Its name.
            gap: The number as printed, in the document's writing.

        Returns:
            The question; empty where there is none of that name.
        """
        text = self.lists["questions"].get(key, "")
        return form_of(text, self.forms.category_of(gap)) if isinstance(text, Mapping) else text

    def named(self, group: str, key: str) -> str:
        """Return a word of a list, or the key itself in plain words where the list has none.

        Args:
            group: One of `lists`.
            key: Of the word.
        """
        return self.lists.get(group, {}).get(key) or key.replace("-", " ")

    def listed(self, items: Sequence[str], link: str = "and") -> str:
        """Return items as a list is said: "1, 2 and 3".

        Args:
            items: At least none; one alone stays as it is.
            link: Key of the word before the last.
        """
        if len(items) < 2:
            return "".join(items)
        return f"{', '.join(items[:-1])} {self.words[link]} {items[-1]}"

    def either(self, items: Sequence[str]) -> str:
        """Join items that are alternatives: "1, 2 or 3"."""
        return self.listed(items, "or")

    def message(self, rule: str, template: str, text: str) -> Phrase:
        """Return what a finding says, which was made of the template of its rule, in the reader's language.

        Args:
            rule: Its id.
            template: Its message with placeholders; empty where the rule is not known.
            text: What the finding says.

        Returns:
            The message by the rule's own template in this language, else as any phrase; in English where neither fits.
        """
        target = self.rules.get(rule, {}).get("message")
        if self.phrases.own or not template or not target:
            return self.phrase(text)
        made = self.phrases.fitted(text, template, target)
        return self.phrase(text) if made is None else Phrase(made)

    def with_rules(self, rules: Iterable[Rule]) -> Texts:
        """Return the texts with what rules themselves say in this language, of their own and of their kinds.

        Args:
            rules: In the order of a rulebook; the words of a later one come before those of an earlier one.

        Returns:
            These texts where no rule says anything.
        """
        kinds: dict[str, str] = {}
        questions: dict[str, str] = {}
        said: dict[str, dict[str, str]] = {}
        for rule in rules:
            words = rule.words.get(self.language)
            if words is None:
                continue
            kinds |= {rule.kind: words.kind} if words.kind else {}
            questions |= words.questions
            own = {"title": words.title, "message": words.message, "why": words.why}
            said[rule.id] = {key: text for key, text in own.items() if text}
        if not said:
            return self
        lists = {**self.lists, "kinds": {**self.lists["kinds"], **kinds}}
        lists["questions"] = {**self.lists["questions"], **questions}
        return replace(self, lists=MappingProxyType(lists), rules=MappingProxyType({**self.rules, **said}))

    def phrase(self, text: str) -> Phrase:
        """Return a phrase that the program wrote in English, in the reader's language.

        Returns:
            The phrase, with whether it could be translated.
        """
        return self.phrases(text)

    def _written(self, value: object) -> str:
        return self.number(value) if isinstance(value, int | float) else str(value)


def available() -> tuple[str, ...]:
    """Return the languages that reports can be written in.

    Returns:
        Codes as the files of `rules/report/` are named, the default first, then sorted.
    """
    return (DEFAULT, *(language for language in rules_languages("report") if language != DEFAULT))


@cache
def load_texts(language: str = DEFAULT) -> Texts:
    """Return the texts of a language, read once.

    Args:
        language: Its code, one of `available()`.

    Returns:
        The content of `rules/report/<language>.yaml`, read-only.

    Raises:
        TextsError: There are none, or their file lacks a section.
        auditor.runtime.resources.ResourceError: Their file cannot be read.
    """
    if language not in available():
        raise TextsError(f"no report texts for language {language!r}; there are: {', '.join(available())}")
    made = read_rules("report", f"{language}.yaml")
    words = made.get("words") or {}
    try:
        forms = LocaleForms(made["locale"], made.get("thousands", ""))
        return Texts(
            language=language,
            name=made["name"],
            forms=forms,
            words=MappingProxyType(made["texts"]),
            lists=MappingProxyType({group: made[group] for group in ("dimensions", "values", "kinds", "questions")}),
            rules=MappingProxyType(made.get("rules") or {}),
            phrases=ReportPhrases(made.get("phrases") or {}, words, forms.category_of, own=language == DEFAULT),
        )
    except KeyError as error:
        raise TextsError(f"rules/report/{language}.yaml: has no section {error}; add it") from error


def capitalised(text: str) -> str:
    """Return a text with its first letter capital."""
    return text[:1].upper() + text[1:]
