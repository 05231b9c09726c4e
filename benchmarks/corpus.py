"""Speed of auditing many documents: per document, per page and step, in one process and two, and as things grow.

    python benchmarks/corpus.py [--documents 10000] [--sample 60] [--folder FOLDER] [--skip MEASURE...]

- steps: milliseconds a page (3,000 characters) to read, to find figures and relations, to reconcile, and to report, on
  `--sample` documents of the corpus, by format;
- growth: one document of growing length, a growing number of documents, and 2,000 similar sentences of which 1,200 do
  not add up; the exponent of time against size is fitted, 1 is linear;
- scan: megabytes a second and core through figures and relations, beside one pass of a compiled regular expression for
  numbers, quantulum3, and spaCy's blank English pipeline with its sentencizer, all on the same text in this run, each
  also in passes of the regular expression;
- run: `auditor audit --dataset` over the corpus with one process and with two: documents and megabytes a second; then
  once more, when everything is known;
- memory: peak resident memory of the largest process for a hundred documents and a thousand; `run` has that for all.

The corpus is made by `submissions.py` and kept in `--folder`. Libraries of the extra `bench` that are not installed are
skipped with a word. Times of steps, growth and scan are processor time; a run is measured by the clock.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from math import log
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from submissions import fill, make, submission, written

from auditor.figures import read_figures
from auditor.language import lexicon
from auditor.model.document import Document
from auditor.pipeline import audit
from auditor.read import read_document
from auditor.relations import read_relations
from auditor.report.emitters import EMITTERS, FILES
from auditor.report.subject import Subject, TerminalStyle
from auditor.rulebook import Rulebook, load_rules

ROOT = Path(__file__).resolve().parent.parent
PAGE = 3_000
NUMBERS = re.compile(r"\d{1,3}(?:[ ,.\u00a0]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?(?:\s?(?:per cent|%))?")
FORMS = ("docx", "html", "txt", "md", "pdf", "csv", "xlsx")
STEPS = ("read", "figures", "relations", "reconcile", "report")
Row = dict[str, Any]


def characters(document: Document) -> int:
    return sum(len(p.text) for p in document.paragraphs) + sum(len(c.text) for t in document.tables for c in t.cells)


def step_by_step(name: str, data: bytes, rules: Rulebook) -> tuple[Document, dict[str, float]]:
    """Audit one document and write its reports; give it with the processor seconds of each step."""
    marks = [time.process_time()]

    def lap() -> None:
        marks.append(time.process_time())

    document = read_document(name, data=data, name=name)
    lap()
    words = lexicon.load(document.language)
    figures = read_figures(document, words)
    lap()
    read_relations(document, figures, words)
    lap()
    made = audit(document, rules)  # figures and relations again, and what is done with them
    lap()
    subject = Subject(made, rules, TerminalStyle())
    for form in FILES:
        EMITTERS[form].emit(subject)
    lap()
    read, found, related, whole, reported = (b - a for a, b in pairwise(marks))
    reconciled = max(0.0, whole - found - related)
    return document, dict(zip(STEPS, (read, found, related, reconciled, reported), strict=True))


def steps(sample: int) -> Row:
    """Milliseconds a page by step and by format."""
    rules = load_rules()
    for number in range(10):  # lexicons and libraries are loaded by these
        step_by_step(*_written(number), rules)
    spent: dict[str, Counter[str]] = defaultdict(Counter)
    pages: Counter[str] = Counter()
    for number in range(sample):
        name, data = _written(number)
        document, seconds = step_by_step(name, data, rules)
        for form in (name.rpartition(".")[2], "all"):
            pages[form] += characters(document) / PAGE
            spent[form].update(seconds)
    return {
        form: {step: 1000 * spent[form][step] / pages[form] for step in STEPS} | {"pages": pages[form]}
        for form in (*FORMS, "all")
        if form in pages
    }


def _written(number: int) -> tuple[str, bytes]:
    name, made = make(number)
    return name, written(name, made)


def exponent(sizes: Sequence[float], times: Sequence[float]) -> float:
    """Fit the exponent of time against size: 1 where time grows as size does."""
    xs, ys = [log(size) for size in sizes], [log(spent) for spent in times]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)


def timed(work: Callable[[], object], repeat: int = 3) -> float:
    """Give the best processor time of some runs."""
    best = float("inf")
    for _ in range(repeat):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def growth() -> Row:
    """Seconds as a document grows, as documents grow in number, and on many findings."""
    rules = load_rules()
    audit(_text(submission(1, 5_000)), rules)
    lengths = (20_000, 40_000, 80_000, 160_000, 320_000)
    long = [timed(lambda length=length: audit(_text(submission(1, length)), rules), 2) for length in lengths]
    numbers = (10, 20, 40, 80)
    documents = [_text(submission(number, 20_000)) for number in range(max(numbers))]
    many = [timed(lambda n=n: [audit(each, rules) for each in documents[:n]], 1) for n in numbers]
    sentences = (500, 1000, 2000)
    wrong = [timed(lambda n=n: audit(_alike(n), rules), 1) for n in sentences]
    return {
        "length": {"characters": lengths, "seconds": long, "exponent": exponent(lengths, long)},
        "number": {"documents": numbers, "seconds": many, "exponent": exponent(numbers, many)},
        "findings": {"sentences": sentences, "seconds": wrong, "exponent": exponent(sentences, wrong)},
    }


def _text(made: Any) -> Document:  # noqa: ANN401 - a submission
    return read_document("made.txt", data=written("made.txt", made), name="made.txt", language="en")


def _alike(sentences: int) -> Document:
    """Give sentences that are all alike, three in five of which do not add up."""
    lines = []
    for number in range(sentences):
        men, women = 10 + number * 37 % 890, 10 + number * 91 % 890
        total = men + women + (1 + number % 8 if number % 5 < 3 else 0)
        lines.append(f"{number + 1}. A total of {total} persons, including {men} men and {women} women, were detained.")
    return read_document("alike.txt", data="\n\n".join(lines).encode(), name="alike.txt", language="en")


def scan(sample: int) -> Row:
    """Megabytes a second through figures and relations, and by other programs, over the same text."""
    documents = [_text(submission(number, 20_000)) for number in range(sample)]
    words = lexicon.load("en")
    text = "\n".join(paragraph.text for document in documents for paragraph in document.paragraphs)
    size = len(text.encode()) / 1e6
    found = [read_figures(document, words) for document in documents]
    pairs = list(zip(documents, found, strict=True))
    ways: dict[str, Callable[[], object]] = {
        "one regular expression": lambda: sum(1 for _ in NUMBERS.finditer(text)),
        "auditor, figures": lambda: [read_figures(document, words) for document in documents],
        "auditor, relations": lambda: [read_relations(document, figures, words) for document, figures in pairs],
    }
    spent: Row = dict.fromkeys(ways, float("inf"))
    for _ in range(5):  # in turns, so that what else the machine does falls on all of them
        for name, work in ways.items():
            spent[name] = min(spent[name], timed(work, 1))
    both = spent["auditor, figures"] + spent["auditor, relations"]
    spent["auditor, figures and relations"] = both
    for name, other in (("quantulum3", _quantulum), ("spaCy, blank with sentencizer", _spacy)):
        work = other()
        if work is None:
            print(f"{name.partition(',')[0]} is not installed: skipped (pip install 'auditor[bench]')", file=sys.stderr)
            continue
        part = text[: len(text) // 20] if name == "quantulum3" else text  # a twentieth is enough to wait for
        spent[name] = timed(lambda work=work, part=part: work(part), 1) * len(text) / len(part)
    once = spent["one regular expression"]
    return {
        name: {"MB/s": size / seconds, "seconds": seconds, "regular expressions": seconds / once}
        for name, seconds in spent.items()
    }


def _quantulum() -> Callable[[str], object] | None:
    try:
        from quantulum3 import parser
    except ImportError:
        return None
    return lambda text: [parser.parse(line) for line in text.splitlines()]


def _spacy() -> Callable[[str], object] | None:
    try:
        import spacy
    except ImportError:
        return None
    blank = spacy.blank("en")
    blank.add_pipe("sentencizer")
    return lambda text: [sum(1 for _ in made.sents) for made in blank.pipe(text.splitlines())]


def command(folder: Path, target: Path, jobs: int) -> Row:
    """Audit a folder into a dataset; give seconds by the clock, processor seconds, and the largest process."""
    start, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    run = subprocess.Popen(
        [sys.executable, "-m", "auditor", "audit", str(folder), "--dataset", str(target), "--jobs", str(jobs),
         "--quiet", "--fail-on", "never"],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    peak = 0.0
    while run.poll() is None:
        peak = max([peak, *_peaks(run.pid)])
        time.sleep(0.5)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"seconds": time.monotonic() - start, "processor seconds": spent, "peak MB": peak}


def _peaks(session: int) -> Iterable[float]:
    """Give the peak resident memory of each process of a session, where the system tells."""
    for place in Path("/proc").glob("[0-9]*"):
        try:
            if int((place / "stat").read_text().rpartition(")")[2].split()[3]) == session:
                told = re.search(r"VmHWM:\s+(\d+)", (place / "status").read_text())
                yield int(told[1]) / 1024 if told else 0.0
        except (OSError, IndexError):
            continue


def runs(folder: Path, documents: int) -> Row:
    """Audit the corpus in one process and in two, and once more when all is known."""
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    out: Row = {}
    with tempfile.TemporaryDirectory() as place:
        for name, jobs, target in (("1 process", 1, "one"), ("2 processes", 2, "two"), ("all known", 2, "two")):
            out[name] = command(folder, Path(place) / target, jobs)
            out[name] |= {"documents/s": documents / out[name]["seconds"], "MB/s": size / out[name]["seconds"]}
    out["two against one"] = out["1 process"]["seconds"] / out["2 processes"]["seconds"]
    return out


def memory(folder: Path, documents: int) -> Row:
    """Peak memory of the largest process for growing numbers of documents below all of them, in two processes."""
    out: Row = {}
    with tempfile.TemporaryDirectory() as place:
        for number in (each for each in (100, 1_000, 10_000) if each < documents):
            part = Path(place) / f"in-{number}"
            for each in range(number):
                name, _ = make(each)
                (part / name).parent.mkdir(parents=True, exist_ok=True)
                (part / name).symlink_to((folder / name).resolve())
            out[f"{number:,} documents"] = command(part, Path(place) / f"out-{number}", 2)
    return out


def shown(name: str, found: Any, depth: int = 0) -> None:  # noqa: ANN401 - tables of numbers
    """Print nested numbers."""
    pad = "  " * depth
    if not isinstance(found, dict):
        print(f"{pad}{name}: {_plain(found)}")
    elif any(isinstance(value, dict) for value in found.values()):
        print(f"{pad}{name}")
        for key, value in found.items():
            shown(key, value, depth + 1)
    else:
        print(f"{pad}{name:32}", "  ".join(f"{key} {_plain(value)}" for key, value in found.items()))


def _plain(value: Any) -> str:  # noqa: ANN401 - a number or several
    if isinstance(value, list | tuple):
        return "/".join(_plain(each) for each in value)
    return f"{value:,}" if isinstance(value, int) else f"{value:.3g}" if value < 1000 else f"{value:,.0f}"


def main() -> None:
    """Measure, and print."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--documents", type=int, default=10_000)
    ask.add_argument("--sample", type=int, default=60)
    ask.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "auditor-submissions")
    ask.add_argument("--skip", nargs="*", default=[], choices=("run", "growth", "steps", "scan", "memory"))
    ask.add_argument("--json", action="store_true", help="print one JSON object")
    asked = ask.parse_args()
    measures: dict[str, Callable[[], Row]] = {
        "steps": lambda: steps(asked.sample),
        "growth": growth,
        "scan": lambda: scan(min(asked.sample, 50)),
        "run": lambda: runs(asked.folder / str(asked.documents), asked.documents),
        "memory": lambda: memory(asked.folder / str(asked.documents), asked.documents),
    }
    out: Row = {}
    if not {"run", "memory"} <= set(asked.skip):
        fill(asked.folder / str(asked.documents), asked.documents)
    for name, measure in measures.items():
        if name not in asked.skip:
            out[name] = measure()
            if not asked.json:
                shown(name, out[name])
    if asked.json:
        print(json.dumps(out, indent=1))


if __name__ == "__main__":
    main()
