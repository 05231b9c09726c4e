"""Frames: the lists of figures that a sentence builds, and how they are nested.

"1,698 persons: 414 prisoners (381 of whom ..., 33 ...) and 1,284 hostages (...)" is a list of two after a colon, and
two lists in brackets. A frame is one such list: how it was opened, which mention it hangs on, and its items. Reading is
one pass over the mentions of a sentence with a stack, as a bracket matcher does it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Literal

from auditor.language.clauses import first_clause
from auditor.language.cues import NEVER, Cues
from auditor.relations.prose.mentions import Mention, Sentence

FrameKind = Literal[
    "top", "bracket", "labels", "including", "with", "comprising", "partitive", "colon", "dash", "after", "set"
]

_MARK = re.compile(r"[();:\[\]]|\s[-–—―]+\s|[–—―]|\n")
_DASH_BEFORE = re.compile(r"(?:\s[-–—]|[–—―])\s*(?:[\w'’]+\s+){0,3}$")
_COLON_JUST_BEFORE = re.compile(r"[:=]\s*(?:[\w'’$€£]+\s+){0,2}$")
_JOINT = re.compile(r"[,;:()\[\]\n/+&–—-]")
_MEMBERS = ("including", "with", "after", "comprising", "partitive")
LEFT_OUT = "(the same, left out)"
_FEW = 6
_SET_WORDS = 3
_SEPARATOR = re.compile(r"[,;\n]|\s[-–—]\s")


@dataclass(slots=True, eq=False)
class Frame:
    """A list of figures in one sentence."""

    kind: FrameKind
    sentence: Sentence
    parent: Frame | None = None
    anchor: Mention | None = None
    """The mention just before the list, in the same sentence."""
    cue: str = ""
    phrase: str = ""
    """The words that name the set, where the list hangs on words and not on a figure ("of those killed")."""
    opened: FrameKind | None = None
    """What the words before a bracket open, where they open a list."""
    items: list[Mention] = field(default_factory=list)
    semicolons: bool = False
    """Whether the items are set apart by semicolons."""
    spilt: list[Mention] = field(default_factory=list)
    """Figures that would go on with the list but exceed the figure that it hangs on."""
    initial: bool = False
    """Whether the cue stands before the first figure of the sentence, so that the head is to be sought before it."""

    def counts(self) -> list[Mention]:
        """Return the items that count things (no per cents, fractions, rates)."""
        return [m for m in self.items if m.unit == "count"]

    @property
    def crowded(self) -> bool:
        """Whether a list that opens here hangs on an item of a list, not on the only figure before it."""
        return self.kind != "top" or len(self.items) > 1

    @property
    def inner(self) -> bool:
        """Whether the frame is a list inside another sentence part."""
        return self.kind in ("bracket", "including", "with") or (
            self.kind in ("partitive", "after") and not self.initial and self.parent is not None and self.parent.crowded
        )


def read_frames(sentence: Sentence, cues: Cues, said: Collection[float] = ()) -> list[Frame]:
    """Return the frames of one sentence, the outermost first; `said` are the values of figures shortly before it."""
    top = Frame("top", sentence)
    frames = [top]
    stack = [top]
    last: Mention | None = None
    for position, mention in enumerate(sentence.mentions):
        gap = mention.before
        if last is not None and (follows := _after(gap, cues)):
            # "34 children, three of whom were ...": these words belong to the figure before them.
            gap = gap.replace(follows, " " * len(follows), 1)
        _close_and_bracket(gap, stack, frames, sentence, last)
        hedge = mention.figure.hedge.lower()
        named = _names_set(gap, cues, hedge=hedge, said=mention.value in said, initial=last is None)
        opened = not named and _open(mention, position, gap, stack, frames, sentence, last, cues)
        if not opened:
            _coordinate(mention, gap, stack, cues)
        _holder(gap, stack, cues, opened=opened or bool(named)).items.append(mention)
        mention.nested = any(f.inner for f in stack)
        if named:
            # "Of the 31 demonstrators killed, 26 were ...": the figure is the set, what follows are its members.
            frames.append(Frame("set", sentence, stack[-1], mention, named))
            stack.append(frames[-1])
        last = mention
    _join_labels(frames)
    return [f for f in frames if f.items]


def _close_and_bracket(
    gap: str, stack: list[Frame], frames: list[Frame], sentence: Sentence, last: Mention | None
) -> None:
    """Follow the brackets of a gap: close what ends, open what begins and is still open at the figure."""
    for found in _MARK.finditer(gap):
        mark = found[0]
        if mark in ")]":
            index = next((i for i in range(len(stack) - 1, 0, -1) if stack[i].kind == "bracket"), None)
            if index is not None:
                del stack[index:]
        elif mark in "([" and not re.match(r"[^()\[\]]*[)\]]", gap[found.end() :]):
            frame = Frame("bracket", sentence, stack[-1], last, cue="(")
            stack.append(frame)
            frames.append(frame)


def _open(
    mention: Mention,
    position: int,
    gap: str,
    stack: list[Frame],
    frames: list[Frame],
    sentence: Sentence,
    last: Mention | None,
    cues: Cues,
) -> bool:
    """Open the list that a cue before (or just after) the figure begins."""
    kind, cue, phrase = _opener(mention, position, gap, stack, last, cues)
    if kind is None or (kind in ("partitive", "after") and _same_cue(kind, cue, gap, stack[-1], cues)):
        return False
    bracket = stack[-1].kind == "bracket" and not stack[-1].items
    if bracket:
        stack[-1].cue = cue or "("
        if kind in ("including", "comprising", "partitive"):
            stack[-1].opened = kind
        return True
    if kind in ("including", "colon", "comprising", "partitive", "after"):
        # A new list inside a semicolon list hangs on the item; one after a finished list leaves that list.
        while len(stack) > 1 and stack[-1].kind in ("including", "after") and ";" in gap:
            stack.pop()
    parent = stack[-1]
    frame = Frame(kind, sentence, parent, last, cue, phrase, initial=last is None or (kind == "set"))
    if kind == "set":
        while len(stack) > 1:
            stack.pop()
    stack.append(frame)
    frames.append(frame)
    return True


def _same_cue(kind: FrameKind, cue: str, gap: str, current: Frame, cues: Cues) -> bool:
    """Whether a cue only says once more what the list began with ("12 of whom ... and 5 of whom ...")."""
    if current.kind != kind or current.cue != cue or not current.items:
        return False
    lead = gap[: gap.rfind(cue)] if kind == "partitive" else gap
    return bool(cues.has("joins", lead) or cues.has("contrast", lead))


def _opener(
    mention: Mention, position: int, gap: str, stack: list[Frame], last: Mention | None, cues: Cues
) -> tuple[FrameKind | None, str, str]:
    """Name the list that begins at a mention, its cue and the words that name the set."""
    current = stack[-1]
    follows = _after(mention.after, cues) or cues.closes_clause("after", mention.after)
    if follows:
        return "after", follows, ""
    if cue := cues.ends("partitive", gap):
        return "partitive", cue, ""
    restated = last is not None and last.unit != mention.unit and bool(cues.ends("as_share", gap))
    if (cue := cues.ends("comprising", gap)) and not restated:
        lead = gap[: gap.rfind(cue)][-70:].rstrip()
        return "comprising", cue, lead if last is None and not lead.endswith(",") else ""
    if cue := cues.ends("including", gap) or (_clause_including(gap, cues) if last is not None else ""):
        return "including", cue, gap[: gap.rfind(cue)][-70:]
    if (cue := cues.ends("with", gap)) and gap[: gap.rfind(cue)].rstrip().endswith((",", "–", "—")):
        return "with", cue, ""
    if cue := _clause_opener(gap, "partitive", cues, initial=last is None):
        named, comma, _ = gap[gap.rfind(cue) + len(cue) :].partition(",")
        return ("set", cue, named) if comma and named.strip() else ("partitive", cue, "")
    if (
        last is None
        and mention.unit == "count"
        and gap.strip(' "“«') in ("", mention.figure.hedge.lower())
        and bare(mention)
        and mention.value >= 1
        and not mention.figure.article
        and not cues.ends("member_of", mention.after)
    ):
        of = cues.starts("member_of", mention.after)
        # "76 of the wounded were minors": words name the set.
        return ("set", of, _named_set(mention.after, of, cues)) if of else ("partitive", LEFT_OUT, "")
    if ":" in gap and not _labelled(gap, last, current):
        return "colon", ":", ""
    if (
        position
        and current.kind not in ("colon", "dash")
        and _DASH_BEFORE.search(gap)
        and len(gap.strip()) < len(gap)
        and not _SEPARATOR.search(_DASH_BEFORE.sub("", gap))
        and last is not None
        and last.unit == mention.unit
    ):
        return "dash", "–", ""
    if cue := _clause_opener(gap, "set_opener", cues, initial=last is None):
        return "set", cue, gap[gap.rfind(cue) + len(cue) :].partition(",")[0]
    return None, "", ""


def _after(text: str, cues: Cues) -> str:
    """Return the cue that makes the figure before it a member ("three of whom"); behind a comma it opens a list."""
    return "" if text.lstrip().startswith((",", "(")) else cues.starts("after", text)


def _named_set(after: str, of: str, cues: Cues) -> str:
    """Return the words behind "of the" that name a set."""
    words = first_clause(after[after.find(of) + len(of) :]).split()[:_SET_WORDS]
    return " ".join(takewhile(lambda word: word not in cues.stop, words))


def bare(mention: Mention) -> bool:
    """Whether no noun follows a figure: "26 were convicted" speaks of those just counted."""
    counts = mention.figure.counts.lower()
    return not counts or not mention.after.lstrip().startswith(counts.split()[0])


def _names_set(gap: str, cues: Cues, *, hedge: str, said: bool, initial: bool) -> str:
    """Return the cue before a figure that is itself the set whose members follow ("of the 31 ...")."""
    cue = cues.ends("set_opener", gap)
    again = cues.ends("partitive", gap)
    if said and len(again) > len(cue):
        # "Of these 11 cases, nine ...": the figure was said before, so it is the set once more.
        cue = again if again and gap.rstrip().endswith(again) else ""
    elif not cue and initial and (of := cues.ends("member_of", gap)) and not gap[: gap.rfind(of)].strip(" \"“«‘'"):
        cue = of  # "Of 92 detainees, 67 were released": the sentence begins with its set
    elif not cue and (of := cues.ends("set_number", gap)) and gap[: gap.rfind(of)].rstrip().endswith(","):
        cue = of  # "that day, out of 908 tests, 24 were positive"
    elif any(
        not cue.startswith(cues.ends(kind, gap) or "-")
        for kind in ("partitive", "comprising", "including")
        if cues.ends(kind, gap)
    ):
        return ""  # "del total de 180" goes on where "del total" would already open a list
    if not cue or any(w not in cues.stop and w not in hedge for w in gap[gap.rfind(cue) + len(cue) :].split()):
        return ""  # "of these it has confirmed 67": the figure is a member
    lead = gap[: gap.rfind(cue)].rstrip(" \"“«‘'")
    if not lead and not initial:
        return ""  # "six of the eight": a member and its set
    return cue if not lead or lead[-1] in ",;.:(\n–—-" or cues.ends("clause_joins", lead) else ""


def _clause_opener(gap: str, kind: str, cues: Cues, *, initial: bool) -> str:
    """Return a cue that begins the clause in which the figure stands ("Of these, there were 73")."""
    pattern = cues.anywhere.get(kind)
    if pattern is None:
        return ""
    found = None
    for candidate in pattern.finditer(gap):
        found = candidate
    if found is None:
        return ""
    lead = gap[: found.start()].rstrip(" \"“«‘'")
    if not lead and not initial:
        return ""  # "ten of the former teams and three others": the words belong to the figure before them
    if lead and lead[-1] not in ",;.:(\n–—-" and not cues.ends("clause_joins", lead):
        return ""
    rest = gap[found.end() :]
    limit = 140 if kind == "set_opener" else 90
    if len(rest) > limit or re.search(r"[;:()]", rest):
        return ""
    # "of those killed, 187": the set ends at the comma; without one, only a few words may come between.
    if kind == "set_opener" and "," not in rest and len(rest.split()) < 1:
        return ""
    if rest.count(",") > (2 if kind == "set_opener" else 1):
        return ""
    return found[0]


def _clause_including(gap: str, cues: Cues) -> str:
    """Return the cue of ", including recurrent expenditure of 242": a few plain words between it and the figure."""
    found = None
    for candidate in cues.anywhere.get("including", NEVER).finditer(gap):
        found = candidate
    if found is None or not gap[: found.start()].rstrip().endswith((",", "(")):
        return ""
    rest = gap[found.end() :]
    return found[0] if len(rest.split()) <= _FEW and not re.search(r"[,;:()]", rest) else ""


def _labelled(gap: str, last: Mention | None, current: Frame) -> bool:
    """Whether a colon only sets a label off from its figure ("men: 12; women: 13")."""
    if not _COLON_JUST_BEFORE.search(gap):
        return False
    if last is None:
        return True
    if current.kind == "colon" and len(current.items) and _SEPARATOR.search(gap):
        return True
    return bool(_COLON_JUST_BEFORE.search(last.before)) and len(gap.split()) >= 2


def _holder(gap: str, stack: list[Frame], cues: Cues, *, opened: bool) -> Frame:
    """Return the list that a figure is an item of: not the inner one where nothing joins it to the item before.

    "including 214 deaths reported from 46 districts and 31 in camps" lists 214 and 31.
    """
    if opened or _JOINT.search(gap) or cues.has("joins", gap):
        return stack[-1]
    outer = (f for f in reversed(stack) if f.kind not in _MEMBERS or not f.items)
    return next(outer, stack[0])


def _coordinate(mention: Mention, gap: str, stack: list[Frame], cues: Cues) -> None:
    """Go back to the list that a figure without a cue of its own continues."""
    while (
        stack[-1].kind in ("including", "with", "after", "comprising", "partitive", "dash")
        and stack[-1].anchor is not None
        and stack[-1].anchor.unit == mention.unit
        and mention.value > stack[-1].anchor.value
    ):
        # No member of a list is greater than what it is a list of; a slip may have made it so.
        stack.pop().spilt.append(mention)
    while _goes_back(mention, gap, stack, cues):
        stack.pop()
    if ";" in gap and "," in gap.rpartition(";")[2]:
        # "..., of which 90 have returned; in the south, 60 ...": a new place or subject begins a new list.
        while len(stack) > 1 and stack[-1].kind in ("partitive", "comprising", "including", "after", "with"):
            stack.pop()
    if ";" in gap or "\n" in gap:
        while len(stack) > 1 and stack[-1].kind in ("including", "after", "dash") and not stack[-1].semicolons:
            if stack[-1].kind == "dash" and stack[-1].parent is not None and not stack[-1].parent.semicolons:
                break
            if (
                stack[-1].kind == "including"
                and len(stack[-1].items) == 1
                and stack[-1].parent is not None
                and not stack[-1].parent.semicolons
                and stack[-1].parent.kind == "top"
                and len(stack[-1].parent.items) == 1
            ):
                break
            stack.pop()
        stack[-1].semicolons = True


def _goes_back(mention: Mention, gap: str, stack: Sequence[Frame], cues: Cues) -> bool:
    """Whether a figure goes on with the list that "of which a third" or "of whom 42" interrupts.

    It does where the members are a share and it is a count, and where it has members of its own.
    """
    inner = stack[-1]
    if inner.kind not in ("partitive", "comprising") or inner.initial or not inner.items or inner.parent is None:
        return False
    if "," not in gap or inner.anchor is None or inner.parent.kind == "top":
        return False
    share = inner.items[-1].unit in ("percent", "fraction") and mention.unit == "count"
    after = mention.after.partition(",")[2]
    return share or bool(len(inner.items) == 1 and cues.starts("partitive", after[:40]))


def _join_labels(frames: list[Frame]) -> None:
    """Read bracketed counts of a row of names ("Taruna (28) and Cordova (14)") as one list."""
    row: list[Frame] = []
    for frame in [*frames]:
        if frame.kind == "bracket" and len(frame.items) == 1 and frame.items[0].unit == "count":
            previous = row[-1].items[0] if row else None
            if previous is not None and not frame.opened and frame.items[0].index == previous.index + 1:
                row.append(frame)
                continue
            _merge(row)
            row = [frame]
    _merge(row)


def _merge(row: list[Frame]) -> None:
    """Make one frame of a row of bracketed counts."""
    if len(row) < 2:
        return
    head, *rest = row
    # "split between men (560) and women (160)" is a complete list, "in Taruna (28) and Cordova (14)" need not be.
    if head.opened not in (None, "comprising"):
        return
    head.kind = head.opened or "labels"
    for frame in rest:
        head.items.extend(frame.items)
        frame.items = []
    for item in head.items:
        item.nested = False
