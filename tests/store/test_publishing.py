"""Rollback and withdrawal are further publications; what can't be done is refused with what there is."""

import pytest

from dashboard.errors import Refused
from tests.store.given import extract, id_of, publish, put, rows_of


@pytest.fixture
def three(store):
    for name in ("march", "april", "may"):
        put(store, name)
    return store


def test_a_rollback_is_a_new_publication_of_the_old_list(three):
    again = three.rollback(1, by="clerk")
    assert (again.publication, again.reason, again.extracts) == (4, "rollback", (id_of("march"),))
    assert (again.published_by, again.note) == ("clerk", "as 1")
    assert three.publication(3).extracts == tuple(map(id_of, ("march", "april", "may")))


def test_a_rollback_can_be_rolled_back(three):
    three.rollback(1, by="clerk")
    assert three.rollback(3, by="clerk").extracts == three.publication(3).extracts


def test_a_withdrawal_is_a_new_publication_without_the_extract(three):
    without = three.withdraw(id_of("april"), by="clerk")
    assert without.extracts == (id_of("march"), id_of("may"))
    assert (without.publication, without.reason, without.note) == (4, "withdraw", id_of("april"))
    assert len(three.extracts()) == 3


def test_the_last_extract_can_be_withdrawn(store):
    put(store)
    assert store.withdraw(id_of("march"), by="clerk").extracts == ()


def test_a_withdrawn_extract_is_published_again_without_a_second_copy(three):
    three.withdraw(id_of("april"), by="clerk")
    line = extract("april")
    three.append_extract(line, rows_of(line))
    assert publish(three, "april").extracts[-1] == line.extract_id
    assert len(three.parquet_files("units", [line.extract_id])) == 1


@pytest.mark.parametrize("number", [0, -1, 4, 99])
def test_an_unknown_publication_is_refused_with_those_there_are(three, number):
    with pytest.raises(Refused, match=f"no publication {number}; there are 1 to 3"):
        three.rollback(number, by="clerk")
    assert len(three.publications()) == 3


def test_a_rollback_in_an_empty_store_says_that_nothing_was_published(store):
    with pytest.raises(Refused, match="nothing was published yet"):
        store.rollback(1, by="clerk")


def test_an_unknown_extract_is_refused_with_those_that_are_published(three):
    with pytest.raises(Refused, match=f"abc is not known here.*{id_of('may')} \\(may.csv\\)"):
        three.withdraw("abc", by="clerk")
    assert len(three.publications()) == 3


def test_an_extract_withdrawn_before_is_refused(three):
    three.withdraw(id_of("april"), by="clerk")
    with pytest.raises(Refused, match="is not in the current publication"):
        three.withdraw(id_of("april"), by="clerk")
    assert len(three.publications()) == 4


def test_a_list_with_an_extract_that_the_store_does_not_hold_is_refused(three):
    with pytest.raises(Refused, match="has lost the extracts nowhere"):
        three.publish(lambda visible: (*visible, "nowhere"), reason="import", by="clerk")
    assert len(three.publications()) == 3


def test_a_change_that_refuses_leaves_the_last_publication(three):
    def refuse(_):
        raise Refused("no")

    with pytest.raises(Refused, match=r"^no$"):
        three.publish(refuse, reason="import", by="clerk")
    assert three.current().publication == 3
