"""`auditor completion`: what makes a shell complete commands and options."""

from __future__ import annotations

import click

from auditor.cli.errors import Failure
from auditor.cli.standard_streams import put

SHELLS = ("bash", "zsh", "fish")


@click.command("completion")
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion_command(context: click.Context, shell: str) -> None:
    """Print the script that makes a shell complete what you type.

    For bash, put this in ~/.bashrc: eval "$(auditor completion bash)"
    """
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is None:
        raise Failure(f"{shell}: no completion for this shell; there is: {', '.join(SHELLS)}")
    put(kind(context.find_root().command, {}, "auditor", "_AUDITOR_COMPLETE").source() + "\n")
