"""`auditor audit`: documents in, reports out."""

from __future__ import annotations

import click

from auditor.cli import options


@click.command("audit")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@options.reporting
@options.rule_files
@options.baseline
@options.threshold("warning")
@options.language
@options.limits
@click.option("--jobs", type=click.IntRange(0, 256), default=1, show_default=True,
              help="Processes that audit at once; 0 for one a processor.")  # fmt: skip
@click.option("--stdin-filename", metavar="NAME", help="File name that standard input came with.")
@click.option("--dataset", metavar="FOLDER",
              help="Write one Parquet dataset of all documents of a folder and an index page, no reports; "
                   "documents that it knows are not audited again.")  # fmt: skip
@click.option("--resume", is_flag=True, help="Go on with a dataset whose run was interrupted.")
@click.option("--fresh", is_flag=True, help="Audit all documents of a dataset anew, known or not.")
@click.option("--dask", metavar="ADDRESS",
              help="Let a Dask cluster do the work: its scheduler, such as tcp://scheduler:8786.")  # fmt: skip
@click.pass_context
def audit_command(
    context: click.Context, /, *, dataset: str | None, resume: bool, fresh: bool, dask: str | None, **given: object
) -> None:
    """Audit documents: files, folders, or - for standard input.

    Prints what was found, and writes a Markdown and an HTML report of each document to the output folder. With
    --dataset, --dask or an address such as s3://bucket/reports, writes one dataset of all documents instead, to the
    folder dataset in the output folder where no other is named.
    """
    from auditor.cli.batch import Request, run_audit

    request = Request.of(given)
    if dataset or resume or fresh or dask or any("://" in path for path in request.paths):
        from auditor.cli.dataset_run import run_dataset

        place = dataset or (request.output / "dataset").as_posix()
        context.exit(run_dataset(request, place, resume=resume, fresh=fresh, dask=dask))
    context.exit(run_audit(request))
