"""Many documents: one after the other, in processes, or on a cluster; into reports, or into one dataset."""

from auditor.corpus.documents import Failed, Settings, Task, Work, audit_all, unexpected

__all__ = ["Failed", "Settings", "Task", "Work", "audit_all", "unexpected"]
