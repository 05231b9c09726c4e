"""No code knows a language: what reads documents meets their text with words of `rules/`, never with its own.

Looked at is every place where code can meet a text: where it compares, looks up, seeks or matches. A literal there that
holds a word of a lexicon is a word of a language, unless what it meets is a code of the program (`CODES`), or it is
written in `FORMATS` down as a word of a file format.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from meetings import Meeting, constants, meetings

from auditor.language.folding import fold, forms

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("language", "arithmetic", "read", "figures", "relations", "identities", "locate", "compare")
"""The rooms that read documents. What others say to a reader is words, and stands in `rules/report/` or in messages."""

CODES = {
    # what the program says of figures, relations, and parts of documents
    *(
        "kind",
        "unit",
        "units",
        "bound",
        "role",
        "reason",
        "operator",
        "evidence",
        "form",
        "basis",
        "missing",
        "severity",
    ),
    *("fate", "which", "style", "along", "side", "opened"),
    # tokens of a text and classes of cues, as patterns of words name them
    *("mark", "marks", "roles", "step"),
    # names of sections of the lexicons: classes of cues, dimensions of populations
    *("cues", "slot_cues", "dimension", "dimensions", "pair", "section"),
    # what a file format says of its parts
    *(
        "tag",
        "event",
        "local",
        "control",
        "target",
        "names",
        "suffix",
        "fields",
        "stage",
        "lastgroup",
        "group",
        "category",
    ),
    # keys of rule files and columns of results
    *("key", "keys", "field"),
    # messages that a row of a table gives
    *("why", "remedy"),
}
"""Names of variables and fields that hold codes. What holds words of a document has no such name."""

FORMATS = {
    "language/detection.py": {"en"},  # the language of a text that tells none
    "locate/tabular_records.py": {"na", "none"},  # codes that programs write for a value that is missing
    "read/html/visibility.py": {"font", "weight", "none"},  # CSS
    "read/html/web_tables.py": {"left", "margin", "indent"},  # CSS
    "read/limits.py": {"seconds", "ratio", "mb", "gb"},  # options of the program
    "read/registry.py": {"md"},  # the name of a format
    "read/office/workbook.py": {"media"},  # a folder in spreadsheets
    "read/office/number_format.py": {"general"},  # number formats of spreadsheets
    "read/office/odf_styles.py": {"none", "pt", "in", "cm", "mm"},  # values and lengths in OpenDocument
    "read/office/rtf.py": {"toc"},  # the code of a field
    "read/office/ooxml.py": {"off", "none"},  # switches of Office files
    "read/text/markdown_marks.py": {"title"},  # a field before the text of a Markdown file
    "read/sniff.py": {"bin", "index", "zip", "meta"},  # names of files in an archive
    "read/text/decode.py": {"le", "be"},  # names of encodings
    "figures/identifiers.py": {"doi", "com", "net", "gov"},  # addresses of the Internet
    "relations/prose/antecedents.py": {"the", "same", "left", "out"},  # what a relation says of a cue that is left out
    "figures/ranges.py": {"lower"},  # the name of a bound
    "compare/listing.py": {"compare", "same"},  # the name of a phrase of reports
    "compare/saved.py": {
        "schema",
        "version",
        "figures",
        "extra",
        "data",
    },  # fields of a saved audit; a message of a reader of JSON
}
"""Words that are no words of a text, by the file that has them."""


SLOT = re.compile(r"\{\w+(?::\w+)?\}|<\w+>")
"""A place in a phrase for a figure or its name: what stands in it is no word of a language."""


@cache
def vocabulary() -> set[str]:
    """Every word of two letters or more that the lexicons and the rules for tables hold, folded."""
    out: set[str] = set()
    for path in (*(ROOT / "rules/lexicon").glob("*.yaml"), ROOT / "rules/tables.yaml"):
        for phrase in phrases(yaml.safe_load(path.read_text(encoding="utf-8"))):
            out |= {word for form in forms([phrase]) for word in Meeting(0, form, "phrase").words if len(word) > 1}
    return out


def phrases(content: Any) -> Iterator[str]:
    """The texts of a lexicon; a mapping to numbers has words for keys (months, number words), others have names."""
    if isinstance(content, str):
        yield SLOT.sub(" ", content)
    elif isinstance(content, list):
        yield from (text for each in content for text in phrases(each))
    elif isinstance(content, dict):
        if all(type(value) in (int, float) for value in content.values()):
            yield from map(str, content)
        yield from (text for value in content.values() for text in phrases(value))


def is_word(word: str) -> bool:
    """Whether a lexicon has the word, or it is written with letters that English has not."""
    return fold(word) in vocabulary() or (len(word) > 3 and not word.isascii() and word[1:].islower())


def words_met(tree: ast.Module, known: dict[str, ast.expr]) -> Iterator[tuple[int, str]]:
    """Each word of a language that the code of a module meets a text with, and its line."""
    for meeting in meetings(tree, known):
        if meeting.other not in CODES:
            yield from ((meeting.line, word) for word in meeting.words if is_word(word))


@pytest.fixture(scope="module")
def trees() -> dict[str, ast.Module]:
    paths = [path for room in ROOMS for path in sorted((ROOT / "auditor" / room).rglob("*.py"))]
    return {path.relative_to(ROOT / "auditor").as_posix(): ast.parse(path.read_text("utf-8")) for path in paths}


def test_code_meets_documents_with_words_of_the_lexicons_alone(trees: dict[str, ast.Module]):
    known = constants(trees.values())
    found = [
        f"auditor/{name}:{line}: {word!r} belongs into rules/lexicon"
        for name, tree in trees.items()
        for line, word in words_met(tree, known)
        if fold(word) not in FORMATS.get(name, ())
    ]
    assert found == []


def test_nothing_is_excused_that_is_not_there(trees: dict[str, ast.Module]):
    known = constants(trees.values())
    there = {name: {fold(word) for _, word in words_met(tree, known)} for name, tree in trees.items()}
    stale = {name: words - there.get(name, set()) for name, words in FORMATS.items()}
    assert {name: words for name, words in stale.items() if words} == {}
    placed = (meeting for tree in trees.values() for meeting in meetings(tree, known))
    met = {meeting.other for meeting in placed if any(map(is_word, meeting.words))}
    assert CODES - met == set()


@pytest.mark.parametrize(
    "code",
    [
        'if word == "including": pass',
        'if "janvier" != word: pass',
        'if word in ("total", "totaux"): pass',
        'if language in ("en", "fr", "es"): pass',
        'TOTALS = {"total", "ensemble"}\nif word in TOTALS: pass',
        'if {"of", "de"} & words: pass',
        'if words & TOTALS: pass\nTOTALS = frozenset(["suma"])',
        'for ending in ("aux", "es"): pass',
        'any(text.endswith(ending) for ending in ENDINGS)\nENDINGS = ("eux", "aux")',
        'for word, value in (("one", 1), ("dos", 2)): pass',
        'text.startswith("tabla ")',
        'text.lower().replace(" per cent", "%")',
        'MONTHS = {"mars": 3}\nMONTHS[word]',
        'MONTHS = {"mars": 3}\nMONTHS.get(text[:4])',
        'match word:\n    case "dont": pass',
        're.compile(r"\\btotal\\b")',
        're.search(rf"{NUMBER}\\s+(?:of|de)\\s", text)',
        'WHOLE = r"(?:ensemble|total) "\nre.compile(WHOLE + NUMBER, re.IGNORECASE)',
        'PIECE = r"\\d+ (?P<unit>meses)"',
        'words_pattern(["suma"])',
        'written_pattern(section.get("signs") or ["nº", "núm."])',
        'title = re.compile("überschrift [1-9]")',
    ],
)
def test_a_word_of_a_language_in_code_is_found(code: str):
    tree = ast.parse(code)
    assert list(words_met(tree, constants([tree])))


@pytest.mark.parametrize(
    "code",
    [
        'if figure.unit == "percent": pass',
        'if relation.kind in ("total", "remainder"): pass',
        'if "total" in lines.cues[at]: pass',
        'def read():\n    """Return the total of "men" and "women"."""',
        'raise ValueError("the total is no number")',
        'words_pattern(section.get("including") or [])',
        "re.compile(rf\"(?P<total>\\d+)\\s(?:{words_pattern(section.get('of') or [])})\")",
        're.compile(r"[nes]\\d+\\u00a0[A-Za-z]")',
        'notes.append("a table of contents was left out")',
        'figure = Figure(unit="percent", bound="about")',
        'cues.has("including", text)',
    ],
)
def test_codes_messages_and_names_are_no_words_of_a_language(code: str):
    tree = ast.parse(code)
    assert list(words_met(tree, constants([tree]))) == []
