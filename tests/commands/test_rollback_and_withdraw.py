"""`rollback` and `withdraw`: the next publication, its mart, and what is refused."""

import json

import pytest

from dashboard.__main__ import run
from dashboard.errors import Refused
from dashboard.mart import locate
from dashboard.mart.locate import current_mart
from dashboard.settings import load
from dashboard.store.store import open_store
from tests.store.given import id_of, put


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("DASHBOARD_MART_DIR", str(tmp_path / "marts"))
    store = open_store(str(tmp_path / "store"), create=True)
    put(store, "march")
    put(store, "april")
    return store


@pytest.fixture
def built(monkeypatch):
    """The numbers of the publications whose marts were asked for; none is built."""
    numbers = []
    monkeypatch.setattr(locate, "mart_for", lambda _, p, __, **more: numbers.append(p.publication))
    return numbers


def test_a_rollback_prints_the_new_publication(store, built, capsys):
    assert run(["rollback", "1", "--store", store.uri, "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert list(printed) == [
        "publication", "published_at", "published_by", "reason", "note", "extracts",
    ]  # fmt: skip
    assert (printed["publication"], printed["reason"]) == (3, "rollback")
    assert printed["extracts"] == [id_of("march")] == list(store.current().extracts)
    assert built == [3]


def test_a_withdrawal_prints_the_new_publication(store, built, capsys):
    assert run(["withdraw", id_of("march"), "--store", store.uri, "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert (printed["publication"], printed["reason"]) == (3, "withdraw")
    assert printed["extracts"] == [id_of("april")]
    assert built == [3]


def test_the_text_says_what_is_shown_now(store, built, capsys):
    assert run(["withdraw", id_of("march"), "--store", store.uri]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first == "Published as number 3. It shows:"
    assert id_of("april") in second and "april.csv" in second
    assert run(["withdraw", id_of("april"), "--store", store.uri]) == 0
    assert capsys.readouterr().out == "Published as number 4. It shows no extract.\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["rollback", "7"], "There is no publication 7; there are 1 to 2."),
        (["rollback", "0"], "There is no publication 0; there are 1 to 2."),
        (["withdraw", "nonsense"], "Extract nonsense is not known here."),
    ],
)
def test_what_is_not_there_is_refused_with_what_there_is(store, built, capsys, words, said):
    assert run([*words, "--store", store.uri, "--json"]) == 1
    printed = capsys.readouterr()
    assert printed.out == "" and said in printed.err
    assert len(printed.err.splitlines()) == 1
    assert store.current().publication == 2 and built == []


@pytest.mark.parametrize("words", [["rollback"], ["rollback", "first"], ["withdraw"]])
def test_wrong_words_are_wrong_usage(store, built, words):
    assert run([*words, "--store", store.uri]) == 2
    assert store.current().publication == 2


@pytest.mark.parametrize("words", [["rollback", "1"], ["withdraw", "x"]])
def test_without_a_store_they_are_wrong_usage(words):
    assert run(words) == 2


def test_a_mart_that_cannot_be_built_leaves_the_publication_and_is_said(store, monkeypatch, capsys):
    def fail(*_, **__):
        raise Refused("the mart's folder is full.")

    monkeypatch.setattr(locate, "mart_for", fail)
    assert run(["rollback", "1", "--store", store.uri, "--json"]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["publication"] == store.current().publication == 3
    assert "Publication 3 stands" in printed.err and "folder is full" in printed.err


def test_the_mart_of_the_new_publication_is_shown_next(store):
    assert run(["rollback", "1", "--store", store.uri]) == 0
    mart = current_mart(store.uri, load())
    assert mart is not None and mart.name.startswith("000003-")
