"""Verdicts to findings: severity, place, sentence, equation, fingerprint."""
