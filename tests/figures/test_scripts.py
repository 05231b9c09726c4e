"""Scripts without blanks, case endings, joined words, right-to-left text: small lexicons of them are read as well."""

from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from auditor.figures import read_figures
from auditor.language import lexicon
from auditor.model.document import Document, Paragraph
from auditor.runtime import resources

HERE = Path(__file__).parent / "scripts"
CODES = ("ru", "ar", "zh")
SENTENCES = [
    ("ru", "Задержано двадцать семь женщин.", [(27, "count", "")]),
    ("ru", "Задержано восемь женщин.", [(8, "count", "")]),
    ("ru", "Более двухсот сорока женщин.", [(240, "count", "lower")]),
    ("ru", "Около двенадцати тысяч трёхсот пяти рублей.", [(12305, "count", "about")]),
    ("ru", "Доля достигла 45,3 %, или сорока процентов.", [(45.3, "percent", ""), (40, "percent", "")]),
    ("ru", "Всего 7 618 человек.", [(7618, "count", "")]),
    ("ar", "اعتقل ثلاثة وعشرون شخصا.", [(23, "count", "")]),
    ("ar", "أكثر من مئة وخمسة وأربعين امرأة.", [(145, "count", "lower")]),
    ("ar", "حوالي ثلاثة آلاف وأربعين شخصا.", [(3040, "count", "about")]),
    ("ar", "بلغ العدد ٣٬٤٥٦ شخصا.", [(3456, "count", "")]),
    ("ar", "بلغت النسبة ٤٥٫٣٪.", [(45.3, "percent", "")]),
    ("ar", "بلغت النسبة \u200f45.3%\u200f.", [(45.3, "percent", "")]),
    ("zh", "共有三百二十五人被捕。", [(325, "count", "")]),
    ("zh", "约有三十二万五千人。", [(325000, "count", "")]),
    ("zh", "超过十二名妇女。", [(12, "count", "lower")]),
    ("zh", "百分之四十五的妇女，至少1,234人。", [(45, "percent", ""), (1234, "count", "lower")]),
    ("zh", "失业率为45.3％。", [(45.3, "percent", "")]),
    ("zh", "一亿二千万人。", [(120000000, "count", "")]),
]


@pytest.fixture
def scripts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Put the small lexicons beside the language's own rules."""
    (tmp_path / "lexicon").mkdir()
    for name in ("_shared.yaml", "en.yaml"):
        (tmp_path / "lexicon" / name).write_bytes((resources.rules_folder() / "lexicon" / name).read_bytes())
    for code in CODES:
        (tmp_path / "lexicon" / f"{code}.yaml").write_bytes((HERE / f"{code}.yaml").read_bytes())
    monkeypatch.setattr(resources, "rules_folder", lambda: tmp_path)
    for cached in (lexicon.load, lexicon._own_sections):
        cached.cache_clear()
    yield
    for cached in (lexicon.load, lexicon._own_sections):
        cached.cache_clear()


@pytest.mark.parametrize("code", CODES)
def test_the_schema_has_a_place_for_them(code: str):
    schema = yaml.safe_load((resources.rules_folder() / "schema" / "lexicon.schema.json").read_text(encoding="utf-8"))
    document = yaml.safe_load((HERE / f"{code}.yaml").read_text(encoding="utf-8"))
    assert [error.message for error in Draft202012Validator(schema).iter_errors(document)] == []


@pytest.mark.usefixtures("scripts")
@pytest.mark.parametrize(("code", "text", "figures"), SENTENCES)
def test_sentence(code: str, text: str, figures: list[tuple[float, str, str]]):
    found = read_figures(Document("x.txt", "", code, "", (Paragraph(0, "p1", text),))).figures
    assert [(figure.value, figure.unit, figure.bound) for figure in found] == figures
