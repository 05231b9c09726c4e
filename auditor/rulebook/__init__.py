"""Rules in YAML -> checked, frozen rules; every mistake is named with file, line and column."""

from auditor.arithmetic.tolerance import Tolerance
from auditor.model.finding import Severity
from auditor.rulebook.load import load_rules
from auditor.rulebook.rule import Problem, Rule, Rulebook, RuleError

__all__ = ["Problem", "Rule", "RuleError", "Rulebook", "Severity", "Tolerance", "load_rules"]
