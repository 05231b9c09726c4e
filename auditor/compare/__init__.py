"""Two documents side by side: figures that changed, findings that were fixed, quantities that disagree."""

from auditor.compare.comparison import compare
from auditor.compare.model import Comparison, Noted, Pair, Seen, Source

__all__ = ["Comparison", "Noted", "Pair", "Seen", "Source", "compare"]
