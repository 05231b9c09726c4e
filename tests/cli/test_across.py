"""What is told where documents of one run state one figure differently."""

import pytest

from auditor.cli.disagreements import tell_disagreements
from auditor.figures import read_figures
from auditor.identities import pick
from auditor.read import read_document
from auditor.rulebook import load_rules

RULES = """\
match:
  - {path: "*.txt"}
figures:
  held: {counts: persons}
identities:
  - id: SAM001
    name: held-differ
    across: held
    severity: error
    hedged_severity: warning
    what: Persons detained are the same in all documents.
    why: They come from one register.
"""


@pytest.mark.parametrize(
    ("texts", "counts", "said"),
    [
        (("10 persons", "10 persons"), (0, 0, 0), ""),
        (("10 persons", "12 persons"), (1, 0, 0), "10 in 0.txt, paragraph 1; 12 in 1.txt, paragraph 1."),
        (("at least 14 persons", "12 persons"), (0, 1, 0), "at least 14 in 0.txt"),
        (("at least 10 persons", "12 persons"), (0, 0, 0), ""),
        (("10 persons", "12 horses"), (0, 0, 0), ""),
    ],
)
@pytest.mark.parametrize("form", ["text", "json"])
def test_disagreements_are_told_and_counted(place, capsys, texts, counts, said, form):
    (place / "rules.yaml").write_text(RULES)
    rules = load_rules([place / "rules.yaml"])
    stated = []
    for number, text in enumerate(texts):
        document = read_document(f"{number}.txt", data=f"1. A total of {text} were detained.".encode(), language="en")
        stated += pick(document, read_figures(document), rules)
    tally = tell_disagreements(stated, rules, form)
    assert (tally.errors, tally.warnings, tally.notes) == counts
    out, err = capsys.readouterr()
    told, other = (out, err) if form == "text" else (err, out)
    assert other == ""
    assert said in told
    assert ("held-differ" in told) == bool(said)
