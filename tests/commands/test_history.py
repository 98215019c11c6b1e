"""`history`: both lists, as one JSON document and as text."""

import datetime as dt
import json

import pytest

from dashboard.__main__ import run
from dashboard.store.store import open_store
from tests.store.given import id_of, put

EXTRACT_KEYS = [
    "extract_id", "dataset", "source_system", "as_of", "mode", "file_name", "sha256", "profile",
    "rows_in", "accepted", "refused", "skipped", "uploaded_by", "uploaded_at",
]  # fmt: skip
PUBLICATION_KEYS = [
    "publication", "published_at", "published_by", "reason", "note", "extracts",
]  # fmt: skip


@pytest.fixture
def store(tmp_path):
    store = open_store(str(tmp_path / "store"), create=True)
    put(store, "march", profile="datix.toml", rows_n=1200, rows_in=1250, refused=50)
    put(store, "april", uploaded_at=dt.datetime(2026, 5, 1, tzinfo=dt.UTC))
    store.withdraw(id_of("march"), by="clerk")
    return store


def test_the_document_has_the_keys_of_the_contract(store, capsys):
    assert run(["history", "--store", store.uri, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert list(document) == ["current", "extracts", "publications"]
    assert [list(extract) for extract in document["extracts"]] == [EXTRACT_KEYS] * 2
    assert [list(p) for p in document["publications"]] == [PUBLICATION_KEYS] * 3
    assert document["current"] == 3


def test_the_document_says_what_happened(store, capsys):
    run(["history", "--store", store.uri, "--json"])
    document = json.loads(capsys.readouterr().out)
    march, april = (extract["extract_id"] for extract in document["extracts"])
    assert [p["extracts"] for p in document["publications"]] == [[march], [march, april], [april]]
    assert [p["reason"] for p in document["publications"]] == ["import", "import", "withdraw"]
    assert [p["publication"] for p in document["publications"]] == [1, 2, 3]
    first = document["extracts"][0]
    assert (first["as_of"], first["profile"], first["accepted"]) == (
        "2026-03-31",
        "datix.toml",
        1200,
    )
    assert first["uploaded_at"] == "2026-04-01T09:30:00+00:00"


def test_the_text_shows_what_is_published_now_in_columns(store, capsys):
    assert run(["history", "--store", store.uri]) == 0
    lines = capsys.readouterr().out.splitlines()
    march = next(line for line in lines if line.endswith("march.csv") and "as of" in line)
    april = next(line for line in lines if line.endswith("april.csv") and "as of" in line)
    assert march.startswith(f"   {id_of('march')}") and april.startswith(f"*  {id_of('april')}")
    assert "1,200 of 1,250 rows" in march
    assert march.index("as of") == april.index("as of")
    assert any("withdraw" in line and "1 extract" in line and "clerk" in line for line in lines)


def test_extracts_without_a_publication_are_listed_too(tmp_path, capsys):
    from tests.store.given import extract, rows_of

    store = open_store(str(tmp_path / "store"), create=True)
    store.append_extract(extract(), rows_of(extract()))
    assert run(["history", "--store", store.uri, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["current"] is None and document["publications"] == []
    assert run(["history", "--store", store.uri]) == 0
    assert "none yet" in capsys.readouterr().out


def test_without_a_store_it_is_wrong_usage(capsys):
    assert run(["history"]) == 2
    assert "No store is configured" in capsys.readouterr().err


def test_where_there_is_no_store_it_is_refused_in_one_line(tmp_path, capsys):
    assert run(["history", "--store", str(tmp_path / "nothing")]) == 1
    printed = capsys.readouterr()
    assert printed.out == "" and len(printed.err.splitlines()) == 1
    assert "There is no store" in printed.err


def test_the_store_may_come_from_the_environment(store, capsys, monkeypatch):
    monkeypatch.setenv("DASHBOARD_STORE", store.uri)
    assert run(["history", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["current"] == 3
