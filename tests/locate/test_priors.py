"""The rule file of priors follows its schema, and its mistakes are said in one line."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
import yaml

from auditor.locate import LocateError, standard_priors
from auditor.locate.priors import compile_priors
from auditor.runtime.resources import rules_folder


def content() -> dict[str, Any]:
    return dict(yaml.safe_load((rules_folder() / "locate.yaml").read_text(encoding="utf-8")))


def test_file_follows_its_schema() -> None:
    schema = json.loads((rules_folder() / "schema" / "locate.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(content(), schema)


def test_schema_refuses_unknown_slips() -> None:
    schema = json.loads((rules_folder() / "schema" / "locate.schema.json").read_text(encoding="utf-8"))
    wrong = content()
    wrong["slips"]["moonphase"] = {"prior": 0.1, "words": "x"}
    assert not jsonschema.Draft202012Validator(schema).is_valid(wrong)


def test_priors_sum_to_one() -> None:
    assert sum(slip.prior for slip in standard_priors().slips.values()) == pytest.approx(1)
    wrong = content()
    wrong["slips"]["other"]["prior"] = 0.5
    with pytest.raises(LocateError, match=r"sum to 1\.38; make them sum to 1"):
        compile_priors(wrong)
