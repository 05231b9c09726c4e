"""Two documents side by side: figures that changed, findings that were fixed, quantities that disagree."""

from auditor.compare.comparison import compare
from auditor.compare.outcome import Comparison, Noted, Pair, Seen, Source

__all__ = ["Comparison", "Noted", "Pair", "Seen", "Source", "compare"]
