"""Rules in YAML -> checked, frozen rules; every mistake is named with file, line and column."""

from auditor.rulebook.load import load_rules
from auditor.rulebook.model import Problem, Rule, Rulebook, RuleError, Severity, Tolerance

__all__ = ["Problem", "Rule", "RuleError", "Rulebook", "Severity", "Tolerance", "load_rules"]
