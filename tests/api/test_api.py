"""`import auditor; auditor.audit(path)`, its result, `python -m auditor`."""

import subprocess
import sys
from datetime import date
from html.parser import HTMLParser

import pytest

import auditor
from auditor.baseline import Baseline, BaselineError, Entry, save
from auditor.language.lexicon import LexiconError
from auditor.read import Unreadable
from auditor.rulebook import RuleError, load_rules

BAD = "1. A total of 10 persons, including 4 men and 5 women, were <detained>.\n"


class Tags(HTMLParser):
    """Opened and closed tags."""

    def __init__(self):
        super().__init__()
        self.open = []
        self.seen = []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, attrs))
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture
def report(tmp_path):
    file = tmp_path / "report.txt"
    file.write_text(BAD)
    return file


@pytest.mark.parametrize("kind", [str, lambda path: path])
def test_a_file(report, kind):
    result = auditor.audit(kind(report))
    (finding,) = result.findings
    assert finding.equation == "4 + 5 = 9, stated 10, short by 1"
    assert result.ok is False
    assert result.document.path == str(report)
    assert len(result.verdicts) == len(result.relations)
    assert result.to_json()["counts"]["fails"] == 1
    assert result.figures.by_id[finding.figures[0]].text == "10"


def test_bytes_and_a_loaded_rulebook():
    book = load_rules()
    result = auditor.audit("a label", data=BAD.replace("5 women", "6 women").encode(), rules=book, language="en")
    assert (result.ok, result.findings, result.document.path) == (True, (), "a label")


def test_a_baseline(report, tmp_path):
    (finding,) = auditor.audit(report).findings
    known = Baseline((Entry(finding.fingerprint, "", "", "one is unknown", when=date(2026, 1, 1)),))
    save(known, tmp_path / "accepted.yaml")
    for given in (known, tmp_path / "accepted.yaml", str(tmp_path / "accepted.yaml")):
        result = auditor.audit(report, baseline=given)
        assert (result.ok, result.findings[0].accepted) == (True, True)


def test_in_a_notebook(report):
    shown = auditor.audit(report)._repr_html_()
    tags = Tags()
    tags.feed(shown)
    assert tags.open == []
    assert {tag for tag, _ in tags.seen} <= {
        "div",
        "p",
        "strong",
        "br",
        "ol",
        "li",
        "code",
        "small",
        "blockquote",
        "mark",
    }
    assert not [attributes for _, attributes in tags.seen if attributes]
    assert "4 + 5 = 9, stated 10, short by 1" in shown
    assert "<mark>10</mark>" in shown
    assert "&lt;detained&gt;" in shown


def test_in_a_notebook_with_an_accepted_finding(report):
    (finding,) = auditor.audit(report).findings
    shown = auditor.audit(report, baseline=Baseline((Entry(finding.fingerprint, "", "", "<known>"),)))._repr_html_()
    assert "Accepted: &lt;known&gt;" in shown
    assert "1 findings accepted" not in shown


def test_what_cannot_be_used(report, tmp_path):
    with pytest.raises(Unreadable):
        auditor.audit(tmp_path / "missing.txt")
    with pytest.raises(LexiconError, match="there are: en, es, fr"):
        auditor.audit(report, language="xx")
    with pytest.raises(RuleError):
        auditor.audit(report, rules=[tmp_path / "missing.yaml"])
    with pytest.raises(BaselineError):
        auditor.audit(report, baseline=tmp_path / "missing.json")


def test_import_loads_nothing_heavy():
    code = "import sys, auditor; print(sorted(n for n in sys.modules if n.partition('.')[0] in ('auditor', 'numpy')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.strip() == "['auditor', 'auditor.runtime', 'auditor.runtime.version']"


def test_python_m_auditor_version():
    program = [sys.executable, "-m", "auditor", "--version"]
    done = subprocess.run(program, capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout == f"auditor {auditor.__version__}\n"
