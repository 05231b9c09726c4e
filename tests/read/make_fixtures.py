"""Make report.pdf from report.html with headless Chromium; run it by hand after a change of the page."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

FIXTURES = Path(__file__).parent / "fixtures"


def main() -> None:
    browser = next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
    )
    if browser is None:
        sys.exit("no Chromium found: install it to make the fixture anew")
    target = f"--print-to-pdf={FIXTURES / 'report.pdf'}"
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-pdf-tagging", "--no-pdf-header-footer"]
    subprocess.run([browser, *flags, target, str(FIXTURES / "report.html")], check=True)  # noqa: S603


if __name__ == "__main__":
    main()
