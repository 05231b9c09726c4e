"""Labels of rows and heads of columns, and how deep a label stands in the outline of its table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from auditor.language.folding import has_letters
from auditor.relations.tables.numeric_cells import TEXT
from auditor.relations.tables.vocabulary import fold

_OUTLINE = re.compile(r"\s*(?:[A-Z]{1,4}\.?\s?)?(\d{1,2}(?:[.]\d{1,2})*)\.?(?:[,–-][\d. –-]+)?\s+\D")
_DASH = re.compile(r"\s*([-–—•·]+)\s*(?=\w)")


def column_labels(
    texts: Sequence[Sequence[str]],
    kinds: NDArray[np.int8],
    header: int,
) -> list[str]:
    """Join the head cells above each column; a head that covers empty cells to its right names them too."""
    columns = kinds.shape[1]
    parts: list[list[str]] = [[] for _ in range(columns)]
    rows = [r for r in range(header) if sum(bool(t.strip()) for t in texts[r]) >= 2 or (r == header - 1)]
    for r in rows[-5:]:
        current = ""
        for c, text in enumerate(texts[r]):
            clean = " ".join(text.split())
            if clean:
                current = clean
            if (clean or (r != rows[-1] and current and c)) and len(current) < 120:
                parts[c].append(current)
    return [" ".join(p) for p in parts]


def row_labels(
    texts: Sequence[Sequence[str]],
    kinds: NDArray[np.int8],
    number: NDArray[np.bool_],
    indents: NDArray[np.intp] | None,
) -> tuple[list[str], NDArray[np.intp]]:
    """Join the words left of each row's first figure, and tell how deep the first of them is indented."""
    labels: list[str] = []
    depth = np.zeros(len(texts), np.intp)
    for r, row in enumerate(texts):
        first = int(np.argmax(number[r])) if number[r].any() else len(row)
        words = [(c, row[c]) for c in range(min(first, len(row))) if kinds[r, c] == TEXT]
        if not words and first < len(row):
            words = [(c, row[c]) for c in range(first, len(row)) if kinds[r, c] == TEXT][:1]
            labels.append(" ".join(words[0][1].split()) if words else "")
            continue
        labels.append(" ".join(" ".join(t.split()) for _, t in words)[:300])
        if words:
            column, text = words[0]
            indent = len(text) - len(text.lstrip()) + 8 * column
            dash = _DASH.match(text)
            depth[r] = indent + (2 * len(dash[1]) if dash else 0)
            if indents is not None:
                depth[r] += 4 * int(indents[r])
    return labels, depth if len(set(depth[number.any(1)].tolist())) > 1 else depth + _numbered(labels)


def nested_labels(texts: Sequence[Sequence[str]], rows: Sequence[int]) -> tuple[tuple[str, str], ...]:
    """Return the group of each row and its label in it, where two columns of words say both.

    Args:
        texts: The cells of all rows; a blank in the first column goes on with the group above.
        rows: Which rows hold figures.

    Returns:
        (group, label), folded, of each row; both are blank where a row has no second label. The label goes on with the
        band of words above it, under which groups begin anew. Nothing where no label stands in several groups.
    """
    out: list[tuple[str, str]] = []
    group, band = "", ""
    for before, row in pairwise([rows[0] - 1, *rows] if rows else []):
        if bands := [at for at in range(before + 1, row) if has_letters(_first(texts, at))]:
            group, band = "", f"{bands[-1]} "
        first, own = (fold(text) for text in (*texts[row][:2], "", "")[:2])
        group = first or group
        out.append((group, f"{band}{own}") if group and has_letters(own) else ("", ""))
    told = [each for each in out if each[1]]
    return tuple(out) if len(set(told)) == len(told) > len({own for _, own in told}) else ()


def _first(texts: Sequence[Sequence[str]], row: int) -> str:
    """Return the text in the first column of a row."""
    return texts[row][0] if texts[row] else ""


def _numbered(labels: Sequence[str]) -> NDArray[np.intp]:
    """Take the depth of labels from their numbers: "1", "1.1", "HC.1.1.2"; 0 where they are not numbered so."""
    depth = np.zeros(len(labels), np.intp)
    for i, label in enumerate(labels):
        found = _OUTLINE.match(label)
        if found:
            depth[i] = 2 * found[1].count(".")
    return depth if (depth > 0).sum() >= 2 else np.zeros(len(labels), np.intp)
