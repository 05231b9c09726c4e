"""The statistical consistency auditor: finds the arithmetic that a report asserts and checks whether it adds up."""

__version__ = "0.1.0"
