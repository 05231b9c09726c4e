"""What a rule is, and the frozen book of all rules that an audit goes by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from auditor.arithmetic.tolerance import Tolerance
from auditor.kinds import kind_of
from auditor.model.finding import Severity
from auditor.rulebook.expressions.identity import DocumentRules

Where = Literal["any", "prose", "table"]

MESSAGE_FIELDS = frozenset(
    {
        "whole",
        "parts",
        "computed",
        "stated",
        "gap",
        "direction",
        "counts",
        "count",
        "hedge",
        "note",
    }
)
"""What a message template may name. whole, parts: figures as printed; stated, computed, gap: numbers written as the
document writes them; direction: "short by", "over by" or "off by"; counts: what is counted; count: how many parts;
hedge: the words that hedge the figures; note: what the reading or the comparison had to say."""

QUESTION_FIELDS = frozenset({"at", "parts", "whole", "stated", "computed", "gap", "count", "first", "noun", "things"})
"""What a question to the author may name. at: the place, as in "in paragraph 6"; first: the first part; noun, things:
what the whole counts, with a space before it; the others as in messages."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a rule file; line and column are 1-based."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


class RuleError(ValueError):
    """All mistakes of all rule files, one a line, each with its place."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = tuple(sorted(problems, key=lambda p: (p.file, p.line, p.column, p.message)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True, slots=True)
class ExampleFigure:
    """A figure of an example, as short as a person writes it."""

    text: str
    value: float
    low: float | None
    high: float | None
    unit: str = "count"
    bound: str = ""
    hedge: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """Figures and the verdict that the rule must come to."""

    outcome: Literal["fails", "holds", "undecided"]
    whole: ExampleFigure | None
    parts: tuple[ExampleFigure, ...]
    text: str = ""
    """The figures in a sentence, for the reader."""
    severity: Severity | None = None
    """Severity of the finding that must follow, where the example says so."""
    imbalance: float | None = None
    equation: str = ""
    """How the relation is written out, where the example says so."""


@dataclass(frozen=True, slots=True)
class RuleWords:
    """What reports in one language say of a rule and of its kind of relation; empty where the rule does not say."""

    kind: str = ""
    title: str = ""
    message: str = ""
    """Template, with fields of the rule's own message."""
    why: str = ""
    questions: Mapping[str, str] = field(default_factory=dict)
    """Key of the kind's question to the author -> the question."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How relations of one kind are checked, and what is said where one does not hold."""

    id: str
    name: str
    kind: str
    severity: Severity
    hedged_severity: Severity
    message: str
    what: str
    why: str
    source: str
    where: Where = "any"
    undecided_severity: Severity | None = None
    tolerance: Tolerance = field(default_factory=Tolerance)
    min_strength: float = 0.0
    """Relations read with less strength are never reported."""
    weak_strength: float = 0.0
    """Relations read with less strength than this are reported with `weak_severity`."""
    weak_severity: Severity = "note"
    rounding_severity: Severity | None = None
    """Severity where rounding of each figure at its last digit would explain the difference; None: like any other."""
    tags: tuple[str, ...] = ()
    since: str = ""
    waivable: bool = True
    examples: tuple[Example, ...] = ()
    words: Mapping[str, RuleWords] = field(default_factory=dict)
    """Language of reports -> its words for this rule, which come before those of `rules/report/`."""
    file: str = ""
    line: int = 1

    @property
    def of_documents(self) -> bool:
        """Whether the rule states an identity of single documents, rather than checks a kind of relation everywhere."""
        return kind_of(self.kind).from_rules


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Every rule that an audit goes by: those for kinds of relations, and the identities of single documents."""

    rules: tuple[Rule, ...]
    """Core rules and those of identities (kind "rule"), in file order; of two for one kind the later counts."""
    documents: tuple[DocumentRules, ...] = ()
    files: tuple[str, ...] = ()
    by_id: Mapping[str, Rule] = field(default_factory=dict)

    def rule(self, identifier: str) -> Rule | None:
        """Return a rule by its id, or by its name, or None.

        Returns:
            The rule with this id; else the first with this name; else None.
        """
        found = self.by_id.get(identifier)
        return found or next((rule for rule in self.rules if rule.name == identifier), None)

    def rule_for(self, kind: str, *, in_table: bool) -> Rule | None:
        """Return the rule by which relations of a kind are checked, or None.

        Args:
            kind: One of `auditor.model.relation.Kind`.
            in_table: Whether the relation is in a table rather than in running text.

        Returns:
            Of several rules the last, so that a further file replaces a rule of the program; None where no rule is for
            it.
        """
        place = "table" if in_table else "prose"
        return next((r for r in reversed(self.rules) if r.kind == kind and r.where in ("any", place)), None)


def rulebook(rules: tuple[Rule, ...], documents: tuple[DocumentRules, ...], files: tuple[str, ...]) -> Rulebook:
    """Return a rulebook with its index.

    Args:
        rules: In the order of the files; each id is given once.
        documents: The files of identities, whose rules are among `rules` too.
        files: Names of all files, as messages call them.

    Returns:
        The rulebook, with `by_id` read-only.
    """
    return Rulebook(rules, documents, files, MappingProxyType({rule.id: rule for rule in rules}))
