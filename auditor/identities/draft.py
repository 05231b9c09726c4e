"""A first rule file for a document, from the relations that were read in it, for a person to edit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import yaml

from auditor.identities import evaluate_identities
from auditor.identities.context import REACH
from auditor.identities.select import Finder
from auditor.kinds import kind_of
from auditor.language.folding import folded
from auditor.model.document import Document
from auditor.model.figure import Figure, Figures
from auditor.model.relation import Relation
from auditor.rulebook.expressions.identity import DocumentMatch, DocumentRules, Identity, Selector
from auditor.rulebook.rule import Rulebook

MOST = 999
"""Rules of one file: ids have three digits."""
MOST_WORDS = 3
_PREFIX = re.compile(r"[A-Z]{2,5}")
_GLOBS = re.compile(r"[\[\]*?]")
_LEAD = """\
# Draft, from the relations read in {name}: edit it before use.
# Figures are chosen by where they stand and what they count, never by their value. Give them names that say what they
# are, and each rule its own words. Check it with: auditor rules check FILE --document {name}
"""
SOURCE = "read in the document"


class DraftError(ValueError):
    """No rule file can be drafted; the message is one line for the user."""


@dataclass(frozen=True, slots=True)
class _Rule:
    check: str
    relation: Relation


def draft(document: Document, figures: Figures, relations: Sequence[Relation], prefix: str = "NEW") -> str:
    """Draft a rule file in YAML; every rule in it is evaluated in the document, and holds.

    Args:
        document: As read.
        figures: Its figures, with those that relations name.
        relations: As read; kinds that are not arithmetic over figures, and those with listed things, are left out.
        prefix: What the ids begin with: two to five capital letters.

    Raises:
        DraftError: No relation could be put into a rule, or the prefix is not of that form.
    """
    if not _PREFIX.fullmatch(prefix):
        raise DraftError(f"the prefix {prefix!r} must be two to five capital letters, as in NEW001")
    names = _Names(document, figures)
    rules = list(_rules(relations, names))
    holding, others = _sorted(document, figures, rules, names)
    if not holding:
        raise DraftError(f"{document.path}: no relation was read that a rule could be made of")
    used = {name for rule in holding[:MOST] for name in names.of(rule.relation)}
    lines = [_LEAD.format(name=PurePath(document.path).name), 'version: "1"', "match:"]
    lines.append(f"  - {_flow(_match(document))}")
    lines += ["", "figures:"]
    lines += [f"  {name}: {_flow(entry)}" for name, entry in names.entries.items() if name in used]
    lines += ["", "identities:"]
    for number, rule in enumerate(holding[:MOST], 1):
        lines += _entry(f"{prefix}{number:03}", rule, names)
    if len(holding) > MOST:
        lines.append(f"# {len(holding) - MOST} more relations were read; a file has room for {MOST} rules")
    if others:
        lines += ["", "# These do not hold in the document, or could not be decided:"]
        lines += [f"#   {' '.join(rule.check.split())}   ({line})" for rule, line in others]
    return "\n".join(lines) + "\n"


def _match(document: Document) -> dict[str, str]:
    return {"path": _GLOBS.sub("?", PurePath(document.path).name) or "*"}


def _flow(entry: Mapping[str, Any]) -> str:
    text: str = yaml.safe_dump(dict(entry), default_flow_style=True, allow_unicode=True, width=10**9, sort_keys=False)
    return text.strip()


def _entry(identifier: str, rule: _Rule, names: _Names) -> Iterator[str]:
    """Write one rule."""
    relation = rule.relation
    places = " and ".join(dict.fromkeys(names.place(name) for name in relation.members))
    fields = {
        "name": f"{identifier.lower()}-{relation.kind}-differs",
        "check": rule.check,
        "severity": "error",
        "hedged_severity": "warning",
        "what": f"A {relation.kind} read in {places}.",
        "why": "Say here why the figures must agree.",
        "source": SOURCE,
    }
    yield f"  - id: {identifier}"
    for key, value in fields.items():
        yield f"    {key}: {_flow({key: value})[len(key) + 3 : -1]}"


def _rules(relations: Sequence[Relation], names: _Names) -> Iterator[_Rule]:
    """Yield a rule for each relation that can be written as one; what is read twice is written once."""
    seen: set[str] = set()
    for relation in relations:
        members = relation.members
        if len(set(members)) < 2 or not all(names.known(member) for member in members):
            continue
        whole = names.figure(relation.whole) if relation.whole else None
        named = [names.name(member) for member in members]
        check = kind_of(relation.kind).draft(named, whole, [names.figure(part) for part in relation.parts])
        if check and check not in seen:
            seen.add(check)
            yield _Rule(check, relation)


def _sorted(
    document: Document, figures: Figures, rules: Sequence[_Rule], names: _Names
) -> tuple[list[_Rule], list[tuple[_Rule, str]]]:
    """Tell the rules that hold in the document from the others, and say what is with those."""
    identities = tuple(Identity(f"R{place}", "", rule.check) for place, rule in enumerate(rules))
    book = Rulebook((), (DocumentRules("", (DocumentMatch(path="*"),), tuple(names.selectors.values()), identities),))
    _, verdicts = evaluate_identities(document, figures, book)
    holding: list[_Rule] = []
    others: list[tuple[_Rule, str]] = []
    for rule, verdict in zip(rules, verdicts, strict=True):
        if verdict.outcome == "holds":
            holding.append(rule)
        else:
            others.append((rule, " ".join((verdict.equation or verdict.reason).split())))
    return holding, others


class _Names:
    """Gives figures names and finds selectors for them."""

    def __init__(self, document: Document, figures: Figures) -> None:
        self.entries: dict[str, dict[str, Any]] = {}
        self.selectors: dict[str, Selector] = {}
        self._figures = {figure.id: figure for figure in figures.figures}
        self._finder = Finder(document, figures)
        self._texts = {paragraph.order: paragraph.text for paragraph in document.paragraphs}
        self._names: dict[str, str] = {}

    def known(self, identifier: str) -> bool:
        """Whether a figure is a number of the document, and can be told from all others."""
        figure = self._figures.get(identifier)
        return figure is not None and figure.unit not in ("item", "fraction") and bool(self.name(identifier))

    def figure(self, identifier: str) -> Figure:
        """Return a figure by its id."""
        return self._figures[identifier]

    def of(self, relation: Relation) -> list[str]:
        """Return the names of a relation's figures."""
        return [self.name(member) for member in relation.members]

    def place(self, identifier: str) -> str:
        """Return where a figure stands."""
        figure = self._figures[identifier]
        return f"table {figure.table}" if figure.table else f"paragraph {figure.paragraph}"

    def name(self, identifier: str) -> str:
        """Return the name of a figure; empty where no selector finds it alone."""
        if identifier not in self._names:
            self._names[identifier] = self._named(self._figures[identifier])
        return self._names[identifier]

    def _named(self, figure: Figure) -> str:
        text = self._texts.get(figure.order, "")
        entry = next((each for each in _candidates(figure, text) if self._finds(each, figure)), None)
        entry = entry or self._by_position(figure)
        if entry is None:
            return ""
        stem, number = _stem(figure), 1
        name = stem
        while name in self.entries:
            number += 1
            name = f"{stem}_{number}"
        self.entries[name] = entry
        self.selectors[name] = _selector(name, entry)
        return name

    def _finds(self, entry: dict[str, Any], figure: Figure) -> bool:
        found = self._finder.find(_selector("", entry)).figure
        return found is not None and found.id == figure.id

    def _by_position(self, figure: Figure) -> dict[str, Any] | None:
        """Choose a figure by its position among those of the paragraph (or cell) that count the same."""
        base = {"paragraph": figure.paragraph} if figure.table is None else _cell(figure)
        for entry in ({**base, "counts": figure.counts}, base):
            if entry.get("counts") == "":
                continue
            group = self._finder.every(_selector("", entry)).figures
            place = next((place for place, each in enumerate(group, 1) if each.id == figure.id), None)
            if place is not None:
                return {**entry, "position": place}
        return None


def _cell(figure: Figure) -> dict[str, Any]:
    return {"table": figure.table, "row": figure.row, "column": figure.column}


def _beside(figure: Figure, text: str) -> Iterator[dict[str, str]]:
    """Yield entries by the words right before and right after a figure; no others are taken that hold digits."""
    before = folded(text[max(0, figure.start - REACH) : figure.start]).removesuffix(folded(figure.hedge)).split()
    after = folded(text[figure.end : figure.end + REACH]).split()
    # The outermost word of the reach may be a piece of one.
    for key, words in (("after", before[1:][-MOST_WORDS:]), ("before", after[:-1][:MOST_WORDS])):
        said = " ".join(words)
        if len(words) == MOST_WORDS and not re.search(r"[\d|.;:()]", said):
            yield {key: said}


def _candidates(figure: Figure, text: str) -> Iterator[dict[str, Any]]:
    """Yield entries that may choose a figure, the most lasting first."""
    if figure.table is not None:
        yield _cell(figure)
        return
    base = {"paragraph": figure.paragraph}
    if figure.counts:
        yield {**base, "counts": figure.counts}
    if figure.dimensions:
        yield {**base, "dimensions": dict(figure.dimensions)}
        if figure.counts:
            yield {**base, "counts": figure.counts, "dimensions": dict(figure.dimensions)}
    if figure.unit != "count":
        yield {**base, "unit": figure.unit}
    for entry in _beside(figure, text):
        yield {**base, **entry}


def _selector(name: str, entry: dict[str, Any]) -> Selector:
    """Build the selector that an entry stands for in a rule file."""
    fields: dict[str, Any] = dict(entry)
    for key in ("paragraph", "counts", "after", "before"):
        if key in fields:
            fields[key] = (str(fields[key]),)
    if "dimensions" in fields:
        fields["dimensions"] = tuple(sorted(fields["dimensions"].items()))
    return Selector(name, **fields)


def _stem(figure: Figure) -> str:
    """Make a name of what a figure counts and where it stands: persons.p51."""
    words = re.findall(r"[^\W\d_]+", figure.counts.casefold())[:MOST_WORDS] or [figure.unit]
    place = figure.table or f"p{figure.paragraph}"
    where = re.sub(r"\W+", "_", place).strip("_")
    return f"{'_'.join(words)}.{where if where[:1].isalpha() else f'p{where}'}"
