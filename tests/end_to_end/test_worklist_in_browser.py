"""The unit page in a real browser: files equal to what is listed, and a brief on one sheet."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.child import Running
from tests.end_to_end.visits import SCREENSHOTS, Visit
from tests.measures.command_line import said

pytestmark = pytest.mark.browser
MANAGER = "unit?as=unit_manager:N-6B"
ROWS = ".worklist tbody tr"


@pytest.fixture
def visit(chromium, server: Running) -> Iterator[Visit]:
    window = Visit(chromium, server)
    window.open(MANAGER)
    for _ in range(20):  # the first visit of a run may come before the mart is built
        if window.page.locator(".worklist").count():
            break
        window.page.wait_for_timeout(1000)
        window.open(MANAGER)
    yield window
    window.context.close()


def downloaded(visit: Visit, key: str) -> bytes:
    with visit.page.expect_download() as waiting:
        visit.page.locator(f".st-key-{key} button").click()
    return Path(waiting.value.path()).read_bytes()


def listed(visit: Visit) -> list[str]:
    """Complaint numbers in the order of the list."""
    cells = visit.page.locator(f"{ROWS} td:nth-child(2)").all_inner_texts()
    return [cell.split()[0] for cell in cells]


def test_both_files_hold_what_is_listed_also_when_it_is_narrowed(visit: Visit):
    for choice in ("All", "Past"):
        visit.page.locator(".st-key-due button").filter(has_text=choice).click()
        visit.settle()
        numbers = listed(visit)
        rows = csv.DictReader(io.StringIO(downloaded(visit, "csv_open_cases").decode("utf-8-sig")))
        assert [row["complaint_id"] for row in rows] == numbers
        calendar = downloaded(visit, "ics_open_cases").decode()
        unfolded = calendar.replace("\r\n ", "")
        named = re.findall(r"SUMMARY:(?:Answer|Close): (\S+)", unfolded)
        assert named == numbers
        assert max(len(line.encode()) for line in calendar.split("\r\n")) <= 75


def test_the_brief_of_the_button_is_the_one_of_the_command_line(visit: Visit, tmp_path: Path):
    out = tmp_path / "brief.html"
    code, _, err = said("report", "brief", "--unit", "N-6B", "--out", out)
    assert code == 0, err
    assert downloaded(visit, "brief").decode() == out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "options",
    [("--audience", "board"), ("--unit", "N-6B"), ("--unit", "S-HYP"), ("--to", "2025-01"), ()],
    ids=["board", "slow unit", "small unit", "earlier month", "internal"],
)
def test_a_brief_is_one_sheet_and_fits_a_phone(chromium, tmp_path: Path, options):
    out = tmp_path / "brief.html"
    code, _, err = said("report", "brief", *options, "--out", out)
    assert code == 0, err
    page = chromium.new_page(viewport={"width": 390, "height": 800})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: asked.append(message.text))
    page.goto(out.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    sheets = len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(prefer_css_page_size=True)))
    page.set_viewport_size({"width": 800, "height": 1100})
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"brief_{'_'.join(options)}.png", full_page=True)
    page.close()
    assert sheets == 1
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
