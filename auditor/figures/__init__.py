"""Figures: the numbers of a document that count or measure something."""

from auditor.figures.document_figures import read_figures
from auditor.model.figure import Figure, Figures, NotFigure, Period

__all__ = ["Figure", "Figures", "NotFigure", "Period", "read_figures"]
