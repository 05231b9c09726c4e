"""Drafts on paper: web pages through headless Chromium, Word documents through LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--no-pdf-header-footer",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-pdf-tagging",
)  # fmt: skip
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((found for name in _BROWSERS if (found := shutil.which(name))), None)
OFFICE = next((found for name in ("soffice", "libreoffice") if (found := shutil.which(name))), None)


def printed(page: str, folder: Path) -> bytes:
    """Print a web page."""
    assert CHROMIUM is not None
    source, target = folder / "page.html", folder / "page.pdf"
    source.write_text(page, encoding="utf-8")
    command = [CHROMIUM, *_FLAGS, f"--user-data-dir={folder / 'browser'}", f"--print-to-pdf={target}", str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603
    return target.read_bytes()


def converted(document: bytes, folder: Path, kind: str = "pdf", *, suffix: str = ".docx") -> bytes:
    """Convert a Word document, or a document of another suffix, to PDF or another kind."""
    assert OFFICE is not None
    source = folder / f"text{suffix}"
    source.write_bytes(document)
    profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    command = [OFFICE, profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)  # noqa: S603
    return (folder / f"text.{kind}").read_bytes()
