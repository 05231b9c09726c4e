"""The page in a browser: nothing is fetched, accessibility rules hold, links, filters and acceptance work."""

import json
import os
import re
import shutil
from pathlib import Path

import pytest

from auditor.pipeline import audit_document
from auditor.report.emitters.html import render
from auditor.report.page.build import make_page
from auditor.report.view import make_report
from auditor.rulebook import load_rules

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
if CHROMIUM is None:
    pytest.skip("there is no chromium on this machine", allow_module_level=True)

HOSTILE = """# <script>window.hit = 1</script> Detention

1. A total of 100 <img src=x onerror="window.hit=2"> persons, including 60 men and 50 women "onmouseover="window.hit=3.

2. A total of 90 persons <a href="https://evil.example/">were</a> released, including 50 men and 40 women.

3. {{ 7*7 }} The prisons held 70 <style>body{display:none}</style> persons, of whom 30 were men and 40 women.
"""
WIDTHS = (360, 800, 1400)
IN_SIGHT = """(pick) => { const box = document.querySelector(pick).getBoundingClientRect();
return box.top >= 0 && box.bottom <= innerHeight; }"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as playwright:
        made = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-sync",
                "--no-first-run",
            ],
        )
        yield made
        made.close()


def write(folder, name, data, language="en"):
    audit = audit_document(name, data=data)
    report = make_report(audit, load_rules(), language)
    path = folder / f"{Path(name).stem}-{language}.html"
    path.write_text(render(report, make_page(audit, report)), encoding="utf-8")
    return path


def compared(folder, old, new):
    from auditor.compare import compare
    from auditor.compare.forms import as_html

    found = compare(audit_document("old.md", data=old), audit_document("new.md", data=new), "fr", load_rules())
    path = folder / "compared.html"
    path.write_text(as_html(found, language="fr"), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    submission = Path(__file__).with_name("submission.md").read_bytes()
    return {
        "en": write(folder, "submission.md", submission),
        "fr": write(folder, "submission.md", submission, "fr"),
        "es": write(folder, "submission.md", submission, "es"),
        "compared": compared(
            folder, submission, submission.replace(b"1,100 men", b"1,080 men").replace(b"459", b"469")
        ),
        "hostile": write(folder, "hostile.md", HOSTILE.encode()),
        "calm": write(folder, "calm.md", b"1. A total of 90 persons, including 50 men and 40 women, were released.\n"),
    }


@pytest.fixture
def opened(browser, pages):
    """Open a page and give it with what it asked for and what it complained of."""
    contexts = []

    def give(name, **options):
        context = browser.new_context(accept_downloads=True, **options)
        contexts.append(context)
        page = context.new_page()
        page.asked, page.said = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.goto(pages[name].as_uri())
        return page

    yield give
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", ["en", "hostile", "calm"])
def test_nothing_is_fetched_and_nothing_complains(opened, pages, name):
    page = opened(name)
    page.mouse.move(300, 300)
    unfold(page)
    assert page.asked == [pages[name].as_uri()]
    assert page.said == []


def test_text_of_a_document_stays_text(opened):
    page = opened("hostile")
    assert page.evaluate("window.hit") is None
    assert page.locator("#document img, #document script, #document style").count() == 0
    assert page.locator("a[href^='http']").count() == 0
    assert "<script>window.hit = 1</script>" in page.locator("h1").inner_text()


def axe(page, rules=RULES):
    """Give what axe-core has against the page as it stands."""
    tool = pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
    page.evaluate(next(Path(tool.__file__).parent.rglob("axe.min.js")).read_text(encoding="utf-8") + ";0")
    found = page.evaluate("(rules) => axe.run(document, { runOnly: rules })", rules)["violations"]
    return [(each["id"], [node["html"] for node in each["nodes"]]) for each in found]


def unfold(page):
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["en", "calm", "hostile"])
def test_accessibility_rules_hold(opened, name, width, scheme):
    page = opened(name, viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    assert axe(page) == []
    unfold(page)
    assert axe(page) == []


@pytest.mark.parametrize("name", ["fr", "es"])
def test_accessibility_rules_hold_in_every_language(opened, name):
    page = opened(name, bypass_csp=True)
    unfold(page)
    assert axe(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_accessibility_rules_hold_while_findings_are_accepted_and_relations_filtered(opened, width, scheme):
    page = opened("en", viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    page.locator("#finding-1 details.accept summary").click()
    page.locator("#finding-1 button[type=submit]").click()
    assert axe(page) == [], "a reason is asked for"
    page.locator("#finding-1 textarea").fill("The annex says why.")
    page.locator("#finding-1 button[type=submit]").click()
    page.check("#show-fails")
    page.fill("#filter-words", "nothing has these words")
    sync_api.expect(page.locator("#relation-table tbody tr:visible")).to_have_count(0)
    assert axe(page) == [], "one is accepted, no relation is shown"
    page.emulate_media(media="print")
    assert axe(page, ["color-contrast"]) == [], "in print"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1400])
def test_a_comparison_is_accessible_and_fits_a_phone(opened, width, scheme):
    page = opened("compared", viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("name", ["en", "fr", "es", "hostile"])
def test_a_phone_scrolls_down_and_not_aside(opened, name):
    page = opened(name, viewport={"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_findings_and_text_lead_to_each_other(opened):
    page = opened("en", viewport={"width": 1280, "height": 800})
    card = page.locator("#finding-3")
    card.locator("td.whole a").click()
    figure = page.locator(":focus")
    assert figure.inner_text().startswith("251")
    page.wait_for_function(IN_SIGHT, arg="a:focus")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#finding-3"
    assert page.evaluate("document.activeElement.id") == "finding-3"


def test_the_list_at_the_top_leads_to_the_findings(opened):
    page = opened("en", viewport={"width": 1280, "height": 800})
    links = page.locator(".glance a")
    assert links.count() == 4
    links.nth(2).click()
    assert page.evaluate("document.activeElement.id") == "finding-3"
    page.wait_for_function(IN_SIGHT, arg="#finding-3 h3")


def test_the_keyboard_reaches_all_that_the_mouse_does(opened):
    page = opened("en")
    wanted = page.evaluate(
        """() => Array.from(document.querySelectorAll("a[href], button, input, select, textarea, summary"))
        .filter((each) => each.checkVisibility() && each.getClientRects().length
          && !(each.type === "radio" && !each.checked)).length"""
    )
    seen = set()
    for _ in range(wanted + 40):
        page.keyboard.press("Tab")
        seen.add(page.evaluate(
            """() => { const at = document.activeElement; if (at === document.body) return "";
            at.dataset.seen ??= String(Math.random()); const style = getComputedStyle(at);
            if (style.outlineStyle === "none" && !at.matches(".skip, #baseline-load"))
              return "no outline: " + at.outerHTML;
            return at.matches("a[href], button, input, select, textarea, summary") ? at.dataset.seen : ""; }"""
        ))  # fmt: skip
    seen.discard("")
    assert [each for each in seen if each.startswith("no outline")] == []
    assert len(seen) == wanted


def test_the_skip_link_is_first(opened):
    page = opened("en")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"


def test_relations_are_filtered(opened):
    page = opened("en")
    rows = page.locator("#relation-table tbody tr")
    everything = rows.count()
    page.check("#show-fails")
    assert page.locator("#relation-table tbody tr:visible").count() == 4
    assert page.locator("#filter-count").inner_text() == f"4 of {everything} shown"
    page.check("#show-all")
    page.select_option("#filter-kind", "subset")
    assert page.locator("#relation-table tbody tr:visible").count() == 1
    page.select_option("#filter-kind", "")
    page.fill("#filter-words", "paragraph 3 holds")
    wanted = sum("paragraph 3" in text and "holds" in text for text in rows.all_inner_texts())
    assert 0 < wanted < everything
    sync_api.expect(page.locator("#filter-count")).to_have_text(f"{wanted} of {everything} shown")
    assert all("paragraph 3" in text for text in page.locator("#relation-table tbody tr:visible").all_inner_texts())


def test_a_finding_is_accepted_and_saved_as_a_baseline(opened, tmp_path, capsys):
    from auditor.baseline import accept, load
    from auditor.cli import main

    page = opened("en")
    assert page.locator("#tray").is_hidden()
    card = page.locator("#finding-1")
    card.locator("details.accept summary").click()
    card.locator("button[type=submit]").click()
    assert card.locator(".need").inner_text() == "Say why first."
    card.locator("textarea").fill("Twenty persons are counted twice; the annex says why.")
    card.locator("input[name=who]").fill("A. Reader")
    card.locator("button[type=submit]").click()
    assert card.locator(".standing.now").is_visible()
    assert page.locator("#tray-count").inner_text() == "1 accepted"
    with page.expect_download() as download:
        page.click("#baseline-save")
    assert download.value.suggested_filename == "submission-baseline.json"
    file = tmp_path / "baseline.json"
    download.value.save_as(file)
    (entry,) = json.loads(file.read_text(encoding="utf-8"))["accepted"]
    assert sorted(entry) == ["expires", "fingerprint", "message", "reason", "rule", "when", "who"]
    assert (entry["rule"], entry["who"], entry["expires"]) == ("TOT001", "A. Reader", None)
    audit = accept(audit_document(Path(__file__).with_name("submission.md")), load(file))
    assert [finding.accepted for finding in audit.findings].count(True) == 1
    submission = str(Path(__file__).with_name("submission.md"))
    with pytest.raises(SystemExit) as ended:
        main(["audit", submission, "--baseline", str(file), "--no-files", "--format", "json", "--fail-on", "never"])
    assert ended.value.code == 0
    told = json.loads(capsys.readouterr().out)["findings"]
    assert [finding["acceptance"]["reason"] for finding in told if finding["accepted"]] == [entry["reason"]]
    assert page.asked[1:] == [] or all(url.startswith("blob:") for url in page.asked[1:])


def test_a_baseline_is_opened_and_its_other_entries_kept(opened, tmp_path):
    page = opened("en")
    fingerprint = page.locator("#finding-2").get_attribute("data-fingerprint")
    file = tmp_path / "old.json"
    one = {"rule": "TOT001", "message": "m", "reason": "known", "who": "B", "when": "2026-01-01", "expires": None}
    file.write_text(json.dumps({"schema_version": "1", "accepted": [
        {"fingerprint": fingerprint, **one}, {"fingerprint": "0" * 16, **one},
    ]}))  # fmt: skip
    page.evaluate("document.getElementById('tray').hidden = false")
    page.set_input_files("#baseline-load", file)
    sync_api.expect(page.locator("#finding-2")).to_have_class(re.compile("set-aside"))
    with page.expect_download() as download:
        page.click("#baseline-save")
    download.value.save_as(tmp_path / "new.json")
    kept = json.loads((tmp_path / "new.json").read_text(encoding="utf-8"))["accepted"]
    assert sorted(entry["fingerprint"] for entry in kept) == sorted([fingerprint, "0" * 16])
    (tmp_path / "bad.json").write_text("[]")
    page.set_input_files("#baseline-load", tmp_path / "bad.json")
    sync_api.expect(page.locator("#tray-count")).to_contain_text("no baseline")


def test_the_page_reads_without_its_script(opened):
    page = opened("en", java_script_enabled=False)
    assert page.locator("article.card").count() == 4
    assert page.locator(".scripted:visible").count() == 0
    assert page.locator("#document .fig.fails").first.is_visible()


def test_everything_is_open_in_print(opened, tmp_path):
    page = opened("en")
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not(.accept):not([open])").count() == 0
    assert page.locator("nav.contents:visible, .tray:visible, details.accept:visible").count() == 0
