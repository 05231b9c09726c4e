"""The statistical consistency auditor: finds the arithmetic that a report asserts and checks whether it adds up.

    import auditor

    result = auditor.audit("submission.docx")
    result.findings  # what does not reconcile, the gravest first
    result           # in a notebook: the findings with their sentences

Nothing heavy is loaded until something is audited.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.runtime.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from auditor.baseline import Baseline
    from auditor.read import Limits
    from auditor.report.result import Result
    from auditor.rulebook import Rulebook

__all__ = ["__version__", "audit"]


def audit(
    path: Path | str,
    *,
    language: str | None = None,
    rules: Rulebook | Sequence[Path | str] = (),
    baseline: Baseline | Path | str | None = None,
    data: bytes | None = None,
    name: str | None = None,
    limits: Limits | None = None,
) -> Result:
    """Audit one document.

    Args:
        path: The file; where `data` is given, the label that reports give it.
        language: "en", "fr", "es"; told by the document's words where not given.
        rules: Files with further rules, or a rulebook that is loaded already (`auditor.rulebook.load_rules`).
        baseline: Accepted findings, or their file: these findings are marked `accepted`.
        data: The document's bytes, where they do not come from a file.
        name: A file name that hints at the format of `data`.
        limits: How much the document may ask for (`auditor.read.Limits`): bytes, pages, cells, seconds.

    Returns:
        An `auditor.report.result.Result`: `document`, `figures`, `relations`, `verdicts` (one a relation) and
        `findings`; `ok` says whether all is well, `to_json()` gives the JSON object that the command line writes.

    Raises:
        auditor.read.Unreadable: The document cannot be read.
        auditor.language.lexicon.LexiconError: There is no lexicon for this language.
        auditor.rulebook.RuleError: A rule file is unusable.
        auditor.baseline.BaselineError: The baseline is unusable.
    """
    from pathlib import Path

    from auditor.pipeline import audit_document
    from auditor.report.result import Result
    from auditor.rulebook import Rulebook, load_rules

    book = rules if isinstance(rules, Rulebook) else load_rules([Path(file) for file in rules])
    made = audit_document(path, data=data, language=language, rules=book, name=name, limits=limits)
    if baseline is None:
        return Result.of(made)
    from auditor.baseline import accept, load

    known = load(Path(baseline)) if isinstance(baseline, Path | str) else baseline
    return Result.of(accept(made, known, rules=book))
