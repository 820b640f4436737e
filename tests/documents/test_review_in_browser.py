"""The review page as a leader uses it: in a browser, by mouse, by keyboard, on a telephone."""

from __future__ import annotations

import polars as pl
import pytest

from schemas.indicators import INDICATORS
from tests.browser import chromium

pytestmark = pytest.mark.prove

READ_EVERY_CARD = """
return [...document.querySelectorAll(".number")].map((number) => {
  number.click();
  const panel = document.getElementById("card");
  const words = (selector) => panel.querySelector(selector).textContent;
  return {
    text: number.textContent,
    open: !panel.hidden,
    name: words("h2"),
    explains: words(".card-body p"),
    cells: panel.querySelectorAll(".card-body li").length,
  };
});
"""
WIDTHS = """
return [window.innerWidth, window.visualViewport.width, document.documentElement.scrollWidth];
"""
MOST_TABS = 60


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    """One Chromium for all of them."""
    with chromium(tmp_path_factory.mktemp("profile")) as started:
        yield started


@pytest.fixture
def address(october) -> str:
    """Where the sample's page of October lies."""
    return (october.folder / "review.html").as_uri()


@pytest.fixture
def page(browser, address):
    """The page, freshly opened."""
    browser.open(address)
    return browser


def tab_to_a_number(page) -> str:
    """Press Tab until a number has the focus; return its text."""
    for _ in range(MOST_TABS):
        page.press("TAB")
        if "number" in (page.focused.get_attribute("class") or "").split():
            return page.focused.text
    return pytest.fail(f"no number has the focus after {MOST_TABS} times Tab")


def test_a_number_that_is_clicked_shows_its_definition_and_its_cells(page, october):
    sources = october.edition.sources.filter(
        pl.col("code") == "mutual_units", pl.col("dimension") == ""
    )
    number = page.first("#text-report .number", "178个")

    number.click()

    panel = page.first("#card")
    cells = page.first("#card .card-body ul").text
    assert page.first("#card h2").text == "参加互助保障单位"
    assert page.first("#card .printed").text == "178个"
    assert INDICATORS["mutual_units"].explains in panel.text
    assert "2024-10/202410_W07_互助保障办_v1.xlsx › 单位参保 › " in cells
    assert set(cells.split(" › ")[2].split("\n")[0].split("、")) <= set(sources["cell"])
    page.first("#card .close").click()
    assert page.all("#card") == []


def test_every_number_has_a_definition_and_every_count_its_cells(page):
    cards = page.ask(READ_EVERY_CARD)

    assert len(cards) > 200
    assert [c for c in cards if not (c["open"] and c["name"] and c["explains"])] == []
    assert [c for c in cards if not c["cells"] and c["text"] not in {"—", "0"}] == []


@pytest.mark.parametrize(
    ("button", "severities"),
    [("全部", {"W", "I"}), ("待核", {"W"}), ("提醒", {"W"}), ("说明", {"I"}), ("错误", set())],
)
def test_a_filter_lists_the_findings_of_its_kind_alone(page, october, button, severities):
    found = october.edition.issues["severity"]

    pressed = page.first(".filters button", button)
    pressed.click()

    listed = page.ask("return arguments[0].map((e) => e.dataset.severity)", page.all("li.finding"))
    assert set(listed) == severities
    assert len(listed) == found.is_in(list(severities)).sum() == int(pressed.text.split()[-1])
    assert pressed.get_attribute("aria-pressed") == "true"
    assert bool(page.all("#findings .none")) == (not severities)


@pytest.mark.parametrize("key", ["ENTER", "SPACE"])
def test_the_keyboard_opens_a_number_and_escape_comes_back_to_it(page, key):
    text = tab_to_a_number(page)

    page.press(key)
    panel = page.first("#card")
    assert page.focused == panel
    assert page.first("#card .printed").text.startswith(text[:1])
    page.press("ESCAPE")

    assert page.all("#card") == []
    assert page.focused.text == text


def test_the_close_button_is_the_first_stop_of_an_open_panel(page):
    tab_to_a_number(page)
    page.press("ENTER")
    page.first("#card")

    page.press("TAB")
    assert page.focused.get_attribute("aria-label") == "关闭"
    page.press("ENTER")

    assert page.all("#card") == []


def test_the_page_asks_for_nothing_but_itself_and_complains_of_nothing(page, address):
    page.first(".number").click()
    page.first(".filters button", "全部").click()
    pictures = page.ask("return [...document.images].map((i) => i.complete && i.naturalWidth > 0)")
    beside = page.ask("return performance.getEntriesByType('resource').map((e) => e.name)")

    assert len(pictures) >= 6
    assert all(pictures)
    assert page.requests == [address]
    assert [name for name in beside if not name.startswith("data:")] == []
    assert page.complaints == []


def test_nothing_scrolls_sideways_on_a_telephone(page):
    page.narrow(390)

    assert page.ask(WIDTHS) == [390, 390, 390]
    page.first(".number").click()
    page.first("#card")
    assert page.ask(WIDTHS) == [390, 390, 390]
    for details in page.all("details summary"):
        page.ask("arguments[0].click()", details)
    assert page.ask(WIDTHS) == [390, 390, 390]
