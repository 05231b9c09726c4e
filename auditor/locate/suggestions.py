"""Suggestions for a document: which figure, if changed, would mend the relations that do not hold.

Relations that share figures are looked at together: a figure that a relation which holds confirms (the other side of a
crossed breakdown, a repeat elsewhere) is not blamed. Cost is in proportion to the number of relations.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from math import inf, prod

from auditor.arithmetic.printed_digits import in_digits, printed_step
from auditor.kinds import kind_of
from auditor.locate.cover import Explanation
from auditor.locate.document_writing import DocumentWriting
from auditor.locate.likelihood import LikelihoodScale, Printing, Weighed
from auditor.locate.priors import Priors, standard_priors
from auditor.locate.problem import LocalisationProblem
from auditor.locate.reasons import reason, shown
from auditor.locate.rows import linear_relation
from auditor.locate.search import Options, RuleGroup, groups, order, scale_of
from auditor.locate.system import Linear, System
from auditor.model.figure import Figure, Figures
from auditor.model.relation import Relation
from auditor.model.verdict import Form, Verdict

REACH = 3
"""How many relations away from a failing one a relation still has a say: two suspects and what they touch."""

Suggested = tuple[str, float, str, str]
"""(figure id, the value that mends, the reason in words, the value written as the document writes the figure)."""


def suggest(
    relations: Sequence[Relation],
    verdicts: Iterable[Verdict],
    figures: Figures | Mapping[str, Figure],
    priors: Priors | None = None,
) -> dict[str, tuple[Suggested, ...]]:
    """Return which figure, if changed, would mend each relation that does not hold.

    Args:
        relations: As read; their figures are in `figures`.
        verdicts: One a relation, in any order.
        figures: By id, or as read.
        priors: How likely each slip is; those that come with the program by default.

    Returns:
        Id of the relation -> its suggestions, the likeliest first: id of the figure, the value that it would have, the
        reason in words, and the value as the document would write it. Relations without any are absent.

    Raises:
        auditor.runtime.resources.ResourceError: The priors that come with the program are missing or damaged.
    """
    priors = priors or standard_priors()
    by_id = figures if isinstance(figures, Mapping) else {figure.id: figure for figure in figures.figures}
    verdicts = list(verdicts)
    holds = {verdict.relation.id: verdict.holds for verdict in verdicts}
    forms = {verdict.relation.id: verdict.form for verdict in verdicts if verdict.form is not None}
    checked = [relation for relation in relations if holds.get(relation.id) is not None]
    sure = [relation for relation in checked if holds[relation.id] or relation.strength >= priors.audit.strength]
    if all(holds[relation.id] for relation in sure):
        return {}
    system = System.build(_rules(_connected(sure, holds), by_id, holds, forms))
    values = [by_id[name].value for name in system.names]
    problem = LocalisationProblem.state(system, values, values, values)
    options = _options(system, by_id, priors)
    scale = scale_of(problem, options)
    strengths = {relation.id: relation.strength for relation in sure}
    misread = [max(priors.audit.misread, 1 - strengths.get(row.id, 1.0)) for row in system.rows]
    counted = frozenset(
        place
        for place, name in enumerate(system.names)
        if by_id[name].unit == "count" and printed_step(by_id[name]) >= 1
    )
    out: dict[str, tuple[Suggested, ...]] = {}
    for group in groups(problem, scale, options):
        out.update(_of_group(group, scale, misread, counted))
    return out


def _connected(relations: Sequence[Relation], holds: Mapping[str, bool | None]) -> list[Relation]:
    """Return the relations that share figures, within `REACH` steps, with one that does not hold."""
    touching: dict[str, list[int]] = {}
    for place, relation in enumerate(relations):
        for name in relation.members:
            touching.setdefault(name, []).append(place)
    edge = [place for place, relation in enumerate(relations) if holds[relation.id] is False]
    found = set(edge)
    for _ in range(REACH):
        near = {other for place in edge for name in relations[place].members for other in touching.pop(name, ())}
        edge = sorted(near - found)
        found |= near
    return [relations[place] for place in sorted(found)]


def _rules(
    relations: Sequence[Relation],
    figures: Mapping[str, Figure],
    holds: Mapping[str, bool | None],
    forms: Mapping[str, Form],
) -> list[Linear]:
    """Return the relations as linear rules, one that is said twice counted once, and no count below zero."""
    out: list[Linear] = []
    said: set[tuple[tuple[str, float], ...]] = set()
    signed = {relation.parts[-1] for relation in relations if kind_of(relation.kind).signed and relation.parts}
    named: dict[str, None] = {}
    for relation in sorted(relations, key=lambda relation: relation.id):
        rule = linear_relation(relation, figures, holds=bool(holds[relation.id]), form=forms.get(relation.id))
        if rule is None:
            continue
        key = tuple(sorted(rule.coefficients.items()))
        out.append(replace(rule, counted=key not in said))
        said.add(key)
        if not holds[relation.id]:
            named.update(dict.fromkeys(rule.coefficients))
    for name in named:
        figure = figures[name]
        if figure.value >= 0 and figure.unit not in ("money", "measure") and name not in signed:
            out.append(Linear("", {name: 1.0}, 0.0, inf, counted=False))
    return out


def _options(system: System, figures: Mapping[str, Figure], priors: Priors) -> Options:
    listed = [figures[name] for name in system.names]
    styles = DocumentWriting.of(listed, tuple(figures.values()))
    steps = tuple(printed_step(figure) for figure in listed)
    printing = Printing(steps, (0.0,) * len(steps), tuple(not in_digits(figure.text) for figure in listed), styles)
    limits = priors.audit
    effort = replace(
        priors.effort, pairs=min(priors.effort.pairs, limits.pairs), cuts=min(priors.effort.cuts, limits.cuts)
    )
    return Options(printing, priors=replace(priors, effort=effort), apart=True, programmes=priors.audit.programmes)


def _of_group(
    group: RuleGroup, scale: LikelihoodScale, misread: Sequence[float], counted: frozenset[int]
) -> dict[str, tuple[Suggested, ...]]:
    """Return the suggestions for each failing relation of a group; those in `counted` have no fractions."""
    system = scale.problem.system
    explanations = group.explanations
    if not explanations or len(explanations[0].changes) > 1:
        explanations = tuple(sorted((*explanations, *_partial(group, scale, misread)), key=order))
    out: dict[str, tuple[Suggested, ...]] = {}
    for number in group.failing:
        found: dict[tuple[str, float], tuple[str, str]] = {}
        for weighed in _worth_saying([one for one in explanations if number in one.failing], scale.priors):
            text = reason(weighed, scale.problem, scale.printing, scale.priors)
            for change in weighed.changes:
                if change.value is None or change.figure not in system.factors[number]:
                    continue
                if change.figure not in counted or float(change.value).is_integer():
                    key = (system.names[change.figure], change.value)
                    found.setdefault(key, (text, shown(change, change.value, scale.printing)))
        if found and system.rows[number].id:
            out[system.rows[number].id] = tuple((*key, *said) for key, said in found.items())
    return out


def _partial(group: RuleGroup, scale: LikelihoodScale, misread: Sequence[float]) -> list[Weighed]:
    """Explain some of a group's failing relations by one figure and leave the others as misread.

    Relations that hold must still hold. A relation of a document is read, not given: one slip and one misreading are
    often likelier than two slips that happen to meet.
    """
    problem, failing = scale.problem, frozenset(group.failing)
    out: dict[tuple[int, tuple[int, ...]], Weighed] = {}
    for number in group.failing:
        for figure, _ in problem.system.rows[number].terms:
            span = problem.span(figure, without=failing - {number})
            if span is None:
                continue
            weighed = scale.weigh(Explanation((figure,), (span,)), (number,))
            value = weighed.changes[0].value
            if value is None:
                continue
            mended = tuple(other for other in group.failing if other == number or problem.mended(other, figure, value))
            doubt = prod(misread[other] for other in group.failing if other not in mended)
            out[figure, mended] = replace(weighed, failing=mended, likelihood=weighed.likelihood * doubt)
    return list(out.values())


def _worth_saying(explanations: Sequence[Weighed], priors: Priors) -> list[Weighed]:
    """Leave out what is far less likely than the first, and guesses that are too many to help."""
    if not explanations:
        return []
    total = sum(weighed.likelihood for weighed in explanations)
    limits = priors.audit
    kept = [
        weighed
        for weighed in explanations
        if weighed.likelihood >= limits.share * explanations[0].likelihood
        and (len(weighed.changes) == 1 or weighed.likelihood >= limits.sure * total)
    ]
    if len(kept) > limits.most:
        kept = [weighed for weighed in kept if all(change.cause.kind != "other" for change in weighed.changes)]
    return kept[: limits.most]
