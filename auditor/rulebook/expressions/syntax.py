"""The tree of a check: frozen terms over named figures, and what can be asked of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

Sign = Literal["==", "<=", ">=", "<", ">"]
MIRRORED: Mapping[Sign, Sign] = {"==": "==", "<=": ">=", ">=": "<=", "<": ">", ">": "<"}
"""Each sign -> that of the sides exchanged, or multiplied by less than nothing."""


class ExpressionError(ValueError):
    """A check that cannot be read or used; `column` is 1-based in the text of the check."""

    def __init__(self, message: str, column: int = 1) -> None:
        super().__init__(message)
        self.column = column


@dataclass(frozen=True, slots=True)
class NumberTerm:
    """A constant."""

    value: float


@dataclass(frozen=True, slots=True)
class Day:
    """A date that the check names (2020-09-27), as the ordinal of the day."""

    value: int
    column: int = 1


@dataclass(frozen=True, slots=True)
class Name:
    """A figure or a date, by its name in the rule file."""

    name: str
    column: int = 1


@dataclass(frozen=True, slots=True)
class Edge:
    """The first or the last day of a named date or period: start(report.period)."""

    which: Literal["start", "end"]
    name: str
    column: int = 1


@dataclass(frozen=True, slots=True)
class Members:
    """The figures of one dimension beside a named figure: `killed by sex`. It stands in sum() alone."""

    name: str
    dimension: str
    column: int = 1

    @property
    def key(self) -> str:
        """Return the words of it: the name under which `spread` looks its figures up."""
        return f"{self.name} by {self.dimension}"


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


Leaf = NumberTerm | Day | Name | Edge | Members
Node = Leaf | Binary | Negative | Round | Sum


@dataclass(frozen=True, slots=True)
class ComparisonTerm:
    """A check: left, sign, right, and the text it was read from."""

    left: Node
    sign: Sign
    right: Node
    text: str = ""


def children(node: Node) -> tuple[Node, ...]:
    """Return the terms that a term is made of, left to right."""
    match node:
        case Binary(left=left, right=right):
            return (left, right)
        case Negative(term=term) | Round(term=term):
            return (term,)
        case Sum(terms=terms):
            return terms
        case _:
            return ()


def leaves(comparison: ComparisonTerm) -> Iterator[Leaf]:
    """Yield every term that is made of no others.

    Yields:
        Numbers, days, names, edges and members, left to right.
    """
    stack: list[Node] = [comparison.right, comparison.left]
    while stack:
        node = stack.pop()
        if isinstance(node, NumberTerm | Day | Name | Edge | Members):
            yield node
        stack.extend(reversed(children(node)))


def mentions(comparison: ComparisonTerm) -> Iterator[Name]:
    """Yield every mention of a figure or date.

    Yields:
        Names with their columns, left to right, as often as they occur; of an edge and of members the name they are of.
    """
    for leaf in leaves(comparison):
        if isinstance(leaf, Name):
            yield leaf
        elif isinstance(leaf, Edge | Members):
            yield Name(leaf.name, leaf.column)


def names(comparison: ComparisonTerm) -> tuple[str, ...]:
    """Return the names of the figures and dates in a check.

    Returns:
        Each once, in order of first mention.
    """
    return tuple(dict.fromkeys(mention.name for mention in mentions(comparison)))


def members(comparison: ComparisonTerm) -> tuple[Members, ...]:
    """Return the dimensions that a check sums over, each once."""
    return tuple({leaf.key: leaf for leaf in leaves(comparison) if isinstance(leaf, Members)}.values())


def spread(comparison: ComparisonTerm, found: Mapping[str, tuple[str, ...]]) -> ComparisonTerm:
    """Return a check with the members of dimensions written out: each `killed by sex` becomes the sum of its figures.

    Args:
        comparison: The check; it is left as it is.
        found: `Members.key` -> the names that stand in its place; they are terms of the sum that it stood in.

    Returns:
        A check without members.
    """

    def walk(node: Node) -> Node:
        match node:
            case Members():
                return Sum(tuple(Name(name) for name in found[node.key]))
            case Sum(terms=terms):
                return Sum(tuple(inner for term in terms for inner in _terms(walk(term), within=term)))
            case Binary(left=left, right=right):
                return replace(node, left=walk(left), right=walk(right))
            case Negative(term=term) | Round(term=term):
                return replace(node, term=walk(term))
            case _:
                return node

    return replace(comparison, left=walk(comparison.left), right=walk(comparison.right))


def _terms(made: Node, *, within: Node) -> tuple[Node, ...]:
    return made.terms if isinstance(made, Sum) and isinstance(within, Members) else (made,)


def refuse_mixed(comparison: ComparisonTerm, is_date: Callable[[str], bool]) -> None:
    """Refuse checks that compare or add dates and numbers.

    Raises:
        ExpressionError: with the place in words; a date less a date is a number of days.
    """
    left, right = is_day(comparison.left, is_date), is_day(comparison.right, is_date)
    if left != right:
        raise ExpressionError("a date is compared with a number; compare dates with dates, or days: end(a) - start(a)")


def is_day(node: Node, is_date: Callable[[str], bool]) -> bool:
    """Whether a term is a date rather than a number.

    Args:
        node: The term.
        is_date: Tells of a name whether it stands for a date.

    Raises:
        ExpressionError: It mixes the two; `column` says where.
    """
    match node:
        case Day():
            return True
        case Name(name=name):
            return is_date(name)
        case Edge(name=name, which=which, column=column):
            if not is_date(name):
                raise ExpressionError(f"{which}() takes a name under `dates:`, not a figure", column)
            return True
        case Members(name=name, column=column) if is_date(name):
            raise ExpressionError(f"{name!r} is a date; sums are over figures", column)
        case Binary():
            return _is_day_pair(node, is_day(node.left, is_date), is_day(node.right, is_date))
        case _:
            if any(is_day(term, is_date) for term in children(node)):
                raise ExpressionError("a date cannot be rounded, summed or negative", getattr(node, "column", 1))
            return False


def _is_day_pair(node: Binary, left: bool, right: bool) -> bool:  # noqa: FBT001 - a pair of kinds
    """Whether two terms joined make a date: a date and a number of days do, two dates are a number of days."""
    if node.sign in "*/" and (left or right):
        raise ExpressionError("a date cannot be multiplied or divided", node.column)
    if node.sign == "+" and left and right:
        raise ExpressionError("two dates cannot be added", node.column)
    if node.sign == "-" and right and not left:
        raise ExpressionError("a date cannot be taken from a number", node.column)
    return left != right
