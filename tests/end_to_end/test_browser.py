"""The dashboard in a real browser: every page, a filter, a link, a download; screenshots are kept.

Screenshots lie in build/screenshots, one for each page, width and mode.
"""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.child import Running
from tests.end_to_end.visits import Visit

pytestmark = pytest.mark.browser

PAGES = (
    "overview",
    "timeliness",
    "loyalty",
    "word_of_mouth",
    "unit",
    "upload",
    "publications",
    "methods",
)
WIDTHS = (1440, 390)
MODES = ("light", "dark")


@pytest.fixture
def visit(chromium, server: Running) -> Iterator[Visit]:
    window = Visit(chromium, server)
    yield window
    window.context.close()


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_drawn_whole_and_asks_nobody_else(chromium, server, page, width, mode):
    window = Visit(chromium, server, width, mode)
    window.open("" if page == "overview" else page)
    window.shot(f"{page}_{width}_{mode}")
    charts = window.page.locator("[data-testid=stVegaLiteChart]")
    for place in range(charts.count()):
        assert charts.nth(place).locator("canvas, svg").count(), f"chart {place} is empty"
    sideways = window.page.evaluate(
        "(() => {const main = document.querySelector('[data-testid=stMain]');"
        " return main.scrollWidth - main.clientWidth})()"
    )
    assert sideways <= 0
    assert window.outside == []
    assert window.errors == []
    assert "could not be shown" not in window.page.inner_text("body")
    window.context.close()


def test_a_filter_changes_the_numbers_and_the_address(visit: Visit):
    visit.open("timeliness")
    before = metrics(visit)
    visit.page.get_by_label("Unit", exact=True).click()
    visit.page.keyboard.type("Orthopedics")  # the list draws only what is in its window
    visit.page.get_by_role("option", name="Orthopedics 6B").click()
    visit.page.keyboard.press("Escape")
    visit.page.get_by_role("button", name="Clear filters").wait_for()
    visit.settle()
    assert "unit=Orthopedics+6B" in visit.page.url
    assert metrics(visit) != before
    visit.page.get_by_role("button", name="Clear filters").click()
    visit.page.get_by_role("button", name="Clear filters").wait_for(state="detached")
    visit.settle()
    assert metrics(visit) == before
    assert "unit=" not in visit.page.url


def test_the_first_page_has_a_name_of_its_own(visit: Visit):
    visit.open("overview?unit=Orthopedics+6B")
    assert "Page not found" not in visit.page.inner_text("body")
    assert "Orthopedics 6B, Nov 2024 – Oct 2026" in text(visit)


def test_a_link_opens_the_same_page_for_somebody_else(chromium, server: Running):
    link = "timeliness?unit=Orthopedics+6B&period=2025&contact=Complaints+only"
    seen = []
    for _ in range(2):
        window = Visit(chromium, server)
        window.open(link)
        assert "Orthopedics 6B, Jan 2025 – Dec 2025, complaints only" in text(window)
        seen.append(metrics(window))
        window.context.close()
    assert seen[0] == seen[1]


def test_filters_go_along_to_the_next_page(visit: Visit):
    visit.open("timeliness?period=2025")
    visit.page.get_by_text("Answers", exact=True).click()
    visit.page.get_by_test_id("stTopNavDropdownLink").filter(has_text="Loyalty").click()
    visit.page.wait_for_url(re.compile("/loyalty"))
    visit.settle()
    assert "Jan 2025 – Dec 2025" in text(visit)
    assert "period=2025" in visit.page.url


def test_a_download_holds_the_numbers_on_the_screen(visit: Visit):
    visit.open("timeliness")
    shown = dict(zip(CARDS, metrics(visit), strict=True))
    curve = downloaded(visit, "resolved_curve")
    standard = next(row for row in curve if row["age_days"] == "7")
    assert (
        f"{float(standard['resolved_share']) * 100:.1f}\N{NO-BREAK SPACE}%"
        == (shown["Resolved within"])
    )
    backlog = downloaded(visit, "backlog_by_month")
    newest = max(row["day_on"] for row in backlog)
    open_n = sum(int(row["open_n"] or 0) for row in backlog if row["day_on"] == newest)
    assert open_n == int(shown["Open now"].replace(",", ""))


def test_a_phone_folds_the_filters_into_a_switch(chromium, server: Running):
    window = Visit(chromium, server, width=390)
    window.open("timeliness")
    period = window.page.get_by_label("Period", exact=True)
    assert not period.is_visible()
    window.page.locator(".st-key-filters_open label").first.click()
    period.wait_for(state="visible")
    window.context.close()


CARDS = ("Half are resolved", "Resolved within", "Open now", "Acknowledged")


def metrics(visit: Visit) -> list[str]:
    return [value.strip() for value in visit.page.get_by_test_id("stMetricValue").all_inner_texts()]


def text(visit: Visit) -> str:
    return str(visit.page.inner_text("[data-testid=stMain]"))


def downloaded(visit: Visit, key: str) -> list[dict[str, str]]:
    with visit.page.expect_download() as waiting:
        visit.page.locator(f".st-key-csv_{key} button").click()
    content = Path(waiting.value.path()).read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))
