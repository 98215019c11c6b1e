"""Every measure of the registry once more, by going through the rows (measures.md "Registry").

An answer is a list of rows; a row is a dict with group, n, value, lower, upper, numerator, excluded,
what else the measure's JSON has, and `says`: phrases that its note must have.
"""

import datetime as dt
from dataclasses import dataclass
from statistics import median

from tests.measures import by_hand_numbers as numbers
from tests.measures.by_hand_clocks import Clocks, acknowledgement
from tests.measures.by_hand_pieces import (
    AGE_BANDS,
    ARMS,
    CONTRASTS,
    FLOOR,
    INSTRUMENTS,
    apart,
    band_of,
    chosen,
    few,
    finished,
    first_of,
    gap,
    grouped,
    members,
    names,
    nothing,
    shared,
    split,
    weighted,
)
from tests.measures.by_hand_rows import FIRST, LAST, Store, end_of, month_of, standing

COMPLAINTS_ALONE = {
    "channel", "contact_type", "severity", "severity_hcat", "complexity", "outcome",
    "complainant_status", "service_area", "profession", "recovery_model", "stage", "status",
    "perceived_only",
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """One question, with the options of the command line."""

    by: str | None = None
    units: tuple = ()
    from_on: dt.date | None = None
    to_on: dt.date | None = None
    where: tuple = ()
    days: int = 7
    as_of: dt.date | None = None
    is_board: bool = False
    manager_of: tuple | None = None

    @property
    def day(self):
        return self.as_of or LAST

    @property
    def is_whole_months(self):
        begins = self.from_on is None or self.from_on.day == 1
        ends = self.to_on is None or self.to_on == end_of(self.to_on)
        return begins and ends and self.as_of is None

    @property
    def floor(self):
        return FLOOR if self.is_board else 0


class ByHand(Clocks):
    """Answers measures of one store."""

    def __init__(self, store: Store):
        self.store = store

    def __call__(self, name, asked):
        return getattr(self, name)(asked)

    # --- choosing rows ----------------------------------------------------------------------------

    def _in_view(self, rows, asked):
        for units in (asked.manager_of, asked.units or None):
            if units is not None:
                seen = set().union(*(self.store.below(unit) for unit in units))
                rows = [row for row in rows if row["unit_id"] in seen]
        return rows

    def _complaints(self, asked, every_type=False, columns=None, types=("complaint", "grievance")):
        types = types if not every_type else None
        where = asked.where if columns is None else [w for w in asked.where if w[0] in columns]
        rows = chosen(self._in_view(self.store.complaints, asked), where)
        if types and not any(column == "contact_type" for column, _ in where):
            rows = [row for row in rows if row["contact_type"] in types]
        return [row for row in rows if row["received_at"] <= asked.day]

    def _received(self, asked, **more):
        first, last = asked.from_on or FIRST, asked.to_on or LAST
        rows = self._complaints(asked, **more)
        return [row for row in rows if first <= row["received_at"] <= last]

    def _answers(self, asked, where=None):
        first, last = asked.from_on or FIRST, asked.to_on or LAST
        rows = chosen(
            self._in_view(self.store.surveys, asked), asked.where if where is None else where
        )
        return [
            row for row in rows
            if first <= row["event_date"] <= last and row["known_on"] <= asked.day
        ]  # fmt: skip

    # --- time -------------------------------------------------------------------------------------

    def time_to_resolution(self, asked):
        rows = []
        for group, cases in grouped(self._received(asked), asked.by, "received_at"):
            curve = numbers.Incidence([standing(case, asked.day) for case in cases])
            resolved = sorted(
                age for ending, age, *_ in (standing(case, asked.day) for case in cases)
                if ending == "resolved"
            )  # fmt: skip
            value = curve.first_day(0.5)
            rows.append({
                "group": group, "n": len(cases), "value": value, "lower": curve.first_day(0.5, 3),
                "upper": curve.first_day(0.5, 2), "numerator": len(resolved), "excluded": {},
                "q25": curve.first_day(0.25), "q75": curve.first_day(0.75),
                "closed_only": median(resolved) if resolved else None,
                "says": [*few(len(cases)), *(["not reached"] if value is None else [])],
            })  # fmt: skip
        return finished(rows, asked)

    def resolved_within(self, asked):
        rows = []
        for group, cases in grouped(self._received(asked), asked.by, "received_at"):
            stands = [standing(case, asked.day) for case in cases]
            found = numbers.Incidence(stands).at(asked.days)
            value, lower, upper = found or (None, None, None)
            in_time = sum(ending == "resolved" and age <= asked.days for ending, age, *_ in stands)
            rows.append({
                "group": group, "n": len(cases), "value": value, "lower": lower, "upper": upper,
                "numerator": in_time if found else None, "excluded": {},
                "says": [*few(len(cases)), *([] if found else ["beyond"])],
            })  # fmt: skip
        return finished(rows, asked)

    def open_cases(self, asked):
        received = self._received(asked, every_type=True)
        found = grouped(received, None if asked.by == "age_band" else asked.by, "received_at")
        if asked.by == "age_band" and received:
            found = [(band, received) for band in AGE_BANDS]
        rows = []
        for group, cases in found:
            waiting = [case for case in cases if standing(case, asked.day)[0] == "open"]
            if asked.by == "age_band":
                waiting = [case for case in waiting if band_of(case, asked.day) == group]
            lost = sum(
                case["observed_to"] < min(case["source_as_of"], asked.day) for case in waiting
            )
            rows.append({
                "group": group, "n": len(cases), "value": len(waiting) - lost,
                "numerator": len(waiting) - lost, "lower": None, "upper": None,
                "excluded": {"not heard of": lost},
                "says": [*few(len(cases)), *(["not heard of"] if lost else [])],
            })  # fmt: skip
        return finished(rows, asked)

    def acknowledged_on_time(self, asked):
        rows = []
        for group, cases in grouped(self._received(asked), asked.by, "received_at"):
            states = [acknowledgement(case, asked.day) for case in cases]
            on_time, late, waiting, blind = (
                states.count(state) for state in ("on time", "late", "waiting", "blind")
            )
            row = shared(group, on_time, on_time + late)
            row["excluded"] = {"not yet due": waiting, "not recorded": blind}
            if not on_time + late:
                row["says"] = ["not measurable" if blind and not waiting else "no data"]
            rows.append(row)
        return finished(rows, asked)

    # --- recovery and loyalty ---------------------------------------------------------------------

    def recovered_share(self, asked):
        in_view = self._in_view(self.store.complaints, Asked(manager_of=asked.manager_of))
        if any("satisfaction_handling" in case["columns"] for case in in_view):
            return self._recovered_complaints(asked)
        used = {column for column, _ in asked.where} | ({asked.by} if asked.by else set())
        if used & COMPLAINTS_ALONE:
            return [nothing("not measurable")]
        rows = []
        for group, answers in grouped(self._answers(asked), asked.by, "event_date"):
            arms = [answer["arm"] for answer in answers]
            recovered, other = arms.count("recovered"), arms.count("unrecovered")
            row = shared(group, recovered, recovered + other)
            row["excluded"] = {
                "pending": arms.count("pending"),
                "no answer": arms.count("unanswered"),
            }
            row["says"].append("from surveys")
            if not recovered + other:
                is_asked = any(row["excluded"].values())
                row["says"] = ["from surveys", "no data"] if is_asked else ["not measurable"]
            rows.append(row)
        return finished(rows, asked, "not measurable")

    def _recovered_complaints(self, asked):
        rows = []
        for group, cases in grouped(self._received(asked), asked.by, "received_at"):
            recovered = feedback = silent = pending = blind = 0
            for case in cases:
                ending, _, _, is_final = standing(case, asked.day)
                said = case.get("satisfaction_handling") if is_final else None
                if said is not None:
                    feedback += 1
                    recovered += ending == "resolved" and said >= 4
                elif "satisfaction_handling" not in case["columns"]:
                    blind += 1
                elif ending == "open":
                    pending += 1
                else:
                    silent += 1
            row = shared(group, recovered, feedback)
            row["excluded"] = {"no feedback": silent, "pending": pending, "not recorded": blind}
            if not feedback:
                row["says"] = ["no data"]
            rows.append(row)
        return finished(rows, asked)

    def recommend(self, asked):
        rows = []
        for instrument in INSTRUMENTS:
            asked_so = [a for a in self._answers(asked) if a["instrument"] == instrument]
            for group, answers in grouped(asked_so, asked.by, "event_date"):
                if asked.by == "arm" and group not in ARMS:
                    continue
                row = self._share_row(group, instrument, answers)
                if asked.by == "arm":
                    row["excluded"] |= apart(asked_so, is_board=asked.is_board)
                rows.append(row)
        return finished(rows, asked)

    def _share_row(self, group, instrument, answers):
        said = [a for a in answers if a["recommends"] is not None]
        row = {
            "group": group, "instrument": instrument, "n": len(said), "value": None, "lower": None,
            "upper": None, "numerator": None, "excluded": {"no answer": len(answers) - len(said)},
            "says": ["no data"],
        }  # fmt: skip
        if not said:
            return row
        p, n = weighted(said)
        row["value"], (row["lower"], row["upper"]) = p, numbers.wilson(p * n, n)
        row["numerator"] = sum(a["recommends"] for a in said)
        row["says"] = [*few(len(said)), *(["positive experience"] if instrument == "FFT" else [])]
        row["says"] += ["weighted"] if abs(n - len(said)) > 1e-6 else []
        return row

    def recovery_gap(self, asked):
        is_whole = not (asked.units or asked.where or asked.by) and asked.manager_of is None
        rows = []
        for group, answers in grouped(self._answers(asked), asked.by, "event_date"):
            for instrument in INSTRUMENTS:
                asked_so = [a for a in answers if a["instrument"] == instrument]
                for contrast, other in CONTRASTS.items():
                    row = gap(asked_so, other, is_board=asked.is_board)
                    if row is None:
                        continue
                    is_named = is_whole and other == "no_problem"
                    if row["value"] is not None and not is_named:
                        row["says"].append("exploratory")
                    row |= {"group": group if asked.by else contrast, "contrast": contrast}
                    rows.append(row | {"instrument": instrument})
        if rows or asked.by:
            return finished(rows, asked)
        why = "not measurable" if self._answers(asked) else "no data"
        return [nothing(why) | {"group": name, "contrast": name} for name in CONTRASTS]

    # --- word of mouth ----------------------------------------------------------------------------

    def _whole_months(self, rows, asked, date):
        """Rows of the whole months of the period that had ended by the day asked for."""
        first, last = month_of(asked.from_on or FIRST), month_of(asked.to_on or LAST)
        return [
            row for row in rows
            if first <= month_of(row[date]) <= last and end_of(month_of(row[date])) <= asked.day
        ]  # fmt: skip

    def _patients(self, asked):
        places = [w for w in asked.where if w[0] in ("department", "site", "unit_id")]
        rows = chosen(self._in_view(self.store.activity, asked), places)
        return self._whole_months(rows, asked, "month")

    def complaints_per_1000(self, asked):
        patients = self._patients(asked)
        cases = self._whole_months(self._complaints(asked), asked, "received_at")
        rows = []
        is_placed = asked.by in (None, "unit", "department", "site", "month")
        facts = [(cases, "received_at"), (patients, "month")]
        for group in names(asked.by, *facts[: 1 + is_placed]):
            own = members(patients, asked.by, "month", group) if is_placed else patients
            received = members(cases, asked.by, "received_at", group)
            base = next((b for b in ("discharges", "bed_days", "attendances")
                         if sum(row.get(b) or 0 for row in own) > 0), None)  # fmt: skip
            if base is None:
                excluded = {} if asked.is_board else {"no activity": len(received)}
                rows.append(
                    nothing("not measurable", group) | {"excluded": excluded, "guard": FLOOR}
                )
                continue
            known = {(r["unit_id"], r["month"]) for r in patients if r.get(base) is not None}
            counted = [c for c in received if (c["unit_id"], month_of(c["received_at"])) in known]
            base_n, count = sum(row.get(base) or 0 for row in own), len(counted)
            limits = numbers.exact_poisson(count) if count < 10 else numbers.byar(count)
            rows.append({
                "group": group, "n": base_n, "value": 1000 * count / base_n,
                "lower": 1000 * limits[0] / base_n, "upper": 1000 * limits[1] / base_n,
                "numerator": count, "excluded": {"no activity": len(received) - count},
                "says": ["per 1,000", *few(base_n), *whole_months(asked)],
            })  # fmt: skip
        return finished(rows, asked, "not measurable")

    def capture_ratio(self, asked):
        return self._captured(asked, self._ratio)

    def silent_dissatisfied(self, asked):
        return self._captured(asked, self._silent)

    def _captured(self, asked, estimate):
        patients = self._patients(asked)
        of_complaints = {"contact_type", "department", "site", "unit_id"}
        of_answers = [w for w in asked.where if w[0] != "contact_type"]
        cases = self._whole_months(
            self._complaints(asked, columns=of_complaints), asked, "event_on"
        )
        in_time = Asked(units=asked.units, manager_of=asked.manager_of, as_of=asked.as_of)
        answers = self._whole_months(self._answers(in_time, of_answers), asked, "event_date")
        known = {
            (row["unit_id"], row["month"]) for row in patients
            if row.get("discharges") is not None or row.get("attendances") is not None
        }  # fmt: skip
        rows = []
        facts = (cases, "event_on"), (answers, "event_date"), (patients, "month")
        for group in names(asked.by, *facts):
            own_cases, own_answers, own = (
                members(found, asked.by, date, group) for found, date in facts
            )
            n = sum(first_of(row, "discharges", "attendances") for row in own)
            count, outside = split(own_cases, known, "event_on")
            said = [a for a in own_answers if a["is_dissatisfied"] is not None]
            said, said_outside = split(said, known, "event_date")
            excluded = {
                "complaints without activity": len(outside),
                "answers without activity": len(said_outside),
            }
            if not n or not said:
                row = nothing("not measurable", group)
                row |= {"n": len(said), "numerator": len(count)}
            else:
                x = sum(a["is_dissatisfied"] for a in said)
                row = estimate(len(count), n, x, len(said)) | {"group": group}
                row |= {"n": len(said), "numerator": len(count)}
                row["says"] += [*few(min(n, len(said))), *whole_months(asked)]
            rows.append(row | {"excluded": excluded, "guard": min(n, len(said))})
        return finished(rows, asked, "not measurable")

    @staticmethod
    def _ratio(count, n, x, answered):
        if x == 0:
            return nothing("nobody asked")
        limits = [n * limit for limit in numbers.wilson(x, answered)]
        value = count / (n * x / answered)
        lower, upper = numbers.mover_ratio(
            count, numbers.exact_poisson(count), n * x / answered, limits
        )
        says = ["more complaints than"] if value > 1 else []
        return {"value": value, "lower": lower, "upper": upper, "says": says}

    @staticmethod
    def _silent(count, n, x, answered):
        limits = [n * limit for limit in numbers.wilson(x, answered)]
        dissatisfied = n * x / answered
        lower, upper = numbers.mover_difference(
            dissatisfied, limits, count, numbers.exact_poisson(count)
        )
        says = ["nobody asked"] if x == 0 else ["more complaints than"] * (count > dissatisfied)
        return {"value": dissatisfied - count, "lower": lower, "upper": upper, "says": list(says)}


def whole_months(asked):
    return [] if asked.is_whole_months else ["whole months"]
