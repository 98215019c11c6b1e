"""Published control charts through the whole chain: files, the import, the mart, `measure --spc --json`.

Sources: Montgomery, Introduction to Statistical Quality Control, as computed by R's qicharts2 (see
shared measures.md 2.2), and qicharts2's own hospital infections (shared data/oracles).
"""

import csv
import datetime as dt

import pytest

from tests.measures.chain import Chain

AS_OF = dt.date(2026, 12, 31)
P_71 = "12 15 8 10 4 7 16 9 14 10 5 6 17 12 22 8 10 5 13 11 20 18 24 15 9 12 7 13 9 6"
"""Table 7.1: nonconforming of 50."""
P_74 = ("12/100 8/80 6/80 9/100 10/110 12/110 11/100 16/100 10/90 6/90 20/110 15/120 9/120 8/120 "
        "6/110 8/80 10/80 7/80 5/90 8/100 5/100 8/100 10/100 6/90 9/90")  # fmt: skip
"""Table 7.4: nonconforming purchase orders of a changing number."""
U_74 = "2 3 8 1 1 4 1 4 5 1 8 2 4 3 4 1 8 3 7 4"
"""Defects on 50 units each."""
I_65 = "310 288 297 298 307 303 294 297 308 306 294 299 297 299 314 295 293 306 301 304"
"""Table 6.5: single values."""
T_76 = "286 948 536 124 816 729 4 143 431 8 2837 596 81 227 603 492 1199 1214 2831 96"
"""Table 7.6: times between failures."""
CASE = "complaint_id,unit_id,received_at,status,acknowledged_at,closed_at,channel,contact_type"


def numbers(text):
    return [int(word) for word in text.split()]


def month(place, last="2026-12"):
    """The first day of a month, counted back from the last one: place 0 is the last."""
    index = int(last[:4]) * 12 + int(last[5:]) - 1 - place
    return dt.date(index // 12, index % 12 + 1, 1)


def acknowledged(unit, pairs):
    """Complaints by month: so many were acknowledged on the same day, of so many."""
    for place, (on_time_n, n) in enumerate(reversed(pairs)):
        day = month(place, "2026-06")
        for number in range(n):
            told = day if number < on_time_n else day + dt.timedelta(40)
            yield f"{unit}-{place}-{number}", unit, day, "closed", told, told, "web", "complaint"


def received(unit, counts, last="2026-12"):
    """So many complaints a month."""
    for place, n in enumerate(reversed(counts)):
        for number in range(n):
            day = month(place, last)
            yield f"{unit}-{place}-{number}", unit, day, "open", "", "", "web", "complaint"


def resolved_after(unit, days):
    """One complaint a month, resolved after so many days."""
    for place, n in enumerate(reversed(days)):
        day = month(place, "2025-12")
        yield (f"{unit}-{place}", unit, day, "closed", "", day + dt.timedelta(n), "web",
               "complaint")  # fmt: skip


def received_after(unit, gaps):
    """Complaints with so many days between them."""
    day = AS_OF - dt.timedelta(sum(gaps))
    for number, gap in enumerate([0, *gaps]):
        day += dt.timedelta(gap)
        yield f"{unit}-{number}", unit, day, "open", "", "", "web", "complaint"


@pytest.fixture(scope="module")
def chain(tmp_path_factory):
    """One hospital whose wards are the published examples."""
    chain = Chain(tmp_path_factory.mktemp("charts"))
    p_71 = [(y, 50) for y in numbers(P_71)]
    p_74 = [tuple(map(int, pair.split("/"))) for pair in P_74.split()]
    cases = [
        *acknowledged("p_71", p_71),
        *acknowledged("p_74", p_74),
        *received("u_74", numbers(U_74)),
        *resolved_after("i_65", numbers(I_65)),
        *received_after("t_76", numbers(T_76)),
    ]
    wards = ("p_71", "p_74", "u_74", "i_65", "t_76")
    chain.takes(
        "units", "unit_id,unit_name,department,valid_from",
        [(ward, ward, "examples", "1980-01-01") for ward in wards],
    )  # fmt: skip
    chain.takes("complaints", CASE, cases, AS_OF)
    beds = [("u_74", month(place), 50) for place in range(20)]
    chain.takes("activity", "unit_id,month,bed_days", beds)
    return chain


def limits(row):
    return row["center"], row["lower_limit"], row["upper_limit"]


def signals(rows):
    """Places of the points outside the limits, counted from 1."""
    return [n for n, row in enumerate(rows, 1) if row["signal"] == "outside_limits"]


def test_montgomery_s_p_chart_of_thirty_equal_samples(chain):
    said = chain.document("acknowledged_on_time", "--unit", "p_71", "--by", "month", "--spc")
    assert said["chart"] == "p"
    for row in said["rows"]:
        assert limits(row) == pytest.approx((0.2313333, 0.05242755, 0.41023912), abs=5e-8)
    assert [row["numerator"] for row in said["rows"]] == numbers(P_71)
    assert signals(said["rows"]) == [15, 23]


def test_montgomery_s_p_chart_of_samples_of_a_changing_size(chain):
    said = chain.document("acknowledged_on_time", "--unit", "p_74", "--by", "month", "--spc")
    assert said["chart"] == "p"
    by_n = {row["n"]: limits(row) for row in said["rows"]}
    assert by_n[100] == pytest.approx((0.0955102041, 0.0073346947, 0.1836857134), abs=5e-11)
    assert by_n[80] == pytest.approx((0.0955102041, 0, 0.1940934205), abs=5e-11)
    assert signals(said["rows"]) == [11]


def test_montgomery_s_u_chart(chain):
    said = chain.document("complaints_per_1000", "--unit", "u_74", "--by", "month", "--spc")
    assert said["chart"] == "u"
    for row in said["rows"]:
        assert limits(row) == pytest.approx((74, 0, 189.4123), abs=5e-5)
    assert signals(said["rows"]) == []


def test_montgomery_s_chart_of_single_values(chain):
    said = chain.document("time_to_resolution", "--unit", "i_65", "--by", "month", "--spc")
    assert said["chart"] == "xmr"
    assert [row["value"] for row in said["rows"]] == numbers(I_65)
    for row in said["rows"]:
        # 2.66 as Making Data Count has it; qicharts2 takes 3/1.128, a seven-thousandth less
        assert limits(row) == pytest.approx((300.5, 279.7833147, 321.2166853), abs=0.004)


def test_montgomery_s_t_chart_of_times_between_events(chain):
    said = chain.document("complaints_per_1000", "--unit", "t_76", "--by", "month", "--spc")
    assert said["chart"] == "t"
    assert [row["value"] for row in said["rows"]] == numbers(T_76)
    for row in said["rows"]:
        assert limits(row) == pytest.approx((430.0409518, 0, 6937.9334882), abs=5e-7)
    assert said["rows"][-1]["day"] == "2026-12-31"
    assert said["rows"][-1]["group"] == "2026-12"


@pytest.mark.slow
def test_hospital_infections_by_infection_and_hospital(shared_data, tmp_path):
    """12,282 infections of six hospitals as complaints over bed days, 18 charts and their sums."""
    folder = shared_data / "oracles" / "oracle_spc_qicharts2"
    infections = read(folder / "hospital_infections.csv")
    chain = Chain(tmp_path)
    units = {(row["hospital"], row["infection"]) for row in infections}
    chain.takes(
        "units", "unit_id,unit_name,department,site,valid_from",
        [(f"{h}-{i}", f"{h} {i}", i, h, "2010-01-01") for h, i in sorted(units)],
    )  # fmt: skip
    cases, beds = [], []
    for row in infections:
        unit, day = f"{row['hospital']}-{row['infection']}", row["month"]
        beds.append((unit, day, row["days"]))
        cases += [
            (f"{unit}-{day}-{n}", unit, day, "open", "", "", "web", "complaint")
            for n in range(int(row["n"]))
        ]
    chain.takes("complaints", CASE, cases)
    chain.takes("activity", "unit_id,month,bed_days", beds)
    for number, where in ((1, ""), (2, "department={facet1}"), (3, "unit_id={facet1}-{facet2}")):
        for expected in read(folder / f"expected_hai_{number}.csv"):
            chosen = ["--where", where.format(**expected)] if where else []
            said = chain.document("complaints_per_1000", "--by", "month", "--spc", *chosen)
            agrees(said, expected)


def agrees(said, expected):
    assert said["chart"] == "u"
    rows = said["rows"]
    assert len(rows) == int(expected["n.obs"])
    for name, key in (("center", "CL"), ("lower_limit", "aLCL"), ("upper_limit", "aUCL")):
        mean = sum(row[name] for row in rows) / len(rows) / 1000  # qicharts2 prints their means
        assert mean == pytest.approx(float(expected[key]), rel=1e-9, abs=1e-15), expected
    assert bool(signals(rows)) == (expected["sigma.signal"] != "0")


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
