"""Two documents side by side: figures that changed, findings that were fixed, quantities that disagree."""

from auditor.compare.comparison import compare
from auditor.compare.outcome import AuditComparison, ComparedSource, Noted, Pair, Seen

__all__ = ["AuditComparison", "ComparedSource", "Noted", "Pair", "Seen", "compare"]
