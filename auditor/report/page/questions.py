"""The question that a reviewer could put to the State about a finding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from auditor.kinds import kind_of
from auditor.kinds.equations import Writing, hedged, writing_of
from auditor.model.figure import Figure
from auditor.report.page.figure_names import Labels
from auditor.report.page.texts import Texts, capitalised
from auditor.report.safe_text import line

if TYPE_CHECKING:
    from auditor.model.finding import Finding
    from auditor.model.verdict import Verdict

MOST_NAMED = 6
"""A question names the parts where there are so few."""
LONGEST_NOUN = 40
SLIP = "{mended} read as {printed}: {slip}"
"""How localisation words a mistyped figure (rules/locate.yaml)."""


class Asker:
    """Asks about the findings of one document."""

    def __init__(self, figures: Mapping[str, Figure], labels: Labels, texts: Texts, language: str) -> None:
        """Take what the questions are made of.

        Args:
            figures: By id.
            labels: What each figure is called.
            texts: The reader's language.
            language: The document's: its words are used only where the question is in the same language.
        """
        self._figures, self._labels, self._texts = figures, labels, texts
        self._native = texts.language == language

    def question(self, finding: Finding, verdict: Verdict, at: str) -> str:
        """Return the question that would close a finding; empty where no question is known for its kind.

        Args:
            finding: The finding.
            verdict: On its relation.
            at: In what place it is, as in "in paragraph 6".
        """
        texts, relation = self._texts, verdict.relation
        known = [self._figures[name] for name in finding.figures if name in self._figures]
        whole = self._figures.get(relation.whole or "")
        parts = [self._figures[name] for name in relation.parts if name in self._figures]
        writing = writing_of([figure.text for figure in known])
        kind = kind_of(relation.kind)
        written = kind.written(verdict, self._figures, writing)
        key = kind.question(verdict, many=len(relation.parts) > MOST_NAMED)
        if not (question := texts.question(key, written.gap)):
            return ""
        noun = self._noun(whole)
        asked = question.format(
            at=at,
            parts=self._named(parts, writing) if len(parts) <= MOST_NAMED else texts("the_parts"),
            whole=hedged(whole, writing) if whole else written.stated,
            stated=written.stated,
            computed=written.computed,
            gap=texts.phrases.units(written.gap),
            count=texts.number(len(parts)),
            first=hedged(parts[0], writing) if parts else "",
            noun=noun if written.gap != "1" else "",
            things=noun,
        )
        return capitalised(line(asked)) + self._slip(finding)

    def _noun(self, figure: Figure | None) -> str:
        """Return what a figure counts, with a space before it; empty where it cannot be said."""
        counts = line(figure.counts) if figure and figure.table is None and self._native else ""
        return f" {counts}" if 0 < len(counts) <= LONGEST_NOUN else ""

    def _named(self, parts: Sequence[Figure], writing: Writing) -> str:
        """List the parts with their names where each has its own, or with the one name that all have."""
        values = [hedged(part, writing) for part in parts]
        names = [self._labels.of(part, parts) for part in parts] if self._native else []
        if not names or not all(0 < len(name) <= LONGEST_NOUN for name in names):
            return self._texts.listed(values)
        if all(part.table for part in parts):
            colon, semicolon = self._texts("colon"), self._texts("semicolon")
            return semicolon.join(f"{name}{colon}{value}" for name, value in zip(names, values, strict=True))
        if len(set(names)) == 1:
            return f"{self._texts.listed(values)} {names[0]}"
        return self._texts.listed([f"{value} {name}" for name, value in zip(names, values, strict=True)])

    def _slip(self, finding: Finding) -> str:
        """Ask whether a figure was mistyped, where one slip alone explains the finding; of several none is named."""
        reasons = [suggestion.reason.partition(";")[0] for suggestion in finding.suggestions]
        slips = [found for reason in reasons if (found := self._texts.phrases.fields(reason, SLIP))]
        if len(slips) != 1:
            return ""
        return f" {self._texts('question_slip', mended=slips[0]['mended'], printed=slips[0]['printed'])}"
