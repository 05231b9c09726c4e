"""Which figure is wrong: the smallest sets of figures that mend failing rules, ranked by the slips that explain them.

`locate` is the search itself (Fellegi and Holt 1976, with a noisy-channel ranking); `locate_records` runs it over a CSV
file of records; `suggest` over the relations of a document.
"""

from auditor.locate.likelihood import Printing
from auditor.locate.priors import LocateError, Priors, standard_priors
from auditor.locate.search import Options, Suspect, locate
from auditor.locate.suggestions import suggest
from auditor.locate.system import Linear, System
from auditor.locate.tabular_records import FORMATS, Located, locate_records, write_located

__all__ = [
    "FORMATS",
    "Linear",
    "LocateError",
    "Located",
    "Options",
    "Printing",
    "Priors",
    "Suspect",
    "System",
    "locate",
    "locate_records",
    "standard_priors",
    "suggest",
    "write_located",
]
