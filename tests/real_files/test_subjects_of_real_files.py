"""What real complaints are about: subjects of public files through the import, counted beside by hand.

The KO41a return holds totals by organization and no complaints; its published totals come out of a
file that has as many rows.
"""

import csv
import json
from collections import Counter

import pytest

from dashboard.__main__ import run
from dashboard.contracts.taxonomies import KO41A
from dashboard.extracts.spelling import code_of
from tests.import_cases.conftest import table
from tests.real_files.conftest import PROFILES

pytestmark = pytest.mark.slow  # a store and its marts for each

NYC = "complaints/nyc311_2013/nyc311_2013-12-25.csv"
CFPB = "complaints/cfpb_3186_mdy/consumer_complaints.csv"
RETURN = (
    "complaints/nhs_ko41a_2024_25/Data on Written Complaints in the NHS 2024-25"
    " Secondary Care KO41a - Org Level.csv"
)


@pytest.fixture
def store(tmp_path, capsys):
    """Import a file by a profile of tests/profiles/ or by options; ask measures of what is there."""
    address = ("--store", str(tmp_path / "store"))

    def imported(file, as_of, *options):
        capsys.readouterr()
        code = run(["import", str(file), "--as-of", as_of, "--json", *address, *options])
        return code, json.loads(capsys.readouterr().out)

    def measured(name, *options):
        capsys.readouterr()
        assert run(["measure", name, *address, "--json", *options]) == 0
        return {row["group"]: row for row in json.loads(capsys.readouterr().out)["rows"]}

    imported.measured = measured
    return imported


def rows_of(file):
    with file.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text))


def by_profile(name):
    return ("--profile", str(PROFILES / f"{name}.toml"), "--accept-refused")


def test_what_new_yorkers_complained_about_on_christmas_day(store, shared_data):
    file = shared_data / NYC
    _, complaints = store(file, "2014-12-31", *by_profile("nyc"))
    code, issues = store(file, "2014-12-31", *by_profile("nyc_issues"))
    # one of the 2,386 was closed before it was received, so its complaint is refused
    assert (code, issues["accepted"]) == (0, 2386) and complaints["accepted"] == 2385
    assert issues["findings"] == {"complaint_not_known": 1}
    counted = Counter(row["Complaint Type"] for row in rows_of(file))
    rows = store.measured("complaints_by_subject")
    assert sum(row["numerator"] for row in rows.values()) == 2385
    assert sum(counted[name] - row["numerator"] for name, row in rows.items()) == 1
    assert {row["n"] for row in rows.values()} == {2385}
    assert all(row["primary_n"] == row["numerator"] for row in rows.values())
    times = store.measured("time_to_resolution", "--by", "subject")
    assert sum(row["n"] for row in times.values()) == 2385


def test_issues_of_consumer_complaints_meet_complaints_by_an_id_made_of_the_same_columns(
    store, shared_data
):
    file = shared_data / CFPB
    store(file, "2017-02-23", *by_profile("cfpb"))
    code, issues = store(file, "2017-02-23", *by_profile("cfpb_issues"))
    assert (code, issues["accepted"]) == (0, 3175), issues["findings"]
    known = {row["group"] for row in store.measured("complaints_by_subject").values()}
    assert known <= {row["Issue"] for row in rows_of(file)}


def test_the_return_of_written_complaints_knows_each_of_its_subjects(shared_data):
    columns = [
        name for name in rows_of(shared_data / RETURN)[0]
        if name.startswith("Subject_Area_") and not name.endswith("Total")
    ]  # fmt: skip
    assert [code_of("KO41a", name) for name in columns] == [subject.code for subject in KO41A]


def test_as_many_rows_as_a_trust_returned_give_its_published_shares(
    store, shared_data, tmp_path_factory
):
    trust = next(
        row
        for row in rows_of(shared_data / RETURN)
        if 40 <= int(row["Subject_Area_Sub_Total"]) <= 120
    )
    returned = {
        name: int(trust[name]) for name in trust
        if name.startswith("Subject_Area_") and not name.endswith("Total")
    }  # fmt: skip
    rows = [
        {"complaint_id": f"C{place}", "taxonomy": "KO41a", "code": name}
        for place, name in enumerate(name for name, n in returned.items() for _ in range(n))
    ]
    folder = tmp_path_factory.mktemp("returned")
    for dataset, given in (
        ("complaints", [{"complaint_id": row["complaint_id"]} for row in rows]),
        ("complaint_issues", rows),
    ):
        (folder / f"{dataset}.csv").write_text(table(dataset, *given), encoding="utf-8")
        code, report = store(
            folder / f"{dataset}.csv", "2025-03-31", "--dataset", dataset, "--source", "ko41a"
        )
        assert (code, report["accepted"]) == (0, int(trust["Subject_Area_Sub_Total"]))
    shares = store.measured("complaints_by_subject")
    published = {code_of("KO41a", name): n for name, n in returned.items() if n}
    assert {group: row["numerator"] for group, row in shares.items()} == published
