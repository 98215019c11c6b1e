"""What imports leave behind that broke off a day ago is gone after the next one."""

import datetime as dt

import pytest

from dashboard.__main__ import run
from dashboard.mart import locate
from dashboard.store.store import open_store
from tests.import_cases.conftest import table
from tests.store.given import extract, rows_of
from tests.store.remains import remains


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setattr(locate, "mart_for", lambda *_, **__: None)
    return open_store(str(tmp_path / "store"), create=True)


def test_the_next_import_sweeps_what_was_never_published(store, tmp_path, capsys):
    for name, at in (
        ("old", dt.datetime(2026, 4, 1, tzinfo=dt.UTC)),
        ("young", dt.datetime.now(dt.UTC)),
    ):
        line = extract(name, dataset="complaints", uploaded_at=at)
        store.append_extract(line, rows_of(line, complaint_id=f"LEFT-{name}"))
    file = tmp_path / "march.csv"
    file.write_text(table("complaints", {}), encoding="utf-8")
    words = (
        "--as-of",
        "2024-06-30",
        "--dataset",
        "complaints",
        "--source",
        "s",
        "--store",
        store.uri,
    )
    assert run(["import", str(file), *words]) == 0
    assert remains("LEFT-old", store.uri) == [] and remains("LEFT-young", store.uri)
    assert run(["history", "--store", store.uri]) == 0
    assert "old.csv" in (shown := capsys.readouterr().out) and "purged on" in shown


def test_an_empty_folder_is_a_store_without_publications(tmp_path, capsys):
    folder = tmp_path / "new store"
    folder.mkdir()
    assert run(["history", "--store", str(folder)]) == 0
    assert "none yet" in capsys.readouterr().out
    for words in (["measure", "time_to_resolution"], ["build"]):
        assert run([*words, "--store", str(folder)]) == 1
        said = capsys.readouterr().err
        assert "Nothing is published yet" in said and "There is no store" not in said
    assert run(["rollback", "1", "--store", str(folder)]) == 1
    assert "nothing was published yet" in capsys.readouterr().err
    assert run(["history", "--store", str(tmp_path / "nosuch")]) == 1
    assert "There is no store at" in capsys.readouterr().err
