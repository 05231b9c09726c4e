"""The file of a baseline: JSON, or YAML with the same content (rules/schema/baseline.schema.json)."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from auditor.baseline.entry import SCHEMA_VERSION, Baseline, BaselineError, Entry

KEYS = ("fingerprint", "rule", "message", "reason", "who", "when", "expires")
LARGEST = 50_000_000
"""Bytes; a larger file is none of ours."""
_FINGERPRINT = re.compile(r"[0-9a-f]{16}")
_NOTHING = ("", "null", "~")
YAML_SUFFIXES = (".yaml", ".yml")


def load(path: Path | str) -> Baseline:
    """Read a baseline.

    Args:
        path: A file of UTF-8 text: YAML where the name ends so, JSON where it ends in .json, else either.

    Returns:
        The entries in the order of the file, which the baseline remembers under the path as given.

    Raises:
        BaselineError: The file cannot be read, or an entry cannot be used; the message says which and why.
    """
    file = Path(path)
    try:
        if file.stat().st_size > LARGEST:
            raise BaselineError(f"{file}: too large for a baseline ({LARGEST:,} bytes at most); check the path")
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        reason = (error.strerror or "unreadable").lower()
        raise BaselineError(f"{file}: cannot be read ({reason}); make one with: auditor baseline write") from error
    except UnicodeDecodeError as error:
        raise BaselineError(f"{file}: not UTF-8 text; save it as UTF-8") from error
    content = _parsed(text, file)
    if not isinstance(content, dict) or not isinstance(content.get("accepted"), list):
        raise BaselineError(f'{file}: no baseline; it must be like {{"schema_version": "1", "accepted": []}}')
    if str(content.get("schema_version", SCHEMA_VERSION)) != SCHEMA_VERSION:
        version = content["schema_version"]
        raise BaselineError(f"{file}: schema_version {version!r} is not known; this program reads {SCHEMA_VERSION!r}")
    return Baseline(tuple(_entries(content["accepted"], file)), str(path))


def dump(baseline: Baseline, *, form: str = "json") -> str:
    """Return a baseline as text, in the order of its entries.

    Args:
        baseline: What to write.
        form: "json" or "yaml".
    """
    content = {"schema_version": SCHEMA_VERSION, "accepted": [_written(entry) for entry in baseline.entries]}
    if form == "yaml":
        import yaml

        return yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=110)
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def save(baseline: Baseline, path: Path) -> None:
    """Write a baseline to a file, whole or not at all.

    Args:
        baseline: What to write.
        path: YAML where it ends in .yaml or .yml, JSON otherwise.

    Raises:
        BaselineError: The file cannot be written.
    """
    from auditor.report.files import write_file

    try:
        write_file(path, dump(baseline, form="yaml" if path.suffix in YAML_SUFFIXES else "json"))
    except OSError as error:
        reason = (error.strerror or "unwritable").lower()
        raise BaselineError(f"{path}: cannot be written ({reason}); check the folder") from error


def _parsed(text: str, file: Path) -> object:
    """Parse JSON, or YAML with every scalar as text: a fingerprint of digits alone stays one."""
    try:
        if file.suffix not in YAML_SUFFIXES:
            return json.loads(text)
    except (ValueError, RecursionError) as error:
        if file.suffix == ".json":
            raise BaselineError(f"{file}: not valid JSON ({' '.join(str(error).split())}); mend the file") from error
    import yaml

    try:
        return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - this loader makes nothing but texts
    except (yaml.YAMLError, RecursionError) as error:
        place = getattr(error, "problem_mark", None)
        where = f"{file}:{place.line + 1}" if place else f"{file}"
        raise BaselineError(f"{where}: neither JSON nor YAML; mend the file") from error


def _entries(listed: list[Any], file: Path) -> Iterator[Entry]:
    for number, found in enumerate(listed, start=1):
        where = f"{file}: entry {number}"
        if not isinstance(found, dict):
            raise BaselineError(f"{where} is no object with fingerprint and reason; mend the file")
        _check_keys(found, where)
        fingerprint = _text(found, "fingerprint", where)
        if not _FINGERPRINT.fullmatch(fingerprint):
            raise BaselineError(f"{where}: fingerprint {fingerprint!r} is not 16 hexadecimal digits; copy it anew")
        reason = _text(found, "reason", where)
        if not reason:
            raise BaselineError(f"{where}: no reason; say why the finding is accepted")
        yield Entry(
            fingerprint,
            _text(found, "rule", where),
            _text(found, "message", where),
            reason,
            _text(found, "who", where),
            _day(found, "when", where),
            _day(found, "expires", where),
        )


def _check_keys(found: Mapping[str, Any], where: str) -> None:
    """Refuse a key that is nearly one of ours: a misspelt "expires" would accept for good."""
    for key in found:
        close = difflib.get_close_matches(str(key), KEYS, n=1, cutoff=0.75)
        if key not in KEYS and close:
            raise BaselineError(f"{where}: unknown key {key!r}; did you mean {close[0]!r}?")


def _text(found: Mapping[str, Any], key: str, where: str) -> str:
    value = found.get(key)
    if value is None or (key != "reason" and value in _NOTHING):
        return ""
    if not isinstance(value, str):
        raise BaselineError(f"{where}: {key} must be a text")
    return " ".join(value.split())


def _day(found: Mapping[str, Any], key: str, where: str) -> date | None:
    text = _text(found, key, where)
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10] if text[10:11] in ("T", " ") else text)
    except ValueError as error:
        raise BaselineError(f"{where}: {key} {text!r} is no date; write it as 2027-01-31") from error


def _written(entry: Entry) -> dict[str, str | None]:
    return {
        "fingerprint": entry.fingerprint,
        "rule": entry.rule,
        "message": entry.message,
        "reason": entry.reason,
        "who": entry.who,
        "when": entry.when.isoformat() if entry.when else "",
        "expires": entry.expires.isoformat() if entry.expires else None,
    }
