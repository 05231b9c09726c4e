"""Remainders counted further on: "254 of them in the South and the rest in the North. In the North 34 ..."."""

from __future__ import annotations

import re

from auditor.language.clauses import first_clause
from auditor.relations.prose.claims import Claim
from auditor.relations.prose.mentions import Mention, Sentence
from auditor.relations.prose.reading import ProseReading

_REACH = 4
_NAME = re.compile(r"[^\W\d_a-zß-ÿ][\w'’-]+(?:\s+[^\W\d_a-zß-ÿ][\w'’-]+)*")


def read_named_rests(reading: ProseReading) -> list[Claim]:
    """Read whole = part + the rest, where the rest is told by a name and counted in a later sentence."""
    out: list[Claim] = []
    for sentence in reading.passage.sentences:
        for at, part in enumerate(sentence.mentions):
            name = _name_of_rest(part, reading) if at else ""
            whole = next((m for m in reversed(sentence.mentions[:at]) if _may_hold(m, part)), None) if name else None
            if whole is None:
                continue
            rest = _counted_later(whole, name, sentence, reading)
            if rest is not None:
                out.append(Claim("remainder", whole, [part, rest], "the rest", 0.8, {"cue", "same"}))
    return out


def _may_hold(whole: Mention, part: Mention) -> bool:
    """Whether a part leaves a rest of the whole."""
    return whole.unit == part.unit == "count" and part.value < whole.value and whole.figure.exact and part.figure.exact


def _name_of_rest(part: Mention, reading: ProseReading) -> str:
    """Return the name by which "and the rest in the Eastern District" tells the rest, or an empty string."""
    pattern = reading.passage.cues.anywhere.get("remainder")
    found = pattern.search(part.after) if pattern is not None else None
    if found is None or len(part.after[: found.start()].split()) > 10 or ";" in part.after[: found.start()]:
        return ""
    text = reading.passage.paragraphs[part.block].text
    at = part.figure.end + found.end()
    phrase = first_clause(text[at : at + 80])
    named = _NAME.search(phrase)
    return named[0] if named is not None and len(phrase[: named.start()].split()) <= 4 else ""


def _counted_later(whole: Mention, name: str, sentence: Sentence, reading: ProseReading) -> Mention | None:
    """Return the only count of the same thing in a later sentence that bears the name."""
    for later in reading.passage.sentences[sentence.number + 1 : sentence.number + 1 + _REACH]:
        if name.lower() not in later.text:
            continue
        same = [
            m for m in later.mentions if m.unit == "count" and m.figure.exact and whole.noun and m.noun == whole.noun
        ]
        if same:
            return same[0] if same[0].value < whole.value else None
    return None
