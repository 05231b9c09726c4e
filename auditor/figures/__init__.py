"""Figures: the numbers of a document that count or measure something."""
