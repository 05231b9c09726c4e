"""The tables of an audit through a Great Expectations checkpoint.

`tables` lays figures, relations and periods of documents out as frames, `contracts` and `suite` compile the rulebook
into expectations, `checkpoint` runs them, `validation` writes down what came of it. Importing
`auditor.expectations.holding` alone registers the expectation that the exported suites use.
"""

from __future__ import annotations

SEVERITIES = {"error": "critical", "warning": "warning", "note": "info"}
"""Severity of a rule -> severity in Great Expectations."""
