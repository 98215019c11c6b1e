"""The benchmark: `python -m tests.benchmarks`; README.md says what it measures.

It fails when answers differ or something breaks, and never for time.
"""

import argparse
import datetime as dt
import logging
import os
import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path

from dashboard.mart.open import open_mart
from tests.benchmarks import (
    comparing,
    in_pandas,
    material,
    month,
    pages,
    printing,
    questions,
    server,
    variation,
)
from tests.benchmarks.comparing import Peers, Row
from tests.benchmarks.material import Material
from tests.benchmarks.prepared import read_complaints, read_rows
from tests.benchmarks.timing import memory_bytes_per_second

SMALL = (1_000_000, 100_000)
FULL = (10_000_000, 1_000_000)
CSV_ROWS = 1_000_000
XLSX_ROWS = 100_000


def main(arguments: list[str]) -> int:
    """Run the sizes that are asked for; 1 when an answer differs."""
    logging.disable(logging.WARNING)  # Streamlit's caches miss their server, and that is meant
    asked = _options().parse_args(arguments)
    sizes = [(asked.surveys, asked.complaints), *([FULL] if asked.full else [])]
    if asked.variation:
        sizes = []
    with _folder(asked.folder) as place:
        folder = Path(place)
        bandwidth = memory_bytes_per_second()
        say(
            f"{dt.date.today()}, {os.cpu_count()} cores, memory {bandwidth / 1e9:.0f} GB/s, "
            f"medians of {asked.repeats}; load at the start {os.getloadavg()[0]:.1f}."
        )
        is_equal = True
        for surveys, complaints in sizes:
            made = material.make(folder, surveys, complaints)
            say(f"\n## {surveys:,} surveys, {complaints:,} complaints\n")
            is_equal &= _questions(made, asked.repeats, bandwidth)
            say("\n" + printing.works_table(made.done))
            say("\n" + printing.pages_table(pages.measured(made)))
            if not asked.questions_only:
                is_equal &= _month(made)
        if asked.full or asked.variation:
            is_equal &= _variation(folder, asked.repeats)
        if not asked.questions_only and not asked.variation:
            say("\n## Once\n\n" + printing.works_table(_once(folder)))
    return 0 if is_equal else 1


def _questions(made: Material, repeats: int, bandwidth: float) -> bool:
    """Compare and time; True when all answers are equal."""
    mart = open_mart(made.mart)
    rows = read_rows(made.folder)
    peers = Peers(rows, in_pandas.frames(rows))
    found: list[Row] = []
    differences: list[str] = []
    for chosen in comparing.filters(rows, made.as_of):
        differences += comparing.differences(mart, peers, chosen)
        found.append(comparing.measured(mart, peers, chosen, repeats, bandwidth))
    say(printing.questions_table(found, questions.ANSWERS_N))
    say("\n" + printing.processor_table(found))
    say("\n" + printing.budget(found))
    if differences:
        say("\nANSWERS DIFFER:\n" + "\n".join(differences))
    else:
        say("All three give equal answers under every filter.")
    return not differences


def _variation(folder: Path, repeats: int) -> bool:
    """Curves, control charts and funnel of many units; True when the peer says the same."""
    made = material.make(folder, *FULL, units=variation.UNITS, months=variation.MONTHS)
    mart, complaints = open_mart(made.mart), read_complaints(made.folder)
    our = variation.answers_of(variation.together(mart, ("unit",)))
    differing = variation.differences(our, variation.peer(complaints))
    say(f"\n## Variation: {variation.UNITS} units, {variation.MONTHS} months\n")
    say(variation.in_words(made.as_of, our))
    say("\n" + printing.variation_table(variation.measured(mart, complaints, repeats)))
    if differing:
        say("\nANSWERS DIFFER:\n" + "\n".join(differing[:9]))
    return not differing


def _once(folder: Path) -> list[material.Work]:
    return [
        material.import_text(folder, CSV_ROWS),
        material.import_workbook(folder, XLSX_ROWS),
        server.started(folder),
    ]


def _month(made: Material) -> bool:
    """Add a month and tell what it cost; True when its mart is the one that a whole build gives."""
    works, differing = month.added(made)
    say("\n" + printing.works_table(works))
    if differing:
        say(f"\nA RENEWED MART DIFFERS FROM A WHOLE ONE: {', '.join(differing)}")
    else:
        say("The renewed mart is the one that a whole build gives, table by table.")
    return not differing


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    options.add_argument("--surveys", type=int, default=SMALL[0])
    options.add_argument("--complaints", type=int, default=SMALL[1])
    options.add_argument("--full", action="store_true", help="then 10 million and 1 million, too")
    options.add_argument("--folder", type=Path, help="keep samples and stores here between runs")
    options.add_argument("--repeats", type=int, default=5)
    options.add_argument(
        "--questions-only", action="store_true", help="no month, no imports, no server"
    )
    options.add_argument(
        "--variation", action="store_true", help="only control charts and funnel of 200 units"
    )
    return options


def _folder(given: Path | None) -> "nullcontext[str] | tempfile.TemporaryDirectory[str]":
    if given is None:
        return tempfile.TemporaryDirectory()
    given.mkdir(parents=True, exist_ok=True)
    return nullcontext(str(given))


def say(text: str) -> None:
    """Print at once: a run takes minutes."""
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
