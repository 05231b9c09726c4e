"""Limits on what a document may ask for: set on the command line or in a settings file, said where one is passed."""

import pytest

from auditor.config import ConfigError, load_config

SLOW = "1. Of 12 persons, 7 were men and 5 were women.\n\n" * 60_000


@pytest.fixture
def table(place):
    (place / "table.csv").write_text("place,a,b\n" + "".join(f"p{n},{n},{n}\n" for n in range(20)))
    return "table.csv"


def test_a_limit_of_the_command_line(auditor, table):
    done = auditor("audit", table, "--no-files", "--limit", "cells=30")
    assert (done.status, done.out) == (2, "")
    assert done.err == (
        "auditor: cannot read table.csv: it has more than 30 cells: split it, or raise the limit: --limit cells=60\n"
    )


@pytest.mark.parametrize("command", [("audit", "--no-files"), ("check",), ("figures",), ("compare", "table.csv")])
def test_limits_of_the_settings_file(auditor, place, table, command):
    (place / "auditor.toml").write_text('[limits]\ncells = 30\nsize = "1 MB"\n')
    done = auditor(command[0], *command[1:], table)
    assert done.status == 2
    assert "--limit cells=60" in done.err
    assert auditor(command[0], *command[1:], table, "--limit", "cells=100", "--limit", "pages=1").status != 2


def test_settings_and_options_are_joined(auditor, place, table):
    (place / "auditor.toml").write_text("[limits]\ncells = 30\n")
    assert "cells=60" in auditor("audit", table, "--no-files", "--limit", "pages=9").err


def test_the_size_of_a_file_is_said_with_what_it_needs(auditor, table, place):
    (place / "long.txt").write_text("Of 12 persons 7 were men.\n" * 100_000)
    done = auditor("audit", "long.txt", "--no-files", "--limit", "size=1MB")
    assert done.err.endswith("it is larger than 1 MB: split it, or raise the limit: --limit size=3MB\n")


@pytest.mark.timed
@pytest.mark.usefixtures("no_collector_hooks")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_seconds_end_one_document_and_not_the_run(auditor, place, jobs):
    folder = place / "documents"
    folder.mkdir()
    (folder / "a.txt").write_text("1. Of 12 persons, 7 were men and 5 were women.\n")
    (folder / "b.txt").write_text(SLOW)
    (folder / "c.txt").write_text("1. Of 12 persons, 7 were men and 5 were women.\n")
    done = auditor("audit", "documents", "--no-files", "--jobs", jobs, "--limit", "seconds=6", "--fail-on", "never")
    assert done.status == 0
    assert done.err == (
        "auditor: cannot read documents/b.txt: it takes more than 6 seconds: "
        "split it, or raise the limit: --limit seconds=12\n"
    )
    assert "2 documents" in done.out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("page=3", "there is no limit 'page'; did you mean 'pages'?"),
        ("zzz=3", "there is no limit 'zzz'; there are: size, expanded, ratio, pages, cells, depth, seconds"),
        ("pages", "'pages' has no value; write pages=NUMBER"),
        ("pages=many", "pages must be a number above 0, not 'many'"),
        ("pages=0", "pages must be a number above 0, not '0'"),
        ("pages=1.5", "pages must be a number above 0, not '1.5'"),
        ("pages=3MB", "pages must be a number above 0, not '3MB'"),
        ("size=3 yards", "size must be a number of bytes such as 200MB, not '3 yards'"),
        ("seconds=-1", "seconds must be a number, 0 for no limit, not '-1'"),
        ("depth=5000", "depth can be 2000 at most: deeper elements cannot be read"),
    ],
)
def test_a_mistake_is_one_line(auditor, place, table, text, said):
    done = auditor("audit", table, "--limit", text)
    assert done.status == 2
    assert said in done.err
    assert done.err.count("\n") == 1
    name, _, value = text.partition("=")
    if value:
        (place / "auditor.toml").write_text(f'limits = {{{name} = "{value}"}}\n')
        with pytest.raises(ConfigError) as error:
            load_config(place / "auditor.toml")
        assert str(error.value) == f"{place / 'auditor.toml'}: limits: {said}"


def test_limits_are_a_table(place):
    (place / "auditor.toml").write_text("limits = 3\n")
    with pytest.raises(ConfigError, match="limits must be a table of limits, not 3"):
        load_config(place / "auditor.toml")


def test_standard_input_is_read_no_further_than_the_limit(auditor, monkeypatch):
    import io
    import sys

    class Endless(io.RawIOBase):
        def readable(self):
            return True

        def readinto(self, buffer):
            buffer[:] = b"1" * len(buffer)
            return len(buffer)

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(Endless())))
    done = auditor("audit", "-", "--no-files", "--limit", "size=2MB")
    assert done.status == 2
    assert "it is larger than 2 MB" in done.err
