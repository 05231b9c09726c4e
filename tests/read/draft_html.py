"""Drafts as web pages, on paper in one or two columns."""

from __future__ import annotations

from html import escape

from drafts import Box, Changed, Chart, Draft, Grid, Heading, Items, Note, Para, Part

STYLE = """
@page { size: A4; margin: 22mm 20mm; MARGINS }
body { font: 10.5pt "Liberation Serif", serif; text-align: justify; hyphens: auto }
h1 { font-size: 15pt; text-align: left } h2 { font-size: 13pt } h3, h4 { font-size: 11pt }
table { border-collapse: collapse; width: 100%; text-align: left }
.ruled td, .ruled th { border: 1px solid #000; padding: 2px 4px; break-inside: avoid }
.open { border-top: 1px solid; border-bottom: 1px solid } .open td, .open th { padding: 3px 8px }
td.n { text-align: right } .box { border: 1px solid; padding: 4px; margin: 6px 30mm }
.notes { border-top: 1px solid #000; width: 60mm; margin-top: 10mm } .note { font-size: 8pt }
"""
MARGINS = """@top-left { content: "CAT/C/XXX/FCO/5"; font-size: 9pt }
@top-right { content: "Follow-up report"; font-size: 9pt }
@bottom-center { content: counter(page) " / " counter(pages); font-size: 9pt }"""


def html_of(draft: Draft, *, columns: int = 1, heads: bool = False) -> str:
    """Write a draft as a page; with running heads and page numbers where it is printed."""
    notes: list[str] = []
    body = [f"<h1>{escape(draft.title)}</h1>"]
    body += [f"<p>{escape(line)}</p>" for line in draft.before]
    body += [f"<blockquote>{escape(draft.aside)}</blockquote>"] if draft.aside else []
    body += [_part(part, notes) for part in draft.parts]
    feet = "".join(
        f'<p class="note" id="n{i}"><a href="#r{i}">{i}</a> {escape(text)}</p>' for i, text in enumerate(notes, 1)
    )
    flow = f'<div style="columns: {columns}; column-gap: 9mm">{"".join(body)}</div>' if columns > 1 else "".join(body)
    style = STYLE.replace("MARGINS", MARGINS if heads else "")
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(draft.title)}</title>'
        f"<style>{style}</style></head><body>{flow}{'<div class=notes></div>' if feet else ''}{feet}</body></html>"
    )


def _part(part: Part, notes: list[str]) -> str:
    if isinstance(part, Heading):
        return f"<h{part.level}>{escape(part.text)}</h{part.level}>"
    if isinstance(part, Para):
        number = "" if part.number is None else f"{part.number}. "
        return f"<p>{number}{''.join(_piece(piece, notes) for piece in part.pieces)}</p>"
    if isinstance(part, Items):
        return _items(list(part.items))
    if isinstance(part, Box):
        return f'<div class="box"><p>{escape(part.text)}</p></div>'
    return _table(_as_table(part) if isinstance(part, Chart) else part)


def _piece(piece: str | Note | Changed, notes: list[str]) -> str:
    if isinstance(piece, str):
        return escape(piece)
    if isinstance(piece, Changed):
        name = "del" if piece.gone else "ins"
        return f'<{name} style="{"display: none" if piece.gone else ""}">{escape(piece.text)}</{name}>'
    notes.append(piece.text)
    number = len(notes)
    return f'<sup><a id="r{number}" href="#n{number}">{number}</a></sup>'


def _items(items: list[tuple[int, str]]) -> str:
    out, depth = "", -1
    for level, text in items:
        while depth < level:
            out, depth = out + "<ul>", depth + 1
        while depth > level:
            out, depth = out + "</ul>", depth - 1
        out += f"<li>{escape(text)}</li>"
    return out + "</ul>" * (depth + 1)


def _as_table(chart: Chart) -> Grid:
    from drafts import Slot

    head = (Slot(""), *(Slot(name) for name, _ in chart.series))
    rows = [
        (Slot(name), *(Slot(f"{values[i]}") for _, values in chart.series)) for i, name in enumerate(chart.categories)
    ]
    return Grid(chart.title, (head, *rows))


def _table(grid: Grid) -> str:
    rows = {"thead": "", "tbody": ""}
    places: dict[int, str] = {}
    for r, c, slot in grid.places():
        name = "th" if r < grid.heads else "td"
        spans = (f' rowspan="{slot.rows}"' if slot.rows > 1 else "") + (
            f' colspan="{slot.columns}"' if slot.columns > 1 else ""
        )
        text = f"<b>{escape(slot.text)}</b>" if slot.bold and name == "td" else escape(slot.text)
        shift = f' style="padding-left: {10 * slot.indent}px"' if slot.indent else ""
        look = ' class="n"' if c and name == "td" else ""
        places[r] = places.get(r, "") + f"<{name}{spans}{look}{shift}>{text}</{name}>"
    for r in range(len(grid.rows)):
        rows["thead" if r < grid.heads else "tbody"] += f"<tr>{places.get(r, '')}</tr>"
    caption = f"<p>{escape(grid.caption)}</p>" if grid.caption else ""
    kind = "ruled" if grid.ruled else "open"
    return f'{caption}<table class="{kind}"><thead>{rows["thead"]}</thead><tbody>{rows["tbody"]}</tbody></table>'
