"""What complaints are about: shares by hand, groups against a store that holds nothing else, pictures."""

import random
from functools import lru_cache

import pytest

from dashboard.access.viewer import parse_viewer
from dashboard.errors import WrongUsage
from dashboard.measures import registry
from dashboard.measures.by_subject import SEVERAL, Chosen
from dashboard.measures.registry import MEASURES
from dashboard.measures.selection import Selection
from dashboard.measures.subjects import PRIMARY_ALONE, resolution_by_subject, subjects
from dashboard.settings import Standards
from dashboard.stats.intervals import wilson_interval
from tests.marts import extract, small_mart

STANDARDS, BOARD = Standards(floor_n=5), Standards(floor_n=5, audience="board")
HEADER = (
    "complaint_id", "unit_id", "received_at", "closed_at", "status", "channel", "contact_type",
    "acknowledged_at", "satisfaction_handling", "first_action_at", "response_sent_at", "due_date",
    "severity_hcat",
)  # fmt: skip
SUBJECTS = (("HCAT", "Quality"), ("HCAT", "Safety"), ("KO41a", "Other"), ("local", "Other"),
            ("local", "Parking = bad"))  # fmt: skip
OF_COMPLAINTS = [
    name for name, measure in MEASURES.items()
    if "subject" in measure.groups and name != "complaints_by_subject"
]  # fmt: skip


def table(header, rows):
    return "\n".join((" | ".join(header), *(" | ".join(row) for row in rows)))


def complaint(pick, number):
    month, day = pick.choice("123"), pick.randrange(1, 25)
    status = pick.choice(("open", "closed", "closed", "withdrawn"))
    later = f"2026-0{month}-{pick.randrange(day, 29):02}"
    return (
        f"c{number}", pick.choice(("u0", "u1")), f"2026-0{month}-{day:02} 09:00:00",
        "" if status == "open" else f"{later} 12:00:00", status, pick.choice(("web", "phone")),
        pick.choice(("complaint", "grievance", "concern")), pick.choice(("", f"{later} 10:00:00")),
        pick.choice(("", "1", "5")), pick.choice(("", f"2026-0{month}-{day:02} 09:10:00")),
        pick.choice(("", f"{later} 11:00:00")), f"2026-0{month}-27", pick.choice(("", "0", "3")),
    )  # fmt: skip


def rows_of(seed, complaints_n=160):
    pick = random.Random(seed)
    complaints = [complaint(pick, number) for number in range(complaints_n)]
    issues = [
        (row[0], *subject, pick.choice(("true", "false", "")))
        for row in complaints
        if pick.random() < 0.8
        for subject in pick.sample(SUBJECTS, pick.randrange(1, 4))
    ]
    return complaints, issues


def asked(complaints, issues, viewer="executive"):
    return mart_of(tuple(complaints), tuple(issues)).ask(parse_viewer(viewer))


@lru_cache(maxsize=64)
def mart_of(complaints, issues):
    return small_mart(
        (extract("complaints", 0), table(HEADER, complaints)),
        (
            extract("complaint_issues", 0),
            table(("complaint_id", "taxonomy", "code", "is_primary"), issues),
        ),
        (
            extract("activity", 0),
            table(("unit_id", "month", "discharges"),
                  [(u, f"2026-0{m}-01", "400") for u in ("u0", "u1") for m in "123"]),
        ),
    )  # fmt: skip


@pytest.fixture(scope="module")
def random_rows():
    return rows_of(2026)


@pytest.fixture(scope="module")
def ask(random_rows):
    return asked(*random_rows)


def answer(ask, name, standards=STANDARDS, **chosen):
    return registry.answer(name, ask, Selection(**chosen), standards).rows


def numbers(row):
    return (row.n, row.value, row.lower, row.upper, row.numerator, row.excluded, row.suppressed)


# --- the share, by hand ---------------------------------------------------------------------------

BY_HAND = (
    [(f"c{n}", "u0", f"2026-03-0{n} 09:00:00", "", "open", "web", "complaint", *[""] * 6)
     for n in range(1, 9)],
    [("c1", "HCAT", "Safety", "true"), ("c1", "HCAT", "Quality", ""), ("c2", "HCAT", "Quality", "true"),
     ("c3", "HCAT", "Quality", "true"), ("c4", "HCAT", "Listening", ""), ("c5", "HCAT", "Safety", "true"),
     ("c6", "HCAT", "Safety", ""), ("c9", "HCAT", "Safety", "true")],
)  # fmt: skip
# eight complaints, six of them coded: Quality 3, Safety 3, Listening 1; primary 2, 2, 0


def test_a_share_is_of_the_coded_complaints_and_the_others_are_counted_beside():
    rows = answer(asked(*BY_HAND), "complaints_by_subject")
    assert [(row.group, row.n, row.numerator, row.value) for row in rows] == [
        ("Quality", 6, 3, 0.5), ("Safety", 6, 3, 0.5), ("Listening", 6, 1, 1 / 6),
    ]  # fmt: skip
    assert all(row.excluded == {"not coded": 2} for row in rows)
    assert [row.more["primary_n"] for row in rows] == [2, 2, 0]
    assert (rows[2].lower, rows[2].upper) == tuple(wilson_interval(1, 6))
    assert all(SEVERAL in row.note for row in rows)


def test_primary_subjects_alone_are_said_to_be_that():
    rows = answer(asked(*BY_HAND), "complaints_by_subject", where=(("is_primary", "true"),))
    assert [(row.group, row.numerator) for row in rows] == [
        ("Quality", 2), ("Safety", 2), ("Listening", 0),
    ]  # fmt: skip
    assert all(PRIMARY_ALONE in row.note and SEVERAL not in row.note for row in rows)
    with pytest.raises(WrongUsage, match="is_primary takes true"):
        answer(asked(*BY_HAND), "complaints_by_subject", where=(("is_primary", "false"),))


def test_by_month_each_subject_has_its_row_and_one_can_be_chosen():
    ask = asked(*BY_HAND)
    rows = answer(ask, "complaints_by_subject", by="month")
    assert [(row.group, row.more["subject"]) for row in rows] == [
        ("2026-03", "Quality"), ("2026-03", "Safety"), ("2026-03", "Listening"),
    ]  # fmt: skip
    (row,) = answer(ask, "complaints_by_subject", by="month", where=(("subject", "Listening"),))
    assert (row.group, row.n, row.numerator) == ("2026-03", 6, 1)


def test_the_board_sees_no_subject_under_the_floor_and_no_few_that_are_not_coded():
    rows = answer(asked(*BY_HAND), "complaints_by_subject", Standards(floor_n=3, audience="board"))
    shown = {row.group: row for row in rows}
    assert shown["Quality"].numerator == 3 and not shown["Quality"].excluded
    assert shown["Listening"].suppressed
    assert numbers(shown["Listening"])[:5] == (None,) * 5
    assert shown["Listening"].more["primary_n"] is None
    assert "exclusions under 3 are not shown" in shown["Quality"].note


# --- groups by subject, of every measure of complaints --------------------------------------------


@pytest.mark.slow  # many questions; time_to_resolution and the measure itself are asked below
@pytest.mark.parametrize("name", OF_COMPLAINTS)
@pytest.mark.parametrize("primary", [False, True])
def test_a_group_is_what_a_store_of_those_complaints_alone_gives(ask, random_rows, name, primary):
    complaints, issues = random_rows
    where = (("is_primary", "true"),) if primary else ()
    types = ("complaint", "grievance", "concern")
    found = {
        row.group: row for row in answer(ask, name, by="subject", where=where, contact_types=types)
    }
    for taxonomy, subject in SUBJECTS[:3]:
        ids = about(issues, taxonomy, subject, primary)
        own = asked([row for row in complaints if row[0] in ids], issues)
        (expected, *_) = answer(own, name, contact_types=types)
        assert numbers(found[f"{taxonomy}: {subject}"]) == numbers(expected), subject
        assert SEVERAL in found[f"{taxonomy}: {subject}"].note


def about(issues, taxonomy, subject, primary):
    """Complaints with a subject; of several that are marked primary the first is."""
    first = {}
    for row in issues:
        if row[1] == taxonomy and row[3] == "true":
            first.setdefault(row[0], row[2])
    return {
        row[0] for row in issues
        if row[1:3] == (taxonomy, subject) and (not primary or first.get(row[0]) == subject)
    }  # fmt: skip


@pytest.mark.parametrize("name", ["time_to_resolution", "recovered_share", "open_cases"])
def test_what_is_not_coded_in_a_taxonomy_is_a_group_of_its_own(ask, random_rows, name):
    complaints, issues = random_rows
    coded = {row[0] for row in issues if row[1] == "HCAT"}
    own = asked(
        [row for row in complaints if row[0] not in coded], [("c999", "HCAT", "Safety", "")]
    )
    found = {row.group: row for row in answer(ask, name, by="subject")}
    assert numbers(found["HCAT: not coded"]) == numbers(answer(own, name)[0])


@pytest.mark.parametrize(
    ("where", "wanted"),
    [
        ((("subject", "Quality"),), lambda t, s, p: s == "Quality"),
        ((("subject", "Other"),), lambda t, s, p: s == "Other"),
        (
            (("subject", "Other"), ("taxonomy", "local")),
            lambda t, s, p: (t, s) == ("local", "Other"),
        ),
        ((("subject", "Quality"), ("subject", "Safety")), lambda t, s, p: t == "HCAT"),
        ((("subject", "local: Parking = bad"),), lambda t, s, p: s == "Parking = bad"),
        ((("taxonomy", "KO41a"),), lambda t, s, p: t == "KO41a"),
        ((("taxonomy", "KO41a"), ("taxonomy", "HCAT")), lambda t, s, p: t != "local"),
        ((("subject", "Pigeons"),), lambda t, s, p: False),
        ((("taxonomy", "Pigeons"),), lambda t, s, p: False),
    ],
)
@pytest.mark.parametrize("by", [None, "channel"])
def test_where_keeps_the_complaints_about_a_subject(ask, random_rows, where, wanted, by):
    complaints, issues = random_rows
    ids = {row[0] for row in issues if wanted(*row[1:])}
    own = asked([row for row in complaints if row[0] in ids], issues)
    for name in ("time_to_resolution",) if by else ("acknowledged_on_time",):
        kept = [(row.group, *numbers(row)) for row in answer(ask, name, by=by, where=where)]
        assert kept == [(row.group, *numbers(row)) for row in answer(own, name, by=by)]


def test_where_primary_keeps_complaints_with_that_primary_subject(ask, random_rows):
    complaints, issues = random_rows
    ids = about(issues, "HCAT", "Safety", True)
    own = asked([row for row in complaints if row[0] in ids], issues)
    where = (("subject", "Safety"), ("is_primary", "true"))
    (kept,) = answer(ask, "resolved_within", where=where)
    assert numbers(kept) == numbers(answer(own, "resolved_within")[0])


def test_a_subject_and_another_column_narrow_together(ask):
    where = (("subject", "Quality"), ("channel", "web"))
    (both,) = answer(ask, "time_to_resolution", where=where)
    by_channel = answer(ask, "time_to_resolution", where=where[:1], by="channel")
    assert numbers(both) == numbers({row.group: row for row in by_channel}["web"])


@pytest.mark.parametrize("viewer", ["executive", "unit_manager:u0"])
@pytest.mark.parametrize("standards", [STANDARDS, BOARD], ids=["internal", "board"])
def test_cells_and_rows_tell_the_same_time_by_subject(random_rows, viewer, standards):
    ask = asked(*random_rows, viewer=viewer)
    calls = []

    def spied(name, /, **params):
        calls.append(name)
        return ask(name, **params)

    every = ("in_person", "phone", "web")  # named, so that the rows are asked
    from_cells = answer(spied, "time_to_resolution", standards, by="subject")
    assert "subjects/subject_ages" in calls and "rows/resolution_ages" not in calls
    from_rows = answer(spied, "time_to_resolution", standards, by="subject", channels=every)
    assert "rows/resolution_ages" in calls
    assert from_cells == from_rows and from_cells


@pytest.mark.parametrize("primary", [False, True])
def test_a_share_recovered_by_subject_is_that_of_those_complaints(ask, random_rows, primary):
    complaints, issues = random_rows
    where = (("is_primary", "true"),) if primary else ()
    found = {row.group: row for row in answer(ask, "recovered_share", by="subject", where=where)}
    ids = about(issues, "HCAT", "Safety", primary)
    own = asked([row for row in complaints if row[0] in ids], issues)
    assert numbers(found["HCAT: Safety"]) == numbers(answer(own, "recovered_share")[0])


def test_a_manager_s_groups_are_of_their_own_unit(random_rows):
    complaints, issues = random_rows
    own = asked([row for row in complaints if row[1] == "u1"], issues)
    manager = asked(*random_rows, viewer="unit_manager:u1")
    for name in ("complaints_by_subject", "time_to_resolution", "recovered_share"):
        assert answer(manager, name, by="subject") == answer(own, name, by="subject")
        assert answer(manager, name, by="subject") != answer(
            asked(*random_rows), name, by="subject"
        )
    nobody = asked(*random_rows, viewer="unit_manager")
    assert not [row for row in answer(nobody, "recovered_share", by="subject") if row.n]


# --- the choice of subjects -----------------------------------------------------------------------


def test_one_taxonomy_needs_no_prefix_and_several_do():
    known = ("HCAT: Safety", "HCAT: Quality", "local: Zebra", "local: Antelope")
    chosen = Chosen(Selection(where=(("taxonomy", "HCAT"),)), known)
    assert list(chosen.parts(known).values()) == ["Quality", "Safety", "not coded"]
    every = Chosen(Selection(), known)
    assert list(every.parts(known).values()) == [
        "HCAT: Quality", "HCAT: Safety", "local: Antelope", "local: Zebra",
        "HCAT: not coded", "local: not coded",
    ]  # fmt: skip


# --- pictures -------------------------------------------------------------------------------------


def test_the_commonest_subject_stands_first_and_the_sentence_names_three(ask):
    figure = subjects(ask, Selection(), STANDARDS)
    shares = figure.table["share"].to_pylist()
    assert shares == sorted(shares, reverse=True)
    assert figure.taxonomies == ("HCAT", "KO41a", "local")
    assert figure.taxonomy in figure.taxonomies
    assert figure.verdict.kind == "none"
    assert figure.verdict.sentence.startswith("All units: most complaints are about ")
    measured = answer(ask, "complaints_by_subject", where=(("taxonomy", figure.taxonomy),))
    assert {row.group: row.value for row in measured} == dict(
        zip(figure.table["subject"].to_pylist(), shares, strict=True)
    )
    assert figure.not_coded_n == measured[0].excluded["not coded"]


def test_a_taxonomy_can_be_chosen(ask):
    figure = subjects(ask, Selection(), STANDARDS, "KO41a")
    assert (figure.taxonomy, figure.table["subject"].to_pylist()) == ("KO41a", ["Other"])


def test_a_unit_s_subjects_stand_beside_the_organization_s(ask, random_rows):
    figure = subjects(ask, Selection(units=("u0",)), STANDARDS, "HCAT")
    whole = subjects(ask, Selection(), STANDARDS, "HCAT")
    beside = dict(
        zip(*(figure.table[c].to_pylist() for c in ("subject", "hospital_share")), strict=True)
    )
    every = dict(zip(*(whole.table[c].to_pylist() for c in ("subject", "share")), strict=True))
    assert beside == every
    assert set(whole.table["hospital_share"].to_pylist()) == {None}
    manager = asked(*random_rows, viewer="unit_manager:u0")
    own = subjects(manager, Selection(), STANDARDS, "HCAT")
    assert set(own.table["hospital_share"].to_pylist()) == {None}


def test_a_subject_that_a_unit_has_far_more_often_is_said_to_stand_out():
    rows = [(f"c{n}", "u0" if n < 100 else "u1", "2026-03-02 09:00:00", "", "open", "web",
             "complaint", *[""] * 6) for n in range(400)]  # fmt: skip
    issues = [
        (f"c{n}", "HCAT", "Quality" if n < 80 or n % 4 == 0 else "Safety", "true")
        for n in range(400)
    ]
    figure = subjects(asked(rows, issues), Selection(units=("u0",)), STANDARDS)
    assert figure.table["stands_out"].to_pylist() == ["higher", "lower"]
    assert "Quality is higher than in the whole organization" in figure.verdict.detail
    other = subjects(asked(rows, issues), Selection(), STANDARDS)
    assert set(other.table["stands_out"].to_pylist()) == {None}


def test_where_nothing_is_coded_it_says_so():
    ask = asked(BY_HAND[0], [("c99", "HCAT", "Safety", "true")])
    for figure in (subjects(ask, Selection(), STANDARDS),
                   resolution_by_subject(ask, Selection(), STANDARDS)):  # fmt: skip
        assert figure.table.num_rows == 0 and figure.taxonomy is None
    assert subjects(ask, Selection(), STANDARDS).verdict.kind == "not_measurable"


def test_the_board_is_told_neither_small_subjects_nor_their_order(ask):
    figure = subjects(ask, Selection(), Standards(floor_n=70, audience="board"), "HCAT")
    hidden = [row for row in figure.table.to_pylist() if row["is_suppressed"]]
    assert hidden
    for row in hidden:
        names = ("n", "complaints_n", "share", "lower", "upper", "primary_n", "primary_share")
        assert {row[name] for name in names} == {None}
    every = subjects(ask, Selection(), Standards(floor_n=10_000, audience="board"), "HCAT")
    assert (every.n, every.not_coded_n, every.verdict.kind) == (None, None, "too_few")
    assert every.table["subject"].to_pylist() == ["Quality", "Safety"]  # the list's own order


def test_times_by_subject_stand_in_the_order_of_the_shares(ask):
    listed = subjects(ask, Selection(), STANDARDS)
    figure = resolution_by_subject(ask, Selection(), STANDARDS)
    assert figure.table["subject"].to_pylist() == listed.table["subject"].to_pylist()
    measured = {
        row.group: row
        for row in answer(ask, "time_to_resolution", by="subject", where=(("taxonomy", listed.taxonomy),))
    }  # fmt: skip
    for row in figure.table.to_pylist():
        assert row["median_days"] == measured[row["subject"]].value
        assert row["n"] == measured[row["subject"]].n


def test_a_subject_that_takes_longer_is_named():
    def closed(number, days):
        return (f"c{number}", "u0", "2026-01-02 09:00:00", f"2026-01-{2 + days:02} 09:00:00",
                "closed", "web", "complaint", *[""] * 6)  # fmt: skip

    rows = [closed(n, 20 if n < 60 else 4) for n in range(260)]
    issues = [(f"c{n}", "HCAT", "Safety" if n < 60 else "Quality", "true") for n in range(260)]
    figure = resolution_by_subject(asked(rows, issues), Selection(), STANDARDS)
    assert figure.verdict.kind == "concern"
    assert (
        "complaints about Safety (20\N{NO-BREAK SPACE}days) take longer" in figure.verdict.sentence
    )
    same = [closed(n, 4 + n % 3) for n in range(260)]
    calm = resolution_by_subject(asked(same, issues), Selection(), STANDARDS)
    assert calm.verdict.kind == "none" and "no subject takes longer" in calm.verdict.sentence
