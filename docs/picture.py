"""Take the picture of a report that the README shows: the example's, as `make audit` leaves it. Needs Chromium."""

from __future__ import annotations

import os
import shutil
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REPORT = ROOT / "reports/azerbaijan-cat-follow-up-2025.html"
PICTURE = ROOT / "docs/report.png"
WIDTH, HEIGHT = 1280, 1000


def main() -> None:
    """Write the picture anew."""
    from PIL import Image
    from playwright.sync_api import sync_playwright

    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        raise SystemExit("docs/picture.py: there is no chromium here; install it, or name it in CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        page.goto(REPORT.as_uri())
        taken = page.screenshot()
        browser.close()
    few = Image.open(BytesIO(taken)).convert("RGB").quantize(128, dither=Image.Dither.NONE)
    few.save(PICTURE, optimize=True)


if __name__ == "__main__":
    main()
