"""Which mart a process shows to whoever asks for an earlier publication."""

import datetime as dt
from pathlib import Path

import pytest

from dashboard.errors import Refused
from dashboard.extracts.intake import Request, import_file
from dashboard.serving import MARTS_ASKED, Serving
from dashboard.settings import load
from dashboard.store import erasing
from dashboard.store.store import Store, open_store

pytestmark = pytest.mark.slow  # a builder's process for each mart

HEADER = "complaint_id,unit_id,received_at,closed_at,status,channel,contact_type\n"
AS_OF = dt.date(2026, 3, 31)


def publish(store: Store, folder: Path, count: int) -> None:
    file = folder / f"{count}.csv"
    rows = (f"c{n},UNASSIGNED,2026-03-01,2026-03-05,closed,web,complaint\n" for n in range(count))
    file.write_text(HEADER + "".join(rows))
    request = Request(file, AS_OF, dataset="complaints", source_system=f"s{count}", by="test")
    assert import_file(request, lambda: store).published


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = open_store(str(tmp_path / "store"), create=True)
    for count in (3, 5):
        publish(made, tmp_path, count)
    return made


@pytest.fixture
def held(store: Store, tmp_path: Path) -> Serving:
    return Serving(load(store=store.uri, mart_dir=tmp_path / "marts"))


def test_an_earlier_mart_is_built_and_does_not_change_what_others_see(held):
    assert held.shown().publication == 2
    assert not held.is_built(1)
    earlier = held.shown_at(1)
    assert (earlier.publication, earlier.newest, earlier.is_asked) == (1, 2, True)
    assert held.is_built(1)
    assert held.shown().publication == 2
    assert held.mart_named(earlier.mart_name) is earlier.mart


def test_what_is_not_there_is_said_and_has_no_mart(held):
    for number in (0, 3):
        asked = held.shown_at(number)
        assert asked.mart is None
        assert f"no publication {number}" in asked.message
        assert asked.newest == 2


def test_a_mart_that_was_let_go_is_opened_again_by_its_name(held):
    name = held.shown_at(1).mart_name
    for number in range(10, 10 + MARTS_ASKED):
        held._asked[number] = held.mart_of(1)  # as if many were looked at
    held._asked.clear()
    assert held.mart_named(name).facts.publication == 1


def test_a_mart_file_that_was_deleted_is_built_anew(held):
    first = held.shown_at(1)
    first.mart.path.unlink()
    again = held.shown_at(1)
    assert again.mart is not first.mart
    assert again.mart.path.is_file()


def test_a_purged_publication_says_so_though_its_mart_was_open(held, store):
    before = held.shown_at(1)
    erasing.purge(store, store.publication(1).extracts[0], "test")
    before.mart.path.unlink()  # what the purge's last step does
    gone = held.shown_at(1)
    assert gone.mart is None
    assert "purged" in gone.message


def test_a_mart_of_which_nothing_is_left_is_refused_in_words(held):
    held.shown()
    with pytest.raises(Refused, match="Reload the page"):
        held.mart_named("000009-gone.duckdb")


def test_a_trial_shows_what_would_be_published_and_moves_nothing(held, store):
    newest = held.shown()
    trial = held.trial(store.publication(1).extracts)
    assert trial.facts.publication == 3
    held.look()
    assert held.shown().mart_name == newest.mart_name
    assert store.current().publication == 2
