"""Write small PDF files for tests: text at places, drawn lines, pages that are turned."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Page:
    """A page of A4 size; places count in points from its lower left corner, as PDF does."""

    turn: int = 0
    operations: list[str] = field(default_factory=list)

    def text(
        self, x: float, y: float, text: str, size: float = 11, *, bold: bool = False, slant: str = "1 0 0 1"
    ) -> None:
        shown = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        self.operations.append(f"BT /F{2 if bold else 1} {size} Tf {slant} {x} {y} Tm ({shown}) Tj ET")

    def lines(self, x: float, y: float, texts: list[str], size: float = 11, step: float = 13) -> float:
        for text in texts:
            self.text(x, y, text, size)
            y -= step
        return y

    def rule(self, x1: float, y1: float, x2: float, y2: float) -> None:
        self.operations.append(f"{x1} {y1} m {x2} {y2} l S")

    def table(
        self, x: float, y: float, rows: list[list[str]], width: float = 90, step: float = 16, *, ruled: bool
    ) -> float:
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                shift = 3 if c == 0 else width - 8 - 5.6 * len(text)
                self.text(x + c * width + shift, y - (r + 1) * step + 4, text, 10)
        wide, tall = width * max(map(len, rows)), step * len(rows)
        if ruled:
            for r in range(len(rows) + 1):
                self.rule(x, y - r * step, x + wide, y - r * step)
            for c in range(max(map(len, rows)) + 1):
                self.rule(x + c * width, y, x + c * width, y - tall)
        return y - tall


def written(pages: list[Page], *, trailer: str = "", catalog: str = "", count: int | None = None) -> bytes:
    """Write pages as a PDF; the other arguments put hostile or broken things into it."""
    kids = " ".join(f"{5 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages) if count is None else count} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    ]
    for i, page in enumerate(pages):
        content = "\n".join(page.operations)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate {page.turn} /Contents {6 + 2 * i} 0 R "
            "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(content.encode('cp1252'))} >>\nstream\n{content}\nendstream")
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
    end = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF"
    return bytes(out + end.encode())
