"""Document identities: equations over named figures of one document or series, written by people in YAML."""

from auditor.identities.evaluate import evaluate_identities

__all__ = ["evaluate_identities"]
