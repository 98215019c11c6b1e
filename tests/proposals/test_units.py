"""The same ward has three names in three systems: proposed by likeness, confirmed once, kept."""

from datetime import date

import duckdb
import pytest

from dashboard.extracts.intake import Request, check_file, store_checked
from dashboard.extracts.profile import parse_profile
from dashboard.mart.locate import mart_for
from dashboard.proposals.likeness import likeness, normal
from dashboard.proposals.units import (
    NEW,
    UNASSIGNED,
    Certainty,
    NewUnit,
    known_units,
    propose_units,
    store_matches,
)
from dashboard.settings import load

AS_OF = date(2026, 3, 31)
UNITS = """unit_id,unit_name,department,site,valid_from
W5A,Ward 5A Cardiology,Medicine,North Wing,2020-01-01
W5B,Ward 5B Respiratory,Medicine,North Wing,2020-01-01
W7N,Ward 7,Surgery,North Wing,2020-01-01
W7S,Ward 7,Surgery,South Wing,2020-01-01
ED,Emergency Department,Urgent Care,North Wing,2020-01-01
"""
ANSWERS = "Response ID,Ward,Date,FFT answer\n"


@pytest.fixture
def send(store, tmp_path):
    """Check a file, and store and publish it."""

    def sent(text, dataset, source, *, beside=(), register=False, publish=True):
        path = tmp_path / "file.csv"
        path.write_text(text, encoding="utf-8")
        document = {"units": {"register": True}} if register else {}
        request = Request(
            path, AS_OF, parse_profile(document, "p", ""), dataset, source, beside=beside
        )  # fmt: skip
        checked = check_file(Request(**vars(request) | _constants(dataset, register)), store)
        return checked if not publish else store_checked(checked, store)

    return sent


def _constants(dataset, register):
    if dataset != "surveys":
        return {}
    columns = {
        "response_id": "Response ID", "unit_id": "Ward", "event_date": "Date",
        "fft": "FFT answer", "instrument": {"constant": "FFT"},
    }  # fmt: skip
    document = {"columns": columns, "units": {"register": register}}
    return {"profile": parse_profile(document, "p", str(register))}


def answers(*units, first=1):
    rows = (f"{n},{unit},2026-03-{n % 27 + 1:02},1\n" for n, unit in enumerate(units, first))
    return ANSWERS + "".join(rows)


def proposals(checked, store):
    return {match.unknown.name: match for match in propose_units(checked, store)}


def test_names_are_matched_by_spelling_number_abbreviation_and_place(send, store):
    send(UNITS, "units", "estates")
    names = [
        "ward 5a - cardiology",
        "Ward 5B",
        "A&E",
        "North Wing / Ward 7",
        "Ward 7",
        "Ward 9",
        "Chapel",
    ]
    found = proposals(send(answers(*names), "surveys", "fft", publish=False), store)
    assert {name: (found[name].certainty, found[name].proposed) for name in names} == {
        "ward 5a - cardiology": (Certainty.CERTAIN, "W5A"),
        "Ward 5B": (Certainty.LIKELY, "W5B"),
        "A&E": (Certainty.CERTAIN, "ED"),
        "North Wing / Ward 7": (Certainty.CERTAIN, "W7N"),
        "Ward 7": (Certainty.NONE, None),
        "Ward 9": (Certainty.NONE, None),
        "Chapel": (Certainty.NONE, None),
    }
    assert {one.unit.unit_id for one in found["Ward 7"].candidates} >= {"W7N", "W7S"}
    assert found["Ward 7"].reason == "Several units have a name like it."
    assert found["A&E"].reason == "'A&E' is the same as the unit's id ED."


def test_the_commonest_comes_first_with_its_rows_and_days(send, store):
    send(UNITS, "units", "estates")
    matches = propose_units(
        send(answers("Chapel", "Ward 9", "Ward 9", "W5A"), "surveys", "fft", publish=False), store
    )
    assert [(m.unknown.name, m.unknown.rows_n) for m in matches] == [("Ward 9", 2), ("Chapel", 1)]
    assert (matches[0].unknown.first_on, matches[0].unknown.last_on) == (
        date(2026, 3, 3),
        date(2026, 3, 4),
    )


def test_confirmed_matches_are_published_with_the_file_and_need_no_question_next_month(send, store):
    send(UNITS, "units", "estates")
    march = answers("Cardio ward", "Chapel", "Day room")
    beside = store_matches(
        store, {"Cardio ward": "W5A", "Chapel": NEW, "Day room": UNASSIGNED},
        source_system="fft", as_of=AS_OF, by="q.team",
        new_units={"Chapel": NewUnit("The chapel", "Pastoral care")},
    )  # fmt: skip
    assert len(beside) == 2
    assert store.current().publication == 1  # nothing is visible yet
    assert propose_units(send(march, "surveys", "fft", beside=beside, publish=False), store) == ()
    report = send(march, "surveys", "fft", beside=beside)
    assert report.findings == {}
    assert store.current().publication == 2
    assert store.current().extracts[-3:] == (*beside, report.extract_id)
    april = send(
        answers("Cardio ward", "Chapel", "Day room", first=9), "surveys", "fft", publish=False
    )
    assert propose_units(april, store) == ()
    assert april.report.findings == {}
    assert (
        "unseen_unit"
        in send(answers("Cardio ward"), "surveys", "web", publish=False).report.findings
    )


@pytest.mark.slow
def test_a_new_unit_is_registered_with_what_was_said_of_it(send, store):
    send(UNITS, "units", "estates")
    beside = store_matches(
        store, {"Chapel": NEW, "0815": NEW}, source_system="fft", as_of=AS_OF, by="q.team",
        new_units={"Chapel": NewUnit("The chapel", "Pastoral care", "North Wing")},
    )  # fmt: skip
    send(answers("Chapel", "0815"), "surveys", "fft", beside=beside)
    units = {unit.unit_id: unit for unit in known_units(store)}
    assert (units["Chapel"].unit_name, units["Chapel"].department) == (
        "The chapel",
        "Pastoral care",
    )
    assert (units["0815"].unit_name, units["0815"].department) == ("0815", "Not recorded")


@pytest.mark.slow
def test_what_another_source_calls_a_unit_is_a_name_of_it(send, store):
    send(UNITS, "units", "estates")
    beside = store_matches(
        store, {"Heart Centre": "W5A"}, source_system="datix", as_of=AS_OF, by="q.team"
    )
    send(answers("Heart Centre"), "surveys", "datix", beside=beside)
    found = proposals(send(answers("heart centre"), "surveys", "fft", publish=False), store)
    assert found["heart centre"].proposed == "W5A"
    assert found["heart centre"].reason == (
        "'heart centre' is the same as what datix calls the unit: Heart Centre."
    )


@pytest.mark.slow
def test_units_that_other_rows_registered_can_be_meant_and_own_ones_are_known(send, store):
    send(answers("Ward 5A", "Ward 6"), "surveys", "datix", register=True)
    found = proposals(
        send(answers("WARD 5a"), "surveys", "fft", register=True, publish=False), store
    )
    assert found["WARD 5a"].proposed == "Ward 5A"
    assert not found["WARD 5a"].candidates[0].unit.is_registered
    own = send(answers("Ward 5A", "Ward 8"), "surveys", "datix", register=True, publish=False)
    assert list(proposals(own, store)) == ["Ward 8"]


def test_a_unit_of_other_days_is_not_proposed_and_the_reason_says_so(send, store):
    ended = UNITS.replace("valid_from", "valid_from,valid_to").replace(
        "2020-01-01", "2020-01-01,2025-12-31"
    )
    send(ended, "units", "estates")
    found = proposals(send(answers("W5A", "Ward 5B"), "surveys", "fft", publish=False), store)
    assert (found["W5A"].proposed, found["W5A"].candidates) == (None, ())
    assert found["W5A"].reason == (
        "It is a unit from 2020-01-01 to 2025-12-31 only; these rows are of other days."
    )
    assert found["Ward 5B"].candidates == ()


@pytest.mark.slow
def test_a_later_confirmation_takes_the_place_of_an_earlier_one(send, store):
    send(UNITS, "units", "estates")
    for unit_id in ("W5A", "W5B"):
        ids = store_matches(
            store, {"Heart": unit_id}, source_system="fft", as_of=AS_OF, by="q.team"
        )
        send(answers("Heart"), "surveys", "fft", beside=ids)
    names = {unit.unit_id: unit.other_names for unit in known_units(store)}
    assert (names["W5A"], names["W5B"]) == ((), (("Heart", "fft"),))
    assert store.current().publication == 3


@pytest.mark.slow  # builds two marts
def test_the_mart_puts_rows_under_the_confirmed_units(send, store, tmp_path):
    send(UNITS, "units", "estates")
    given = load(None, store=store.uri).model_copy(update={"mart_dir": tmp_path / "marts"})
    for unit_id in ("W5A", "W5B"):  # corrected a moment later: the later one holds
        ids = store_matches(
            store, {"Heart": unit_id, "Chapel": NEW, "Day room": UNASSIGNED},
            source_system="fft", as_of=AS_OF, by="q.team",
        )  # fmt: skip
        send(answers("Heart", "Chapel", "Day room"), "surveys", "fft", beside=ids)
        mart = mart_for(store, store.current(), given)
        with duckdb.connect(str(mart.path), read_only=True) as con:
            rows = con.execute("select unit_id from mart.surveys order by response_id").fetchall()
        assert [row[0] for row in rows] == [unit_id, "Chapel", "UNASSIGNED"]


def test_without_a_store_or_units_names_are_listed_and_nothing_is_proposed(send, store):
    checked = send(answers("Ward 5A"), "surveys", "fft", publish=False)
    for where in (None, store):
        (match,) = propose_units(checked, where)
        assert (match.certainty, match.proposed, match.candidates) == (Certainty.NONE, None, ())
    assert store_matches(store, {}, source_system="fft", as_of=AS_OF, by="q.team") == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ward 05", "ward 5"), ("ED", "Emergency Dept."), ("Out-patients", "outpatients"), ("ICU", "Intensive Care Unit"), ("Ward5", "Ward 5")],
)  # fmt: skip
def test_names_that_are_the_same_in_normal_form(one, other):
    assert likeness(normal(one), normal(other)) == 100


@pytest.mark.parametrize(
    ("one", "other"), [("Ward 5A", "Ward 5B"), ("Ward 1", "Ward 11"), ("Ward 7", "Clinic 8")]
)
def test_names_with_different_numbers_are_never_alike(one, other):
    assert likeness(normal(one), normal(other)) == 0


@pytest.mark.slow
def test_a_corrected_name_takes_the_place_of_the_earlier_one(send, store):
    send(UNITS, "units", "estates")
    send(UNITS.replace("Ward 5A Cardiology", "Ward 5A Heart Centre"), "units", "estates")
    units = {unit.unit_id: unit.unit_name for unit in known_units(store)}
    assert units["W5A"] == "Ward 5A Heart Centre"
