"""What `numbers.yaml` says of a text in one line: every number with all that the grammar knows of it.

python tests/figures/number_tables.py    writes the lines anew: read the difference before it is committed
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from auditor.figures import read_figures
from auditor.figures.number_mentions import find_numbers
from auditor.figures.number_style import RUN, NumberStyle, column_style, split_run, vote
from auditor.language.folding import fold
from auditor.language.lexicon import load
from auditor.model.document import Document, Paragraph

FILE = Path(__file__).with_name("numbers.yaml")


def shown(kind: str, given: str) -> str:
    """Give the line for a text of a section of the file."""
    key, _, text = given.partition("| ")
    return _SECTIONS[kind](key.strip(), text)


def _digits(key: str, text: str) -> str:
    """Runs of digits, where `key` says which sign parts thousands, and "b" whether blanks do."""
    style = NumberStyle(key[0], "b" in key)
    out = []
    for run in RUN.finditer(text):
        for one in split_run(run[0], run.start(), style):
            notes = [name for name in ("grouped", "dotted", "too_long") if getattr(one, name)]
            places = f"/{one.decimals}" if one.decimals else ""
            out.append(" ".join([f"{one.start}-{one.end}", f"{one.value:.12g}{places}", *notes]))
    return "; ".join(out)


def _numbers(key: str, text: str) -> str:
    """Numbers of a text in the language of `key`."""
    out = []
    for one in find_numbers(fold(text), load(key), NumberStyle()):
        notes = [name for name in ("rounded", "about", "grouped") if getattr(one, name)]
        notes += [f"x{one.scale:g}"] * (one.scale != 1)
        notes += [f"({one.problem})"] * bool(one.problem)
        step = f"±{one.step:g}" if one.step != 1 else ""
        out.append(" ".join([f"[{text[one.start : one.end]}]", f"{one.value:.12g}{step}", one.form, *notes]))
    return "; ".join(out)


def _figures(key: str, text: str) -> str:
    """Figures of a text in the language of `key`, with their intervals."""
    found = read_figures(Document("x.txt", "", key, "", (Paragraph(0, "p1", text),)), load(key))
    out = []
    for one in found.figures:
        low, high = ("" if edge is None else f"{edge:.12g}" for edge in (one.low, one.high))
        out.append(" ".join(filter(None, [f"[{one.text}]", f"{one.value:.12g} in {low}..{high}", one.unit, one.bound])))
    out += [f"[{text[one.start : one.end]}] {one.reason}" for one in found.discarded]
    return "; ".join(out)


def _styles(key: str, text: str) -> str:
    """What parts thousands in a text: by itself, as a part of a document of either style, and as a column of one."""
    lexicon, texts = load(key), [fold(text)]
    voted = [vote(texts, lexicon), *(vote(texts, lexicon, NumberStyle(sign)) for sign in ",.")]
    columns = [column_style(text.split(), NumberStyle(sign)) for sign in ",."]
    return " ".join(style.thousands for style in (*voted, *columns)) + (" blanks" if voted[0].blanks else "")


_SECTIONS = {"digits": _digits, "numbers": _numbers, "figures": _figures, "styles": _styles}


def read() -> dict[str, dict[str, str]]:
    """Give the file: section -> text -> line."""
    found: Any = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found


if __name__ == "__main__":
    made = {kind: {given: shown(kind, given) for given in lines} for kind, lines in read().items()}
    FILE.write_text(yaml.safe_dump(made, allow_unicode=True, sort_keys=False, width=1000), encoding="utf-8")
