"""`auditor watch`: audit a folder's documents again whenever one changes, for people who are writing them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from auditor.cli import options
from auditor.cli.errors import Failure, say

if TYPE_CHECKING:
    from auditor.cli.batch import Request
    from auditor.read import Limits

Stamps = Mapping[str, tuple[int, int]]
"""Document -> (time of the last change in nanoseconds, bytes)."""


@click.command("watch")
@click.argument("folder", metavar="FOLDER")
@click.option("--every", type=click.FloatRange(min=0.1), default=1.0, show_default=True, metavar="SECONDS",
              help="How often to look.")  # fmt: skip
@click.option("--reports", metavar="FOLDER", help="Write a Markdown and an HTML report of each document here too.")
@click.option("--times", type=click.IntRange(min=1), hidden=True, help="Look so often, then end.")
@options.rule_files
@options.baseline
@options.language
@options.limits
def watch_command(
    folder: str,
    every: float,
    reports: str | None,
    times: int | None,
    rules: tuple[str, ...],
    baseline: str | None,
    lang: str | None,
    limits: Limits,
) -> None:
    """Audit the documents of a folder, and again whenever one changes; end with Ctrl-C.

    A document is audited once it has not changed between two looks, so that half a file is never read.
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
    say(f"watching {folder}; end with Ctrl-C")
    try:
        for changed in changes(lambda: stamps(request), lambda: time.sleep(every), times):
            try:
                run_audit(replace(request, paths=tuple(changed)))
            except Failure as error:  # a rule file in the middle of being edited must not end the watch
                say(error.format_message())
    except KeyboardInterrupt:
        say("no longer watching")


def changes(look: Callable[[], Stamps], wait: Callable[[], None], times: int | None = None) -> Iterator[list[str]]:
    """Yield the documents that are new or have changed, when they have come to rest.

    Args:
        look: Returns the documents with their stamps.
        wait: Passes the time between two looks.
        times: Looks before this ends; never where not given.

    Yields:
        Paths, at each look that finds some whose stamp is the same as at the look before and was not told yet.
    """
    told: dict[str, tuple[int, int]] = {}
    before: Stamps = look()
    done = 1
    while True:
        wait()
        now = look()
        rested = [path for path, stamp in now.items() if before.get(path) == stamp and told.get(path) != stamp]
        if rested:
            told.update((path, now[path]) for path in rested)
            yield rested
        before = now
        done += 1
        if times is not None and done > times:
            return


def stamps(request: Request) -> Stamps:
    """Return the documents of a request's folders with their stamps; what is gone meanwhile is left out."""
    from auditor.cli.batch import documents_of

    found: dict[str, tuple[int, int]] = {}
    for task in documents_of(request, []):
        try:
            status = Path(task.path).stat()
        except OSError:
            continue
        found[task.path] = (status.st_mtime_ns, status.st_size)
    return found
