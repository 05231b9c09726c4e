"""Building the rules of single documents; mistakes that a schema cannot find are named with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from auditor.kinds.stated_identity import KIND
from auditor.rulebook.code_trees import tree_mistakes
from auditor.rulebook.expressions.identity import (
    FORMS,
    DocumentMatch,
    DocumentRules,
    Form,
    Identity,
    Selector,
    ToleranceMode,
)
from auditor.rulebook.expressions.syntax import ComparisonTerm, ExpressionError, mentions, refuse_mixed
from auditor.rulebook.rule import Rule
from auditor.rulebook.schema_check import template_mistakes
from auditor.rulebook.yaml_places import Placed, Where

SUMS = "The figures that the rule names give {computed}; {stated} is stated: {direction} {gap}."
BOUND = "The figures give {stated}; by the rule it is {computed} that bounds them: {direction} {gap}."
SAME = "One quantity is stated differently: {parts}."
DATES = "The dates that the rule names do not stand in the order that it asks for."
SEVERAL = ("paragraph", "counts", "near", "after", "before", "place")
"""Keys of a selector that take one text or several."""
_NAME = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")


def read_document(placed: Placed, content: dict[str, Any], *, trusted: bool) -> tuple[list[Rule], DocumentRules]:
    """Build the rules of one file, whose content fits the schema.

    Args:
        placed: The file; mistakes go there.
        content: Its content.
        trusted: The file comes with the program: its checks were read when it was made and are parsed when needed.
    """
    figures = [_selector(placed, ("figures", name), entry) for name, entry in content.get("figures", {}).items()]
    dates = [_selector(placed, ("dates", name), entry) for name, entry in content.get("dates", {}).items()]
    maker = _RuleMaker(placed, figures, dates, trusted=trusted)
    rules: list[Rule] = []
    identities: list[Identity] = []
    for place, entry in enumerate(content["identities"]):
        where: Where = ("identities", place)
        for mistake in template_mistakes(entry.get("message", "")):
            placed.problem((*where, "message"), mistake)
        identities += maker.identities(where, entry)
        rules.append(maker.rule(where, entry))
    if not trusted:
        maker.finish()
    match = tuple(DocumentMatch(**each) for each in content["match"])
    selectors = (*figures, *maker.codes.values())
    return rules, DocumentRules(placed.file, match, selectors, tuple(identities), tuple(dates))


def look_beside(placed: Placed, content: dict[str, Any], flawed: Sequence[Where]) -> None:
    """Record the mistakes that a schema cannot find in a file that does not fit it, as far as its parts can be read."""
    figures, dates = (_named(content.get(section)) for section in ("figures", "dates"))
    maker = _RuleMaker(placed, figures, dates, trusted=False)
    listed = content.get("identities")
    ids: dict[str, Where] = {}
    for place, entry in enumerate(listed if isinstance(listed, list) else ()):
        if not isinstance(entry, dict):
            continue
        where: Where = ("identities", place)
        spoiled = {path[2] for path in flawed if path[:2] == where and len(path) > 2}
        if isinstance(entry.get("message"), str):
            for mistake in template_mistakes(entry["message"]):
                placed.problem((*where, "message"), mistake)
        if isinstance(entry.get("id"), str):
            first = ids.setdefault(entry["id"], where)
            if first is not where:
                placed.problem(where, f"id {entry['id']!r} is taken by {placed.file}:{placed.values[first][0]}")
        if not spoiled & {*FORMS, "of"}:
            maker.look(where, entry)


def _named(section: Any) -> list[Selector]:  # noqa: ANN401 - whatever stands in the file
    return [Selector(str(name)) for name in section] if isinstance(section, dict) else []


def one_line(value: Any) -> Any:  # noqa: ANN401 - texts are joined, all else passes
    """Return a text of several lines as one line."""
    return " ".join(value.split()) if isinstance(value, str) else value


def names_of(value: str | Sequence[Any]) -> tuple[str, ...]:
    """Return one or several texts as a tuple."""
    return (str(value),) if isinstance(value, str | int) else tuple(str(each) for each in value)


class _RuleMaker:
    """Makes the identities of one file and keeps account of the names that they use."""

    def __init__(
        self, placed: Placed, figures: Sequence[Selector], dates: Sequence[Selector], *, trusted: bool
    ) -> None:
        self.codes: dict[str, Selector] = {}
        """Selectors for the codes of hierarchies that are no named figures."""
        self._placed = placed
        self._figures = {selector.name for selector in figures}
        self._dates = {selector.name for selector in dates}
        self._trusted = trusted
        self._used: set[str] = set()
        for name in sorted(self._figures & self._dates):
            placed.problem(("dates", name), f"{name!r} is a figure already; name the date otherwise", key=True)

    def identities(self, where: Where, entry: dict[str, Any]) -> Iterator[Identity]:
        """Yield what an entry asks for: one identity, or one a branch of a hierarchy."""
        forms = [form for form in FORMS if form in entry]
        if len(forms) != 1:
            self._one_form(where, forms)
            return
        form = forms[0]
        if "of" in entry and form != "hierarchy":
            self._placed.problem((*where, "of"), "`of` says where the codes of a hierarchy stand", key=True)
        if form == "check":
            text = " ".join(entry["check"].split())
            if not self._trusted:
                self._read(where, entry["check"])
            yield self._identity(entry, form, text, ())
        elif form == "hierarchy":
            yield from self._branches(where, entry)
        else:
            names = names_of(entry[form])
            for name in names:
                self._use(name, (*where, form), figures_only=True)
            yield self._identity(entry, form, f"{form}: {', '.join(names)}", names)

    def look(self, where: Where, entry: dict[str, Any]) -> None:
        """Record what is wrong with what an entry asks for, whatever else is wrong with the entry."""
        forms = [form for form in FORMS if form in entry]
        if forms == ["check"]:
            self._read(where, entry["check"])
        elif forms == ["hierarchy"]:
            tree = {str(parent): names_of(parts) for parent, parts in entry["hierarchy"].items()}
            for code, mistake in tree_mistakes(tree):
                self._placed.problem((*where, "hierarchy", code), mistake, key=True)
        elif len(forms) == 1:
            for name in names_of(entry[forms[0]]):
                self._use(name, (*where, forms[0]), figures_only=True)
        else:
            self._one_form(where, forms)

    def _one_form(self, where: Where, forms: Sequence[str]) -> None:
        said = f"says {' and '.join(forms)}" if forms else "says nothing that can be checked"
        self._placed.problem(where, f"{said}; give one of: {', '.join(FORMS)}")

    def _identity(self, entry: dict[str, Any], form: Form, text: str, used: tuple[str, ...]) -> Identity:
        tolerance = entry.get("tolerance", "interval")
        by_name = isinstance(tolerance, str)
        mode: ToleranceMode = tolerance if by_name else next(iter(tolerance))
        size = 0.0 if by_name else float(tolerance[mode])
        return Identity(entry["id"], entry["name"], text, form, used, mode, size, entry.get("missing", "exact"))

    def _branches(self, where: Where, entry: dict[str, Any]) -> Iterator[Identity]:
        tree = {str(parent): names_of(parts) for parent, parts in entry["hierarchy"].items()}
        for code, mistake in tree_mistakes(tree):
            self._placed.problem((*where, "hierarchy", code), mistake, key=True)
        stand_in = _selector(self._placed, (*where, "of"), entry["of"]) if "of" in entry else None
        if stand_in is not None and stand_in.row is not None and stand_in.column is not None:
            self._placed.problem((*where, "of"), "leave out row or column: the codes stand there")
        for parent, parts in tree.items():
            for code in (parent, *parts):
                if stand_in is None or code in self._figures:
                    self._use(code, (*where, "hierarchy", parent), figures_only=True)
                else:
                    self.codes[f"{entry['id']} {code}"] = _coded(stand_in, entry["id"], code)
            names = tuple(self._code(entry["id"], code, stand_in) for code in (parent, *parts))
            yield self._identity(entry, "hierarchy", f"{parent} == {' + '.join(parts)}", names)

    def _code(self, identity: str, code: str, stand_in: Selector | None) -> str:
        return code if stand_in is None or code in self._figures else f"{identity} {code}"

    def _use(self, name: str, where: Where, *, figures_only: bool = False, shift: int = 0) -> None:
        self._used.add(name)
        if name in self._figures or (name in self._dates and not figures_only):
            return
        if name in self._dates:
            self._placed.problem(where, f"{name!r} is a date; figures are asked for here", shift=shift)
            return
        known = sorted(self._figures if figures_only else self._figures | self._dates)
        hint = f"under `figures:` there are: {', '.join(known)}" if known else "name it under `figures:`"
        self._placed.problem(where, f"there is no figure {name!r}; {hint}", shift=shift)

    def _read(self, where: Where, text: str) -> None:
        """Read a check and see that it makes sense."""
        from auditor.rulebook.expressions.expression import parse_chain

        try:
            found = parse_chain(text)
            for mention in _once(found):
                self._use(mention[0], (*where, "check"), shift=mention[1] - 1)
            for comparison in found:
                refuse_mixed(comparison, self._dates.__contains__)
        except ExpressionError as error:
            self._used.update(_NAME.findall(text))  # a check that cannot be read may well name them
            message = f"check, column {error.column}: {error}"
            self._placed.problem((*where, "check"), message, shift=error.column - 1)

    def finish(self) -> None:
        """Name the figures and dates that no rule uses."""
        for section, known in (("figures", self._figures), ("dates", self._dates)):
            for name in sorted(known - self._used):
                told = f"no identity names the {section[:-1]} {name!r}; use it or take it out"
                self._placed.problem((section, name), told, key=True)

    def rule(self, where: Where, entry: dict[str, Any]) -> Rule:
        """Make the rule of an entry: how grave its findings are and what they say."""
        severity = entry["severity"]
        return Rule(
            id=entry["id"],
            name=entry["name"],
            kind=KIND.name,
            severity=severity,
            hedged_severity=entry.get("hedged_severity", severity),
            undecided_severity="note",
            message=one_line(entry.get("message", self._message(entry))),
            what=one_line(entry["what"]),
            why=one_line(entry["why"]),
            source=one_line(entry.get("source", self._placed.file)),
            tags=tuple(entry.get("tags", ())),
            since=entry.get("since", ""),
            waivable=entry.get("waivable", True),
            file=self._placed.file,
            line=self._placed.values[where][0],
        )

    def _message(self, entry: dict[str, Any]) -> str:
        if "same" in entry or "across" in entry:
            return SAME
        check = entry.get("check", "")
        named = set(_NAME.findall(check))
        if named & self._dates and not named & self._figures:
            return DATES
        return BOUND if "<" in check or ">" in check else SUMS


def _once(found: tuple[ComparisonTerm, ...]) -> list[tuple[str, int]]:
    """Return each mention of a name once, with its column."""
    return list(dict.fromkeys((each.name, each.column) for comparison in found for each in mentions(comparison)))


def _selector(placed: Placed, where: Where, entry: dict[str, Any]) -> Selector:
    """Build a selector; its entry fits the schema."""
    several: dict[str, Any] = {key: names_of(entry[key]) for key in SEVERAL if key in entry}
    single = {key: value for key, value in entry.items() if key not in (*SEVERAL, "dimensions", "period")}
    dimensions = tuple(sorted((key, str(value)) for key, value in entry.get("dimensions", {}).items()))
    period = str(entry["period"]) if "period" in entry else None
    line = placed.keys[where][0]
    return Selector(str(where[-1]), **several, **single, dimensions=dimensions, period=period, line=line)


def _coded(stand_in: Selector, identity: str, code: str) -> Selector:
    """Return the selector of a code: it heads the row, or the column where the row is given."""
    from dataclasses import replace

    name = f"{identity} {code}"
    return (
        replace(stand_in, name=name, column=code)
        if stand_in.row is not None
        else replace(stand_in, name=name, row=code)
    )
