"""`auditor watch`: audit a folder's documents again whenever one changes, for people who are writing them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from auditor.cli import options
from auditor.cli.errors import Failure, say

if TYPE_CHECKING:
    from auditor.cli.batch import Request
    from auditor.read import Limits


@click.command("watch")
@click.argument("folder", metavar="FOLDER")
@click.option("--every", type=click.FloatRange(min=0.1), default=1.0, show_default=True, metavar="SECONDS",
              help="How long a document must be left alone before it is read.")  # fmt: skip
@click.option("--poll", is_flag=True,
              help="Look at each file, where the system tells of no changes: folders of a network.")  # fmt: skip
@click.option("--reports", metavar="FOLDER", help="Write a Markdown and an HTML report of each document here too.")
@options.rule_files
@options.baseline
@options.language
@options.limits
@options.private
def watch_command(
    folder: str,
    every: float,
    poll: bool,  # noqa: FBT001 - as click passes it
    reports: str | None,
    rules: tuple[str, ...],
    baseline: str | None,
    lang: str | None,
    limits: Limits,
) -> None:
    """Audit the documents of a folder, and again whenever one changes; end with Ctrl-C.

    A document is audited once it has been left alone for a moment, so that half a file is never read.
    """
    from auditor.cli.batch import Request, load_baseline, load_rulebook, paths_of, run_audit

    if not Path(folder).is_dir():
        raise Failure(f"{folder}: no such folder; name the folder with the documents")
    request = Request(
        paths=(folder,), files=reports is not None, output=Path(reports or "reports"), rules=paths_of(rules),
        baseline=Path(baseline) if baseline else None, fail_on="never", language=lang, limits=limits,
    )  # fmt: skip
    load_rulebook(request.rules)
    load_baseline(request.baseline)
    root = Path(folder).resolve()
    say(f"watching {folder}; end with Ctrl-C")
    try:
        for changed in at_rest(root, rounds(root, every, poll=poll), lambda: documents_below(root, request)):
            try:
                run_audit(replace(request, paths=tuple(changed)))
            except Failure as error:  # a rule file in the middle of being edited must not end the watch
                say(error.format_message())
    except KeyboardInterrupt:
        say("no longer watching")


def rounds(root: Path, seconds: float, *, poll: bool = False) -> Iterator[set[Path]]:
    """Yield what was added to a folder or changed in it, again and again; an empty set where nothing was.

    Args:
        root: The folder, with all that is in it.
        seconds: How long a round takes at least; twice as long at most.
        poll: Look at each file, instead of being told by the system.

    Yields:
        Files, and folders that are new: what came with a folder that was moved here is not told by itself.

    Raises:
        Failure: the system cannot watch the folder.
    """
    from watchfiles import Change, watch

    span = int(seconds * 1000)
    try:
        for found in watch(
            root, watch_filter=None, debounce=span, step=span, rust_timeout=span, yield_on_timeout=True,
            force_polling=poll or None, poll_delay_ms=span // 2, ignore_permission_denied=True,
        ):  # fmt: skip
            yield {Path(path) for change, path in found if change is Change.added or not Path(path).is_dir()}
    except OSError as error:
        raise Failure(f"{root.name}: changes cannot be told: {error}; try --poll") from error


def at_rest(
    root: Path, rounds: Iterable[set[Path]], documents: Callable[[], Mapping[Path, str]]
) -> Iterator[list[str]]:
    """Yield the documents that are new or have changed, once a round has passed in which they did not.

    Args:
        root: Their folder; all that it holds is new at first.
        rounds: What changed in each: files, or folders with what they hold.
        documents: Returns the documents that are there now: place -> path for people.

    Yields:
        Paths, at each round in which some came to rest.
    """
    moving: set[Path] = {root}
    for changed in rounds:
        rested, moving = moving - changed, changed
        if not rested:
            continue
        there = documents()
        if found := [there[place] for place in there if place not in changed and rested & {place, *place.parents}]:
            yield found


def documents_below(root: Path, request: Request) -> dict[Path, str]:
    """Return the documents of a request's one folder: place below the root -> path as the request names it."""
    from auditor.cli.batch import documents_of

    return {root / Path(task.path).relative_to(request.paths[0]): task.path for task in documents_of(request, [])}
