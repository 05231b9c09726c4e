"""No function of the program is harder to follow than allowed, but those that are listed; and the list only shrinks."""

import pytest
from complexity import BOUND, LISTED, WRITE, complex_functions, grown, outdated, read_list, written

OPERATORS = "def f(a, b, c):\n    return " + " or ".join(["a and b"] * 16) + "\n"
COMPREHENSIONS = "def f(a):\n    return (" + ", ".join(["[b for b in a if b if a]"] * 6) + ")\n"
NESTED = "def f(a):\n" + "".join(f"{'    ' * depth}if a > {depth}:\n" for depth in range(1, 7)) + "    " * 7 + "a = 1\n"
FLAT = "def f(a):\n" + "".join(f"    if a == {number}:\n        a = {number + 1}\n" for number in range(BOUND))


@pytest.fixture
def package(tmp_path):
    (tmp_path / "package").mkdir()
    return tmp_path / "package"


def test_the_program_is_as_the_list_says(root):
    found, listed = complex_functions(root / "auditor"), read_list(LISTED)
    assert grown(listed, found) == [], f"at most {BOUND} is allowed: make it simpler"
    assert outdated(listed, found) == [], f"run: {WRITE}"
    assert LISTED.read_text(encoding="utf-8") == written(found), f"run: {WRITE}"


@pytest.mark.parametrize("source", [OPERATORS, COMPREHENSIONS, NESTED])
def test_what_is_hard_to_follow_exceeds_the_bound(package, source):
    (package / "one.py").write_text(source)
    assert list(complex_functions(package)) == ["package.one:f"]


def test_what_is_long_but_plain_does_not(package):
    (package / "one.py").write_text(FLAT)
    assert complex_functions(package) == {}


def test_a_comment_silences_nothing(package):
    (package / "__init__.py").write_text(NESTED.replace("(a):\n", "(a):  # complexipy: ignore\n", 1))
    (package / "one.py").write_text(NESTED.replace("(a):\n", "(a):  # noqa: complexipy\n", 1))
    assert complex_functions(package).keys() == {"package:f", "package.one:f"}


def test_functions_of_classes_go_by_their_class(package):
    (package / "one.py").write_text("class A:\n" + "".join(f"    {line}\n" for line in NESTED.splitlines()))
    assert list(complex_functions(package)) == ["package.one:A.f"]


@pytest.mark.parametrize(
    ("listed", "found", "worse", "left"),
    [
        ({"m:f": 20}, {"m:f": 20}, [], []),
        ({}, {"m:f": 16}, ["m:f has 16"], ["m:f has moved here"]),
        ({"m:f": 20}, {"m:f": 21}, ["m:f grew from 20 to 21"], []),
        ({"m:f": 20}, {"m:f": 18}, [], ["m:f has 18, listed 20"]),
        ({"m:f": 20}, {}, [], ["m:f has at most 15, listed 20"]),
        ({"m:f": 20}, {"n:A.f": 20}, [], ["m:f has at most 15, listed 20", "n:A.f has moved here"]),
        ({"m:f": 20}, {"n:f": 21}, ["n:f has 21"], ["m:f has at most 15, listed 20", "n:f has moved here"]),
        ({"m:f": 20}, {"m:f": 20, "n:f": 20}, ["n:f has 20"], ["n:f has moved here"]),
        ({"m:f": 20}, {"n:f": 20, "o:f": 20}, ["o:f has 20"],
         ["m:f has at most 15, listed 20", "n:f has moved here", "o:f has moved here"]),
    ],
)  # fmt: skip
def test_the_list_may_only_shrink(listed, found, worse, left):
    assert (grown(listed, found), outdated(listed, found)) == (worse, left)


def test_a_list_is_read_as_it_is_written(tmp_path):
    scores = {"auditor.b:f": 17, "auditor.a:A.f": 40}
    (tmp_path / "list.txt").write_text(written(scores))
    assert read_list(tmp_path / "list.txt") == scores
