"""Ages, dates, scores, labels, addresses, citations and codes are no figures, in sentences with figures beside them."""

from pathlib import Path

import pytest
import yaml

from auditor.figures import read_figures
from auditor.model.document import Document, Paragraph

HERE = Path(__file__).parent
CASES = [
    (language, text, [float(value) for value in str(values).split(";")])
    for language, groups in yaml.safe_load((HERE / "no_quantities.yaml").read_text(encoding="utf-8")).items()
    for sentences in groups.values()
    for text, values in sentences.items()
]


@pytest.mark.parametrize(("language", "text", "values"), CASES, ids=[f"{lang} {text}" for lang, text, _ in CASES])
def test_only_what_counts_is_a_figure(language: str, text: str, values: list[float]):
    found = read_figures(Document("x.txt", "", language, "", (Paragraph(0, "p1", text),))).figures
    counting = [figure for figure in found if not figure.article and figure.text not in ("Un", "un")]
    assert [figure.value for figure in counting] == values, [figure.text for figure in found]
