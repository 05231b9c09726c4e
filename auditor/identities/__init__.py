"""Document identities: equations over named figures of one document or series, written by people in YAML."""

from auditor.identities.across_documents import Disagreement, Stated, disagreements, pick
from auditor.identities.evaluate import evaluate_identities, facing

__all__ = ["Disagreement", "Stated", "disagreements", "evaluate_identities", "facing", "pick"]
