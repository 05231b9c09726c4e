"""Small folders of documents, and datasets compared file by file."""

import random
from concurrent.futures import Future
from pathlib import Path

STATES = ("Norway", "Chile", "Togo", "Nepal")


def submission(number: int) -> str:
    """A submission in which every third sum is off."""
    rng = random.Random(number)  # noqa: S311 - numbers to add up
    lines = [f"Report of {STATES[number % 4]}, {2015 + number % 3}", ""]
    for paragraph in range(1, 5):
        men, women = rng.randrange(10, 900), rng.randrange(10, 900)
        total = men + women + (7 if rng.randrange(3) == 0 else 0)
        parts = f"including {men} men and {women} women"
        lines += [f"{paragraph}. A total of {total} persons, {parts}, were held in {2010 + paragraph}.", ""]
    return "\n".join(lines)


def corpus(folder: Path, documents: int = 30) -> Path:
    """A folder with so many documents, in folders of their own, and two that cannot be read."""
    for number in range(documents):
        place = folder / f"series-{number % 3}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"report-{number}.txt").write_text(submission(number))
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 no document")
    (folder / "=empty.txt").write_bytes(b"")
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its name."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class Here:
    """An executor of this process alone: no test of what a run finds has to wait for others to start."""

    slots = 1

    def __init__(self, jobs: int = 1) -> None:
        del jobs

    def submit(self, function, /, *arguments):
        future = Future()
        try:
            future.set_result(function(*arguments))
        except Exception as error:  # noqa: BLE001 - as in any future
            future.set_exception(error)
        return future

    def lost(self, error):  # noqa: ARG002 - as an executor has it
        return False

    def close(self, *, now=False):
        """Do nothing."""
