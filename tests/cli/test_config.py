import pytest

from auditor.config import Config, ConfigError, find_config, load_config


def test_settings_of_auditor_toml(place):
    (place / "auditor.toml").write_text(
        'rules = ["own.yaml"]\noutput = "out"\nfail-on = "error"\njobs = 2\nfiles = false\n'
    )
    assert load_config(place / "auditor.toml").defaults() == {
        "rules": (str(place / "own.yaml"),),
        "output": str(place / "out"),
        "fail_on": "error",
        "jobs": 2,
        "files": False,
    }


def test_settings_of_pyproject(place):
    (place / "pyproject.toml").write_text('[tool.auditor]\nlang = "fr"\n')
    assert find_config(place) == place / "pyproject.toml"
    assert load_config(place / "pyproject.toml").defaults() == {"lang": "fr"}


def test_the_nearest_file_counts(place):
    (place / "auditor.toml").write_text("")
    inner = place / "a" / "b"
    inner.mkdir(parents=True)
    assert find_config(inner) == place / "auditor.toml"
    (inner / "pyproject.toml").write_text("[tool.other]\n")
    assert find_config(inner) == place / "auditor.toml"
    (place / "a" / ".git").mkdir()
    assert find_config(inner) is None


def test_no_file_no_settings():
    assert load_config(None) == Config()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ouput = 'x'", "unknown setting 'ouput'; did you mean 'output'?"),
        ("zzz = 1", "unknown setting 'zzz'; there are: format, output"),
        ("jobs = 'two'", "jobs must be a whole number, not 'two'"),
        ("jobs = true", "jobs must be a whole number, not True"),
        ("rules = 'a.yaml'", "rules must be a list of paths, not 'a.yaml'"),
        ("files = 1", "files must be true or false, not 1"),
        ("lang = 1", "lang must be a text, not 1"),
        ("= 1", "not valid TOML"),
    ],
)
def test_a_mistake_is_one_line(place, text, said):
    file = place / "auditor.toml"
    file.write_text(text)
    with pytest.raises(ConfigError) as error:
        load_config(file)
    assert said in str(error.value)
    assert str(error.value).startswith(str(file))
    assert "\n" not in str(error.value)


def test_the_command_line_wins(auditor, documents):
    (documents.parent / "auditor.toml").write_text('fail-on = "never"\noutput = "out"\nformat = "json"\nquiet = true\n')
    assert auditor("audit", "documents/bad.txt").status == 0
    assert (documents.parent / "out/bad.md").is_file()
    outcome = auditor("audit", "documents/bad.txt", "--fail-on", "error", "--format", "text", "--no-files")
    assert outcome.status == 1
    assert "short by 1" in outcome.out


@pytest.mark.usefixtures("documents")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('fail-on = "all"', "Invalid value for '--fail-on': 'all' is not one of"),
        ("jobs = -1", "Invalid value for '--jobs': -1 is not in the range"),
        ('rules = ["missing.yaml"]', "missing.yaml:1:1: cannot be read"),
    ],
)
def test_a_bad_value_is_said_as_on_the_command_line(auditor, place, text, said):
    (place / "auditor.toml").write_text(text)
    outcome = auditor("audit", "documents/good.txt")
    assert outcome.status == 2
    assert said in outcome.err
    assert outcome.err.count("\n") == 1


@pytest.mark.usefixtures("documents")
def test_settings_of_audit_do_not_disturb_other_commands(auditor, place):
    (place / "auditor.toml").write_text('format = "html"\nfail-on = "error"\n')
    assert auditor("figures", "documents/good.txt", "--output", "tables").status == 0
    assert auditor("rules", "list").status == 0
