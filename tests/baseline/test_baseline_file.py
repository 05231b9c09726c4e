"""The file of accepted findings: read, written, and refused in one line."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.baseline import Baseline, BaselineError, Entry, dump, load, save

MARK = "0123456789abcdef"
ROOT = Path(__file__).resolve().parents[2]
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=40).map(
    lambda text: " ".join(text.split())
)
NAMES = TEXTS.filter(lambda text: text not in ("null", "~"))
DAYS = st.dates(date(1000, 1, 1)) | st.none()
ENTRIES = st.builds(
    Entry, st.from_regex(r"[0-9a-f]{16}", fullmatch=True), NAMES, NAMES, TEXTS.filter(bool), NAMES, DAYS, DAYS
)


@given(st.lists(ENTRIES, max_size=4), st.sampled_from(["json", "yaml"]))
def test_what_is_written_is_read_again(tmp_path_factory, entries, form):
    file = tmp_path_factory.mktemp("baseline") / f"accepted.{form}"
    file.write_text(dump(Baseline(tuple(entries)), form=form), encoding="utf-8")
    assert load(file) == Baseline(tuple(entries), str(file))


@given(st.lists(ENTRIES, max_size=3))
def test_what_is_written_fits_the_published_schema(entries):
    from jsonschema import Draft202012Validator

    schema = json.loads((ROOT / "rules/schema/baseline.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(json.loads(dump(Baseline(tuple(entries)))))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", f'{{"schema_version": "1", "accepted": [{{"fingerprint": "{MARK}", "reason": "so"}}]}}'),
        (
            "a.json",
            f'\ufeff{{"accepted": [{{"fingerprint": "{MARK}", "reason": "so", "who": null, "expires": null}}]}}',
        ),
        ("a.yaml", f"accepted:\n- fingerprint: {MARK}\n  reason: so\n"),
        ("a.yml", f"schema_version: 1\naccepted:\n- {{fingerprint: '{MARK}', reason: so, expires: ~}}\n"),
        ("accepted", f"accepted:\n- fingerprint: {MARK}\n  reason: so\n"),
        ("accepted", f'{{"accepted": [{{"fingerprint": "{MARK}", "reason": "so", "seen in": "x"}}]}}'),
    ],
)
def test_forms_that_people_write(tmp_path, name, text):
    (tmp_path / name).write_text(text, encoding="utf-8")
    (entry,) = load(tmp_path / name).entries
    assert entry == Entry(MARK, "", "", "so")


@pytest.mark.parametrize("mark", ["1234567890123456", "0000000000000001", "123e456789012345"])
def test_a_fingerprint_that_yaml_would_take_for_a_number(tmp_path, mark):
    (tmp_path / "a.yaml").write_text(f"accepted:\n- fingerprint: {mark}\n  reason: no\n")
    assert load(tmp_path / "a.yaml").entries == (Entry(mark, "", "", "no"),)


@pytest.mark.parametrize(
    ("when", "day"), [("2026-11-24", date(2026, 11, 24)), ("2026-11-24T08:30:00.000Z", date(2026, 11, 24)), ("", None)]
)
def test_days(tmp_path, when, day):
    entry = {"fingerprint": MARK, "reason": "so", "when": when}
    (tmp_path / "a.json").write_text(json.dumps({"accepted": [entry]}))
    assert load(tmp_path / "a.json").entries[0].when == day


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.json", "{", "not valid JSON"),
        ("a.yaml", "a: [", "neither JSON nor YAML"),
        ("a.json", "[]", 'no baseline; it must be like {"schema_version"'),
        ("a.json", '{"accepted": {}}', "no baseline"),
        ("a.json", '{"schema_version": "2", "accepted": []}', "schema_version '2' is not known"),
        ("a.json", '{"accepted": [1]}', "entry 1 is no object"),
        ("a.json", '{"accepted": [{"fingerprint": "xyz", "reason": "so"}]}', "entry 1: fingerprint 'xyz' is not 16"),
        ("a.json", f'{{"accepted": [{{"fingerprint": "{MARK}"}}]}}', "entry 1: no reason; say why"),
        ("a.json", f'{{"accepted": [{{"fingerprint": "{MARK}", "reason": " "}}]}}', "entry 1: no reason"),
        ("a.json", f'{{"accepted": [{{"fingerprint": "{MARK}", "reason": 1}}]}}', "entry 1: reason must be a text"),
        ("a.json", f'{{"accepted": [{{"fingerprint": "{MARK}", "reason": "so", "expires": "soon"}}]}}', "is no date"),
        (
            "a.json",
            f'{{"accepted": [{{"fingerprint": "{MARK}", "reason": "so", "expire": "2020-01-01"}}]}}',
            "entry 1: unknown key 'expire'; did you mean 'expires'?",
        ),
    ],
)
def test_a_mistake_is_one_line(tmp_path, name, text, said):
    (tmp_path / name).write_text(text)
    with pytest.raises(BaselineError) as error:
        load(tmp_path / name)
    assert said in str(error.value)
    assert str(error.value).startswith(str(tmp_path / name))
    assert "\n" not in str(error.value)


def test_a_file_that_cannot_be_read_or_written(tmp_path):
    with pytest.raises(BaselineError, match="no such file or directory"):
        load(tmp_path / "missing.json")
    (tmp_path / "latin.json").write_bytes(b'{"accepted": [\xe9]}')
    with pytest.raises(BaselineError, match="not UTF-8"):
        load(tmp_path / "latin.json")
    (tmp_path / "file").write_text("")
    with pytest.raises(BaselineError, match="cannot be written"):
        save(Baseline(), tmp_path / "file" / "a.json")


def test_of_two_entries_for_a_finding_the_longer_one_counts():
    short, long = Entry(MARK, "", "", "a", expires=date(2026, 1, 1)), Entry(MARK, "", "", "b")
    for entries in ((short, long), (long, short)):
        assert Baseline(entries).by_fingerprint() == {MARK: long}
