"""`auditor rules`: what is checked, why, and whether a rule file is sound."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click

from auditor.cli import options
from auditor.cli.errors import UNUSABLE, Failure
from auditor.cli.export import export_command
from auditor.cli.standard_streams import put, show, show_error
from auditor.report.safe_text import line

if TYPE_CHECKING:
    from auditor.model.document import Document
    from auditor.model.figure import Figures
    from auditor.model.relation import Relation
    from auditor.read import Limits
    from auditor.rulebook import Rule


@click.group("rules")
def rules_commands() -> None:
    """List, explain and check rules."""


rules_commands.add_command(export_command)


@rules_commands.command("list")
@options.rule_files
def list_command(rules: tuple[str, ...]) -> None:
    """List the rules, one a line: id, severity, kind of relation, name."""
    from auditor.cli.batch import load_rulebook, paths_of

    found = load_rulebook(paths_of(rules)).rules
    wide = [max((len(text) for text in column), default=0) for column in zip(*map(_columns, found), strict=True)]
    for rule in found:
        cells = zip(_columns(rule), wide, strict=False)
        show("  ".join([*(text.ljust(size) for text, size in cells), rule.name]))


@rules_commands.command("show")
@click.argument("identifier", metavar="ID")
@options.rule_files
def show_command(identifier: str, rules: tuple[str, ...]) -> None:
    """Explain a rule, named by its id or its name."""
    import difflib

    from auditor.cli.batch import load_rulebook, paths_of
    from auditor.rulebook.explain import explain

    book = load_rulebook(paths_of(rules))
    rule = book.rule(identifier) or book.rule(identifier.upper())
    if rule is None:
        known = [name for rule in book.rules for name in (rule.id, rule.name)]
        close = difflib.get_close_matches(identifier, known, n=1)
        hint = f"did you mean {close[0]}?" if close else "see: auditor rules list"
        raise Failure(f"there is no rule {identifier!r}; {hint}")
    show(f"{rule.id}  {rule.name}\n")
    for words, text in explain(rule, book):
        show(textwrap.fill(text, 80, initial_indent=f"  {words:<15} ", subsequent_indent=" " * 18))


@rules_commands.command("check")
@click.argument("files", nargs=-1, metavar="[FILE...]")
@click.option("--document", metavar="PATH", help="A document in which every named figure must be found.")
@click.option("--strict", is_flag=True, help="Exit with 1 where there are remarks.")
@options.language
@options.limits
def check_command(
    files: tuple[str, ...], document: str | None, *, strict: bool, lang: str | None, limits: Limits
) -> None:
    """Check rule files; without any, the rules that come with the program.

    Each mistake is one line: file, line, column, what is wrong. Rules that contradict each other or can never hold are
    mistakes; rules that follow from others or can never fail are remarks.

    Exit status: 0 no mistakes, 1 remarks with --strict, 2 mistakes.
    """
    from auditor.cli.batch import paths_of
    from auditor.lint import check_files

    found = check_files(paths_of(files), _read(document, lang, limits) if document else None)
    for problem in found.mistakes:
        show_error(line(str(problem)))
    for problem in found.remarks:
        show_error(f"{line(str(problem))} (remark)")
    if found.mistakes:
        raise click.exceptions.Exit(UNUSABLE)
    told = f", {len(found.remarks)} remarks" if found.remarks else ""
    show(f"{found.rules} rules in {found.files} files: no mistakes{told}")
    if strict and found.remarks:
        raise click.exceptions.Exit(1)


@rules_commands.command("new")
@click.argument("submission", metavar="SUBMISSION")
@click.option("--output", metavar="FILE", help="Where the file goes [default: standard output].")
@click.option("--prefix", metavar="LETTERS", default="NEW", show_default=True, help="What the ids begin with.")
@options.language
@options.limits
@options.private
def new_command(submission: str, output: str | None, prefix: str, lang: str | None, limits: Limits) -> None:
    """Draft a rule file from the relations that are read in a document, for a person to edit.

    Figures are named by where they stand and what they count. Every rule of the draft holds in the document; relations
    that do not are written as comments.
    """
    from auditor.identities.draft import DraftError, draft
    from auditor.report.files import write_file

    document, figures, relations = _relations(submission, lang, limits)
    try:
        text = draft(document, figures, relations, prefix)
    except DraftError as error:
        raise Failure(str(error)) from error
    if output is None:
        put(text)
        return
    target = Path(output)
    if target.exists():
        raise Failure(f"{output}: exists already; give the name of a new file")
    write_file(target, text)
    show(output)


def _relations(path: str, lang: str | None, limits: Limits) -> tuple[Document, Figures, tuple[Relation, ...]]:
    """Read a document, its figures and its relations."""
    from auditor.cli.batch import check_language
    from auditor.figures import read_figures
    from auditor.language import lexicon
    from auditor.read import Unreadable, in_time, read_document
    from auditor.relations import read_relations
    from auditor.relations.crowded import without_crowds

    check_language(lang)
    try:
        with in_time(path, limits):
            document = read_document(Path(path), language=lang, limits=limits)
            words = lexicon.load(document.language)
            figures = read_figures(document, words)
            relations, figures = read_relations(without_crowds(document, figures)[0], figures, words)
    except Unreadable as error:
        raise Failure(str(error)) from error
    return document, figures, tuple(relations)


def _read(path: str, lang: str | None, limits: Limits) -> tuple[Document, Figures]:
    document, figures, _ = _relations(path, lang, limits)
    return document, figures


def _columns(rule: Rule) -> tuple[str, str, str]:
    return rule.id, rule.severity, rule.kind
