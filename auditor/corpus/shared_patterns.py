"""What a dataset shows across its documents: the rules that fail most, the States and years, and where two disagree."""

from __future__ import annotations

import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from auditor.corpus.storage import Store
from auditor.language.folding import fold

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

_WORD = re.compile(r"[^\W\d_]{4,}")
_IN_COMMON = 0.6
"""Share of the longer words of two sentences that must be the same."""
_FIGURE = ("document", "value", "low", "high", "text", "hedge", "paragraph", "table", "period", "said", "subject")


@dataclass(slots=True)
class Share:
    """What the documents of one rule, State or year come to."""

    name: str
    documents: int = 0
    """Documents of a State or year; of a rule, those with a finding of it."""
    relations: int = 0
    """Relations checked."""
    fails: int = 0
    """Relations that do not hold."""
    errors: int = 0
    warnings: int = 0
    notes: int = 0
    label: str = ""

    @property
    def findings(self) -> int:
        """Return how many findings nobody has accepted."""
        return self.errors + self.warnings + self.notes

    @property
    def failing(self) -> float:
        """Return the share of the relations that do not hold, in per cent."""
        return 100 * self.fails / self.relations if self.relations else 0.0


@dataclass(frozen=True, slots=True)
class Statement:
    """What one document says of a quantity."""

    document: str
    year: int | None
    text: str
    where: str
    value: float
    low: float | None
    high: float | None
    said: str


@dataclass(frozen=True, slots=True)
class QuantityDisagreement:
    """Documents of one origin that state one quantity differently."""

    state: str | None
    stated: tuple[Statement, ...]
    """By year and name of the document."""

    @property
    def gap(self) -> float:
        """Return how far apart the values are, as a share of the greatest (0.1 for 90 and 100)."""
        values = [each.value for each in self.stated]
        return (max(values) - min(values)) / max(map(abs, values))


@dataclass(slots=True)
class DatasetPatterns:
    """What all documents of a dataset come to."""

    documents: int = 0
    rules: list[Share] = field(default_factory=list)
    """Those with most findings first."""
    states: list[Share] = field(default_factory=list)
    """Those with most findings first; documents whose State cannot be told last, under an empty name."""
    years: list[Share] = field(default_factory=list)
    """In order; documents whose year cannot be told last, under an empty name."""
    disagreements: list[QuantityDisagreement] = field(default_factory=list)
    """The widest apart first."""


def look_across(store: Store) -> DatasetPatterns:
    """Read a dataset and find what it shows across its documents.

    The sheets are read part by part, so that memory stays bounded by counts and by the figures that may disagree.

    Returns:
        Counts by rule, State and year, and the quantities that documents of one State (of one folder where no State is
        told) state with figures that exclude each other.

    Raises:
        OSError: A part cannot be read.
    """
    made = DatasetPatterns()
    states: dict[str, Share] = {}
    years: dict[str, Share] = {}
    origins: dict[str, tuple[str | None, int | None]] = {}
    wanted = ["document", "state", "year", "relations", "fails", "errors", "warnings", "notes"]
    for row in _rows(store, "documents", wanted):
        made.documents += 1
        origins[row["document"]] = (row["state"], row["year"])
        for shares, name in ((states, row["state"]), (years, row["year"])):
            share = shares.setdefault(str(name or ""), Share(str(name or "")))
            share.documents += 1
            for count in ("relations", "fails", "errors", "warnings", "notes"):
                setattr(share, count, getattr(share, count) + row[count])
    made.rules = _rules(store)
    made.states = sorted(states.values(), key=lambda share: (not share.name, -share.findings, share.name))
    made.years = sorted(years.values(), key=lambda share: (not share.name, share.name))
    made.disagreements = _disagreements(store, origins)
    return made


def _rules(store: Store) -> list[Share]:
    """Count findings and relations by rule."""
    shares: dict[str, Share] = {}
    met: dict[str, set[str]] = defaultdict(set)
    for row in _rows(store, "findings", ["document", "rule", "name", "severity", "accepted"]):
        share = shares.setdefault(row["rule"], Share(row["rule"], label=row["name"]))
        if not row["accepted"]:
            counted = {"error": "errors", "warning": "warnings"}.get(row["severity"], "notes")
            setattr(share, counted, getattr(share, counted) + 1)
            met[row["rule"]].add(row["document"])
    for rule, documents in met.items():
        shares[rule].documents = len(documents)
    for (rule, outcome), number in _checked(store).items():
        if rule in shares:
            shares[rule].relations += number
            shares[rule].fails += number if outcome == "fails" else 0
    return sorted(shares.values(), key=lambda share: (-share.findings, share.name))


def _checked(store: Store) -> Counter[tuple[str, str]]:
    """Count relations by rule and outcome; each has a row for every member."""
    counts: Counter[tuple[str, str]] = Counter()
    for table in _tables(store, "relations", ["document", "id", "rule", "outcome"]):
        single = table.group_by(["document", "id", "rule", "outcome"]).aggregate([])
        for row in single.group_by(["rule", "outcome"]).aggregate([([], "count_all")]).to_pylist():
            counts[row["rule"] or "", row["outcome"]] += row["count_all"]
    return counts


def _disagreements(store: Store, origins: Mapping[str, tuple[str | None, int | None]]) -> list[QuantityDisagreement]:
    """Return the quantities that documents of one origin state differently."""
    doubtful = _doubtful(store)
    if not doubtful:
        return []
    groups: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in _rows(store, "figures", list(_FIGURE)):
        if row["subject"] in doubtful and not _open(row["period"] or ""):
            state = origins[row["document"]][0]
            # Where no State is told, the documents of one folder are taken for those of one author.
            author = state or PurePosixPath(row["document"]).parent.as_posix()
            groups[author, row["subject"]].append(row)
    found = []
    for _, rows in sorted(groups.items()):
        kept = [_statement(row, origins) for row in _single(rows)]
        apart = [pair for pair in combinations(kept, 2) if _exclude(*pair) and _alike(*pair)]
        named = {id(each) for pair in apart for each in pair}
        stated = tuple(sorted((e for e in kept if id(e) in named), key=lambda e: (e.year or 0, e.document)))
        if stated:
            found.append(QuantityDisagreement(origins[stated[0].document][0], stated))
    return sorted(found, key=lambda each: (-each.gap, each.stated[0].document, each.stated[0].where))


def _doubtful(store: Store) -> set[str]:
    """Return the subjects of which more than one value is stated: a look at digests and values alone."""
    import numpy as np

    subjects: list[np.ndarray[Any, Any]] = []
    values: list[np.ndarray[Any, Any]] = []
    for table in _tables(store, "figures", ["subject", "value"]):
        kept = table.drop_null()
        subjects.append(np.array([int(text, 16) for text in kept.column("subject").to_pylist()], dtype=np.uint64))
        values.append(kept.column("value").to_numpy())
    if not subjects:
        return set()
    subject, value = np.concatenate(subjects), np.concatenate(values)
    order = np.lexsort((value, subject))
    subject, value = subject[order], value[order]
    differs = (subject[1:] == subject[:-1]) & (value[1:] != value[:-1])
    return {f"{number:016x}" for number in np.unique(subject[1:][differs]).tolist()}


def _single(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows of documents that state the quantity once: of several it is not known which is meant."""
    by_document: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_document[row["document"]].append(row)
    return [own[0] for own in by_document.values() if len({(row["low"], row["high"]) for row in own}) == 1]


def _statement(row: Mapping[str, Any], origins: Mapping[str, tuple[str | None, int | None]]) -> Statement:
    text = f"{row['hedge'] or ''} {row['text']}".strip()
    where = f"table {row['table']}" if row["table"] else f"paragraph {row['paragraph']}"
    year = origins[row["document"]][1]
    return Statement(
        row["document"], year, text, where, row["value"], row["low"], row["high"], row["said"] or ""
    )  # fmt: skip


def _exclude(one: Statement, other: Statement) -> bool:
    """Whether no value fits both."""
    if one.low is not None and other.high is not None and one.low > other.high:
        return True
    return other.low is not None and one.high is not None and other.low > one.high


def _alike(one: Statement, other: Statement) -> bool:
    """Whether most of the words around both are the same."""
    first, second = set(_WORD.findall(fold(one.said))), set(_WORD.findall(fold(other.said)))
    union = first | second
    return fold(one.said) == fold(other.said) or (bool(union) and len(first & second) / len(union) >= _IN_COMMON)


def _open(period: str) -> bool:
    """Whether a period has no beginning or no end: what is counted over it grows."""
    return any(span.startswith("/") or span.endswith("/") for span in period.split(";") if span)


def _tables(store: Store, sheet: str, columns: list[str]) -> Iterator[pa.Table]:
    """Yield a sheet, part by part."""
    import pyarrow.parquet as pq

    for name in store.names(sheet):
        if name.endswith(".parquet"):
            yield pq.ParquetFile(io.BytesIO(store.read(name))).read(columns=columns)


def _rows(store: Store, sheet: str, columns: list[str]) -> Iterator[dict[str, Any]]:
    for table in _tables(store, sheet, columns):
        for batch in table.to_batches(max_chunksize=4096):
            yield from batch.to_pylist()
