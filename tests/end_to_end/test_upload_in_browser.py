"""A quality team's month in a real browser: upload, match units, mend, publish, roll back.

Once with a file of our own, and once with a public file as it is.
"""

import csv
import io
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tests.end_to_end.child import ROOT, start, stop
from tests.end_to_end.visits import Visit

pytestmark = pytest.mark.browser

SECONDS = 90_000
NYC = "complaints/nyc311_2013/nyc311_2013-12-25.csv"
NYC_UNITS = ("HPD", "NYPD", "DOT", "DEP", "DSNY", "DOB", "DPR", "DOHMH", "TLC", "DCA", "HRA", "DOF",
             "DOITT", "EDC", "3-1-1", "DOE", "FDNY", "CHALL", "NYCEM", "DHS", "DFTA", "OMB")  # fmt: skip


@dataclass(frozen=True)
class Month:
    """A file to upload, how it is mapped where the proposal does not do, and how it is mended."""

    file: Path
    units: str
    as_of: str
    profile: str | None
    mended: dict[str, str]  # the cells of refused rows that are corrected, by column
    refused_n: int
    open_n: int
    is_too_much: bool


def own_month(folder: Path) -> Month:
    """Forty complaints, of which three have a closing before the receipt."""
    header = "Ref,Ward,Date received,Current stage,Date closed,Method,Type"
    lines = [header]
    for n in range(40):
        closed = "01/03/2025" if n in (4, 11, 30) else f"{n % 9 + 14}/03/2026"
        stage, ended = ("In progress", "") if n % 10 == 0 and n != 30 else ("Closed", closed)
        lines.append(f"{n},{('Gen Med 4', '6B Orthopaedics')[n % 2]},{n % 12 + 1}/03/2026,"
                     f"{stage},{ended},Telephone,Complaint")  # fmt: skip
    file = folder / "march.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    units = (
        "unit_id,unit_name,department,valid_from\nW1,General Medicine 4,Medicine,2020-01-01\n"
        "W2,Orthopedics 6B,Surgery,2020-01-01\n"
    )
    mended = {"Date closed": "", "Current stage": "In progress"}
    return Month(file, units, "2026-03-31", None, mended, 3, 3, is_too_much=True)


def public_month(shared: Path) -> Month:
    """One day of service requests, of which one was closed before it was made."""
    units = "unit_id,unit_name,department,valid_from\n" + "".join(
        f"U-{code},{code},City,2010-01-01\n" for code in NYC_UNITS
    )
    profile = (ROOT / "tests" / "profiles" / "nyc.toml").read_text(encoding="utf-8")
    profile = profile.partition("[units]")[0]
    mended = {"Closed Date": "", "Status": "Open"}
    return Month(shared / NYC, units, "2014-04-24", profile, mended, 1, 83, is_too_much=False)


def test_a_month_of_our_own_making(chromium, tmp_path: Path):
    drive(chromium, own_month(tmp_path), tmp_path, "own")


def test_a_public_file_as_it_is(chromium, tmp_path: Path, shared_data: Path):
    drive(chromium, public_month(shared_data), tmp_path, "public")


def drive(chromium, month: Month, folder: Path, name: str) -> None:
    """The whole month on a server of its own, from the units to the rollback."""
    store = folder / "store"
    import_units(store, folder, month)
    server = start("--store", str(store), "--demo", cache=folder / "cache")
    window = Visit(chromium, server)
    window.page.set_default_timeout(SECONDS)
    try:
        refused = first_upload(window, month, name)
        before = open_now(window)
        assert before == month.open_n
        second_upload(window, mended(refused, month, folder), month, name)
        assert open_now(window) == month.open_n + month.refused_n
        roll_back(window, name)
        assert open_now(window) == before
        assert window.errors == []
        assert window.outside == []
    finally:
        window.context.close()
        stop(server)


def import_units(store: Path, folder: Path, month: Month) -> None:
    file = folder / "units.csv"
    file.write_text(month.units, encoding="utf-8")
    subprocess.run(
        [sys.executable, "-m", "dashboard", "import", str(file), "--dataset", "units", "--source",
         "register", "--as-of", month.as_of, "--store", str(store)],
        check=True, cwd=ROOT, capture_output=True,
    )  # fmt: skip


def first_upload(window: Visit, month: Month, name: str) -> Path:
    """Upload the month with its bad rows, match its units, publish what is good."""
    page = window.page
    dropped(window, month.file)
    if month.profile is not None:
        page.get_by_text("The mapping as a profile (text)").click()
        page.get_by_label("Profile", exact=True).fill(month.profile)
        page.get_by_role("button", name="Take this").click()
        window.settle()
    else:
        source = page.get_by_label("Which system is the file from?")
        source.fill("datix")
        source.press("Enter")
        window.settle()
    checked(window, month.as_of)
    window.shot(f"upload_{name}_units")
    page.get_by_role("button", name="Confirm these, and check again").click()
    page.get_by_text("Which units are these?").wait_for(state="detached")
    ended(window)
    assert rows(window)[2] == month.refused_n
    window.shot(f"upload_{name}_checked")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Refused rows as Excel, marked").click()
    if month.is_too_much:
        page.get_by_role("button", name="all the same").click()
        page.get_by_text("What would change").wait_for()
        ended(window)
    published(window, f"upload_{name}_first")
    return Path(waiting.value.path())


def second_upload(window: Visit, file: Path, month: Month, name: str) -> None:
    """Upload the mended rows: the mapping and the units are known by now."""
    dropped(window, file)
    assert "fits this file's header" in text(window)
    checked(window, month.as_of)
    assert "Which units are these?" not in text(window)
    assert rows(window) == [month.refused_n, month.refused_n, 0, 0]
    assert f"{month.refused_n} added" in text(window)
    published(window, f"upload_{name}_second")
    window.open("publications?as=quality")
    assert f"Complaints: {month.refused_n} added" in text(window)
    window.shot(f"publications_{name}")


def roll_back(window: Visit, name: str) -> None:
    """Publish again what was shown before the mended rows came."""
    page = window.page
    window.open("publications?as=quality")
    box = page.get_by_label("Publish again what was shown by")
    box.click()
    page.get_by_role("option").filter(has_text="2").first.click()
    window.settle()
    page.get_by_text("I have read what will change").click()
    window.settle()
    window.shot(f"publications_{name}_roll_back")
    page.get_by_role("button", name="Publish as number 4").click()
    page.get_by_text("number 4", exact=False).first.wait_for()
    window.settle()


def dropped(window: Visit, file: Path) -> None:
    window.open("upload?as=quality")
    window.page.locator("input[type=file]").set_input_files(file)
    window.page.get_by_text("What was found").wait_for()
    window.settle()


def checked(window: Visit, as_of: str) -> None:
    """Say up to which day the file is complete, and check every row."""
    day = window.page.get_by_test_id("stDateInput").first.get_by_role("spinbutton").first
    day.evaluate("part => part.scrollIntoView({block: 'center'})")
    day.click()
    window.page.keyboard.type(as_of.replace("-", ""))
    window.page.keyboard.press("Escape")
    window.page.keyboard.press("Tab")
    window.settle()
    window.page.get_by_role("button", name="Check every row").click()
    window.page.get_by_text("What the check found").wait_for()
    ended(window)


def published(window: Visit, name: str) -> None:
    window.shot(name)
    window.page.get_by_role("button", name="Publish", exact=True).click()
    window.page.get_by_text("Published as number").wait_for()
    window.settle()


def ended(window: Visit) -> None:
    """Wait until no work is under way."""
    window.page.get_by_role("button", name="Stop", exact=True).wait_for(state="detached")
    window.settle()


def mended(refused: Path, month: Month, folder: Path) -> Path:
    """Correct the annotated workbook's cells as a person would, and save it as CSV."""
    table = CalamineWorkbook.from_path(refused).get_sheet_by_index(0).to_python()
    header, *lines = [[str(cell) for cell in line] for line in table]
    assert header[-2:] == ["rule", "fix"]
    assert len(lines) == month.refused_n
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    for line in lines:
        cells = dict(zip(header, line, strict=True)) | month.mended
        writer.writerow([cells[name] for name in header])
    file = folder / "mended.csv"
    file.write_text(out.getvalue(), encoding="utf-8")
    return file


def rows(window: Visit) -> list[int]:
    values = window.page.get_by_test_id("stMetricValue").all_inner_texts()
    return [int(value.strip().replace(",", "")) for value in values[:4]]


def open_now(window: Visit) -> int:
    """The number of open cases as an executive reads it, once the newest publication is in view."""
    window.page.wait_for_timeout(3_000)  # servers look for a new publication every two seconds
    window.open("timeliness?as=executive&contact=All+contact+types")
    window.open("timeliness?as=executive&contact=All+contact+types")
    card = window.page.get_by_test_id("stMetric").filter(has_text="Open now")
    return int(card.get_by_test_id("stMetricValue").inner_text().strip().replace(",", ""))


def text(window: Visit) -> str:
    return str(window.page.inner_text("[data-testid=stMain]"))
