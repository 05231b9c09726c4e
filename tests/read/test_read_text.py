from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.read import Unreadable, read_document

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases" / "text.yaml").read_text("utf-8"))
REAL = Path(__file__).parents[2].parent / "shared" / "submissions" / "azerbaijan-cat-follow-up-2025.txt"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_blocks_are_read_as_a_reader_would(case: dict[str, Any]) -> None:
    document = read_document("-", data=case["text"].encode(), name="x" + case.get("suffix", ".txt"), language="en")
    assert [[p.kind, p.label, p.text] for p in document.paragraphs] == case["want"]
    if "title" in case:
        assert document.title == case["title"]
    for label, section in case.get("sections", {}).items():
        assert next(list(p.section) for p in document.paragraphs if p.label == label) == section
    for label, anchor in case.get("anchors", {}).items():
        assert next(p.anchor for p in document.paragraphs if p.label == label) == tuple(anchor)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_every_character_is_found_again_in_the_source(case: dict[str, Any]) -> None:
    lines = case["text"].split("\n")
    same = total = 0
    for paragraph in read_document("-", data=case["text"].encode(), name="x.txt", language="en").paragraphs:
        for offset, char in enumerate(paragraph.text):
            place = paragraph.place(offset)
            assert place is not None
            if char.isascii() and char.isalnum():
                total += 1
                line, column = place
                source = lines[line - 1][column - 1 : column]
                same += source == char or not source.isascii()
    assert same == total


def test_the_real_submission() -> None:
    if not REAL.exists():
        pytest.skip(f"the submission is not beside the project ({REAL.name})")
    document = read_document(REAL, language="en")
    numbered = [p for p in document.paragraphs if p.kind == "paragraph"]
    assert [p.label for p in numbered] == [str(n) for n in range(1, 68)]
    assert document.title.startswith("Information received from Azerbaijan")
    headings = [p.text for p in document.paragraphs if p.kind == "heading"]
    assert [text.split(".")[0] for text in headings] == ["I", "II", "A", "B", "C", "D"]
    assert numbered[1].text.count("\n- ") == 7
    assert "with their defense attorney" in numbered[4].text
    assert "indiscriminate attacks against civilians were" in numbered[49].text
    assert numbered[56].text.startswith("1729 individuals")
    assert numbered[54].section[-1].startswith("D. Information")
    source = REAL.read_text("utf-8").split("\n")
    at = numbered[49].text.index("killing 29")
    line, column = numbered[49].place(at) or (0, 0)
    assert source[line - 1][column - 1 :].startswith("killing 29")


def test_missing_files_and_folders_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="no such file"):
        read_document(tmp_path / "nothing.txt")
    with pytest.raises(Unreadable, match="it is a folder"):
        read_document(tmp_path)


def test_the_size_limit_is_said() -> None:
    from auditor.read import Limits

    with pytest.raises(Unreadable, match="larger than 2 kB"):
        read_document("-", data=b"x" * 3000, limits=Limits(size=2048))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "latin-1"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(encoding: str, end: str) -> None:
    text = (
        "12. Près de 1\u00a0204 détenus étaient écroués à la clôture de l'année dernière, dont 1\u00a0102 hommes."
        f"{end}{end}13. Les mineurs étaient au nombre de cinquante-trois, tous condamnés après leur arrivée.{end}"
    )
    document = read_document("-", data=text.encode(encoding), name="x.txt", language="fr")
    assert [p.label for p in document.paragraphs] == ["12", "13"]
    assert document.paragraphs[0].text.startswith("Près de 1\u00a0204 détenus étaient")
    assert document.paragraphs[1].line == 3


def test_invisible_characters_are_said() -> None:
    document = read_document("-", data="1\u202e2\u200b34 persons\x1b]0;x\x07 came.".encode(), language="en")
    assert document.paragraphs[0].text == "1234 persons came."
    assert any("invisible" in warning for warning in document.warnings)


@pytest.mark.timed
@pytest.mark.parametrize(
    "unit",
    ["word ", "1. ", "*", "[", "**a ", "_a", "`", "(a", "a.  b  ", "\\*", "|", "- ", "\x1b[", ". . ", "1 204 ", "A. "],
)
def test_a_long_paragraph_takes_linear_time(unit: str) -> None:
    def seconds(length: int) -> float:
        data = (unit * (length // len(unit)) + " end.").encode()
        start = time.process_time()
        read_document("-", data=data, name="x.md", language="en")
        return time.process_time() - start

    seconds(1000)
    # ten times the text in about ten times the time, on however slow a machine
    assert seconds(1_000_000) < max(5, 15 * seconds(100_000))


@pytest.mark.timed
def test_many_lines_take_linear_time() -> None:
    kinds = ["", "12. Text here", "- item", "A. Head", "1   2   3", "text without end and", "a | b | c", "****"]
    lines = [kinds[(n * n // 7 + n) % 8] for n in range(60_000)]
    start = time.process_time()
    read_document("-", data="\n".join(lines).encode(), name="x.md", language="en")
    assert time.process_time() - start < 10


MARKS = ["1. ", "2. ", "12. ", "A. ", "II. ", "- ", "(a) ", "# ", "**", "[^1]", "[^1]: ", "   ", "|", "---|---"]
WORDS = ["1,204", "  45%", "text goes on", "Ends here.", "_____", "=====", "....... 4", "é"]
PIECES = st.sampled_from([*MARKS, *WORDS, "\n", "\n\n", "\f", "\t", "\u200f", "\x1b[2J"])


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=60), st.sampled_from([".txt", ".md"]))
def test_no_text_is_lost_or_crashes(pieces: list[str], suffix: str) -> None:
    text = "".join(pieces)
    try:
        document = read_document("-", data=text.encode(), name="x" + suffix, language="en")
    except Unreadable:
        # What stands alone at the same place of every page is the page's furniture, not its text.
        words = text.replace("[2J", "").replace("[^1]", "")
        assert "\f" in text or not any(char.isalnum() for char in words)
        return
    orders = [p.order for p in document.paragraphs] + [t.order for t in document.tables]
    assert sorted(orders) == list(range(len(orders)))
    said = " ".join([p.text for p in document.paragraphs] + [c.text for t in document.tables for c in t.cells])
    for paragraph in document.paragraphs:
        assert paragraph.text.strip() == paragraph.text
        assert not set(paragraph.text) & set("\x1b\u200f\t\f")
    if not document.warnings and "\f" not in text:
        assert said.count("Ends here.") == text.count("Ends here.")


def test_two_notes_with_one_number_are_a_note_and_a_text() -> None:
    page = "<p>1. Of 12<sup>1</sup> men.</p><p><sup>1</sup> In 2024.</p><p><sup>1</sup> In 2025.</p>"
    document = read_document("-", data=page.encode(), name="x.html", language="en")
    assert [(p.kind, p.label) for p in document.paragraphs][:2] == [("paragraph", "1"), ("note", "note 1")]
    assert "In 2025." in document.paragraphs[-1].text


@pytest.mark.parametrize(
    ("before", "after", "rest", "want"),
    [
        ("Altogether twenty-", "one persons came.", "", "twenty-one persons"),
        ("Au total trente-", "deux personnes.", "", "trente-deux personnes"),
        (
            "They spoke of cattle-",
            "raiding in May.",
            "The cattle were gone, for raiding is common.",
            "cattle-raiding in",
        ),
        ("They are civilian-", "based bodies.", "Such civilian-based bodies are new.", "civilian-based bodies"),
        ("The develop-", "ment of prisons.", "", "The development of"),
        ("It was inter-", "national law.", "Of international law, inter alia, and national law.", "international law."),
        ("Of them four-", "teen came.", "", "fourteen came"),
    ],
)
def test_a_hyphen_at_a_line_end_stays_where_it_is_the_words_own(before: str, after: str, rest: str, want: str) -> None:
    lines = [f"1. {before}", after, "", f"2. {rest or 'Nothing more.'}"]
    document = read_document("-", data="\n".join(lines).encode(), name="x.txt", language="en")
    assert want in document.paragraphs[0].text
