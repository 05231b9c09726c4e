"""Interval arithmetic on numpy columns: figures, relations, and what is stated against what is computed."""
