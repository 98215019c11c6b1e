"""A saved profile is picked up by next month's header; every version stays."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from dashboard.errors import Refused, WrongUsage
from dashboard.proposals.saved_profiles import for_headers, save_profile
from dashboard.store.profiles import Profiles

HEADERS = ["Ref", "Ward", "First received", "Stage", "Method", "Notes"]
DOCUMENT = {
    "dataset": "complaints",
    "source_system": "datix",
    "columns": {
        "complaint_id": "Ref", "unit_id": "Ward",
        "received_at": {"column": "First received", "format": "%d/%m/%Y"},
        "status": {"column": "Stage", "values": {"Shut": "closed"}},
        "channel": "Method", "contact_type": {"constant": "complaint"},
    },
    "rows": {"skip_where": {"Ref": ["Total"]}},
}  # fmt: skip


def save(store, name="datix", document=DOCUMENT, headers=HEADERS):
    return save_profile(store, name, document, headers, by="q.team")


def test_the_same_header_finds_its_profile_whatever_the_order_and_the_case(store):
    save(store)
    found = for_headers(store, [name.upper() + " " for name in reversed(HEADERS)])
    assert found.saved.name == "datix" and found.document == DOCUMENT
    assert (found.new, found.gone, found.missing) == ((), (), ())
    assert found.in_words.startswith("The profile 'datix' (saved by q.team on ")
    assert found.in_words.endswith("fits this file's header.")


def test_columns_that_are_new_or_gone_are_said(store):
    save(store)
    found = for_headers(store, [*HEADERS[:-1], "Grade"])
    assert (found.new, found.gone, found.missing) == (("grade",), ("notes",), ())
    assert "New columns: grade. Gone, and not needed: notes." in found.in_words


def test_a_column_that_the_profile_reads_and_the_file_lost_is_named(store):
    save(store)
    found = for_headers(store, [name for name in HEADERS if name != "Method"])
    assert found.missing == ("method",)
    assert "reads columns that are gone: method" in found.in_words


def test_a_header_of_something_else_finds_nothing(store):
    save(store)
    assert for_headers(store, ["Date", "Ward", "Score"]) is None


def test_of_several_profiles_the_same_header_comes_before_a_wider_one(store):
    save(store, "exact")
    save(store, "wider", headers=[*HEADERS, "Grade", "Outcome"])
    assert for_headers(store, HEADERS).saved.name == "exact"
    assert for_headers(store, [*HEADERS, "Grade", "Outcome"]).saved.name == "wider"
    save(store, "newer")
    assert for_headers(store, HEADERS).saved.name == "newer"


def test_each_version_stays_in_the_history_and_the_same_content_makes_none(store):
    first = save(store)
    assert save(store) == first
    changed = DOCUMENT | {"timezone": "Europe/London"}
    save(store, document=changed)
    assert [saved.number for saved in Profiles(store).history()] == [1, 2]
    assert for_headers(store, HEADERS).document == changed


def test_a_removed_profile_is_offered_no_longer_and_can_be_saved_again(store):
    save(store)
    Profiles(store).remove("datix", by="q.team")
    assert for_headers(store, HEADERS) is None
    assert len(Profiles(store).history()) == 2
    with pytest.raises(Refused, match="no saved profile 'datix'"):
        Profiles(store).remove("datix", by="q.team")
    assert save(store).number == 3
    assert for_headers(store, HEADERS).saved.number == 3


def test_what_is_no_profile_or_has_no_name_is_not_saved(store):
    with pytest.raises(WrongUsage, match="Unknown key 'colums'"):
        save(store, document={"colums": {}})
    with pytest.raises(Refused, match="name"):
        save(store, name=" ")
    assert Profiles(store).history() == ()


@pytest.mark.slow
def test_profiles_saved_at_the_same_time_all_stay(store):
    save(store, "first")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: save(store, f"p{number}"), range(8)))
    history = Profiles(store).history()
    assert [saved.number for saved in history] == list(range(1, 10))
    assert {saved.name for saved in history} == {"first", *(f"p{number}" for number in range(8))}
