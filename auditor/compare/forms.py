"""The forms of a comparison: terminal, Markdown, HTML, JSON."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import asdict
from html import escape
from types import MappingProxyType

from auditor.compare.listing import ListingLine, change, sections, verdict
from auditor.compare.outcome import AuditComparison, ComparedSource
from auditor.report.audit_json import number
from auditor.report.emitters.markdown import escape as marked_down
from auditor.report.page.texts import DEFAULT, Texts, capitalised, load_texts
from auditor.runtime.version import __version__

SCHEMA_VERSION = "1"
MARKER = "auditor comparison"
COLUMNS = ("place", "compare_was", "compare_is", "compare_difference", "compare_words")
_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;
border-bottom:1px solid #767676;overflow-wrap:anywhere}table{table-layout:fixed}th{width:17%}th:nth-child(4){width:13%}
th:last-child{width:36%}del{color:#8a1c1c}ins{color:#123e7c;text-decoration:none;font-weight:600}
.scroll{overflow-x:auto}.scroll table{min-width:44rem}.quote{color:#505050}
@media (prefers-color-scheme:dark){body{color:#eee;background:#181818}.quote{color:#bbb}del{color:#ff9c9c}
ins{color:#9cc3ff}}
@media print{body{margin:0;max-width:none}.scroll table{min-width:0}}
"""


def as_text(found: AuditComparison, width: int = 80, language: str = DEFAULT) -> str:
    """Return the comparison for a terminal of some width."""
    t = load_texts(language)
    made = [_name(found.old), f"\u2192 {_name(found.new)}", "", *_wrapped(verdict(found, t), width, 2), ""]
    for section in sections(found, t):
        made += [section.title, *_wrapped(section.intro, width, 2), ""]
        for line in section.lines:
            note = f"  ({line.note})" if line.note else ""
            made += _wrapped(f"{line.where}{t('colon')}{' '.join(change(line))}{note}", width, 2, 4)
            made += _wrapped(line.quote, width, 6)
        made.append("")
    return "\n".join(row.rstrip() for row in made).rstrip("\n") + "\n"


def as_markdown(found: AuditComparison, width: int = 80, language: str = DEFAULT) -> str:
    """Return the comparison as GitHub-flavoured Markdown."""
    del width
    t = load_texts(language)
    made = [
        f"<!-- {MARKER} -->",
        f"# {marked_down(_name(found.old))} \u2192 {marked_down(_name(found.new))}",
        "",
        f"**{marked_down(verdict(found, t))}**",
        "",
    ]
    for section in sections(found, t):
        made += [f"## {section.title}", ""] + ([section.intro, ""] if section.intro else [])
        made += [f"| {' | '.join(_heads(t))} |", "| --- | --- | --- | --- | --- |"]
        made += [
            f"| {' | '.join(marked_down(text) for text in (each.where, each.old, each.new, each.note, each.quote))} |"
            for each in section.lines
        ]
        made.append("")
    return "\n".join([*made, t("made_by", version=__version__)]) + "\n"


def as_html(found: AuditComparison, width: int = 80, language: str = DEFAULT) -> str:
    """Return the comparison as one HTML file that asks the network for nothing.

    Args:
        found: The comparison.
        width: Not used; all forms of a comparison are called alike.
        language: Of the words that are not of the documents.

    Raises:
        auditor.report.page.texts.TextsError: Reports are not written in this language.
    """
    del width
    t = load_texts(language)
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in _heads(t))
    title = f"{escape(_name(found.old))} \u2192 {escape(_name(found.new))}"
    made = [
        f'<!doctype html>\n<html lang="{t.language}"><head><meta charset="utf-8"><title>{title}</title>',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta name="generator" content="{MARKER}">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<style>{_STYLE}</style></head>\n<body><main><h1>{title}</h1>",
        f"<p><strong>{escape(verdict(found, t))}</strong></p>",
    ]
    for section in sections(found, t):
        made.append(f"<section><h2>{escape(section.title)}</h2><p>{escape(section.intro)}</p>")
        made.append('<div class="scroll" role="region" tabindex="0" aria-label="' + escape(section.title) + '"><table>')
        made.append(f"<thead><tr>{head}</tr></thead><tbody>")
        made += [_row(line) for line in section.lines]
        made.append("</tbody></table></div></section>")
    made.append(f"<p>{escape(t('made_by', version=__version__))}</p></main></body></html>")
    return "\n".join(made) + "\n"


def as_json(found: AuditComparison, width: int = 80, language: str = DEFAULT) -> str:
    """Return the comparison as one JSON object (rules/schema/comparison.schema.json); only ASCII is written."""
    del width, language
    content = {
        "schema_version": SCHEMA_VERSION,
        "old": asdict(found.old),
        "new": asdict(found.new),
        "versions": found.versions,
        "counts": {
            "same": found.same,
            "changed": len(found.changed),
            "appeared": len(found.appeared),
            "went": len(found.went),
            "disagree": len(found.disagree),
            "fallen": len(found.fallen),
            **{
                f"findings_{fate}": sum(note.fate == fate for note in found.findings)
                for fate in ("new", "standing", "fixed", "withdrawn")
            },
        },
        "changed": [asdict(pair) | {"difference": pair.difference} for pair in found.changed],
        "appeared": [asdict(seen) for seen in found.appeared],
        "went": [asdict(seen) for seen in found.went],
        "findings": [asdict(note) for note in found.findings],
        "disagree": [asdict(pair) | {"difference": pair.difference} for pair in found.disagree],
        "fallen": [asdict(pair) | {"difference": pair.difference} for pair in found.fallen],
    }
    return json.dumps(_finite(content), indent=1, allow_nan=False) + "\n"


FORMS: Mapping[str, Callable[[AuditComparison, int, str], str]] = MappingProxyType(
    {"text": as_text, "markdown": as_markdown, "html": as_html, "json": as_json}
)


def _finite(value: object) -> object:
    if isinstance(value, float):
        return number(value)
    if isinstance(value, dict):
        return {name: _finite(each) for name, each in value.items()}
    return [_finite(each) for each in value] if isinstance(value, list) else value


def _heads(t: Texts) -> list[str]:
    return [capitalised(t(key)) for key in COLUMNS]


def _name(source: ComparedSource) -> str:
    return source.path.replace("\\", "/").rsplit("/", 1)[-1]


def _wrapped(text: str, width: int, indent: int, hanging: int | None = None) -> list[str]:
    after = " " * (indent if hanging is None else hanging)
    return textwrap.wrap(text, max(40, width), initial_indent=" " * indent, subsequent_indent=after)


def _row(line: ListingLine) -> str:
    old = f"<del>{escape(line.old)}</del>" if line.old and line.old != line.new else escape(line.old)
    new = f"<ins>{escape(line.new)}</ins>" if line.new and line.old != line.new else escape(line.new)
    cells = (escape(line.where), old, new, escape(line.note))
    return f'<tr><td>{"</td><td>".join(cells)}</td><td class="quote">{escape(line.quote)}</td></tr>'
