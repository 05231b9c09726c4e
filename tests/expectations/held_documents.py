"""Audits as tables, for putting them through the checkpoint."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path

from auditor.expectations.checkpoint_tables import Tables, tables_of
from auditor.language.lexicon import available
from auditor.pipeline import audit_document
from auditor.rulebook import Rulebook, load_rules

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
PASSAGES = SHARED / "corpus" / "passages-dev.jsonl"
ANNOTATED = SHARED / "tables" / "aggregations-validation.jl.gz"
BOOK = load_rules()

SHORT = 20_000
"""Characters of a table that a test has the time for."""

EVERY_KIND = """# Report

1. A total of 10 persons, including 4 men and 5 women, were detained.

2. At least 602 persons were found in total: 127 in the north and 166 in the south.

3. Of 290 persons, 254 were released and the remaining 34 are held.

4. Of 120 detainees, 210 were identified.

5. Of 29,252 cases, 5,415 (22 per cent) were closed.

6. The number of cases rose from 200 in 2020 to 230 in 2021, an increase of 25 per cent.

7. The following three regions reported cases: Alba, Bera, Cora and Dola.

| Region | Men | Women | Total | Share (%) |
| --- | --- | --- | --- | --- |
| North | 404 | 512 | 916 | 47.6 |
| South | 500 | 506 | 1,016 | 52.4 |
| Total | 904 | 1,018 | 1,922 | 100.0 |
"""


def tables(text: str, label: str = "report.md", rules: Rulebook = BOOK) -> Tables:
    return tables_of(audit_document(label, data=text.encode(), rules=rules), label)


def passages() -> Iterator[Tables]:
    for row in PASSAGES.read_text(encoding="utf-8").splitlines():
        one = json.loads(row)
        if one["lang"] in available():
            yield tables(one["text"], f"{one['id']}.txt")


def annotated(step: int) -> Iterator[Tables]:
    with gzip.open(ANNOTATED, "rt", encoding="utf-8") as rows:
        for place, row in enumerate(rows):
            if place % step == 0 and len(row) < SHORT:
                out = io.StringIO()
                csv.writer(out).writerows(json.loads(row)["table_array"])
                yield tables(out.getvalue(), f"t{place}.csv")
