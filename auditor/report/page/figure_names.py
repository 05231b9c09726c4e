"""What a figure is called beside its siblings: the words it counts, or in a table the heading that tells it apart."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.model.document import Document
from auditor.model.figure import Figure
from auditor.report.headings import Headings
from auditor.report.safe_text import line


class Labels:
    """Names the figures of one document."""

    def __init__(self, document: Document) -> None:
        self._headings = {table.label: Headings(table.grid()) for table in document.tables}

    def of(self, figure: Figure, siblings: Sequence[Figure] = ()) -> str:
        """Return the name of a figure among others: in a row of a table its column's heading, in a column its row's.

        Args:
            figure: The figure; one of running text is named by what it counts.
            siblings: Those that it is shown among, itself allowed; one that stands alone has both headings.
        """
        heads = self._headings.get(figure.table or "")
        if heads is None or figure.row is None or figure.column is None:
            return line(figure.counts)
        others = [each for each in siblings if each.id != figure.id]
        row, column = heads.of_row(figure.row, figure.column), heads.of_column(figure.row, figure.column)
        same = all(each.table == figure.table for each in others)
        if others and same and all(each.row == figure.row for each in others):
            return line(column)
        if others and same and all(each.column == figure.column for each in others):
            return line(row)
        return line(" / ".join(dict.fromkeys(name for name in (row, column) if name)))
