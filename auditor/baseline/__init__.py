"""Findings that a person has accepted: their file, and marking them in audits."""

from auditor.baseline.entry import Baseline, BaselineError, Entry
from auditor.baseline.file import dump, load, save
from auditor.baseline.marking import Applied, accept, apply, unused, unused_remarks
from auditor.baseline.renewal import Grounds, Renewed, renew

__all__ = [
    "Applied",
    "Baseline",
    "BaselineError",
    "Entry",
    "Grounds",
    "Renewed",
    "accept",
    "apply",
    "dump",
    "load",
    "renew",
    "save",
    "unused",
    "unused_remarks",
]
