"""What several documents of one run say of the same figure, told when all are audited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from auditor.cli.errors import say
from auditor.cli.standard_streams import show
from auditor.report.content import Tally
from auditor.report.safe_text import line

if TYPE_CHECKING:
    from auditor.identities import Stated
    from auditor.rulebook import Rulebook


def tell_disagreements(stated: Sequence[Stated], rules: Rulebook, form: str) -> Tally:
    """Print where documents state one figure differently.

    With the form "text" it goes to standard output, else to standard error, where it is no part of the form.

    Args:
        stated: What `auditor.identities.pick` took from each document.
        rules: The rulebook that they were audited by.
        form: The format of the run.

    Returns:
        The findings that this adds to the run's, by severity.
    """
    if not stated:
        return Tally()
    from auditor.identities import disagreements

    counts: Counter[str] = Counter()
    for found in disagreements(stated, rules):
        counts[found.severity] += 1
        said = f"{found.severity.upper()}  across documents: {found.message}"
        rule = f"Rule {found.rule.id} {found.rule.name}"
        if form == "text":
            show(f"\n{line(said)}\n     {line(rule)}")
        else:
            say(f"{said} {rule}")
    return Tally(errors=counts["error"], warnings=counts["warning"], notes=counts["note"])
