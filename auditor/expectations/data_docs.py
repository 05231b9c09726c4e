"""Data Docs that load nothing from elsewhere: the pages of Great Expectations without remote scripts and styles."""

from __future__ import annotations

import re
from pathlib import Path

_MARKS = (b"great_expectations", b"Great Expectations")
_REMOTE = re.compile(
    r"<link\b[^>]*\bhref=[\"']?(?:https?:)?//[^>]*>"
    r"|<script\b[^>]*\bsrc=[\"']?(?:https?:)?//[^>]*>\s*</script>"
    r"|<img\b[^>]*\bsrc=[\"']?(?:https?:)?//[^>]*>",
    re.IGNORECASE,
)
_HEAD = re.compile(r"<head>", re.IGNORECASE)
STYLE = "auditor.css"
_POLICY = (
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src 'self' data:;"
    " style-src 'self' 'unsafe-inline'; font-src 'self'; form-action 'none'; base-uri 'none'\">"
)


def foreign(folder: Path) -> bool:
    """Whether a folder cannot take Data Docs: it is no folder, or its index page is not one of theirs."""
    if not folder.exists():
        return False
    if not folder.is_dir():
        return True
    index = folder / "index.html"
    if not index.exists():
        return any(folder.iterdir())
    with index.open("rb") as stream:
        start = stream.read(4000)
    return not any(mark in start for mark in _MARKS)


def keep_local(folder: Path) -> None:
    """Take out of all pages what a browser would load from elsewhere, and let it load nothing; the tables stay.

    Raises:
        OSError: a page cannot be written.
    """
    style = (Path(__file__).parent / "docs.css").read_text(encoding="utf-8")
    (folder / STYLE).write_text(style, encoding="utf-8", newline="\n")
    for page in sorted(folder.rglob("*.html")):
        text = page.read_text(encoding="utf-8")
        if _POLICY in text:
            continue
        up = "../" * (len(page.relative_to(folder).parts) - 1)
        head = f'<head>\n{_POLICY}\n<link rel="stylesheet" href="{up}{STYLE}">'
        page.write_text(_HEAD.sub(head, _REMOTE.sub("", text), count=1), encoding="utf-8", newline="\n")
