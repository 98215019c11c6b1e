"""`purge` and `forget` by the command line: confirmed, told, and gone from store and marts."""

import json
import sys

import pytest

from dashboard.__main__ import run
from dashboard.mart.locate import current_mart
from dashboard.settings import load
from dashboard.store.store import open_store
from tests.import_cases.conftest import table
from tests.store.given import id_of, put
from tests.store.remains import remains

HASH = "ab12" * 16


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setenv("DASHBOARD_MART_DIR", str(tmp_path / "marts"))
    return tmp_path


@pytest.fixture
def store(place):
    """Two months of complaints with their marts; SECRET is in both."""
    for number, name in enumerate(("march", "april")):
        file = place / f"{name}.csv"
        rows = table(
            "complaints", {"complaint_id": "SECRET", "unit_id": "UNASSIGNED", "patient_link_key": HASH},
            {"complaint_id": f"{name}-1", "unit_id": "UNASSIGNED"},
        )  # fmt: skip
        file.write_text(rows, encoding="utf-8")
        assert said("import", str(file), "--as-of", f"2024-0{number + 5}-30", "--dataset", "complaints",
                    "--source", "s", "--store", str(place / "store")) == 0  # fmt: skip
    for file in place.glob("*.csv"):
        file.unlink()
    return open_store(str(place / "store"))


@pytest.fixture
def listed(place):
    """Two months of complaints without marts, for what is refused before anything is built."""
    store = open_store(str(place / "store"), create=True)
    for name in ("march", "april"):
        put(store, name, dataset="complaints", rows_n=2)
    return store


def said(*arguments):
    return run([*arguments])


def printed(capsys, *arguments):
    capsys.readouterr()
    code = run([*arguments])
    out, err = capsys.readouterr()
    return code, out, err


def complaints_n(capsys, store, *more):
    code, out, _ = printed(
        capsys, "measure", "time_to_resolution", "--store", store.uri, "--json", *more
    )
    assert code == 0
    return json.loads(out)["rows"][0]["n"]


@pytest.mark.slow
def test_a_purged_extract_is_gone_from_store_and_marts_and_history_says_so(store, place, capsys):
    march, april = (line.extract_id for line in store.extracts())
    assert complaints_n(capsys, store, "--publication", "1") == 2
    assert len(remains("march-1", place)) >= 2  # the rows and a mart
    code, out, err = printed(capsys, "purge", march, "--store", store.uri, "--yes", "--json")
    document = json.loads(out)
    assert (code, document["publication"], document["reason"]) == (0, 3, "purge")
    assert (document["extracts"], document["note"]) == ([april], march)
    assert remains("march-1", place) == []
    assert complaints_n(capsys, store) == 2
    code, _, err = printed(capsys, "rollback", "1", "--store", store.uri)
    assert code == 1 and "can't be shown again" in err and "march.csv" in err
    code, _, err = printed(
        capsys, "measure", "time_to_resolution", "--store", store.uri, "--publication", "2"
    )
    assert code == 1 and "can't be shown again" in err
    _, out, _ = printed(capsys, "history", "--store", store.uri)
    assert "purged" in next(line for line in out.splitlines() if march in line)
    _, out, _ = printed(capsys, "history", "--store", store.uri, "--json")
    history = json.loads(out)
    assert [p.get("purged") for p in history["publications"]] == [[march], [march], None]
    code, _, err = printed(capsys, "purge", march, "--store", store.uri, "--yes")
    assert code == 1 and "nothing of it is left" in err


@pytest.mark.slow
def test_a_forgotten_person_is_gone_from_every_mart_and_the_figures_are_built_anew(
    store, place, capsys
):
    assert complaints_n(capsys, store, "--publication", "1") == 2
    assert complaints_n(capsys, store) == 3
    assert len(remains("SECRET", place)) >= 4  # the rows of two extracts, two marts
    code, out, err = printed(
        capsys, "forget", "--complaint", "SECRET", "--store", store.uri, "--yes", "--json"
    )
    document = json.loads(out)
    assert (code, document["publication"], document["reason"]) == (0, 3, "forget")
    assert list(document["erased"].values()) == [1, 1]
    assert "2 rows of 2 extracts" in err and "SECRET" not in err
    assert remains("SECRET", place) == [] == remains(HASH, place)
    assert complaints_n(capsys, store) == 2
    assert complaints_n(capsys, store, "--publication", "1") == 1
    assert remains("SECRET", place) == []
    assert current_mart(store.uri, load()) is not None
    _, out, _ = printed(capsys, "history", "--store", store.uri)
    assert "1 erased since" in out
    code, _, err = printed(capsys, "forget", "--link", HASH, "--store", store.uri, "--yes")
    assert code == 1 and "link key" in err and HASH not in err


def test_somebody_at_a_terminal_types_what_is_to_be_erased(listed, monkeypatch, capsys):
    store, march = listed, id_of("march")
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    answers = iter(["y", march[:-1]])
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda _: next(answers))
    for _ in range(2):
        code, _, err = printed(capsys, "purge", march, "--store", store.uri)
        assert code == 1 and "nothing was erased" in err
        assert "2 rows of complaints (march.csv" in err and "1, 2 can't be shown again" in err
    assert len(store.publications()) == 2


def test_the_verb_says_what_it_needs(listed, capsys):
    store = listed
    both = ("--complaint", "A", "--link", HASH)
    for given in ((), both, ("--expired", "--link", HASH), ("--complaint", " ")):
        code, _, err = printed(capsys, "forget", *given, "--store", store.uri)
        assert code == 2 and "one of --complaint ID, --link KEY and --expired" in err
    code, _, err = printed(capsys, "forget", "--expired", "--store", store.uri)
    assert code == 2 and "retention_months" in err
    code, _, err = printed(capsys, "forget", "--link", HASH, "--source", "s", "--store", store.uri)
    assert code == 2 and "--source goes with --complaint" in err


@pytest.mark.slow
def test_what_is_expired_is_erased_by_the_verb_and_by_the_next_import(
    store, place, capsys, monkeypatch
):
    monkeypatch.setenv("DASHBOARD_RETENTION_MONTHS", "12")
    code, _, err = printed(capsys, "forget", "--expired", "--store", store.uri)
    assert code == 0 and "Erased 4 rows of 2 extracts" in err
    assert remains("SECRET", place) == []
    file = place / "may.csv"
    file.write_text(table("complaints", {"complaint_id": "OLD", "unit_id": "UNASSIGNED"}))
    code, out, err = printed(
        capsys, "import", str(file), "--as-of", "2024-06-30", "--dataset", "complaints",
        "--source", "s", "--store", store.uri, "--json",
    )  # fmt: skip
    assert code == 0
    assert "1 row of 1 extract" in json.loads(out)["message"]
    file.unlink()
    assert remains("OLD", place) == []
