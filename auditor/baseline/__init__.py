"""Findings that a person has accepted: their file, and marking them in audits."""

from auditor.baseline.marking import Applied, accept, apply, remarks, unused
from auditor.baseline.file import dump, load, save
from auditor.baseline.model import Baseline, BaselineError, Entry
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
    "remarks",
    "renew",
    "save",
    "unused",
]
