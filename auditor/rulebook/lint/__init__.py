"""Looking over sound rules for those that contradict each other, follow from others, or can never hold or fail."""

from auditor.rulebook.lint.files import Checked, check_files, unknown_figures
from auditor.rulebook.lint.logic import Logical, Remark, look_over

__all__ = ["Checked", "Logical", "Remark", "check_files", "look_over", "unknown_figures"]
