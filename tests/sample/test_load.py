"""The committed sample and its example exports pass the real intake: nothing refused but what is planted."""

from datetime import date
from pathlib import Path

import pytest

from dashboard.extracts.intake import Request, check_file
from dashboard.extracts.profile import read_profile
from dashboard.sample import load
from dashboard.sample.load import SAMPLE_FOLDER, load_sample, sample_store
from dashboard.sample.manifest import EXTRACTS
from dashboard.store.store import open_store


@pytest.fixture(scope="module")
def store_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("loaded") / "store"
    load_sample(str(folder))
    return folder


def test_every_row_is_accepted_and_the_planted_fault_is_the_only_finding(store_folder):
    extracts = open_store(str(store_folder)).extracts()
    assert [extract.dataset for extract in extracts] == [extract.dataset for extract in EXTRACTS]
    assert sum(extract.refused + extract.skipped for extract in extracts) == 0
    findings = {e.dataset: dict(e.findings) for e in extracts if e.findings}
    assert list(findings) == ["complaints"]
    assert list(findings["complaints"]) == ["closed_at_on_open_case"]
    assert 30 < findings["complaints"]["closed_at_on_open_case"] < 80


def test_the_sample_says_who_published_it(store_folder):
    assert open_store(str(store_folder)).current().published_by == "synthetic sample"


def test_the_sample_is_loaded_once_and_then_reused(monkeypatch, tmp_path, store_folder):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    loads = []
    monkeypatch.setattr(load, "load_sample", lambda uri, folder: loads.append((uri, folder)))
    first, again = sample_store(), sample_store()
    assert first == again and Path(first).parent.is_relative_to(tmp_path)
    assert len(loads) == 1
    assert [path.name for path in Path(first).parent.iterdir()] == [Path(first).name]


def test_a_load_that_fails_leaves_nothing_behind(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

    def fail(uri: str, folder: Path) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(load, "load_sample", fail)
    with pytest.raises(OSError, match="full"):
        sample_store()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    assert list((tmp_path / "service-recovery-dashboard" / "samples").iterdir()) == []


def test_another_process_that_is_quicker_is_let_through(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

    def be_overtaken(uri: str, folder: Path) -> None:
        theirs = Path(uri).parent / load._name(SAMPLE_FOLDER)
        theirs.mkdir()
        (theirs / "table").write_text("theirs", encoding="utf-8")

    monkeypatch.setattr(load, "load_sample", be_overtaken)
    store = Path(sample_store())
    assert (store / "table").read_text(encoding="utf-8") == "theirs"
    assert list(store.parent.iterdir()) == [store]


def test_other_sample_data_get_another_store(tmp_path):
    (tmp_path / "a.parquet").write_bytes(b"1")
    first = load._name(tmp_path)
    (tmp_path / "a.parquet").write_bytes(b"2")
    assert load._name(tmp_path) != first


@pytest.mark.parametrize(
    ("profile", "export", "skipped", "accepted"),
    [
        ("datix.toml", "datix_export.csv", 1, 48),
        ("fft_respondents.toml", "fft_respondents.csv", 0, 80),
        ("hcahps.toml", "hcahps_export.csv", 0, 60),
    ],
)
def test_the_example_exports_are_accepted_with_their_profiles(profile, export, skipped, accepted):
    checked = check_file(
        Request(
            file=SAMPLE_FOLDER / "examples" / export,
            as_of=date(2026, 11, 30),
            profile=read_profile(SAMPLE_FOLDER / "profiles" / profile),
        ),
        store=None,
    )
    report = checked.report
    assert (report.refused, report.skipped, report.accepted) == (0, skipped, accepted), report
    assert report.new_units and not report.findings
