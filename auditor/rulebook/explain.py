"""A rule explained to a person: what, why, how severe, where its figures are looked for, examples."""

from __future__ import annotations

from auditor.rulebook.expressions.identity import DocumentRules, Identity, Selector
from auditor.rulebook.expressions.syntax import names
from auditor.rulebook.rule import Rule, Rulebook

MISSING = {
    "exact": "nothing is checked, and that is reported",
    "at_most": "it counts as some number from zero up",
    "skip": "nothing is checked, in silence",
}
TOLERANCES = {
    "interval": "what the figures' own intervals allow",
    "exact": "none; the values as stated",
    "absolute": "up to {size:g}",
    "relative": "up to {size:.4g} of the right side",
}
HIDDEN = ("name", "line")


def explain(rule: Rule, book: Rulebook) -> list[tuple[str, str]]:
    """Return what there is to say of a rule to a person.

    Args:
        rule: The rule.
        book: The rulebook that it is of; the equations of identities and where their figures are looked for are in it.

    Returns:
        Label and text of each thing, in the order in which they are read; no text is empty.
    """
    found = [(each, rules) for rules in book.documents for each in rules.identities if each.id == rule.id]
    text = [
        ("Checks", rule.what),
        ("Why", rule.why),
        ("Relations", _relations(rule)),
        *(_identity([each for each, _ in found], found[0][1]) if found else ()),
        ("Severity", _severity(rule)),
        ("Says", rule.message),
        ("Source", rule.source),
        ("Tags", ", ".join(rule.tags)),
        ("Since", rule.since),
        ("May be accepted", "yes, in a baseline" if rule.waivable else "no"),
        ("File", f"{rule.file}:{rule.line}"),
        *(("Undecided" if each.outcome == "undecided" else f"When it {each.outcome}", each.text)
          for each in rule.examples),
    ]  # fmt: skip
    return [(label, said) for label, said in text if said]


def _relations(rule: Rule) -> str:
    if rule.of_documents:
        return "the figures named below, in the documents that the file is for"
    return f"{rule.kind}, in {'text and tables' if rule.where == 'any' else rule.where}"


def _severity(rule: Rule) -> str:
    hedged = f"; {rule.hedged_severity} where a figure is hedged" if rule.hedged_severity != rule.severity else ""
    return f"{rule.severity}{hedged}"


def _identity(identities: list[Identity], rules: DocumentRules) -> list[tuple[str, str]]:
    """Explain the equations of a rule for single documents, and where its figures are looked for."""
    first = identities[0]
    named = {name for each in identities for check in each.checks for name in names(check)}
    named |= {name for each in identities for name in each.used}
    return [
        *(("Equation", each.text) for each in identities),
        ("Tolerance", TOLERANCES[first.tolerance_mode].format(size=first.tolerance)),
        ("Missing figure", MISSING[first.missing]),
        *(("Where", f"{each.name}: {conditions(each)}") for each in (*rules.selectors, *rules.dates)
          if each.name in named),
    ]  # fmt: skip


def conditions(selector: Selector) -> str:
    """Write the conditions of a selector as a rule file does: paragraph 53, counts persons, near taken."""
    said = []
    for key in Selector.__slots__:
        value = getattr(selector, key)
        if key in HIDDEN or value in (None, ()):
            continue
        if key == "dimensions":
            said += [f"{dimension} {each}" for dimension, each in value]
        else:
            said.append(f"{key} {' or '.join(value) if isinstance(value, tuple) else value}")
    return ", ".join(said)
