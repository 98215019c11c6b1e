"""A rebase is in the charts of a running server at its next look, without a mart being built."""

import datetime as dt

import pytest

from dashboard.access.viewer import parse_viewer
from dashboard.serving import Serving
from dashboard.settings import load
from dashboard.store.rebases import Rebases
from tests.server.test_earlier_publications import publish, store  # noqa: F401 (a fixture)

pytestmark = pytest.mark.slow  # a builder's process for each mart

MARCH = dt.date(2026, 3, 1)


def asked(mart):
    table = mart.query("variation/rebases", parse_viewer("executive"), measures=["recommend"])
    return table.to_pylist()


def test_the_next_look_shows_it_under_another_name_and_in_earlier_publications_too(store, tmp_path):  # noqa: F811
    held = Serving(load(store=store.uri, mart_dir=tmp_path / "marts"))
    before = held.shown()
    earlier = held.shown_at(1)
    files = {path: path.stat().st_ino for path in (tmp_path / "marts").rglob("*.duckdb")}
    assert asked(before.mart) == asked(earlier.mart) == []

    Rebases(store).add("recommend", None, MARCH, reason="new questions", by="quality")
    held.look()
    after = held.shown()
    assert after.mart_name != before.mart_name and after.mart.path == before.mart.path
    assert [row["reason"] for row in asked(after.mart)] == ["new questions"]
    assert [row["reason"] for row in asked(held.shown_at(1).mart)] == ["new questions"]
    assert asked(held.mart_named(before.mart_name)) == []  # a page that began on it ends on it

    Rebases(store).remove("recommend", None, MARCH, reason="", by="quality")
    held.look()
    assert held.shown().mart_name == before.mart_name
    assert {path: path.stat().st_ino for path in files} == files


def test_a_publication_and_a_rebase_are_both_seen(store, tmp_path):  # noqa: F811
    held = Serving(load(store=store.uri, mart_dir=tmp_path / "marts"))
    assert held.shown().publication == 2
    Rebases(store).add("recommend", None, MARCH, reason="new questions", by="quality")
    publish(store, tmp_path, 7)
    held.show_new(store.current())
    assert held.shown().publication == 3
    assert [row["reason"] for row in asked(held.shown().mart)] == ["new questions"]
