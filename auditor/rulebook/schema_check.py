"""A rule file against its published schema, with mistakes in plain words and at their places."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from auditor.kinds import kinds_for_rules
from auditor.rulebook.rule import MESSAGE_FIELDS
from auditor.rulebook.yaml_places import Placed, Where
from auditor.runtime.resources import rules_folder

CORE, SUBMISSION = "core", "submission"
KIND = "kind-of-relation"
"""The format of a text that names a kind of relation: which there are, their files say."""
KINDS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "object": "a mapping (key: value)",
    "array": "a list",
    "boolean": "true or false",
    "null": "null",
}


@cache
def _validator(name: str) -> Any:  # noqa: ANN401 - jsonschema's class is imported here, when rules are read
    """Return the validator for one kind of rule file."""
    from jsonschema import Draft202012Validator, FormatChecker

    formats = FormatChecker(())
    formats.checks(KIND)(lambda value: not isinstance(value, str) or value in kinds_for_rules())
    path = Path(rules_folder()) / "schema" / f"{name}.schema.json"
    return Draft202012Validator(json.loads(path.read_text(encoding="utf-8")), format_checker=formats)


def template_fields(template: str) -> frozenset[str]:
    """Return the fields of a template that has no mistakes."""
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name is not None)


def check_schema(placed: Placed, name: str) -> list[Where]:
    """Record in `placed` every way in which the file departs from the schema; give where it does."""
    found: list[Where] = []
    for error in _validator(name).iter_errors(placed.value):
        found.append(tuple(error.absolute_path))
        for where, message, key in _explain(error):
            placed.problem(where, message, key=key)
    return found


def _explain(error: Any) -> Iterator[tuple[Where, str, bool]]:  # noqa: ANN401 - a jsonschema error
    """Yield (path, message, whether the key is meant) for one error of the validator."""
    where = tuple(error.absolute_path)
    value, wanted = error.instance, error.validator_value
    shown = f"{value!r:.60}"
    match error.validator:
        case "additionalProperties" if isinstance(value, dict):
            allowed = error.schema.get("properties", {})
            for extra in (key for key in value if key not in allowed):
                yield (*where, extra), f"there is no {extra!r} here; there are: {', '.join(allowed)}", True
        case "required":
            missing = [key for key in wanted if isinstance(value, dict) and key not in value]
            if missing:
                yield where, f"{' and '.join(repr(key) for key in missing)} must be given", False
        case "enum":
            yield where, f"{shown} is none of: {', '.join(str(each) for each in wanted)}", False
        case "format":
            yield where, f"{shown} is none of: {', '.join(kinds_for_rules())}", False
        case "const":
            yield where, f"{shown} must be {wanted!r}", False
        case "type":
            kinds = [wanted] if isinstance(wanted, str) else wanted
            yield where, f"must be {' or '.join(KINDS[kind] for kind in kinds)}, not {shown}", False
        case "pattern":
            yield where, f"{shown} has not the form asked for: {error.schema.get('description', wanted)}", False
        case "minLength" | "minItems" | "minProperties":
            yield where, "must not be empty", False
        case "minimum" | "maximum":
            word = "least" if error.validator == "minimum" else "most"
            yield where, f"{shown} must be at {word} {wanted}", False
        case _:
            yield where, error.message, False


def template_mistakes(template: str, fields: Collection[str] = MESSAGE_FIELDS) -> Iterator[str]:
    """Yield what is wrong with a template; only plain fields of the closed set may stand in it."""
    try:
        pieces = list(Formatter().parse(template))
    except ValueError as error:
        yield f"not a template: {error}; write {{{{ and }}}} for braces"
        return
    for _, name, form, conversion in pieces:
        if name is None:
            continue
        if name not in fields:
            yield f"there is no field {{{name}}}; there are: {', '.join(sorted(fields))}"
        elif form or conversion:
            yield f"field {{{name}}} takes no format; it is written as the document writes numbers"
