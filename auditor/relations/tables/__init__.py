"""Relations that a table asserts: totals, averages, shares and changes, found from its layout and its arithmetic."""

from auditor.relations.tables.table_relations import read_table_relations

__all__ = ["read_table_relations"]
