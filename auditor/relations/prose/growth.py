"""Growth that words tie to its two values, though the figures do not bear it out.

"2,418 cases, compared with 2,105 a year before, an increase of 20 per cent": the words say what was meant; of figures
that merely stand near each other nothing is read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.language.clauses import first_clause, last_clause, last_statement
from auditor.language.cues import NEVER
from auditor.relations.prose.claims import Claim, foreign
from auditor.relations.prose.mentions import Mention, Sentence, content_words
from auditor.relations.prose.percentages import is_change, width
from auditor.relations.prose.reading import ProseReading

_VALUES = ("count", "money", "rate")
_LONGEST_LEAD = 9


def read_bound_growth(sentence: Sentence, reading: ProseReading) -> list[Claim]:
    """Read the growth of a sentence that words bind to two values, where it does not fit them."""
    out: list[Claim] = []
    for change in sentence.mentions:
        if change.unit != "percent" or change.figure.bound or not is_change(change, reading):
            continue
        pair = _values(change, sentence, reading)
        if pair is None or any(m.figure.bound or foreign(pair[0], m) for m in pair):
            continue
        new, old = pair
        if not _fits(old.value, new.value, change.value, width(change)) and said_alone(change, pair, reading):
            out.append(Claim("change", new, [old, change], "growth", 0.8, {"cue"}))
    return out


def _values(change: Mention, sentence: Sentence, reading: ProseReading) -> tuple[Mention, Mention] | None:
    """Return the new and the old value that the words around a growth name, where they name just two."""
    cues = reading.passage.cues
    row = [m for m in sentence.mentions if m.unit in _VALUES and not m.figure.article]
    behind = next((m for m in row if m.index == change.index + 1), None)
    if behind is not None and _is_old(behind, reading):
        # As in "188 complaints, a 2% increase on the 125 of the year before".
        before = [m for m in _near(change, reading) if m.unit == behind.unit and m.index < change.index]
        return (before[-1], behind) if before and before[-1].index == change.index - 1 else None
    if len(row) != 2 or row[0].unit != row[1].unit or row[1].index > change.index:
        return None
    new, old = row
    tied = change.index == old.index + 1 and _is_old(old, reading)
    return (new, old) if tied and not cues.has("respectively", change.after) else None


def _is_old(mention: Mention, reading: ProseReading) -> bool:
    """Whether a word of comparison stands before a value, in its clause."""
    lead = last_statement(mention.before)
    return len(lead.split()) <= _LONGEST_LEAD and bool(reading.passage.cues.has("compared", lead))


def _near(mention: Mention, reading: ProseReading) -> Sequence[Mention]:
    """Return the figures of a sentence and of the one before it in its paragraph."""
    sentences = reading.passage.sentences
    earlier = sentences[mention.sentence - 1 : mention.sentence] if mention.sentence else ()
    return [m for s in (*earlier, sentences[mention.sentence]) if s.block == mention.block for m in s.mentions]


def said_alone(change: Mention, values: Sequence[Mention], reading: ProseReading) -> bool:
    """Whether the clause of a growth names nothing but it: no other thing or time that it is the growth of."""
    cues = reading.passage.cues
    clause = f"{last_clause(change.before)} {first_clause(change.after)}"
    signed = cues.has("rise", clause) or cues.has("fall", clause) or re.search(r"[+−–-]", clause + change.figure.text)
    if not signed:
        return False
    for kind in ("rise", "fall", "as_share", "compared"):
        clause = cues.anywhere.get(kind, NEVER).sub(" ", clause)
    return not content_words(clause, cues) - frozenset[str]().union(*(m.words for m in values))


def _fits(old: float, new: float, share: float, slack: float) -> bool:
    return old > 0 and abs(abs(100 * (new - old) / old) - abs(share)) <= slack
