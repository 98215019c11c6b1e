"""What other people notice of a 200 MB upload: `python -m tests.benchmarks.upload`.

One visitor uploads and checks a large file in a real browser; meanwhile another one goes from page
to page, and the time from each click to the settled page is compared with a quiet server's.
It needs Debian's chromium.
"""

import statistics
import tempfile
import time
from pathlib import Path

import click
import duckdb
from playwright.sync_api import sync_playwright

from dashboard.sample.load import sample_store
from tests.end_to_end.child import start, stop
from tests.end_to_end.visits import CHROMIUM, FLAGS, Visit

PAGES = ("timeliness", "loyalty", "word_of_mouth", "overview")
BYTES_OF_A_ROW = 131
SECONDS_AT_MOST = 600


def write_file(path: Path, megabytes: int) -> int:
    """Write a file of complaints of this size; give its rows."""
    rows_n = megabytes * 1_000_000 // BYTES_OF_A_ROW
    columns = (
        "printf('C-%08d', i) as complaint_id, printf('W%d', i % 40) as unit_id,"
        " timestamp '2026-01-01' + to_minutes(cast(i % 40000 as integer)) as received_at,"
        " timestamp '2026-02-01' + to_minutes(cast(i % 20000 as integer)) as closed_at,"
        " 'closed' as status, 'web' as channel, 'complaint' as contact_type,"
        " repeat('x', 40) as reference"
    )
    duckdb.execute(f"copy (select {columns} from range({rows_n}) as t(i)) to '{path}' (header)")
    return rows_n


def clicks(window: Visit, *, until: float, is_over=lambda: False) -> list[float]:
    """Go from page to page, and time each way from the click to the settled page."""
    found: list[float] = []
    while time.monotonic() < until and not is_over():
        page = PAGES[len(found) % len(PAGES)]
        began = time.perf_counter()
        window.page.goto(f"{window.address}/{'' if page == 'overview' else page}?as=executive")
        window.page.locator("[data-testid=stMetricValue], h2, h3").first.wait_for()
        window.page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
        found.append(time.perf_counter() - began)
    return found


def told(name: str, seconds: list[float]) -> str:
    """One line of the table."""
    ordered = sorted(seconds)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    median = statistics.median(ordered)
    return f"| {name} | {len(ordered)} | {median:.2f} | {p95:.2f} | {ordered[-1]:.2f} |"


@click.command()
@click.option("--megabytes", default=200, help="Size of the uploaded file.")
@click.option("--seconds", default=30.0, help="How long the quiet server is watched.")
def main(megabytes: int, seconds: float) -> None:
    """Print how long pages take on a quiet server, while a file uploads, and while it is worked on."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playing:
        file = Path(folder) / "large.csv"
        rows_n = write_file(file, megabytes)
        store = sample_store()
        server = start("--store", store, "--demo", cache=Path(folder) / "cache")
        browser = playing.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            other, own = Visit(browser, server), Visit(browser, server)
            clicks(other, until=time.monotonic() + 5)
            quiet = clicks(other, until=time.monotonic() + seconds)
            own.open("upload?as=quality")
            own.page.locator("input[type=file]").set_input_files(file, timeout=0)
            end = time.monotonic() + SECONDS_AT_MOST
            sending = clicks(other, until=end, is_over=lambda: "upload=" in own.page.url)
            busy = own.page.get_by_role("button", name="Stop", exact=True)
            looking = clicks(other, until=end, is_over=lambda: not busy.count())
            click.echo(f"{file.stat().st_size / 1e6:,.0f} MB, {rows_n:,} rows\n")
            click.echo("| pages of another session, s | n | median | p95 | longest |")
            click.echo("| --- | ---: | ---: | ---: | ---: |")
            for name, times in (("quiet", quiet), ("while the file is sent", sending),
                                ("while it is looked into", looking)):  # fmt: skip
                if times:
                    click.echo(told(name, times))
        finally:
            browser.close()
            stop(server)


if __name__ == "__main__":
    main()
