"""Fold text for matching without moving a character, and turn word lists into one pattern.

Every pattern of the lexicon runs over folded text: lower case, no accents, one kind of quote, hyphen and digit. Folding
keeps the length, so that an offset in folded text is an offset in the text as printed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

HARD_SPACE = "\u00a0"
"""What every unusual blank (no-break, thin ...) folds to; it may join digits where a plain one may not."""

_BLANKS = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u202f\u205f\u3000\ufeff"
_SINGLES = {
    **dict.fromkeys(_BLANKS, HARD_SPACE),
    **dict.fromkeys("‐‑−﹣－", "-"),
    **dict.fromkeys("―⸺", "—"),
    **dict.fromkeys("’‘ʼ´`′", "'"),
    **dict.fromkeys("“”„«»″", '"'),
    **dict.fromkeys("％﹪٪", "%"),
    **dict(zip("٬٫،؛؟，。；：（）、！？", ",.,;?,.;:(),!?", strict=True)),
}


def _one(char: str) -> str:
    """Return the folded form of one character, one character long."""
    if char in _SINGLES:
        return _SINGLES[char]
    if unicodedata.category(char) == "Nd":
        return str(unicodedata.digit(char))
    low = char.lower()
    base = unicodedata.normalize("NFD", low)[0]
    if base.isalpha() and base.isascii():
        return base
    return low if len(low) == 1 else char


_RANGES = (
    (0x00, 0x250),
    (0x370, 0x530),
    (0x660, 0x66A),
    (0x6F0, 0x6FA),
    (0x966, 0x970),
    (0x1E00, 0x1F00),
    (0x2000, 0x2070),
    (0xFF0D, 0xFF1A),
)
_TABLE = {code: _one(chr(code)) for first, last in _RANGES for code in range(first, last)}
_TABLE.update({ord(char): to for char, to in _SINGLES.items()})

# A letter that stands for a digit among digits, as scanning leaves it: "1O4", "O2 men", "l2"; "O1" may be a name.
_MISREAD = re.compile(
    r"(?<![\w.,/'-])(?:l\d[\dOoIl]*|[OoI]\d[\dOoIl]+|[Oo]\d(?=\s[a-z])|\d[\dOoIl]*[OoIl]\d[\dOoIl]*|\d+O)(?![\w'/])"
)
_NEAR_DIGIT = re.compile(r"\d(?:[OoIl]|(?<=[OoIl]\d))")
"""A letter beside a digit: a quick look before `_MISREAD` runs."""
_MISREAD_DIGITS = str.maketrans("OoIl", "0011")


_PART = re.compile(r"\{(\w+)\}")
_FIRST_MARK, _LAST_MARK = 0xE000, 0xF8FF
"""Characters that no text has (Unicode's private use area)."""
_LEAST_STEM = 4
"""Letters that an ending must leave of a word."""


def fold(text: str) -> str:
    """Return `text` folded for matching, exactly as long: no case or accents, plain quotes, hyphens, blanks, digits."""
    if _NEAR_DIGIT.search(text):
        text = _MISREAD.sub(lambda found: found[0].translate(_MISREAD_DIGITS), text)
    # What the table says of these signs, several times as fast.
    return text.lower().replace("`", "'") if text.isascii() else text.translate(_TABLE)


def folded(text: str) -> str:
    """Return a text in lower case with single spaces."""
    return " ".join(text.casefold().split())


def has_letters(text: str) -> bool:
    """Whether there is a letter in a text."""
    return any(letter.isalpha() for letter in text)


def expand(form: str) -> list[str]:
    """Return the words that a lexicon form stands for: "(x|y)" is optional, "<x|y>" a choice.

    Args:
        form: As a lexicon has it, such as "condenad<o|a>(s)".

    Returns:
        All words, four in the example, those without the optional letters first.
    """
    found = re.search(r"\(([^()<>]*)\)|<([^()<>]+)>", form)
    if not found:
        return [form]
    choices = ["", *found[1].split("|")] if found[1] is not None else found[2].split("|")
    head, tail = form[: found.start()], form[found.end() :]
    return [out for choice in choices for out in expand(head + choice + tail)]


def forms(words: Iterable[object]) -> list[str]:
    """Return the words of lexicon forms, folded.

    Args:
        words: Forms as a lexicon has them; see `expand`.

    Returns:
        In order, each word once.
    """
    return list(dict.fromkeys(fold(out).strip() for word in words for out in expand(str(word))))


def key(matched: str) -> str:
    """Return the dictionary key of a matched phrase: hyphens and any blanks between its words count as one space."""
    if not any(char.isalnum() for char in matched):
        return matched
    return re.sub(r"[\s-]+", " ", matched)


@lru_cache(1 << 14)
def stem(word: str, endings: tuple[str, ...]) -> str:
    """Return a word in small letters without the ending that number or gender puts on it.

    Args:
        word: as written.
        endings: the endings of its language, tried in order; the first that leaves enough of the word is cut.
    """
    word = word.lower()
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            return word[: -len(ending)]
    return word


def trie(words: Iterable[str]) -> str:
    """Return one pattern that matches the longest of `words` (folded); a blank or hyphen in them matches either.

    Each first letter opens a branch of its own: a search then skips to the letters that words begin with.
    """
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for char in key(word):
            node = node.setdefault(char, {})
        node[""] = {}
    if not root:
        return r"(?!)"
    options = [_choice([char]) + _branch(root[char]) for char in sorted(root) if char]
    return f"(?:{'|'.join(options)})" + ("?" if "" in root else "")


def _branch(node: dict[str, Any]) -> str:
    final = "" in node
    parts: dict[str, list[str]] = {}
    for char in sorted(char for char in node if char):
        parts.setdefault(_branch(node[char]), []).append(char)
    options = [_choice(chars) + rest for rest, chars in parts.items()]
    if not options:
        return ""
    if len(options) == 1 and not final:
        return options[0]
    return f"(?:{'|'.join(options)})" + ("?" if final else "")


def _choice(chars: list[str]) -> str:
    out = [r"[\s-]" if char == " " else re.escape(char) for char in chars]
    if len(out) == 1:
        return out[0]
    if any(_is_mark(char) for char in chars):
        return f"(?:{'|'.join(out)})"
    return "[" + "".join(r"\s\-" if char == " " else re.escape(char) for char in chars) + "]"


def written_pattern(words: Iterable[object]) -> str:
    """Return a pattern of words just as they are written, without anchors; the longest matches."""
    return "|".join(re.escape(word) for word in sorted(map(str, words), key=lambda word: (-len(word), word))) or r"(?!)"


def words_pattern(words: Iterable[object]) -> str:
    """Return a pattern of whole words for lexicon forms, without anchors for forms that begin or end in a sign."""
    listed = forms(words)
    if not listed:
        return r"(?!)"
    plain = [word for word in listed if word[-1].isalnum() or _is_mark(word[-1])]
    signs = [word for word in listed if not (word[-1].isalnum() or _is_mark(word[-1]))]
    options = ([f"(?:{trie(signs)})"] if signs else []) + ([f"(?:{trie(plain)})(?![a-z])"] if plain else [])
    return f"(?:{'|'.join(options)})"


def phrases_pattern(
    phrases: Iterable[object], parts: Mapping[str, Iterable[object]], *, backwards: bool = False
) -> str:
    """Return a pattern of whole phrases that take in lists of words by name ("({degree}) over").

    Args:
        phrases: Forms as a lexicon has them; "{x}" stands for any word of list x.
        parts: The lists by name.
        backwards: Whether the pattern is for text written backwards.

    Returns:
        As `words_pattern`; as long as its lists, not as the product of their lengths.
    """
    step = -1 if backwards else 1
    marks = {name: chr(_FIRST_MARK + i) for i, name in enumerate(parts)}
    marked = forms(_PART.sub(lambda found: marks[found[1]], str(phrase)) for phrase in phrases)
    pattern = words_pattern(re.sub(" +", " ", form)[::step] for form in marked)
    for name, mark in marks.items():
        pattern = pattern.replace(mark, words_pattern(form[::step] for form in forms(parts[name])))
    return pattern


def _is_mark(char: str) -> bool:
    """Whether a character stands for a list of words while a pattern is made."""
    return _FIRST_MARK <= ord(char) <= _LAST_MARK
