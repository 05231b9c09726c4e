"""Reasons in words: "15,357 read as 15,537: digits 5 and 3 swapped; mends two relations"."""

from __future__ import annotations

from math import isfinite

from auditor.arithmetic.printed_digits import decimals_of
from auditor.locate.likelihood import Change, Printing, Weighed
from auditor.locate.priors import Priors
from auditor.locate.problem import LocalisationProblem


def reason(weighed: Weighed, problem: LocalisationProblem, printing: Printing, priors: Priors) -> str:
    """Return in words what each figure of an explanation was likely meant to be and how many relations that mends."""
    words = priors.words
    text = str(words["together"]).join(_change(change, problem, printing, priors) for change in weighed.changes)
    count = sum(problem.system.rows[number].counted for number in weighed.failing)
    if not count:
        return text
    template = words["mends_one"] if count == 1 else words["mends_many"]
    return str(template).format(reason=text, count=number_word(count, priors))


def number_word(count: int, priors: Priors) -> str:
    """Write a small count as a word, others in digits."""
    numbers = priors.words["numbers"]
    return str(numbers[count]) if count < len(numbers) else str(count)


def written(value: float, step: float) -> str:
    """Return a value with as many decimals as its printing step asks for, thousands apart ("15,357", "45.3").

    Args:
        value: The number; one that the step cannot write is written with six significant digits.
        step: One unit of the last digit that is printed: 1, 0.1, 100,000.
    """
    text = f"{value:,.{decimals_of(step)}f}"
    if abs(float(text.replace(",", "")) - value) > 1e-6 * max(step, 1e-9):
        text = f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.1f}"
    return "0" if float(text.replace(",", "")) == 0 else text


def shown(change: Change, value: float, printing: Printing) -> str:
    """Write a value in the way the figure of a change is printed."""
    step = printing.steps[change.figure]
    return printing.styles.value(change.figure, value, step) if printing.styles else written(value, step)


def _plain(change: Change, value: float, printing: Printing) -> str:
    step = printing.steps[change.figure]
    return printing.styles.plain(change.figure, value, step) if printing.styles else written(value, step)


def _printed(change: Change, problem: LocalisationProblem, printing: Printing) -> str:
    value = problem.values[change.figure]
    if not isfinite(value):
        return ""
    return printing.styles.printed(change.figure) if printing.styles else written(value, printing.steps[change.figure])


def _change(change: Change, problem: LocalisationProblem, printing: Printing, priors: Priors) -> str:
    words, printed = priors.words, _printed(change, problem, printing)
    if change.value is None:
        return _open(change, printed, printing, priors)
    mended = shown(change, change.value, printing)
    slip = priors.channel.kinds[change.cause.kind]
    if change.cause.kind != "other":
        detail = slip.words.format(first=change.cause.first, second=change.cause.second)
        return str(words["slip"]).format(mended=mended, printed=printed, slip=detail)
    gap = change.value - problem.values[change.figure]
    return str(words["higher" if gap > 0 else "lower"]).format(
        printed=printed, mended=mended, gap=_plain(change, abs(gap), printing)
    )


def _open(change: Change, printed: str, printing: Printing, priors: Priors) -> str:
    low, high = change.span.low, change.span.high
    kind = {(True, True): "between", (True, False): "at_least", (False, True): "at_most"}.get(
        (isfinite(low), isfinite(high)), "free"
    )
    edges = (("low", low), ("high", high))
    texts = {name: _plain(change, edge, printing) if isfinite(edge) else "" for name, edge in edges}
    return str(priors.words[kind]).format(printed=printed, **texts)
