"""The page beside the findings: the document with its figures marked, breakdowns as trees, disaggregation, words."""
