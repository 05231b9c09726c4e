"""The little language of checks: `released == taken - killed`, `share == round(100 * part / whole, 1)`.

A check compares two or more sums of products over named figures and dates. It is parsed into a frozen tree and never
handed to Python: there is no attribute, no string, no call but `round`, `sum`, `start` and `end`.

    check:      sum (("==" | "<=" | ">=" | "<" | ">") sum)+      0 <= share <= 100, a == b == c
    sum:        product (("+" | "-") product)*
    product:    unary (("*" | "/") unary)*
    unary:      "-"* (NUMBER | DATE | NAME | call | "(" sum ")")
    call:       round(sum, digits) | sum(sum, ...) | sum(NAME by DIMENSION) | start(NAME) | end(NAME)
    NAME:       letters, digits and underscores, parts joined by dots: mines.neutralised
    DATE:       2020-09-27
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any, Literal

from auditor.rulebook.expressions.syntax import (
    Binary,
    ComparisonTerm,
    Day,
    Edge,
    ExpressionError,
    Members,
    Name,
    Negative,
    Node,
    NumberTerm,
    Round,
    Sum,
    children,
)

FUNCTIONS = ("round", "sum", "start", "end")
LONGEST = 4000
DEEPEST = 200
MOST_DIGITS = 12

GRAMMAR = r"""
check: _sum (SIGN _sum)+
_sum: add | subtract | _product
add: _sum PLUS _product
subtract: _sum MINUS _product
_product: multiply | divide | _unary
multiply: _product STAR _unary
divide: _product SLASH _unary
_unary: negative | _atom
negative: MINUS _unary
_atom: number | day | name | call | "(" _sum ")"
number: NUMBER
day: DATE
name: NAME
call: NAME "(" _argument ("," _argument)* ")"
_argument: _sum | members
members: NAME BY NAME
SIGN: "==" | "<=" | ">=" | "<" | ">"
PLUS: "+"
MINUS: "-"
STAR: "*"
SLASH: "/"
BY.2: /by(?!\w)/
DATE.2: /[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])/
NUMBER: /[0-9]+(\.[0-9]+)?/
NAME: /[^\W\d]\w*(\.[^\W\d]\w*)*/
%ignore /[ \t\r\n]+/
"""

WORDS = {
    "SIGN": "a comparison (== <= >= < >)",
    "NUMBER": "a number",
    "DATE": "a date",
    "NAME": "a name",
    "BY": "by",
    "PLUS": "+",
    "MINUS": "-",
    "STAR": "*",
    "SLASH": "/",
    "LPAR": "(",
    "RPAR": ")",
    "COMMA": ",",
    "$END": "the end",
}


def _binary(sign: Literal["+", "-", "*", "/"]) -> Callable[[Any], Binary]:
    """Make the builder of one kind of two-sided term."""

    def build(made: list[Any]) -> Binary:
        if sign == "/" and isinstance(made[2], NumberTerm) and not made[2].value:
            raise ExpressionError("nothing can be divided by zero", made[1].column)
        return Binary(sign, made[0], made[2], made[1].column)

    return build


def _call(made: list[Any]) -> Node:
    """Build a call of one of the functions."""
    function, *terms = made
    column = function.column
    if function != "sum" and any(isinstance(term, Members) for term in terms):
        raise ExpressionError("`by` stands in sum alone: sum(killed by sex)", column)
    if function == "sum":
        return Sum(tuple(terms))
    if function in ("start", "end"):
        if len(terms) != 1 or not isinstance(terms[0], Name):
            raise ExpressionError(f"{function} takes one name of a date or period: {function}(visit)", column)
        return Edge("start" if function == "start" else "end", terms[0].name, terms[0].column)
    if function != "round":
        raise ExpressionError(f"there is no function {str(function)!r}; there are: {', '.join(FUNCTIONS)}", column)
    if len(terms) != 2:
        raise ExpressionError("round takes a term and a number of decimals: round(100 * part / whole, 1)", column)
    term, digits = terms
    if not isinstance(digits, NumberTerm) or not digits.value.is_integer() or digits.value > MOST_DIGITS:
        raise ExpressionError(f"the decimals of round must be a whole number from 0 to {MOST_DIGITS}", column)
    return Round(term, int(digits.value), column)


def _day(made: list[Any]) -> Day:
    """Build a date."""
    try:
        return Day(date.fromisoformat(str(made[0])).toordinal(), made[0].column)
    except ValueError:
        raise ExpressionError(f"there is no day {made[0]}", made[0].column) from None


def _check(made: list[Any]) -> tuple[ComparisonTerm, ...]:
    """Build the comparisons of a chain: those of neighbours, and every two of a chain of equal terms."""
    terms, signs = made[0::2], [str(sign) for sign in made[1::2]]
    if len(signs) > 1 and set(signs) == {"=="}:
        pairs = [(i, j) for i in range(len(terms)) for j in range(i + 1, len(terms))]
        return tuple(ComparisonTerm(terms[i], "==", terms[j]) for i, j in pairs)
    if len(signs) > 1 and not (set(signs) <= {"<", "<="} or set(signs) <= {">", ">="}):
        raise ExpressionError("a chain goes one way: 0 <= share <= 100, or a == b == c", made[3].column)
    return tuple(
        ComparisonTerm(terms[place], sign, terms[place + 1])  # type: ignore[arg-type]
        for place, sign in enumerate(signs)
    )


@lru_cache(1)
def _reader() -> Any:  # noqa: ANN401 - lark's types are imported with it
    """Make the parser; lark is imported here because most audits have no identities to read."""
    from lark import Lark, Transformer

    class Build(Transformer):  # type: ignore[misc,type-arg,unused-ignore]
        """Turns what the parser reads into the frozen tree, bottom up."""

        add, subtract = staticmethod(_binary("+")), staticmethod(_binary("-"))
        multiply, divide = staticmethod(_binary("*")), staticmethod(_binary("/"))
        negative = staticmethod(lambda made: Negative(made[1]))
        number = staticmethod(lambda made: NumberTerm(float(made[0])))
        name = staticmethod(lambda made: Name(str(made[0]), made[0].column))
        members = staticmethod(lambda made: Members(str(made[0]), str(made[2]), made[0].column))
        day, call, check = staticmethod(_day), staticmethod(_call), staticmethod(_check)

    return Lark(GRAMMAR, parser="lalr", start="check", transformer=Build())


def parse(text: str) -> ComparisonTerm:
    """Read a check that is one comparison.

    Args:
        text: The check in the language that the module describes.

    Returns:
        The frozen tree; its `text` is the check with white space made single blanks.

    Raises:
        ExpressionError: It is no check, or a chain; the message says what was expected, `column` where.
    """
    found = parse_chain(text)
    if len(found) > 1:
        raise ExpressionError("one comparison should be here, not a chain; make a rule of each")
    return found[0]


@lru_cache(1024)
def parse_chain(text: str) -> tuple[ComparisonTerm, ...]:
    """Read a check: one comparison, or those that a chain (`0 <= a <= b`, `a == b == c`) is short for.

    Args:
        text: The check in the language that the module describes, of at most `LONGEST` characters.

    Returns:
        The comparisons of neighbours, left to right, each with the text of the whole chain.

    Raises:
        ExpressionError: It is no check; the message says what was expected, `column` where.
    """
    if len(text) > LONGEST:
        raise ExpressionError(f"longer than {LONGEST} characters; make several checks of it", LONGEST)
    from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken, VisitError

    try:
        made = _reader().parse(text)
    except VisitError as error:
        raise _cause(error) from None
    except UnexpectedCharacters as error:
        raise ExpressionError(f"{error.char!r} has no meaning here", _column(text, error.pos_in_stream)) from None
    except UnexpectedToken as error:
        wanted = sorted({WORDS.get(name, name) for name in (error.accepts or error.expected)})
        found = "the end" if error.token.type == "$END" else repr(str(error.token))
        where = len(text.rstrip()) + 1 if error.token.type == "$END" else _column(text, error.pos_in_stream)
        raise ExpressionError(f"{found} where {' or '.join(wanted)} should be", where) from None
    except UnexpectedInput as error:
        raise ExpressionError("cannot be read", _column(text, error.pos_in_stream)) from None
    shown = " ".join(text.split())
    for comparison in made:
        _refuse_deep(comparison)
    return tuple(ComparisonTerm(each.left, each.sign, each.right, shown) for each in made)


def _cause(error: Any) -> ExpressionError:  # noqa: ANN401 - a lark exception
    """Return the mistake that a builder found."""
    found = error.orig_exc
    return found if isinstance(found, ExpressionError) else ExpressionError("cannot be read")


def _column(text: str, position: int | None) -> int:
    """Return the 1-based column of a position, clipped to the text."""
    return min(max(position or 0, 0), len(text)) + 1


def _refuse_deep(comparison: ComparisonTerm) -> None:
    """Refuse terms nested deeper than a person would write; later steps walk the tree by recursion."""
    level: list[Node] = [comparison.left, comparison.right]
    for _ in range(DEEPEST):
        level = [child for node in level for child in children(node)]
        if not level:
            return
    raise ExpressionError(f"nested deeper than {DEEPEST} terms; write sum(a, b, c) for a + b + c", 1)
