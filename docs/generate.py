"""Write the references of commands and rules from the program itself: python docs/generate.py."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from auditor.cli import cli
from auditor.rulebook import load_rules
from auditor.rulebook.rule import Example, Rule

FOLDER = Path(__file__).parent / "reference"
RULES = "rules/submissions"
MADE = "<!-- Made by docs/generate.py: change the program or the rules, not this page. -->"


def pages() -> Mapping[str, str]:
    """Give each page's file name and text."""
    return {"commands.md": commands_page(), "rules.md": rules_page()}


def commands_page() -> str:
    """Give the reference of all commands and options."""
    made = [
        "# Commands",
        "",
        MADE,
        "",
        "`auditor COMMAND --help` says the same in the terminal.",
        "",
        cli.epilog or "",
        "",
    ]
    for name, command in commands():
        made += _command(name, command)
    return "\n".join(made).rstrip() + "\n"


def commands(command: click.Command = cli, name: str = "auditor") -> Iterator[tuple[str, click.Command]]:
    """Give every command that is shown, with its full name, groups before what is in them."""
    yield name, command
    if isinstance(command, click.Group):
        for own, inner in sorted(command.commands.items()):
            if not inner.hidden:
                yield from commands(inner, f"{name} {own}")


def options(command: click.Command) -> list[click.Option]:
    """Give the options of a command that are shown."""
    return [each for each in command.params if isinstance(each, click.Option) and not each.hidden]


def _command(name: str, command: click.Command) -> Iterator[str]:
    context = click.Context(command, info_name=name)
    usage = " ".join(command.collect_usage_pieces(context))
    yield from (f"## {name}", "", "```text", f"{name} {usage}", "```", "")
    yield from (inspect.cleandoc(command.help or ""), "")
    if isinstance(command, click.Group):
        listed = [(own, inner) for own, inner in sorted(command.commands.items()) if not inner.hidden]
        yield from ("| command | |", "| --- | --- |")
        for own, inner in listed:
            place = f"{name} {own}"
            yield f"| [`{place}`](#{place.replace(' ', '-')}) | {_cell(inner.get_short_help_str(200))} |"
        yield ""
    shown = options(command)
    if shown:
        yield from ("| option | |", "| --- | --- |")
        for option in shown:
            names, help_text = option.get_help_record(context) or ("", "")
            code = names.replace("|", "\\|")
            yield f"| `{code}` | {_cell(help_text)} |"
        yield ""


def rules_page() -> str:
    """Give the reference of the rules for every document."""
    rules = [rule for rule in load_rules().rules if not rule.of_documents]
    made = [
        "# Rules",
        "",
        MADE,
        "",
        "These rules of `rules/core.yaml` check every document. [Write your own](../write-a-rule.md) for one report.",
        "",
        "| rule | name | relations | severity |",
        "| --- | --- | --- | --- |",
        *(
            f"| [{rule.id}](#{rule.id.lower()}-{rule.name}) | {rule.name} | {_kind(rule)} | {rule.severity} |"
            for rule in rules
        ),
        "",
    ]
    for rule in rules:
        made += _rule(rule)
    made += _rules_of_documents()
    return "\n".join(made).rstrip() + "\n"


def _rules_of_documents() -> Iterator[str]:
    """Give the rules for single documents that come with the program, by file."""
    files: dict[str, list[Rule]] = {}
    for rule in load_rules().rules:
        if rule.of_documents:
            files.setdefault(f"{RULES}/{Path(rule.file).name}", []).append(rule)
    yield from (
        "## Rules for single documents",
        "",
        "They come with the program and speak where their document is audited.",
        "",
    )
    for file, rules in sorted(files.items()):
        yield from (
            f"### `{file}`",
            "",
            "| rule | name | severity | what it checks, and why |",
            "| --- | --- | --- | --- |",
        )
        for rule in rules:
            told = _cell(_plain(f"{rule.what} {rule.why}"))
            yield f"| {rule.id} | {rule.name} | {rule.severity} | {told} |"
        yield ""


def _rule(rule: Rule) -> Iterator[str]:
    yield from (f"## {rule.id} {rule.name}", "", _plain(rule.what), "", f"**Why.** {_plain(rule.why)}", "")
    hedged = f"; {rule.hedged_severity} where a figure is hedged" if rule.hedged_severity != rule.severity else ""
    open_ = f"; {rule.undecided_severity} where the hedges leave it open" if rule.undecided_severity else ""
    rounding = f"; {rule.rounding_severity} where rounding would explain it" if rule.rounding_severity else ""
    yield f"- Relations: {_kind(rule)}"
    yield f"- Severity: {rule.severity}{hedged}{rounding}{open_}"
    yield f"- Says: `{rule.message}`"
    if rule.source:
        yield f"- Source: {_plain(rule.source)}"
    if not rule.waivable:
        yield "- Its findings cannot be accepted."
    yield ""
    shown = [example for example in rule.examples if example.text]
    if shown:
        yield from ("| example | |", "| --- | --- |")
        yield from (f"| {_cell(example.text)} | {_outcome(example)} |" for example in shown)
        yield ""


def _outcome(example: Example) -> str:
    words = {"fails": "does not reconcile", "holds": "holds", "undecided": "cannot be decided"}[example.outcome]
    return f"{words} ({example.severity})" if example.severity else words


def _kind(rule: Rule) -> str:
    where = {"any": "text and tables", "prose": "text", "table": "tables"}[rule.where]
    return f"{rule.kind}, in {where}"


def _plain(text: str) -> str:
    return " ".join(text.split()).replace("<", "&lt;").replace("_", "\\_").replace("*", "\\*")


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for file, page in pages().items():
        (FOLDER / file).write_text(page, encoding="utf-8", newline="\n")
