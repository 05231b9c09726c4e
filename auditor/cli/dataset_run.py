"""The run behind `auditor audit FOLDER --dataset FOLDER`: one dataset of all documents instead of a report of each."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.cli.batch import Request, check_language, exit_status, load_baseline, load_rulebook, today_here
from auditor.cli.disagreements import tell_disagreements
from auditor.cli.errors import Failure, say
from auditor.cli.progress_bar import progress
from auditor.cli.standard_streams import show
from auditor.runtime.permissions import is_private

if TYPE_CHECKING:
    from auditor.corpus.executors import CallExecutor
    from auditor.corpus.summary import Summary
    from auditor.corpus.work import Job
    from auditor.identities import Stated


def run_dataset(request: Request, place: str, *, resume: bool, fresh: bool, dask: str | None) -> int:
    """Audit a folder into a dataset and give the exit status.

    Raises:
        Failure: arguments, rules or input leave nothing to do, or a library is not installed.
    """
    if len(request.paths) != 1 or request.paths[0] == "-":
        raise Failure("--dataset takes one folder of documents; name the folder")
    if request.format != "text":
        raise Failure(f"--format {request.format} is for reports; a dataset is Parquet, leave it out")
    if resume and fresh:
        raise Failure("--resume and --fresh exclude each other; leave one of them out")
    try:
        import pyarrow as pa  # noqa: F401 - to say at once that it is missing
    except ModuleNotFoundError as error:
        raise Failure(f"--dataset needs {error.name}: install it with: pip install 'auditor[parquet]'") from error
    from auditor.corpus.executors import ExecutorError
    from auditor.corpus.run_lock import DatasetError
    from auditor.corpus.storage import StoreError

    try:
        return _run(request, place, resume=resume, fresh=fresh, dask=dask)
    except (ExecutorError, DatasetError, StoreError) as error:
        raise Failure(str(error)) from error
    except OSError as error:
        raise Failure(f"{place}: {(error.strerror or 'cannot be written').lower()}; check --dataset") from error


def _run(request: Request, place: str, *, resume: bool, fresh: bool, dask: str | None) -> int:
    from auditor.corpus.dataset import check_target, digest_of, documents_in, folders_unlisted, make_dataset
    from auditor.corpus.documents import Settings
    from auditor.corpus.storage import open_store
    from auditor.corpus.work import Job

    rules = load_rulebook(request.rules)
    baseline = load_baseline(request.baseline)
    check_language(request.language)
    source = _address(request.paths[0])
    target = _address(place)
    if "://" not in source and not Path(source).is_dir():
        raise Failure(f"{request.paths[0]}: it is no folder; --dataset takes one folder of documents")
    inside = _inside(target, source)
    documents = documents_in(open_store(source), inside)
    unlisted = folders_unlisted(open_store(source), inside)
    if not documents and not unlisted:
        raise Failure(f"{request.paths[0]}: no documents in this folder; check the path")
    files = tuple(file.absolute() for file in request.rules)
    settings = Settings(files, request.language, request.jobs, request.limits)
    by_path = any(match.path is not None for own in rules.documents for match in own.match)
    job = Job(
        "", source, target, settings, "", by_path, baseline, today_here() if baseline else None, fresh, is_private()
    )
    job = replace(job, run=_token(), digest=digest_of(rules, job))
    check_target(open_store(target), place, resume=resume, fresh=fresh)
    executor = _executor(dask, min(request.jobs, len(documents) or 1))
    try:
        with progress(len(documents), quiet=request.quiet) as bars:
            made = make_dataset(job, documents, executor, unlisted=unlisted, resume=resume, step=bars.advance)
    finally:
        executor.close(now=True)
    _tell(request, place, job, made)
    across = tell_disagreements(_stated(made), rules, "text")
    total = made.tally + across
    return exit_status(total, request.fail_on, audited=made.documents - len(made.failures), unusable=len(made.failures))


def _executor(dask: str | None, jobs: int) -> CallExecutor:
    from auditor.corpus.executors import Cluster, Processes

    return Cluster(dask) if dask else Processes(jobs)


def _address(path: str) -> str:
    return path if "://" in path else str(Path(path).absolute())


def _inside(target: str, source: str) -> str | None:
    """Return the folder of the dataset within that of the documents, where it is there: it is none of them."""
    kept = source.rstrip("/") + "/"
    return target.removeprefix(kept) if target.startswith(kept) else None


def _token() -> str:
    """Return what tells this run apart from others that one cluster works for."""
    import secrets

    return secrets.token_hex(8)


def _stated(made: Summary) -> list[Stated]:
    from auditor.identities import Stated

    return [Stated(**each) for each in made.stated]


def _tell(request: Request, place: str, job: Job, made: Summary) -> None:
    """Return what the run came to."""
    for told in made.changed:
        say(told)
    for each in made.failures:
        if not request.quiet:
            say(f"cannot audit {each.document}: {each.what}: {each.remedy}")
    for told in made.lapsed:
        say(told)
    if job.baseline is not None and not request.quiet and not made.failures:
        from auditor.baseline import unused_remarks

        for told in unused_remarks(job.baseline, made.used):
            say(told)
    if request.quiet:
        return
    tally = made.tally
    show(
        f"{made.documents:,} documents: {made.audited:,} audited now, {made.known:,} known, "
        f"{len(made.failures):,} not audited"
    )
    show(
        f"{tally.figures:,} figures, {tally.relations:,} relations; "
        f"{tally.errors:,} errors, {tally.warnings:,} warnings, {tally.notes:,} notes"
    )
    show(f"Dataset: {place.rstrip('/')}/index.html")
