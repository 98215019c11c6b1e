"""The main job by the command line alone: import four files, ask, undo, ask again.

The answers were counted by hand from the rows below; `A` and `B` are two wards of one hospital.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow  # whole chains in processes of their own

ROOT = Path(__file__).resolve().parents[2]
AS_OF = ["--as-of", "2026-03-31"]

UNITS = """\
unit_id,unit_name,department,valid_from
A,Ward A,Surgery,2020-01-01
B,Ward B,Medicine,2020-01-01
"""

# Ward A closes after 2, 4 and 10 days and has one open since March 21; ward B after 1 day.
COMPLAINTS = """\
complaint_id,unit_id,received_at,closed_at,status,channel,contact_type,severity_hcat
C1,A,2026-03-01 09:00,2026-03-03 10:00,closed,web,complaint,1
C2,A,2026-03-02 09:00,2026-03-06 10:00,closed,email,complaint,2
C3,A,2026-03-05 09:00,2026-03-15 10:00,closed,phone,complaint,3
C4,A,2026-03-21 09:00,,open,web,complaint,1
C5,B,2026-03-10 09:00,2026-03-11 10:00,closed,web,complaint,0
"""

SURVEYS = """\
response_id,unit_id,event_date,instrument,fft
R1,A,2026-03-04,FFT,1
R2,A,2026-03-05,FFT,2
R3,A,2026-03-06,FFT,5
R4,B,2026-03-07,FFT,1
"""

ACTIVITY = """\
unit_id,month,discharges
A,2026-03-01,400
B,2026-03-01,500
"""

# The clerk's correction: C4 was closed on March 25 after all.
CORRECTION = """\
complaint_id,unit_id,received_at,closed_at,status,channel,contact_type,severity_hcat
C4,A,2026-03-21 09:00,2026-03-25 09:00,closed,web,complaint,1
"""


@dataclass(frozen=True)
class Said:
    """What one command gave."""

    exit_code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.out)
        return found


class Clerk:
    """Somebody at a command line, with a store and a cache of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.imported: dict[str, dict[str, Any]] = {}

    def says(self, *words: str) -> Said:
        ran = subprocess.run(
            [sys.executable, "-m", "dashboard", *words],
            cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
            env=os.environ | {
                "DASHBOARD_STORE": str(self.folder / "the store"),
                "DASHBOARD_MART_DIR": str(self.folder / "marts"),
                "USER": "clerk",
            },
        )  # fmt: skip
        assert "Traceback" not in ran.stderr
        return Said(ran.returncode, ran.stdout, ran.stderr)

    def imports(self, dataset: str, text: str, name: str) -> Said:
        file = self.folder / name
        file.write_text(text, encoding="utf-8")
        said = self.says(
            "import", str(file), *AS_OF, "--dataset", dataset, "--source", "trust", "--json"
        )
        self.imported[name] = json.loads(said.out) if said.out else {}
        return said

    def measures(self, name: str, *words: str) -> dict[str | None, dict[str, Any]]:
        """The rows of a measure by their group."""
        said = self.says("measure", name, *words, "--json")
        assert said.exit_code == 0, said.err
        return {row["group"]: row for row in said.document["rows"]}


@pytest.fixture(scope="module")
def clerk(tmp_path_factory: pytest.TempPathFactory) -> Clerk:
    """A clerk who has imported the four files of March."""
    clerk = Clerk(tmp_path_factory.mktemp("main job"))
    files = {"units": UNITS, "complaints": COMPLAINTS, "surveys": SURVEYS, "activity": ACTIVITY}
    for number, (dataset, text) in enumerate(files.items(), start=1):
        said = clerk.imports(dataset, text, f"{dataset}.csv")
        assert (said.exit_code, said.document["publication"]) == (0, number), said.err
    return clerk


def test_every_row_of_the_four_files_is_accepted(clerk):
    rows = {name: report["accepted"] for name, report in clerk.imported.items()}
    assert rows == {"units.csv": 2, "complaints.csv": 5, "surveys.csv": 4, "activity.csv": 2}
    assert all(report["refused"] == report["skipped"] == 0 for report in clerk.imported.values())


def test_the_history_tells_who_imported_what(clerk):
    document = clerk.says("history", "--json").document
    assert document["current"] == 4
    assert [extract["dataset"] for extract in document["extracts"]] == [
        "units", "complaints", "surveys", "activity",
    ]  # fmt: skip
    assert {publication["published_by"] for publication in document["publications"]} == {"clerk"}


def test_the_open_case_counts_in_the_time_to_resolution(clerk):
    """Ward A: 2, 4, 10 days and one still open after 10: half are resolved by day 4."""
    by_unit = clerk.measures("time_to_resolution", "--by", "unit")
    assert (by_unit["A"]["n"], by_unit["A"]["value"]) == (4, 4)
    assert (by_unit["B"]["n"], by_unit["B"]["value"]) == (1, 1)


def test_shares_and_rates_come_out_as_counted_by_hand(clerk):
    recommend = clerk.measures("recommend", "--by", "unit")
    assert recommend["A"]["value"] == pytest.approx(2 / 3)
    assert clerk.measures("open_cases")[None]["value"] == 1
    per_1000 = clerk.measures("complaints_per_1000", "--by", "unit")
    assert per_1000["A"]["value"] == pytest.approx(1000 * 4 / 400)


def test_a_unit_manager_hears_of_their_own_unit_only(clerk):
    assert set(clerk.measures("time_to_resolution", "--by", "unit", "--as", "unit_manager:B")) == {
        "B"
    }


def test_a_correction_is_shown_withdrawn_and_rolled_back(clerk):
    """The whole way there and back: each publication shows what it showed."""
    assert clerk.imports("complaints", CORRECTION, "correction.csv").document["publication"] == 5
    assert clerk.measures("open_cases")[None]["value"] == 0

    extract_id = clerk.imported["correction.csv"]["extract_id"]
    withdrawn = clerk.says("withdraw", extract_id, "--json").document
    assert (withdrawn["publication"], len(withdrawn["extracts"])) == (6, 4)
    assert clerk.measures("open_cases")[None]["value"] == 1

    back = clerk.says("rollback", "5", "--json").document
    assert (back["publication"], extract_id in back["extracts"]) == (7, True)
    assert clerk.measures("open_cases")[None]["value"] == 0
    assert clerk.measures("open_cases", "--publication", "4")[None]["value"] == 1

    again = clerk.imports("complaints", CORRECTION, "correction.csv")
    assert (again.exit_code, again.document["published"]) == (0, False)


def test_a_bad_file_leaves_the_last_publication(clerk):
    before = clerk.says("history", "--json").document["current"]
    said = clerk.imports("complaints", "no,columns\n1,2\n", "bad.csv")
    assert said.exit_code == 1 and said.err.strip()
    assert clerk.says("history", "--json").document["current"] == before
