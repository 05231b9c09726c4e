"""Hedges and ranges as reports write them, each as one interval: in single sentences, and with every form of number."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from auditor.figures import Figure, read_figures
from auditor.model.document import Document, Paragraph

HERE = Path(__file__).parent
ROOM = {"percent": 0.5, "fraction": 0.03}
"""By how much an end may lie off what is printed: half of the last place, and what a fraction in words leaves."""


def table(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    return found


def read(text: str, language: str) -> tuple[Figure, ...]:
    return read_figures(Document("x.txt", "", language, "", (Paragraph(0, "p1", text),))).figures


def near(stated: str, have: float | None, room: float) -> bool:
    """Whether an end of an interval is where it is stated; a strict bound of whole numbers may be the next one."""
    if not stated:
        return have is None
    return have is not None and abs(float(stated.strip("<>")) - have) <= (1 if stated[0] in "<>" else room)


def is_so(stated: str, figure: Figure) -> bool:
    """Whether a figure is what one item of `intervals.yaml` says."""
    interval, _, unit = stated.partition(" ") if " <" not in stated else (stated, "", "")
    if figure.unit != (unit or "count"):
        return False
    if interval[0] == "~":
        inside = figure.low is not None and figure.high is not None and figure.low < figure.value < figure.high
        return inside and figure.bound == "about" and figure.value == float(interval[1:])
    if " " in interval:
        low, high = interval.split()
    elif ".." in interval:
        low, high = interval.split("..")
    elif interval[0] in "<>":
        low, high = (interval, "") if interval[0] == ">" else ("", interval)
    else:
        return figure.bound == "" and figure.value == float(interval)
    room = ROOM.get(figure.unit, 0)
    return near(low, figure.low, room) and near(high, figure.high, room)


SENTENCES = [
    (language, text, line) for language, lines in table("intervals.yaml").items() for text, line in lines.items()
]


@pytest.mark.parametrize(("language", "text", "line"), SENTENCES, ids=[f"{lang} {text}" for lang, text, _ in SENTENCES])
def test_sentence_states_these_intervals(language: str, text: str, line: str) -> None:
    items = [item.strip() for item in str(line).split(";") if item.strip()]
    found = read(text, language)
    said = [(f.text, f.low, f.high, f.unit, f.bound) for f in found]
    assert len(found) == len(items), said
    assert all(is_so(item, figure) for item, figure in zip(items, found, strict=True)), said
    assert all(text[figure.start : figure.end] == figure.text for figure in found)


FRAMES = [
    (language, frame, want)
    for language, given in table("hedge_frames.yaml").items()
    for frame, want in given["frames"].items()
]


@pytest.mark.parametrize(("language", "frame", "want"), FRAMES, ids=[f"{lang} {frame}" for lang, frame, _ in FRAMES])
def test_frame_hedges_every_form_of_number(language: str, frame: str, want: str) -> None:
    given = table("hedge_frames.yaml")[language]
    for form, (first, second) in given["forms"].items():
        noun = "" if form in ("percent", "sign", "money", "currency") else given["noun"]
        parts = {"N": first, "M": second, "S": noun}
        text = re.sub(r"\b[NMS]\b", lambda found, parts=parts: parts[found[0]], frame)
        text = re.sub(r" +(?=[ .])", "", text)
        text = text[0].upper() + text[1:]
        found = [(f.text, f.bound) for f in read(text, language)]
        bounds = [bound for _, bound in found]
        assert len(bounds) == (2 if want == "two" else 1), (text, found)
        assert want == "two" or bounds == [want], (text, found)
        assert "range" not in bounds or want == "range", (text, found)


@pytest.mark.parametrize(
    "text", ["12.345,61672194096 casos", "1000000017022521 million cases", "about 0.1234567890123456"]
)
def test_a_number_of_sixteen_digits_lies_in_its_own_interval(text: str) -> None:
    (figure,) = read(text, "es" if "casos" in text else "en")
    assert figure.low is not None
    assert figure.high is not None
    assert figure.low <= figure.value <= figure.high
