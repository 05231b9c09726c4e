"""Readers: one module a format, from bytes to a Document."""
