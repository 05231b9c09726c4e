"""Values written as the document writes them: "1 230" beside "1 240", "1.3 million" beside "1.2 million"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from auditor.arithmetic.printed_digits import SIGNS, decimals_of, in_digits, printed_decimals
from auditor.kinds.equations import Writing, writing_of
from auditor.model.figure import Figure

_DIGITS = re.compile(r"\d(?:[\d.,'’ \u00a0\u202f\u2009]*\d)?")


@dataclass(frozen=True, slots=True)
class DocumentWriting:
    """How each figure of a document is printed, aligned with the names of a system."""

    figures: tuple[Figure, ...]
    default: Writing
    """How the document writes numbers, for figures that do not show it."""

    @classmethod
    def of(cls, figures: Sequence[Figure], document: Sequence[Figure]) -> DocumentWriting:
        """Learn the style of `figures` from them and from all figures of their document."""
        return cls(tuple(figures), writing_of([figure.text for figure in document]))

    def printed(self, place: int) -> str:
        """Return a figure as printed; one in words as a number."""
        figure = self.figures[place]
        if not in_digits(figure.text):
            return self.plain(place, figure.value, 1.0)
        return " ".join(figure.text.split(" "))

    def value(self, place: int, value: float, step: float) -> str:
        """Write another value in the way a figure is printed, with what stands around its digits ("per cent")."""
        figure = self.figures[place]
        found = list(_DIGITS.finditer(figure.text))
        digits = re.sub(r"\D", "", found[0][0]) if len(found) == 1 else ""
        if not digits or not int(digits) or not figure.value:
            return self.plain(place, value, step)
        # One unit of the last printed digit, which tells "million" and "per cent" from the digits before them.
        unit = abs(figure.value) / int(digits)
        start = figure.text[: found[0].start()].rstrip("".join(SIGNS))
        sign = "−" if value < 0 else ""
        decimals = printed_decimals(found[0][0], figure.value, self._writing(figure).decimal)
        scaled = abs(value) / unit * 10.0**-decimals
        if abs(scaled * 10**decimals - round(scaled * 10**decimals)) > 1e-6:
            return self.plain(place, value, step)
        number = self._writing(figure).signed(f"{scaled:,.{decimals}f}")
        return f"{sign}{start}{number}{figure.text[found[0].end() :]}"

    def plain(self, place: int, value: float, step: float) -> str:
        """Write a number with the decimals that a step asks for, without what stands around the figure."""
        decimals = decimals_of(step)
        if abs(round(value, decimals) - value) > 1e-6 * max(step, 1e-9):
            decimals = min(decimals + 4, 9)
        return self._writing(self.figures[place]).number(round(value, decimals), decimals)

    def _writing(self, figure: Figure) -> Writing:
        found = writing_of([figure.text], self.default)
        # Decimals behind a comma, and no thousands seen: a comma between thousands would be misread.
        return found if found.group != found.decimal else Writing(" ", found.decimal)
