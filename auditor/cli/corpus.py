"""`auditor corpus`: what a dataset of many documents shows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from auditor.cli import options
from auditor.cli.errors import Failure
from auditor.cli.standard_streams import show
from auditor.report.safe_text import line

if TYPE_CHECKING:
    from auditor.corpus.shared_patterns import DatasetPatterns

_FIRST = 5


@click.group("corpus")
def corpus_commands() -> None:
    """Look at a dataset that `auditor audit --dataset` wrote."""


@corpus_commands.command("report")
@click.argument("dataset")
@click.option("--output", metavar="FILE", help="Where the page goes [default: report.html in the dataset].")
@options.private
def report_command(dataset: str, output: str | None) -> None:
    """Show what many documents have in common, as one HTML page with small drawings.

    Which rules fail most, which States and years, and which quantities two documents of one State state differently.
    """
    try:
        from auditor.corpus.dataset import ABOUT, RUNNING
        from auditor.corpus.drawing import report_page
        from auditor.corpus.shared_patterns import look_across
        from auditor.corpus.storage import StoreError, open_store
        from auditor.report.files import write_file

        store = open_store(dataset)
        if store.size(ABOUT) is None:
            raise Failure(f"{dataset}: no dataset; make one with: auditor audit FOLDER --dataset {dataset}")
        if store.size(RUNNING) is not None:
            raise Failure(f"{dataset}: a run into it is not over; go on with: auditor audit FOLDER --resume")
        across = look_across(store)
    except ModuleNotFoundError as error:
        raise Failure(f"a dataset needs {error.name}: install it with: pip install 'auditor[parquet]'") from error
    except StoreError as error:
        raise Failure(str(error)) from error
    page = report_page(across)
    try:
        if output is None:
            store.write("report.html", page.encode("utf-8"))
        else:
            write_file(Path(output), page)
    except OSError as error:
        raise Failure(
            f"{output or dataset}: {(error.strerror or 'cannot be written').lower()}; use --output"
        ) from error
    _tell(across)
    show(f"Report: {output or dataset.rstrip('/') + '/report.html'}")


def _tell(across: DatasetPatterns) -> None:
    """Return the most of it in the terminal."""
    show(f"{across.documents:,} documents")
    for share in across.rules[:_FIRST]:
        show(f"  {share.name} {line(share.label)}: {share.findings:,} findings in {share.documents:,} documents")
    if across.disagreements:
        number = len(across.disagreements)
        what = "quantity is" if number == 1 else "quantities are"
        show(f"{number:,} {what} stated differently in two documents or more")
