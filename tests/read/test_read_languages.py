"""Which language a document and its parts are in, and what is said of those that are not read."""

import json

import pytest

import auditor
from auditor.cli import run
from auditor.language.detection import detect
from auditor.pipeline import audit_document
from auditor.read import Unreadable

SENTENCES = {
    "en": "The hospital admitted 48 patients in March, of whom 31 were men and 17 were women.",
    "fr": "Accueil de 48 élèves.",
    "es": "La escuela recibió a 48 alumnos en marzo, de los cuales 31 eran niñas.",
    "pt": "Foram vistoriadas 48 escolas, das quais 31 no norte e 17 no sul.",
    "de": "Im März wurden 48 Schüler aufgenommen, davon 31 Mädchen und 15 Jungen.",
    "it": "Nel mese di marzo sono stati accolti 48 alunni, di cui 31 ragazze e 15 ragazzi.",
    "nl": "In maart werden 48 leerlingen opgenomen, van wie 31 meisjes en 15 jongens.",
    "pl": "W marcu przyjęto 48 uczniów, w tym 31 dziewcząt i 15 chłopców.",
    "ru": "В марте было принято 48 учеников, из них 31 девочка и 15 мальчиков.",
    "uk": "У березні було прийнято 48 учнів, з них 31 дівчинка і 15 хлопців, та ще їхні вчителі.",
    "el": "Τον Μάρτιο έγιναν δεκτοί 48 μαθητές, από τους οποίους 31 κορίτσια.",
    "ar": "استقبلت المدرسة 48 تلميذا في شهر مارس منهم 31 فتاة و 15 فتى.",
    "zh": "三月份学校接收了48名学生，其中女生31名，男生15名。",
    "ja": "三月に学校は48人の生徒を受け入れ、そのうち31人が女子でした。",
    "ko": "3월에 학교는 48명의 학생을 받았으며 그중 31명이 여학생이었다.",
}
ENGLISH = "1. A total of 12 persons were detained, of whom 7 were men and 5 were women."
FRENCH = "2. Au total, 30 détenus ont été libérés, dont 18 hommes et 11 femmes, selon le ministère de la justice."
GERMAN = "3. Insgesamt wurden 1.240 Personen festgenommen, darunter 310 Frauen und 870 Männer, wie das Amt mitteilt."


@pytest.mark.parametrize("language", SENTENCES)
def test_a_sentence_tells_its_language(language):
    assert detect(SENTENCES[language]) == language


@pytest.mark.parametrize("text", ["48 %", "Total", "N/A", "12 / 48"])
@pytest.mark.parametrize("known", ["en", "fr", "de"])
def test_what_says_nothing_is_in_the_language_around_it(text, known):
    assert detect(text, known) == known


def test_each_paragraph_is_read_with_the_words_of_its_language():
    third = "3. Of 90 complaints, 50 were upheld and 40 were dismissed. The other bodies did not report to the office."
    made = audit_document("x.txt", data=f"{ENGLISH}\n\n{FRENCH}\n\n{third}".encode())
    assert made.document.language == "en"
    assert [paragraph.language for paragraph in made.document.paragraphs] == ["", "fr", ""]
    assert sorted(relation.kind for relation in made.relations) == ["total", "total", "total"]
    assert [finding.paragraphs for finding in made.findings] == [("2",)]


def test_what_has_no_lexicon_is_not_read_with_the_words_of_another():
    text = "\n\n".join([ENGLISH, GERMAN, GERMAN.replace("3.", "4."), ENGLISH.replace("1.", "5.")])
    made = audit_document("x.txt", data=text.encode())
    assert {figure.paragraph for figure in made.figures.figures} == {"1", "5"}
    assert made.findings == ()
    assert made.document.unread == ("paragraphs 3 to 4: German, which is not read: their figures were not checked",)


def test_a_table_in_a_language_that_is_not_read_is_left_out():
    rows = "| Gefängnisse nach Bundesland | Männer im Jahresdurchschnitt | Frauen und Jugendliche |\n|---|---|---|\n"
    rows += "| Anstalt im Norden und an der Küste | 120 | 30 |\n| zusammen und ohne Abzüge | 130 | 30 |\n"
    made = audit_document("x.md", data=f"{ENGLISH}\n\n{rows}".encode())
    assert made.document.unread == ("table t1: German, which is not read: its figures were not checked",)
    assert all(figure.table is None for figure in made.figures.figures)


@pytest.mark.parametrize("language", [code for code in SENTENCES if code not in ("en", "fr", "es", "pt")])
def test_a_document_of_which_nothing_is_read_is_refused(language):
    with pytest.raises(Unreadable, match=r"it is in .+, which is not read: give it in one of: English, French"):
        auditor.audit("x.txt", data=SENTENCES[language].encode())


def test_who_names_the_language_is_believed():
    made = auditor.audit("x.txt", data=GERMAN.encode(), language="en")
    assert made.document.language == "en"
    assert made.document.unread == ()


def test_the_command_line_says_it_once_and_gives_its_status(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mixed.txt").write_text(f"{ENGLISH}\n\n{GERMAN}\n")
    (tmp_path / "german.txt").write_text(GERMAN)
    assert run(["audit", "mixed.txt", "--no-files", "--format", "json"]) == 0
    out, err = capsys.readouterr()
    said = "paragraph 3: German, which is not read: its figures were not checked"
    assert json.loads(out)["source"]["unread"] == [said]
    assert err == f"auditor: mixed.txt: {said}\n"
    assert run(["audit", "mixed.txt", "--no-files"]) == 0
    assert said in " ".join(capsys.readouterr().out.split())
    assert run(["audit", "german.txt", "--no-files"]) == 2
    assert capsys.readouterr().err == (
        "auditor: cannot read german.txt: it is in German, which is not read: "
        "give it in one of: English, French, Portuguese, Spanish\n"
    )


@pytest.mark.parametrize("language", [code for code in SENTENCES if code not in ("en", "fr", "es", "pt")])
def test_the_report_and_the_json_of_what_is_not_read_say_so(language, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(f"{SENTENCES[language]}\n")
    assert run(["audit", "a.txt", "--format", "json", "--fail-on", "never"]) == 2
    made = json.loads(capsys.readouterr().out)
    assert made["source"]["language"] == language
    assert len(made["source"]["unread"]) == 1
    assert made["source"]["unread"][0].endswith("which is not read: its figures were not checked")
    assert (made["figures"], made["relations"], made["findings"]) == ([], [], [])
    assert "which is not read" in (tmp_path / "reports" / "a.md").read_text()


def test_one_document_that_is_not_read_keeps_no_other_from_being_audited(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "german.txt").write_text(GERMAN)
    (tmp_path / "english.txt").write_text(f"{ENGLISH}\n")
    assert run(["audit", "english.txt", "german.txt", "--jobs", "2", "--no-files", "--format", "json"]) == 2
    told = [json.loads(line)["source"]["language"] for line in capsys.readouterr().out.splitlines()]
    assert told == ["en", "de"]


def test_what_a_page_says_of_its_language_yields_to_its_words():
    page = f'<html lang="en"><body><p>{GERMAN[3:]}</p></body></html>'
    with pytest.raises(Unreadable, match="German"):
        auditor.audit("x.html", data=page.encode())
