"""The measures of the clocks counted by hand: how a case stood on a day, and the shares of them."""

import datetime as dt

from tests.measures import by_hand_numbers as numbers
from tests.measures.by_hand_pieces import FLOOR, few, finished, grouped, shared
from tests.measures.by_hand_rows import standing

ELEMENTS = ("contact", "steps", "results", "date")
HOLIDAYS = {
    dt.date.fromisoformat(f"{year}-{month_day}")
    for year, month_days in {
        2023: "01-02 01-16 02-20 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25",
        2024: "01-01 01-15 02-19 05-27 06-19 07-04 09-02 10-14 11-11 11-28 12-25",
        2025: "01-01 01-20 02-17 05-26 06-19 07-04 09-01 10-13 11-11 11-27 12-25",
        2026: "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25",
    }.items()
    for month_day in month_days.split()
}  # fmt: skip
"""Federal holidays in the years of the random stores and the sample, as opm.gov lists them."""


def acknowledgement(case, day):
    """On time, late, waiting or blind, walking from day to day; 3 working days after the receipt."""
    if "acknowledged_at" not in case["columns"]:
        return "blind"
    limit, days_n = case["received_at"], 0
    while days_n < 3:
        limit += dt.timedelta(days=1)
        days_n += limit.weekday() < 5 and limit not in HOLIDAYS
    return kept(case, "acknowledged_at", limit, day)


def kept(case, column, limit, day):
    """Whether what is due by a limit was done by then, was late, or is waited for."""
    done = case.get(column)
    if done and done <= day:
        return "on time" if done <= limit else "late"
    return "late" if limit <= min(case["observed_to"], day) else "waiting"


def answer(case, day, *, original=False):
    """On time, late, waiting, blind or without a day; grievances have 7 days where none is set."""
    if "response_sent_at" not in case["columns"]:
        return "blind"
    weeks_end = case["received_at"] + dt.timedelta(days=7)
    by_clock = weeks_end if case["contact_type"] == "grievance" else None
    due = case.get("due_date") or by_clock
    if not original:
        due = case.get("due_date_agreed") or due
    return "no day" if due is None else kept(case, "response_sent_at", due, day)


def start(case, day):
    """How soon somebody acted; times are written as texts, and a receipt without one is at 9:00."""
    if "first_action_at" not in case["columns"]:
        return "blind"
    done = case.get("first_action_at")
    if done is None or done[:10] > str(day):
        return "waiting"
    if done[11:] in ("00:00", "00:00:00"):
        return "dated"
    received = case.get("received_time") or f"{case['received_at']} 09:00"
    took = dt.datetime.fromisoformat(done) - dt.datetime.fromisoformat(received)
    return "soon" if took <= dt.timedelta(minutes=15) else "later"


def reopening(case, day):
    """(reopened, followed or open, days since the first closing) for the estimate of 1 − S."""
    seen_to = min(case["observed_to"], day)
    closed_on = standing_closed_on(case, day)
    first_on = case.get("first_closed_at")
    if first_on is None or first_on > day:
        first_on = closed_on
    if first_on is None:
        return "open", 0
    again_on = case.get("reopened_at")
    if again_on and again_on <= day:
        return "reopened", (again_on - first_on).days
    return "followed", (seen_to - first_on).days


def standing_closed_on(case, day):
    """The closing in force on a day."""
    ending, age, *_ = standing(case, day)
    return None if ending == "open" else case["received_at"] + dt.timedelta(age)


class Clocks:
    """Part of ByHand: what is due, done at once, told and reopened."""

    def answered_on_time(self, asked):
        rows = []
        for group, cases in grouped(self._received(asked), asked.by, "received_at"):
            states = [answer(case, asked.day) for case in cases]
            row = shared(
                group, states.count("on time"), states.count("on time") + states.count("late")
            )
            row["excluded"] = {
                "not yet due": states.count("waiting"), "no due day": states.count("no day"),
                "not recorded": states.count("blind"),
            }  # fmt: skip
            if not row["n"]:
                row["says"] = ["no data" if "waiting" in states else "not measurable"]
            rows.append(row | self._by_original(row, cases, asked))
        return finished(rows, asked)

    def _by_original(self, row, cases, asked):
        states = [answer(case, asked.day, original=True) for case in cases]
        kept_n, missed_n = states.count("on time"), states.count("late")
        missing = {"original_value": None}
        late_n = row["n"] - row["numerator"]
        put_off = sum(
            (case.get("due_date_agreed") or case.get("due_date")) != case.get("due_date")
            for case in cases if "response_sent_at" in case["columns"]
        )  # fmt: skip
        is_hidden = asked.is_board and (kept_n + missed_n < FLOOR or 0 < put_off < FLOOR)
        is_same = (kept_n, missed_n) == (row["numerator"], late_n)
        if not row["n"] or not kept_n + missed_n or is_same or is_hidden:
            return missing
        says = [*row["says"], "by the original day"]
        return {"original_value": kept_n / (kept_n + missed_n), "says": says}

    def started_within_15_minutes(self, asked):
        received = self._received(asked, every_type=True)
        spoken = [case for case in received if case["channel"] in ("phone", "in_person")]
        rows = []
        for group, cases in grouped(spoken, asked.by, "received_at"):
            states = [start(case, asked.day) for case in cases]
            soon_n, later_n = states.count("soon"), states.count("later")
            row = shared(group, soon_n, soon_n + later_n)
            row["excluded"] = {
                "no first action": states.count("waiting"), "no time of day": states.count("dated"),
                "not recorded": states.count("blind"),
            }  # fmt: skip
            row["without_times"] = 1 - (soon_n + later_n) / len(cases) if row["n"] else None
            if not row["n"]:
                is_waited = "waiting" in states and "dated" not in states
                row["says"] = ["no data" if is_waited else "not measurable"]
            rows.append(row)
        return finished(rows, asked)

    def resolved_first_contact(self, asked):
        rows = []
        found = self._received(asked, types=("concern",))
        for group, cases in grouped(found, asked.by, "received_at"):
            told = [case for case in cases if "resolved_first_contact" in case["columns"]]
            row = shared(
                group, sum(case["resolved_first_contact"] is True for case in told), len(told)
            )
            row["excluded"] = {"not recorded": len(cases) - len(told)}
            if not told:
                row["says"] = ["not measurable"]
            rows.append(row)
        return finished(rows, asked)

    def notice_complete(self, asked):
        rows = []
        found = self._received(asked, types=("grievance",))
        for group, cases in grouped(found, asked.by, "received_at"):
            told = [case for case in cases if "notice_date" in case["columns"]]
            sent = [
                case for case in told
                if case["response_sent_at"] and case["response_sent_at"] <= asked.day
            ]  # fmt: skip
            whole = sum(all(case[f"notice_{each}"] for each in ELEMENTS) for case in sent)
            row = shared(group, whole, len(sent))
            row["excluded"] = {
                "not answered": len(told) - len(sent), "not recorded": len(cases) - len(told),
            }  # fmt: skip
            for each in ELEMENTS:
                share = sum(bool(case[f"notice_{each}"]) for case in sent) / max(len(sent), 1)
                row[f"notice_{each}"] = share if sent else None
            if not sent:
                row["says"] = ["no data" if told else "not measurable"]
            rows.append(row)
        return finished(rows, asked)

    def reopened_within_90_days(self, asked):
        rows = []
        for group, cases in grouped(self._received(asked), asked.by, "received_at"):
            told = [case for case in cases if "reopened_at" in case["columns"]]
            stands = [reopening(case, asked.day) for case in told]
            closed = [("resolved" if state == "reopened" else "open", days)
                      for state, days in stands if state != "open"]  # fmt: skip
            found = numbers.Incidence(closed).at(90) if closed else None
            value, lower, upper = found or (None, None, None)
            again = sum(state == "resolved" and days <= 90 for state, days in closed)
            row = {
                "group": group, "n": len(closed), "value": value, "lower": lower, "upper": upper,
                "numerator": again if found or not closed else None,
                "excluded": {"not closed yet": len(told) - len(closed),
                             "not recorded": len(cases) - len(told)},
                "says": [*few(len(closed)), *([] if found else ["beyond"])],
            }  # fmt: skip
            if not closed:
                row["says"] = ["no data" if told else "not measurable"]
            rows.append(row)
        return finished(rows, asked)
