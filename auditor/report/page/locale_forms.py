"""How a language writes numbers and dates, and which form of a word a number takes: by the CLDR, as Babel has it."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from auditor.runtime.resources import ResourceError

if TYPE_CHECKING:
    from babel.core import Locale

MINUS = "\u2212"
_LARGEST = 1e15
"""From here on a number is no longer exact to one, and is written with an exponent."""
_DECIMALS = re.compile(r"[.,](\d{1,2}|\d{4,})$")
"""Decimals of a number in any writing; three digits behind a sign are thousands."""


class LocaleForms:
    """The forms of one locale; Babel is loaded when the first is asked for."""

    def __init__(self, code: str, thousands: str = "") -> None:
        """Keep what tells the forms.

        Args:
            code: of the locale, such as "fr" or "en-GB".
            thousands: What stands between thousands, where that is not what the CLDR has.
        """
        self.code = code
        self._thousands = thousands

    @cached_property
    def _locale(self) -> Locale:
        from babel.core import Locale, UnknownLocaleError

        try:
            return Locale.parse(self.code, sep="-")
        except (UnknownLocaleError, ValueError) as error:
            raise ResourceError(f"the CLDR has no locale {self.code!r}; mend locale in rules/report/") from error

    @cached_property
    def thousands(self) -> str:
        """Return the sign between thousands."""
        from babel.numbers import get_group_symbol

        return self._thousands or get_group_symbol(self._locale)

    def number(self, value: float) -> str:
        """Write a number: thousands grouped, without the dust of binary fractions."""
        from babel.numbers import format_decimal, get_decimal_symbol, get_group_symbol

        rounded = round(value, 9)
        if not abs(rounded) < _LARGEST:
            written = f"{rounded:.10g}".replace(".", get_decimal_symbol(self._locale))
        else:
            exact = Decimal(int(rounded)) if rounded == int(rounded) else Decimal(f"{rounded:.10g}")
            written = format_decimal(exact, locale=self._locale, decimal_quantization=False)
            written = written.replace(get_group_symbol(self._locale), self.thousands)
        return written.replace("-", MINUS)

    def day(self, iso: str) -> str:
        """Write a day, given as ISO 8601 has it ("2027-01-31"), in words; what is no such day stays as it is."""
        from babel.dates import format_date

        try:
            return format_date(date.fromisoformat(iso), "long", locale=self._locale)
        except ValueError:
            return iso

    def category(self, number: int | Decimal) -> str:
        """Return the category of plurals ("one", "other", ...) that a number takes; 1.0 is not 1."""
        return self._locale.plural_form(number)

    def category_of(self, printed: str) -> str:
        """Return the form that a number takes that is printed in any language's writing ("1", "9,97", "1.204")."""
        decimals = _DECIMALS.search(printed)
        whole = "".join(filter(str.isdecimal, printed[: decimals.start()] if decimals else printed))
        return self.category(Decimal(f"{whole or 0}.{decimals[1]}" if decimals else whole or 0))
