"""Figures: the numbers of a document that count or measure something."""

from auditor.figures.model import Figure, Figures, NotFigure, Period
from auditor.figures.read import read_figures

__all__ = ["Figure", "Figures", "NotFigure", "Period", "read_figures"]
