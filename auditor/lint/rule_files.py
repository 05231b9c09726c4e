"""Rule files looked over: all mistakes of all files, then what logic says of the rules, each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from auditor.identities.context import meant
from auditor.identities.scope import Scope
from auditor.lint.logic import Logical, look_over
from auditor.model.document import Document
from auditor.model.figure import Figures
from auditor.rulebook.expressions.identity import DocumentRules, Identity
from auditor.rulebook.load import load_rules, shipped_files
from auditor.rulebook.rule import Problem, RuleError
from auditor.rulebook.yaml_places import Placed, Where, read_placed


@dataclass(frozen=True, slots=True)
class CheckedFiles:
    """What looking over rule files gave."""

    rules: int
    files: int
    mistakes: tuple[Problem, ...]
    """The files are refused with any of them."""
    remarks: tuple[Problem, ...]
    """What a person may want to know."""


def check_files(paths: Sequence[Path], read: tuple[Document, Figures] | None = None) -> CheckedFiles:
    """Check rule files, and what logic says of their rules.

    Args:
        paths: Files of core rules, of document identities, or of checks for records. The rules that come with the
            program are checked too, and counted unless all files are checks for records.
        read: A document in which each named figure is to be found.

    Returns:
        How many rules and files there are, and what was found, file by file; nothing is raised for a mistake.
    """
    placed = [read_placed(path, str(path)) for path in paths]
    records = [path for path, each in zip(paths, placed, strict=True) if for_records(each)]
    mistakes: list[Problem] = []
    remarks: list[Problem] = []
    rules = files = 0
    for path in records:
        try:
            count, found = _records(path)
        except RuleError as error:
            mistakes += error.problems
        else:
            rules, files = rules + count, files + 1
            _sort_in(found, mistakes, remarks)
    try:
        book = load_rules([path for path in paths if path not in records], thorough=True)
    except RuleError as error:
        return CheckedFiles(rules, files, (*mistakes, *error.problems), tuple(remarks))
    if not records or len(records) < len(paths) or not paths:
        rules, files = rules + len(book.rules), files + len(book.files)
    by_name = {name: path for path, name in (*shipped_files(), *((path, str(path)) for path in paths))}
    for document_rules in book.documents:
        again = read_placed(by_name[document_rules.file], document_rules.file)
        _sort_in(_logic(document_rules, again), mistakes, remarks)
        if read is not None and by_name[document_rules.file] in paths:
            mistakes += unknown_figures(document_rules, again, *read)
    return CheckedFiles(rules, files, tuple(mistakes), tuple(remarks))


def for_records(placed: Placed) -> bool:
    """Whether a file holds checks for records rather than rules for documents."""
    content = placed.value
    rules = content.get("rules") if isinstance(content, dict) else None
    return isinstance(rules, list) and any(isinstance(each, dict) and "check" in each for each in rules)


def _sort_in(found: Iterator[tuple[str, Problem]], mistakes: list[Problem], remarks: list[Problem]) -> None:
    for severity, problem in found:
        (mistakes if severity == "mistake" else remarks).append(problem)


def _records(path: Path) -> tuple[int, Iterator[tuple[str, Problem]]]:
    """Look over a file of checks for records, whose columns are not known here."""
    from auditor.locate.record_rules import load_checks

    checks = load_checks(path, None)
    placed = read_placed(path, str(path))
    places = {str(entry["id"]): ("rules", place, "check") for place, entry in enumerate(placed.value["rules"])}
    by_id: dict[str, list[Logical]] = {}
    for each in checks.rules:
        by_id.setdefault(each.id, []).append(Logical(each.id, (each.check,), each.tolerance, "absolute"))
    rules = [replace(each[0], checks=tuple(c for one in each for c in one.checks)) for each in by_id.values()]
    return len(rules), _placed_remarks(rules, [places[rule.id] for rule in rules], placed)


def _logic(rules: DocumentRules, placed: Placed) -> Iterator[tuple[str, Problem]]:
    """Look over the identities of a file."""
    entries = {str(entry["id"]): place for place, entry in enumerate(placed.value["identities"])}
    logical: list[Logical] = []
    where: list[Where] = []
    for identity in rules.identities:
        if identity.checks:
            logical.append(Logical(identity.id, identity.checks, identity.tolerance, identity.tolerance_mode))
            where.append(_where(identity, entries[identity.id]))
    return _placed_remarks(logical, where, placed)


def _where(identity: Identity, place: int) -> Where:
    if identity.form != "hierarchy":
        return ("identities", place, identity.form)
    parent = identity.used[0].removeprefix(f"{identity.id} ")
    return ("identities", place, "hierarchy", parent)


def _placed_remarks(rules: Sequence[Logical], where: Sequence[Where], placed: Placed) -> Iterator[tuple[str, Problem]]:
    for remark in look_over(rules):
        line, column = placed.values.get(where[remark.rule], (1, 1))
        yield remark.severity, Problem(placed.file, line, column, f"{rules[remark.rule].id} {remark.message}")


def unknown_figures(rules: DocumentRules, placed: Placed, document: Document, figures: Figures) -> Iterator[Problem]:
    """Yield the figures and dates of a rule file that a document has not, or has several of.

    Args:
        rules: The file.
        placed: The same file with the places of its values.
        document: The document that the file is for.
        figures: Its figures.

    Yields:
        One mistake a name, with what was seen in its place; one for `match` alone where the file is not for the
        document. Names that may be missing are left out.
    """
    if not meant(document, rules.match):
        line, column = placed.values.get(("match",), (1, 1))
        yield Problem(rules.file, line, column, f"none of these fits {document.path} ({document.title!r})")
        return
    scope = Scope(document, figures, rules)
    alone = {name for identity in rules.identities if not identity.checks for name in identity.used}
    for identity in rules.identities:
        if identity.checks:
            bound = scope.bind(identity)
            alone -= set(bound.known) | set(bound.missing)
    told: set[str] = set()
    for identity in rules.identities:
        several = [name for name in identity.used if name in alone] if not identity.checks else []
        reasons = scope.every(several)[1] if several else scope.bind(identity).reasons
        for reason in reasons:
            if reason in told or identity.missing != "exact":
                continue
            told.add(reason)
            name = reason.partition(":")[0].partition(" by ")[0]
            section = "dates" if scope.is_date(name) else "figures"
            line, column = placed.keys.get((section, name), placed.values.get(("identities",), (1, 1)))
            yield Problem(rules.file, line, column, reason)
