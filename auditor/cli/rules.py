"""`auditor rules`: what is checked, why, and whether a rule file is sound."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import click

from auditor.cli import options
from auditor.cli.failure import UNUSABLE, Failure

if TYPE_CHECKING:
    from auditor.rulebook import Rule


@click.group("rules")
def rules_commands() -> None:
    """List, explain and check rules."""


@rules_commands.command("list")
@options.rule_files
def list_command(rules: tuple[str, ...]) -> None:
    """List the rules, one a line: id, severity, kind of relation, name."""
    from auditor.cli.batch import load_rulebook, paths_of

    found = load_rulebook(paths_of(rules)).rules
    wide = [max((len(text) for text in column), default=0) for column in zip(*map(_columns, found), strict=True)]
    for rule in found:
        cells = zip(_columns(rule), wide, strict=False)
        click.echo("  ".join([*(text.ljust(size) for text, size in cells), rule.name]))


@rules_commands.command("show")
@click.argument("identifier", metavar="ID")
@options.rule_files
def show_command(identifier: str, rules: tuple[str, ...]) -> None:
    """Explain a rule, named by its id or its name."""
    import difflib

    from auditor.cli.batch import load_rulebook, paths_of

    book = load_rulebook(paths_of(rules))
    rule = book.rule(identifier) or book.rule(identifier.upper())
    if rule is None:
        known = [name for rule in book.rules for name in (rule.id, rule.name)]
        close = difflib.get_close_matches(identifier, known, n=1)
        hint = f"did you mean {close[0]}?" if close else "see: auditor rules list"
        raise Failure(f"there is no rule {identifier!r}; {hint}")
    click.echo(f"{rule.id}  {rule.name}\n")
    for words, text in (
        ("Checks", rule.what),
        ("Why", rule.why),
        ("Relations", f"{rule.kind}, in {'text and tables' if rule.where == 'any' else rule.where}"),
        ("Severity", _severity(rule)),
        ("Says", rule.message),
        ("Source", rule.source),
        ("File", f"{rule.file}:{rule.line}"),
        *((f"When it {example.outcome}" if example.outcome != "undecided" else "Undecided", example.text)
          for example in rule.examples if example.text),
    ):  # fmt: skip
        if text:
            click.echo(textwrap.fill(text, 80, initial_indent=f"  {words:<15} ", subsequent_indent=" " * 18))


@rules_commands.command("check")
@click.argument("files", nargs=-1, metavar="[FILE...]")
def check_command(files: tuple[str, ...]) -> None:
    """Check rule files; without any, the rules that come with the program.

    Each mistake is one line: file, line, column, what is wrong.
    """
    from auditor.cli.batch import paths_of
    from auditor.rulebook import RuleError, load_rules

    try:
        book = load_rules(paths_of(files), thorough=True)
    except RuleError as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        raise click.exceptions.Exit(UNUSABLE) from error
    click.echo(f"{len(book.rules)} rules in {len(book.files)} files: no mistakes")


def _columns(rule: Rule) -> tuple[str, str, str]:
    return rule.id, rule.severity, rule.kind


def _severity(rule: Rule) -> str:
    hedged = f"; {rule.hedged_severity} where a figure is hedged" if rule.hedged_severity != rule.severity else ""
    return f"{rule.severity}{hedged}"
