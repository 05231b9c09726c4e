"""What names a cell, and that it is found in one look at the table."""

import time

import pytest

from auditor.corpus.sheets import rows_of
from auditor.corpus.table_headers import TableHeaders
from auditor.model.document import Cell, Table
from auditor.pipeline import audit_document
from auditor.report.view import tally


def table(*rows):
    cells = tuple(Cell(text, r, c) for r, row in enumerate(rows) for c, text in enumerate(row))
    return Table(0, "t1", cells, len(rows), max(map(len, rows)))


def test_rows_and_columns_are_named():
    heads = TableHeaders(table(["Place", "Held", "2019"], ["", "all", ""], ["Oslo", "4", "5"], ["Bergen", "6", ""]))
    assert heads.of(2, 1) == ("Oslo", "Held all")
    assert heads.of(3, 2) == ("Bergen", "2019")
    assert heads.of(2, 0) == ("", "Place")
    assert heads.of(9, 9) == ("", "")


def test_a_heading_over_several_columns_names_each():
    cells = (Cell("Men", 0, 1, columns=2), Cell("Oslo", 1, 0), Cell("4", 1, 1), Cell("5", 1, 2))
    assert TableHeaders(Table(0, "t1", cells, 2, 3)).of(1, 2) == ("Oslo", "Men")


@pytest.mark.timed
def test_long_tables_cost_in_proportion():
    def seconds(rows):
        data = "Place,2019,2020\n" + "".join(f"Place {n},{n + 3},{n + 5}\n" for n in range(rows))
        audit = audit_document("x.csv", data=data.encode(), name="x.csv")
        start = time.process_time()
        assert len(rows_of(audit, tally(audit))["figures"]) >= 2 * rows
        return time.process_time() - start

    seconds(100)
    assert seconds(8_000) < 40 * max(seconds(800), 0.01)  # a hundredfold where each cell looks at all above it
