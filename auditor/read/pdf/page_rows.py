"""One page of a PDF: its characters as words, its words as rows, and the lines drawn on it."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from auditor.read.pdf.drawn import Box, DrawnWord, PageContent, Placer, read_edges
from auditor.read.text.block_builder import superscript

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

    from auditor.read.blocks.block import Grid

_HYPHENS = {"\x02": "-", "\ufffe": "-"}
_HARD_SPACES = "\u00a0\u202f\u2007"
_ABOVE, _BELOW = 0.8, 0.2
"""Shares of a character's size above and below its base line."""
_LEAST_SHARE, _MOST_SHARE = 0.9, 3.0
"""Share of a character's size that its height has at least, and beyond which the size is not to be believed."""
_LEAST_HEIGHT, _MOST_HEIGHT = 0.5, 2_000.0
_FAR = 20_000.0
"""Points beyond which nothing is on a page: PDF allows 14,400."""
_SPACE = 0.16
"""Share of the height of the line from which a gap between characters is a blank."""
_THIN_SPACE = 0.1
"""The same between two digits of one number."""
_APART = 0.6
"""Share of the height of the line from which a gap parts texts that do not belong together."""
_DIGITS = frozenset("0123456789")
_SUPERIORS = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")
_SUPERIOR = 0.2
"""Share of the height of the line above the base line from which a digit is a raised one."""
_SMALL = 0.85
"""Share of the height of a word up to which another is small beside it."""
_LONGEST_MARK = 6
_RAISE, _DROP, _STEP_UP = 0.7, 0.4, 0.04
"""Shares of its height that a small word stands at most above and below the base line, and at least above it."""
_NUMBER_ENDS = "0123456789%–…"
_NUMBER_STARTS = ("–", "..", "…", "-")
_NUMBERS_APART = 0.45
"""The same between two numbers, which no sentence puts side by side."""


@dataclass(slots=True)
class PageSpan:
    """Words of a row with no more than a blank between them."""

    words: list[DrawnWord]
    text: str
    left: float
    right: float


@dataclass(slots=True)
class PageRow:
    """Words on one base line, from left to right."""

    spans: list[PageSpan]
    top: float
    bottom: float
    base: float
    height: float
    """Height of most of its words."""
    bold: bool
    table: Grid | None = None
    """The table that stands here instead of words."""

    @property
    def text(self) -> str:
        """Return the row's text."""
        return " ".join(span.text for span in self.spans)

    @property
    def left(self) -> float:
        """Return where the row starts."""
        return self.spans[0].left

    @property
    def right(self) -> float:
        """Return where the row ends."""
        return self.spans[-1].right


def read_page(page: PdfPage, number: int) -> PageContent:
    """Read the words and lines of a page; a page that is shown turned is turned first."""
    width, height = page.get_size()
    turn = page.get_rotation() % 360
    content = PageContent(number, width, height)
    place = Placer(page, turn, width, height)
    _read_words(page, place, content)
    read_edges(page, place, content)
    return content


def _read_words(page: PdfPage, place: Placer, content: PageContent) -> None:
    import pypdfium2.raw as pdfium

    text = page.get_textpage()
    box = pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    current: list[str] = []
    last: DrawnWord | None = None
    bold: dict[str, bool] = {}
    for index in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text, index)
        char = chr(code) if code < 0x110000 else ""
        char = _HYPHENS.get(char, char)
        if char in _HARD_SPACES and last is not None and current:
            current.append("\u00a0")  # it may stand between the digits of one number
            pdfium.FPDFText_GetLooseCharBox(text, index, box)
            last.box = (last.box[0], last.box[1], place.box(box.left, box.bottom, box.right, box.top)[2], last.box[3])
            continue
        if not char or char.isspace() or char == "\x00" or 0xD800 <= code < 0xE000:
            _ended(last, current)
            if last is not None and char.isspace():
                last.spaced = pdfium.FPDFText_IsGenerated(text, index) == 0
            last = None
            continue
        pdfium.FPDFText_GetLooseCharBox(text, index, box)
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        shape = place.box(box.left, box.bottom, box.right, box.top)
        base = place.point(x.value, y.value)[1]
        height = shape[3] - shape[1]
        if not _LEAST_HEIGHT < height < _MOST_HEIGHT or not -_FAR < base < _FAR:
            continue  # nobody can see it
        superior = char in _DIGITS and _is_superior(text, index, place, base, height)
        if superior:
            char = superscript(char)
        if (
            last is not None
            and superior == (current[-1:] != [] and current[-1] in _SUPERIORS)
            and _continues(last, shape, base, height)
        ):
            current.append(char)
            last.box = (last.box[0], min(last.box[1], shape[1]), max(last.box[2], shape[2]), max(last.box[3], shape[3]))
            continue
        _ended(last, current)
        if round(pdfium.FPDFText_GetCharAngle(text, index) * 57.29578 + place.turn) % 360 not in (0, 1, 359):
            content.upright += 1
            last = None
            continue
        current = [char]
        full = _full_height(text, index, height)
        if full > height:
            shape = (shape[0], min(shape[1], base - _ABOVE * full), shape[2], max(shape[3], base + _BELOW * full))
        last = DrawnWord("", shape, base, full, _is_bold(text, index, bold), height)
        content.words.append(last)
    _ended(last, current)
    for word in content.words:
        word.text = _spelled(word.text)
    text.close()


def _is_superior(text: Any, index: int, place: Placer, base: float, height: float) -> bool:  # noqa: ANN401 - a handle of the library
    """Whether a digit is drawn raised, though it is set on the line: many fonts have such digits for notes."""
    import pypdfium2.raw as pdfium

    sides = [ctypes.c_double() for _ in range(4)]
    if not pdfium.FPDFText_GetCharBox(text, index, *sides):
        return False
    left, right, bottom, top = (side.value for side in sides)
    drawn = place.box(left, bottom, right, top)
    return drawn[3] > drawn[1] and base - drawn[3] > _SUPERIOR * height


def _ended(word: DrawnWord | None, chars: list[str]) -> None:
    if word is not None and not word.text:
        word.text = "".join(chars).rstrip("\u00a0")


def _continues(word: DrawnWord, shape: Box, base: float, height: float) -> bool:
    gap = shape[0] - word.box[2]
    return (
        abs(base - word.base) < 0.1 * word.height
        and abs(height - word.loose) < 0.2 * word.loose
        and -0.5 * word.height < gap < _SPACE * word.height
        and shape[0] >= word.box[0]
    )


def _full_height(text: Any, index: int, loose: float) -> float:  # noqa: ANN401 - a handle of the library
    """Return the height of a character's line: as its font says, unless that is less than the size it is set in."""
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFText_GetMatrix(text, index, matrix):
        return loose
    size = pdfium.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d)
    return size if loose < _LEAST_SHARE * size < _MOST_SHARE * loose else loose


def _spelled(text: str) -> str:
    """Spell out ligatures."""
    if any("\ufb00" <= char <= "\ufb06" for char in text):
        return "".join(unicodedata.normalize("NFKC", c) if "\ufb00" <= c <= "\ufb06" else c for c in text)
    return text


def _is_bold(text: Any, index: int, known: dict[str, bool]) -> bool:  # noqa: ANN401 - a handle of the library
    """Whether a character is bold, by the name of its font."""
    import pypdfium2.raw as pdfium

    buffer = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text, index, buffer, 128, flags)
    name = buffer.value.decode("latin-1").lower()
    if name not in known:
        known[name] = any(mark in name for mark in ("bold", "black", "heavy", "-bd", "semibold", "demi"))
    return known[name]


def add_bullets(content: PageContent, rows: list[PageRow]) -> None:
    """Put a bullet before each row that has a small drawn sign right before it."""
    if not content.dots or len(content.dots) > 20 * len(rows) + 20:
        return
    dots = sorted(content.dots, key=lambda dot: dot[1])
    for row in rows:
        for dot in dots:
            if dot[1] > row.bottom:
                break
            middle = (dot[1] + dot[3]) / 2
            if row.top < middle < row.bottom and 1.0 < row.left - dot[2] < 2.5 * row.height:
                row.spans[0].text = f"• {row.spans[0].text}"
                break


def rows_of(words: list[DrawnWord]) -> list[PageRow]:
    """Put words on base lines, from top to bottom; raised and small words join the line that they stand on."""
    _settle_small(words)
    groups: list[list[DrawnWord]] = []
    bases: list[float] = []
    for word in sorted(words, key=lambda word: (word.base, word.box[0])):
        if groups and abs(word.base - bases[-1]) < 0.3 * max(word.height, groups[-1][0].height):
            groups[-1].append(word)
            continue
        groups.append([word])
        bases.append(word.base)
    return [_row(group) for group in groups]


def _settle_small(words: list[DrawnWord]) -> None:
    """Put small words that stand above or below a line, as marks of notes do, on the base line of the word they touch.

    Done word by word: where a page has columns, what stands at about the same height need not be of one line.
    """
    tallest = max((word.height for word in words), default=0.0)
    small = [word for word in words if word.height < _SMALL * tallest and len(word.text) <= _LONGEST_MARK]
    if not small:
        return
    ordered = sorted(words, key=lambda word: word.base)
    bases = [word.base for word in ordered]
    settled: list[tuple[DrawnWord, float, bool]] = []
    for word in small:
        near = ordered[
            bisect_left(bases, word.base - _DROP * tallest) : bisect_right(bases, word.base + _RAISE * tallest)
        ]
        larger = [other for other in near if word.height < _SMALL * other.height and _is_offset(word, other)]
        if any(_covers(word, other, other.height) for other in larger):
            continue
        touched = [other for other in larger if _touches(word, other, other.height)]
        if touched:
            home = min(touched, key=lambda other: (abs(word.box[0] - other.box[2]), abs(word.base - other.base)))
            settled.append((word, home.base, word.base < home.base))
    for word, base, raised in settled:
        word.base = base
        if raised:
            word.text = superscript(word.text)


def _is_offset(word: DrawnWord, other: DrawnWord) -> bool:
    """Whether a small word stands above or below the line of another, and not farther than a mark does."""
    up = other.base - word.base
    return _STEP_UP * other.height < up < _RAISE * other.height or 0 < -up < _DROP * other.height


def _height(group: list[DrawnWord]) -> float:
    heights = sorted(word.height for word in group for _ in word.text)
    return heights[len(heights) // 2] if heights else 1.0


def _touches(word: DrawnWord, other: DrawnWord, height: float) -> bool:
    gap = max(word.box[0] - other.box[2], other.box[0] - word.box[2])
    return -0.3 * height < gap < 0.6 * height


def _covers(word: DrawnWord, other: DrawnWord, height: float) -> bool:
    """Whether a word stands over another, as it does only on another line of text."""
    return min(word.box[2], other.box[2]) - max(word.box[0], other.box[0]) > 0.3 * height


def _blank(before: DrawnWord, after: DrawnWord, gap: float) -> str:
    """Return what stands between two words, by the gap as a share of their height; digits may have a thin space."""
    if gap >= _SPACE or (before.spaced and gap > 0):
        return " "
    within = gap > _THIN_SPACE and before.text[-1:].isdigit() and after.text[:1].isdigit()
    return "\u00a0" if within else ""


def _both_numbers(span: PageSpan, word: DrawnWord) -> bool:
    before = span.words[-1].text
    return before[-1:] in _NUMBER_ENDS and (word.text[:1].isdigit() or word.text[:2] in _NUMBER_STARTS)


def _row(group: list[DrawnWord]) -> PageRow:
    words = sorted(group, key=lambda word: word.box[0])
    height = _height(words)
    spans: list[PageSpan] = []
    for word in words:
        gap = word.box[0] - spans[-1].right if spans else 0.0
        if spans and gap < _APART * height and not (gap > _NUMBERS_APART * height and _both_numbers(spans[-1], word)):
            span = spans[-1]
            span.text += _blank(span.words[-1], word, gap / height) + word.text
            span.words.append(word)
            span.right = max(span.right, word.box[2])
        else:
            spans.append(PageSpan([word], word.text, word.box[0], word.box[2]))
    return row_of_spans(spans)


def row_of_spans(spans: list[PageSpan]) -> PageRow:
    """Make a row of spans, with the measures of its words."""
    words = [word for span in spans for word in span.words]
    letters = [word.bold for word in words for _ in word.text]
    base = sorted(word.base for word in words)[len(words) // 2]
    top, bottom = min(word.box[1] for word in words), max(word.box[3] for word in words)
    return PageRow(spans, top, bottom, base, _height(words), sum(letters) > 0.9 * len(letters))
