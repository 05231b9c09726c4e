import re
from dataclasses import replace

import pytest

from auditor.report.content import Report, Tally
from auditor.report.emitters.text import closing, render
from auditor.report.subject import TerminalStyle


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_line_is_wider_than_the_terminal(hostile, width):
    text = render(hostile, TerminalStyle(width=width, verbose=True))
    assert max(map(len, text.splitlines())) <= width


def test_a_pipe_gets_no_escapes(hostile):
    assert "\x1b" not in render(hostile, TerminalStyle(verbose=True))


def test_a_terminal_gets_colour(calm):
    assert "\x1b[1m" in render(calm, TerminalStyle(colour=True))


def test_figures_are_marked_without_colour(calm):
    assert "[602]" in render(calm, TerminalStyle())


def test_brackets_of_the_document_are_no_markup(hostile):
    flat = " ".join(render(hostile, TerminalStyle(width=120)).split())
    assert "[link](javascript:alert(1))" in flat


def test_the_reminder_comes_once(calm):
    assert " ".join(render(calm, TerminalStyle()).split()).count("not an accusation") == 1


def test_quiet_says_nothing_where_all_reconciles():
    report = Report("a.md", "A", "en", "0" * 64, Tally(figures=3, relations=1, holds=1))
    assert render(report, TerminalStyle(quiet=True)) == ""
    assert (
        render(report, TerminalStyle(brief=True)) == "a.md: Everything that could be checked reconciles: 1 relation.\n"
    )


def test_relations_and_numbers_set_aside_are_for_the_verbose(calm):
    assert "set aside" not in render(calm, TerminalStyle())
    assert "set aside" in render(calm, TerminalStyle(verbose=True))
    assert "482 left open" in " ".join(render(calm, TerminalStyle(verbose=True, width=120)).split())


def test_closing_counts_documents():
    text = closing([Tally(figures=1), Tally(relations=2, holds=1, fails=1, errors=1)], 1, TerminalStyle())
    assert "2 documents audited, 1 could not be read; 1 with figures that do not reconcile." in text


@pytest.mark.parametrize("width", range(40, 60))
def test_no_line_ends_within_a_number(calm, width):
    card = replace(calm.cards[0], question="Il y a 1 240 détenus, 1 120 hommes et 80 femmes, soit 39,1 %. Pourquoi ?")
    lines = render(replace(calm, cards=(card,)), TerminalStyle(width=width)).splitlines()
    text = "\n".join(lines)
    assert re.findall(r"1\n\s*(?:240|120)\b|\n\s*[?%]", text) == []
    assert "1 240 détenus" in " ".join(text.split())


def test_what_equation_and_question_say_is_not_said_again(calm):
    card = replace(calm.cards[0], message="Said in other words.", told=True)
    assert "other words" not in render(replace(calm, cards=(card,)), TerminalStyle())
    assert "other words" in render(replace(calm, cards=(replace(card, told=False),)), TerminalStyle())
