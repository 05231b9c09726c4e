"""Candidates: which figures the text may tie together, proposed from its structure alone and blind to their values."""
