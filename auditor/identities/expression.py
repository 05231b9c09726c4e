"""The little language of checks: `released == taken - killed`, `share == round(100 * part / whole, 1)`.

A check is one comparison of two sums of products over named figures. It is parsed into a frozen tree and never handed
to Python: there is no attribute, no string, no call but `round` and `sum`.

    comparison: sum ("==" | "<=" | ">=" | "<" | ">") sum
    sum:        product (("+" | "-") product)*
    product:    unary (("*" | "/") unary)*
    unary:      "-"* (NUMBER | NAME | round(sum, digits) | sum(sum, ...) | "(" sum ")")
    NAME:       letters, digits and underscores, parts joined by dots: mines.neutralised
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

Sign = Literal["==", "<=", ">=", "<", ">"]
FUNCTIONS = ("round", "sum")
LONGEST = 4000
DEEPEST = 200
MOST_DIGITS = 12

GRAMMAR = r"""
comparison: _sum SIGN _sum
_sum: add | subtract | _product
add: _sum PLUS _product
subtract: _sum MINUS _product
_product: multiply | divide | _unary
multiply: _product STAR _unary
divide: _product SLASH _unary
_unary: negative | _atom
negative: MINUS _unary
_atom: number | name | call | "(" _sum ")"
number: NUMBER
name: NAME
call: NAME "(" _sum ("," _sum)* ")"
SIGN: "==" | "<=" | ">=" | "<" | ">"
PLUS: "+"
MINUS: "-"
STAR: "*"
SLASH: "/"
NUMBER: /[0-9]+(\.[0-9]+)?/
NAME: /[^\W\d]\w*(\.[^\W\d]\w*)*/
%ignore /[ \t\r\n]+/
"""

WORDS = {
    "SIGN": "a comparison (== <= >= < >)",
    "NUMBER": "a number",
    "NAME": "a name",
    "PLUS": "+",
    "MINUS": "-",
    "STAR": "*",
    "SLASH": "/",
    "LPAR": "(",
    "RPAR": ")",
    "COMMA": ",",
    "$END": "the end",
}


class ExpressionError(ValueError):
    """A check that cannot be read; `column` is 1-based in the text of the check."""

    def __init__(self, message: str, column: int = 1) -> None:
        super().__init__(message)
        self.column = column


@dataclass(frozen=True, slots=True)
class Number:
    """A constant."""

    value: float


@dataclass(frozen=True, slots=True)
class Name:
    """A figure, by its name in the rule file."""

    name: str
    column: int = 1


@dataclass(frozen=True, slots=True)
class Binary:
    """Two terms joined by + - * or /."""

    sign: Literal["+", "-", "*", "/"]
    left: Node
    right: Node
    column: int = 1


@dataclass(frozen=True, slots=True)
class Negative:
    """A term with its sign turned."""

    term: Node


@dataclass(frozen=True, slots=True)
class Round:
    """A term rounded to a number of decimals."""

    term: Node
    digits: int
    column: int = 1


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of several terms."""

    terms: tuple[Node, ...]


Node = Number | Name | Binary | Negative | Round | Sum


@dataclass(frozen=True, slots=True)
class Comparison:
    """A check: left, sign, right, and the text it was read from."""

    left: Node
    sign: Sign
    right: Node
    text: str = ""


@dataclass(frozen=True, slots=True)
class LinearConstraint:
    """A check as coefficients: sum(coefficients[name] * name) `relation` constant; names in order of first mention."""

    coefficients: dict[str, float]
    relation: Sign
    constant: float


def children(node: Node) -> tuple[Node, ...]:
    """Give the terms that a term is made of, left to right."""
    match node:
        case Binary(left=left, right=right):
            return (left, right)
        case Negative(term=term) | Round(term=term):
            return (term,)
        case Sum(terms=terms):
            return terms
        case _:
            return ()


def mentions(comparison: Comparison) -> Iterator[Name]:
    """Give every mention of a figure, left to right."""
    stack: list[Node] = [comparison.right, comparison.left]
    while stack:
        node = stack.pop()
        if isinstance(node, Name):
            yield node
        stack.extend(reversed(children(node)))


def names(comparison: Comparison) -> tuple[str, ...]:
    """Give the names of the figures in a check, in order of first mention."""
    return tuple(dict.fromkeys(mention.name for mention in mentions(comparison)))


def _binary(sign: Literal["+", "-", "*", "/"]) -> Callable[[Any], Binary]:
    """Make the builder of one kind of two-sided term."""
    return lambda made: Binary(sign, made[0], made[2], made[1].column)


def _call(made: list[Any]) -> Node:
    """Build a call of one of the two functions."""
    function, *terms = made
    column = function.column
    if function == "sum":
        return Sum(tuple(terms))
    if function != "round":
        raise ExpressionError(f"there is no function {str(function)!r}; there are: {', '.join(FUNCTIONS)}", column)
    if len(terms) != 2:
        raise ExpressionError("round takes a term and a number of decimals: round(100 * part / whole, 1)", column)
    term, digits = terms
    if not isinstance(digits, Number) or not digits.value.is_integer() or digits.value > MOST_DIGITS:
        raise ExpressionError(f"the decimals of round must be a whole number from 0 to {MOST_DIGITS}", column)
    return Round(term, int(digits.value), column)


def _constant(made: list[Any]) -> Number:
    """Build a number."""
    return Number(float(made[0]))


@cache
def _reader() -> Any:  # noqa: ANN401 - lark's types are imported with it
    """Make the parser; lark is imported here because most audits have no identities to read."""
    from lark import Lark, Transformer

    class Build(Transformer):  # type: ignore[misc,type-arg,unused-ignore]
        """Turns what the parser reads into the frozen tree, bottom up."""

        add, subtract = staticmethod(_binary("+")), staticmethod(_binary("-"))
        multiply, divide = staticmethod(_binary("*")), staticmethod(_binary("/"))
        negative = staticmethod(lambda made: Negative(made[1]))
        number = staticmethod(_constant)
        name = staticmethod(lambda made: Name(str(made[0]), made[0].column))
        call = staticmethod(_call)
        comparison = staticmethod(lambda made: Comparison(made[0], str(made[1]), made[2]))  # type: ignore[arg-type]

    return Lark(GRAMMAR, parser="lalr", start="comparison", transformer=Build())


def parse(text: str) -> Comparison:
    """Read a check.

    Raises:
        ExpressionError: it is no check; the message says what was expected, `column` where.
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
    comparison = Comparison(made.left, made.sign, made.right, " ".join(text.split()))
    _refuse_deep(comparison)
    return comparison


def _cause(error: Any) -> ExpressionError:  # noqa: ANN401 - a lark exception
    """Give the mistake that a builder found."""
    found = error.orig_exc
    return found if isinstance(found, ExpressionError) else ExpressionError("cannot be read")


def _column(text: str, position: int | None) -> int:
    """Give the 1-based column of a position, clipped to the text."""
    return min(max(position or 0, 0), len(text)) + 1


def _refuse_deep(comparison: Comparison) -> None:
    """Refuse terms nested deeper than a person would write; later steps walk the tree by recursion."""
    level: list[Node] = [comparison.left, comparison.right]
    for _ in range(DEEPEST):
        level = [child for node in level for child in children(node)]
        if not level:
            return
    raise ExpressionError(f"nested deeper than {DEEPEST} terms; write sum(a, b, c) for a + b + c", 1)


Terms = Mapping[str, float]


def _add(left: tuple[dict[str, float], float], right: tuple[Terms, float], factor: float) -> None:
    """Add right times factor to left, in place."""
    for name, coefficient in right[0].items():
        left[0][name] = left[0].get(name, 0.0) + factor * coefficient


def _linear(node: Node) -> tuple[dict[str, float], float]:
    """Give a term as coefficients and a constant."""
    match node:
        case Number(value=value):
            return {}, value
        case Name(name=name):
            return {name: 1.0}, 0.0
        case Negative(term=term):
            inner, constant = _linear(term)
            return {name: -value for name, value in inner.items()}, -constant
        case Sum(terms=terms):
            total: dict[str, float] = {}
            constant = 0.0
            for part in terms:
                made = _linear(part)
                _add((total, 0.0), made, 1.0)
                constant += made[1]
            return total, constant
        case Binary(sign=sign, left=left, right=right, column=column):
            return _linear_pair(sign, _linear(left), _linear(right), column)
        case Round(column=column):
            raise ExpressionError("round() is not linear", column)


def _linear_pair(
    sign: str,
    left: tuple[dict[str, float], float],
    right: tuple[dict[str, float], float],
    column: int,
) -> tuple[dict[str, float], float]:
    """Join two linear terms."""
    if sign in "+-":
        factor = 1.0 if sign == "+" else -1.0
        _add(left, right, factor)
        return left[0], left[1] + factor * right[1]
    if sign == "*" and not left[0]:
        left, right = right, left
    if right[0]:
        raise ExpressionError("not linear: figures multiplied or divided by each other", column)
    if sign == "/" and right[1] == 0:
        raise ExpressionError("divided by zero", column)
    factor = right[1] if sign == "*" else 1.0 / right[1]
    return {name: value * factor for name, value in left[0].items()}, left[1] * factor


def linear(comparison: Comparison) -> LinearConstraint:
    """Give a check as a linear constraint.

    Raises:
        ExpressionError: it is not linear (round, a product or quotient of figures).
    """
    left, right = _linear(comparison.left), _linear(comparison.right)
    _add(left, right, -1.0)
    return LinearConstraint(left[0], comparison.sign, right[1] - left[1] + 0.0)
