"""Looking over sound rules for those that contradict each other, follow from others, or can never hold or fail."""

from auditor.lint.logic import Logical, Remark, look_over
from auditor.lint.rule_files import CheckedFiles, check_files, unknown_figures

__all__ = ["CheckedFiles", "Logical", "Remark", "check_files", "look_over", "unknown_figures"]
