"""What each block is: numbered paragraph, list item, heading, title, or the rest of the block before it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from auditor.read.blocks.block import Block
from auditor.read.blocks.line_kinds import (
    Heading,
    division_alone,
    ends_clause,
    ends_sentence,
    heading_mark,
    lettered,
    plain_heading,
    title_case,
)
from auditor.read.blocks.numbering import NumberCandidate, NumberingStyle, ParagraphNumber, choose, parse_number
from auditor.read.blocks.placed_text import join

_RANKS = {"caps": 1, "division": 1, "roman": 2, "letter": 3, "number": 4, "plain": 6}
"""Depth of a heading by its mark, where the format does not say it."""
UNMARKED = (-_RANKS["caps"], -_RANKS["plain"])
"""Levels of headings that only their look tells."""
_PROSE_LENGTH = 80
_HEADING_WORDS = 14
_LONE = re.compile(r"\d{1,3}\.$|\((?:[a-z]|[ivx]{1,5})\)$")
_MOST_BETWEEN = 12
"""Blocks above a table, notes at the foot of a page among them, in which its name and title are looked for."""
_LONGEST_NAME, _LONGEST_TITLE = 40, 250


@dataclass(slots=True)
class _Marks:
    """Values of the last headings with a letter or roman number, which may be mistaken for one another."""

    letter: int = 0
    roman: int = 0


def outline(blocks: list[Block], *, prose: bool) -> list[Block]:
    """Settle role, number and level of every block, and join what belongs together.

    Args:
        blocks: in reading order; they are changed.
        prose: whether the look of a text may make it a heading or numbered paragraph.
    """
    if not prose:
        return blocks
    blocks = _with_numbers(blocks)
    _mark_headings(blocks)
    _number(blocks)
    blocks = _captioned(_merged(blocks))
    _number_headings(blocks)
    _plain_headings(blocks)
    _title_block(blocks)
    return blocks


def _with_numbers(blocks: list[Block]) -> list[Block]:
    """Join a number or letter that stands alone ("12.", "(a)") to the text that follows it."""
    out: list[Block] = []
    for block in blocks:
        last = out[-1] if out else None
        value = block.text.value
        if (
            last is not None
            and block.grid is None
            and block.role == "text"
            and last.role == "text"
            and not (last.number or block.number)
            and _LONE.match(last.text.value)
            and not _LONE.match(value)
            and parse_number(value) is None
        ):
            shift = len(last.text.value) + 1
            last.text = join([last.text, type(last.text)(" "), block.text])
            last.cites = (*last.cites, *((name, at + shift) for name, at in block.cites))
            last.last_page, last.bold = block.last_page or block.page, block.bold
            last.role = "item" if lettered(last.text.value) else "text"
        else:
            out.append(block)
    return out


def _mark_headings(blocks: list[Block]) -> None:
    """Find headings that carry a mark ("II.", "A.", "Annex I")."""
    marks = _Marks()
    for index, block in enumerate(blocks):
        if block.role != "text" or block.grid is not None or block.number:
            continue
        heading = heading_mark(block.text.value) if block.text.value else None
        if heading is None:
            continue
        follower = blocks[index + 1] if index + 1 < len(blocks) else None
        if follower is not None and follower.glue == " " and follower.role == "text" and not _may_number(follower):
            continue
        if heading.style == "division" and follower is not None and follower.grid is not None:
            block.role = "caption"
            continue
        heading = _told_apart(heading, block.text.value, marks)
        block.role, block.level = "heading", -_RANKS[heading.style]


def _may_number(block: Block) -> bool:
    return parse_number(block.text.value) is not None


def _told_apart(heading: Heading, text: str, marks: _Marks) -> Heading:
    """Whether "C." or "I." is a letter or a roman number, by the one that goes on."""
    if heading.style == "letter":
        marks.letter = heading.value
    if heading.style != "roman":
        return heading
    letter = ord(text[0]) - 64 if not text[1:2].isalpha() else 0
    if letter and letter == marks.letter + 1 and heading.value != marks.roman + 1:
        marks.letter = letter
        return Heading("letter", letter)
    marks.roman, marks.letter = heading.value, 0
    return heading


def _number(blocks: list[Block]) -> None:
    """Return paragraphs their numbers and take these out of the text."""
    candidates: list[NumberCandidate] = []
    numbers: dict[int, ParagraphNumber] = {}
    section = 0
    colon = False
    for index, block in enumerate(blocks):
        section += block.role == "heading" or _is_strong(block)
        if block.role == "text" and block.grid is None and not block.number:
            number = parse_number(block.text.value)
            if number is not None:
                numbers[index] = number
                candidates.append(NumberCandidate(index, number, block.glue is None, section, colon, block.shown))
        if block.text.value:
            colon = block.text.value.endswith(":")
    strong = any(number.style is NumberingStyle.FULL for number in numbers.values())
    if strong:
        candidates = [c for c in candidates if c.number.style is not NumberingStyle.BARE]
    paragraphs, items = choose(candidates)
    for index in paragraphs | items:
        block, number = blocks[index], numbers[index]
        block.printed, block.text = block.text, block.text.cut(number.length)
        block.cites = tuple((name, max(0, at - number.length)) for name, at in block.cites)
        if index in paragraphs:
            block.number, block.glue = number.label, None
        else:
            block.role = "item"


def _is_strong(block: Block) -> bool:
    """Whether a block in bold looks like a heading, though it has no mark of one."""
    return block.bold and block.role == "text" and plain_heading(block.text.value, bold=True) is not None


def _merged(blocks: list[Block]) -> list[Block]:
    """Join blocks that turned out to begin nothing new to the ones before them."""
    out: list[Block] = []
    held: list[Block] = []
    for block in blocks:
        loose = block.role == "text" and not block.number and block.glue is not None and block.grid is None
        if loose and out and out[-1].grid is None and (out[-1].role != "heading" or block.glue != "\n"):
            held.append(block)
            continue
        _join_held(out, held)
        held = []
        out.append(block)
    _join_held(out, held)
    return out


def _join_held(out: list[Block], held: list[Block]) -> None:
    if not held:
        return
    first = out[-1]
    pieces = [first.text]
    cites = list(first.cites)
    length = len(first.text.value)
    for block in held:
        glue = block.glue or ""
        if glue == "-":
            pieces[-1] = pieces[-1].cut(0, len(pieces[-1].value) - 1)
            length -= 1
            glue = ""
        length += len(glue)
        cites.extend((name, at + length) for name, at in block.cites)
        pieces.extend((block.text.cut(0, 0), block.text) if not glue else (type(first.text)(glue), block.text))
        length += len(block.text.value)
    first.text = join(pieces)
    first.cites = tuple(cites)
    first.last_page = held[-1].page


def _captioned(blocks: list[Block]) -> list[Block]:
    """Join the name of a table that stands on a line of its own ("Table 2") to the title between it and the table."""
    out: list[Block] = []
    for block in blocks:
        if block.grid is not None and not block.grid.caption:
            above = [at for at in range(max(0, len(out) - _MOST_BETWEEN), len(out)) if out[at].role != "note"][-2:]
            if len(above) == 2 and _is_name(out[above[0]]) and _is_title(out[above[1]]):
                name, title = out[above[0]], out.pop(above[1])
                shift = len(name.text.value) + 1
                name.text = join([name.text, type(name.text)("\n"), title.text])
                name.role, name.level, name.bold = "caption", 0, title.bold
                name.cites = (*name.cites, *((note, at + shift) for note, at in title.cites))
            elif above and _is_name_and_title(out[above[-1]]):
                out[above[-1]].role, out[above[-1]].level = "caption", 0
        out.append(block)
    return out


def _is_name(block: Block) -> bool:
    value = block.text.value
    return block.grid is None and not block.number and len(value) <= _LONGEST_NAME and division_alone(value)


def _is_name_and_title(block: Block) -> bool:
    name, _, title = block.text.value.partition("\n")
    plain = block.grid is None and not block.number and block.role in ("text", "heading")
    return plain and 0 < len(title) <= _LONGEST_TITLE and len(name) <= _LONGEST_NAME and division_alone(name)


def _is_title(block: Block) -> bool:
    value = block.text.value
    plain = block.grid is None and not block.number and block.role in ("text", "heading", "caption")
    words = sum(word[0].isalpha() for word in value.split())
    return plain and words > 1 and len(value) <= _LONGEST_TITLE and not ends_clause(value) and not heading_mark(value)


def is_prose(block: Block) -> bool:
    """Whether a block reads as running text: a sentence of some length, or simply long."""
    value = block.text.value
    return len(value) >= 2 * _PROSE_LENGTH or (ends_clause(value) and len(value.split(None, 5)) > 5)


def _number_headings(blocks: list[Block]) -> None:
    """Take "1. Introduction" for a heading where unnumbered text follows it, or where it is set in bold."""
    for index in range(len(blocks) - 1, -1, -1):
        block = blocks[index]
        if not block.number or block.role != "text" or "\n" in block.text.value:
            continue
        value = block.text.value
        if ends_clause(value) or len(value) > _PROSE_LENGTH or len(value.split()) > _HEADING_WORDS:
            continue
        if not value[:1].isupper() or (any(char.isdigit() for char in value) and not block.bold):
            continue
        follower = next((b for b in blocks[index + 1 : index + 2]), None)
        leads = follower is not None and (follower.role == "heading" or (is_prose(follower) and not follower.number))
        if block.bold or (leads and not _is_middle(blocks, index)):
            deeper = block.number.count(".")
            block.role, block.level = "heading", -(_RANKS["number"] + min(deeper, 1))
            block.text = block.printed or join([type(block.text)(f"{block.number} "), block.text])
            block.number = ""


def _is_middle(blocks: list[Block], index: int) -> bool:
    """Whether a short numbered block stands among numbered paragraphs of prose of the same sequence."""
    before = next((b for b in reversed(blocks[max(0, index - 6) : index]) if b.number), None)
    after = next((b for b in blocks[index + 1 : index + 7] if b.number), None)
    return before is not None and after is not None and is_prose(before) and is_prose(after)


def _plain_headings(blocks: list[Block]) -> None:
    """Find headings without a mark: short, set apart, and followed by running text or another heading."""
    follower: Block | None = None
    for index in range(len(blocks) - 1, -1, -1):
        block = blocks[index]
        if block.role == "text" and not block.number and block.grid is None:
            heading = plain_heading(block.text.value, bold=block.bold)
            if heading is not None and _leads(block, follower, heading) and _stands_free(blocks, index):
                block.role, block.level = "heading", -_RANKS[heading.style]
                if follower is not None and follower.grid is not None and heading.style == "plain":
                    block.role, block.level = "caption", 0  # what stands right above a table names nothing else
        follower = block


def _leads(block: Block, follower: Block | None, heading: Heading) -> bool:
    if follower is None:
        return False
    if follower.grid is not None:
        return heading.style == "caps" or block.bold
    if follower.role == "heading" or follower.number:
        return True
    sure = heading.style == "caps" or block.bold or title_case(block.text.value)
    prose = is_prose(follower) and (follower.text.value[:1].isupper() or not follower.text.value[:1].isalpha())
    return prose and (sure or len(follower.text.value) >= 2 * len(block.text.value))


def _stands_free(blocks: list[Block], index: int) -> bool:
    """Whether the text before a block is finished, so that the block cannot be its end."""
    before = blocks[index - 1] if index else None
    if before is None or before.grid is not None or before.role in ("heading", "caption", "title", "note"):
        return True
    return ends_clause(before.text.value) or not is_prose(before)


def _title_block(blocks: list[Block]) -> None:
    """Take the short lines before the first heading or numbered paragraph for the document's title block."""
    end = next((i for i, b in enumerate(blocks) if b.number or (b.role == "heading" and b.level != 1)), None)
    if end is None:
        end = next((i + 1 for i, b in enumerate(blocks) if b.role == "heading"), None)
    if end is None:
        return
    tops = [block for block in blocks if block.role == "heading" and block.level == 1]
    if len(blocks) > 1 and all(b.role == "heading" for b in blocks[:2]) and blocks[0].level in UNMARKED:
        blocks[0].role = "title"
        end = next((i for i, b in enumerate(blocks) if b.number or b.role == "heading"), end)
    named = any(block.role == "title" for block in blocks[:end])
    for block in blocks[:end]:
        if block.grid is not None:
            return
        if block.role == "title":
            continue
        if block.role == "heading" and len(tops) == 1 and not named and heading_mark(block.text.value) is None:
            block.role = "title"
        if block.role != "text":
            continue
        if ends_sentence(block.text.value) and is_prose(block):
            return
        block.role = "title"
