"""What the documentation says is there, and everything that is there is in it."""

import contextlib
import io
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest
import yaml

from auditor.cli import run
from auditor.config import KEYS, load_config
from auditor.report.emitters import EMITTERS
from auditor.rulebook import load_rules

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
HAND = [page for page in PAGES if page.parent == DOCS]
SUBMISSION = "1. A total of 10 persons, including 4 men and 6 women, were detained.\n"
REMEDY = "run: make docs (or python docs/generate.py), and commit what it changes"

sys.path.insert(0, str(DOCS))
generate = __import__("generate")
COMMANDS = dict(generate.commands())


def blocks(page, language):
    return re.findall(rf"```{language}\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)


def normal(text):
    """The text without what a terminal's width decides."""
    return " ".join(text.split())


@pytest.mark.parametrize("name", ["commands.md", "rules.md"])
def test_the_references_are_current(name):
    committed = (DOCS / "reference" / name).read_text(encoding="utf-8")
    assert normal(generate.pages()[name]) == normal(committed), REMEDY


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_documented(name):
    command, text = COMMANDS[name], (DOCS / "reference/commands.md").read_text(encoding="utf-8")
    assert f"\n## {name}\n" in text, REMEDY
    section = text.split(f"\n## {name}\n", 1)[1].split("\n## ", 1)[0]
    assert (command.help or "").strip(), f"{name} says nothing of itself"
    for option in generate.options(command):
        assert (option.help or "").strip(), f"{name} {option.opts[0]} says nothing of itself"
        missing = [each for each in (*option.opts, *option.secondary_opts) if each not in section]
        assert not missing, REMEDY


def test_every_rule_is_documented():
    text = (DOCS / "reference/rules.md").read_text(encoding="utf-8")
    for rule in load_rules().rules:
        heading = f"\n| {rule.id} | {rule.name} |" if rule.of_documents else f"\n## {rule.id} {rule.name}\n"
        assert heading in text, REMEDY
        assert rule.what.strip()
        assert rule.why.strip()


def test_every_setting_and_form_is_documented():
    settings = (DOCS / "settings.md").read_text(encoding="utf-8")
    for key, wanted in KEYS.items():
        assert f"| `{key}` | {wanted} |" in settings
    assert set(re.findall(r"^\| `([a-z-]+)` \|", settings, re.MULTILINE)) == set(KEYS)
    forms = (DOCS / "machine-forms.md").read_text(encoding="utf-8")
    assert [name for name in EMITTERS if f"`{name}`" not in forms] == []


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder with everything that the commands of the documentation name."""
    (tmp_path / ".git").mkdir()
    for name in ("old.txt", "new.txt", "some-submission.txt"):
        (tmp_path / name).write_text(SUBMISSION)
    import docx

    document = docx.Document()
    document.add_paragraph(SUBMISSION.strip())
    for name in ("some-submission.docx", "report.docx"):
        document.save(str(tmp_path / name))
    for folder in ("submissions", "drafts"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "one.txt").write_text(SUBMISSION)
    (tmp_path / "my-rules.yaml").write_text(blocks(DOCS / "write-a-rule.md", "yaml")[0])
    monkeypatch.chdir(tmp_path)
    return tmp_path


def typed(page):
    """The commands of a page: lines of its sh blocks, inline code that is a whole command."""
    text = page.read_text(encoding="utf-8")
    lines = [line for block in blocks(page, "sh") for line in block.splitlines()]
    cells = re.findall(r"\| `(auditor [^`]+)` \|", text)
    return [line for line in (*lines, *cells) if line.startswith("auditor ")]


def understood(words):
    """Say whether the program knows the command and each of its options."""
    command, left = generate.cli, list(words)
    while isinstance(command, click.Group):
        command = command.commands.get(left.pop(0))
    known = {name for option in command.params for name in (*option.opts, *option.secondary_opts)}
    return all(word.partition("=")[0] in known for word in left if word.startswith("-") and word != "-")


@pytest.mark.parametrize("page", HAND, ids=[page.name for page in HAND])
def test_the_commands_of_a_page_run(page, place, capsys, monkeypatch):
    monkeypatch.setattr("auditor.cli.watch.rounds", lambda *_, **__: iter(()))
    for command in typed(page):
        words = shlex.split(command.split(" > ")[0], comments=True)[1:]
        if page.name == "check.md" or words[0] == "check":  # needs settings and a store; has tests of its own
            assert understood(words), command
            continue
        if "--only" in words:  # a fingerprint that no finding of this folder has
            words = words[: words.index("--only")] + words[words.index("--only") + 2 :]
        if words[:2] == ["rules", "new"]:
            words[-1] = "draft.yaml"  # the rules of the other commands stay those that are there
        if words[:2] == ["baseline", "write"]:
            Path("auditor-baseline.json").unlink(missing_ok=True)
        elif not Path("auditor-baseline.json").exists():
            Path("auditor-baseline.json").write_text('{"schema_version": "1", "accepted": []}')
        status = run(words)
        if "--document" in words:  # the rules are for a document that is not here: only that they are looked for counts
            assert "report.docx" in capsys.readouterr().err
            continue
        assert (command, status, capsys.readouterr().err if status else "") == (command, 0, "")


def test_enough_commands_are_tried():
    assert sum(len(typed(page)) for page in HAND) >= 20


def test_the_python_of_the_docs_runs(place):
    code = "\n".join(blocks(DOCS / "python.md", "python"))
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(compile(code, "python.md", "exec"), {})  # noqa: S102 - our own page
    assert "True" in out.getvalue()


def test_the_files_of_the_docs_are_sound(place, tmp_path):
    from auditor.baseline import load
    from auditor.rulebook import load_rules as rules

    (text,) = blocks(DOCS / "accept-a-finding.md", "json")
    (tmp_path / "b.json").write_text(text)
    assert len(load(tmp_path / "b.json").entries) == len(json.loads(text)["accepted"]) == 1
    (tmp_path / "auditor.toml").write_text(blocks(DOCS / "settings.md", "toml")[0])
    assert load_config(tmp_path / "auditor.toml").defaults()["fail_on"] == "error"
    (tmp_path / "own.yaml").write_text(blocks(DOCS / "write-a-rule.md", "yaml")[0])
    rules([tmp_path / "own.yaml"], thorough=True)


@pytest.mark.parametrize("page", PAGES, ids=[page.relative_to(DOCS).as_posix() for page in PAGES])
def test_what_a_page_links_to_is_there(page):
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target, anchor in re.findall(r"\]\(([^)#:\s]*)(?:#([^)]*))?\)", text):
        file = (page.parent / target).resolve() if target else page
        assert file.is_file(), target
        if anchor:
            heads = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
            slugs = {re.sub(r"[^\w\s-]", "", head).strip().lower().replace(" ", "-") for head in heads}
            assert anchor in slugs
    for named in re.findall(r"`((?:rules|docs|tests|auditor)/[\w./-]+\.\w+)`", text):
        assert (ROOT / named).exists(), named


def test_every_page_is_in_the_navigation():
    def files(entries):
        for entry in entries:
            for value in entry.values():
                yield from files(value) if isinstance(value, list) else [value]

    config = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    named = list(files(config["nav"]))
    assert len(named) == len(set(named))
    assert set(named) <= {page.relative_to(DOCS).as_posix() for page in PAGES}
    complete = __import__("navigation").completed(config["nav"], DOCS)
    assert sorted(files(complete)) == sorted(page.relative_to(DOCS).as_posix() for page in PAGES)


def test_the_site_builds(tmp_path):
    pytest.importorskip("mkdocs", reason="mkdocs is in the extra docs")
    program = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path / "site")]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    site = tmp_path / "site"
    assert (site / "reference/rules.html").is_file()
    assert not list(site.rglob("*.py"))
    outside = re.compile(r"""(?:src=|<link[^>]*href=)["'](?:https?:)?//""")  # what is fetched; links may lead away
    loud = [page.name for page in site.rglob("*.html") if outside.search(page.read_text(encoding="utf-8"))]
    assert loud == []
