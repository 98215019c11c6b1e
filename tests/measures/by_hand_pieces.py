"""What the measures counted by hand are put together from: groups, shares, states and guards."""

from tests.measures import by_hand_numbers as numbers
from tests.measures.by_hand_rows import month_of

FLOOR = 30
PHRASES = ("too few", "not reached", "beyond", "not measurable", "exploratory", "weighted",
           "positive experience", "per 1,000", "more complaints than", "not heard of", "no data",
           "nobody asked", "from surveys", "whole months",
           "exclusions under", "by the original day")  # fmt: skip
AGE_BANDS = {"0-7": 7, "8-30": 30, "31-90": 90, "91-182": 182, "over 182": 10**6}
INSTRUMENTS = ("HCAHPS", "NPS", "FFT_RECOMMEND", "local", "FFT")
ARMS = ("no_problem", "recovered", "unrecovered")
CONTRASTS = {"recovered-no_problem": "no_problem", "recovered-unrecovered": "unrecovered"}
APART = {
    "pending": "pending", "unanswered": "not said whether resolved", "not_asked": "not asked",
}  # fmt: skip


def text_of(row, column):
    value = row.get(column)
    if value is None:
        return "not recorded"
    return str(value).lower() if isinstance(value, bool) else str(value)


def chosen(rows, where):
    """Rows that have one of the values wanted in each column."""
    for column in {column for column, _ in where}:
        wanted = {value for name, value in where if name == column}
        rows = [row for row in rows if text_of(row, column) in wanted]
    return rows


def group_of(row, by, date):
    if by is None:
        return None
    if by == "month":
        return row[date].strftime("%Y-%m")
    return row["unit_id"] if by == "unit" else text_of(row, by)


def names(by, *facts):
    return sorted({group_of(row, by, date) for rows, date in facts for row in rows}, key=str)


def members(rows, by, date, group):
    return [row for row in rows if group_of(row, by, date) == group]


def grouped(rows, by, date):
    found = {}
    for row in rows:
        found.setdefault(group_of(row, by, date), []).append(row)
    return sorted(found.items(), key=lambda item: str(item[0]))


def split(rows, known, date):
    """Rows of the units and months that are known, and the others."""
    found = ([], [])
    for row in rows:
        found[(row["unit_id"], month_of(row[date])) not in known].append(row)
    return found


def first_of(row, *columns):
    return next((row[column] for column in columns if row.get(column) is not None), 0)


def band_of(case, day):
    days = (min(case["source_as_of"], day) - case["received_at"]).days
    return next(band for band, last in AGE_BANDS.items() if days <= last)


def weighted(answers):
    weights = [a.get("weight") or 1.0 for a in answers]
    top = sum(w for w, a in zip(weights, answers, strict=True) if a["recommends"])
    return top / sum(weights), sum(weights) ** 2 / sum(w * w for w in weights)


def gap(answers, other, *, is_board):
    """Recovered against another arm, of one instrument; None where no arm answered.

    To the board an arm without an answer looks like one with a few: there is a row, and it is hidden.
    """
    arms = {arm: [a for a in answers if a["arm"] == arm] for arm in ARMS}
    said = {arm: [a for a in arms[arm] if a["recommends"] is not None] for arm in ARMS}
    if not any(said.values()) and not (is_board and any(arms[arm] for arm in ARMS)):
        return None
    first, second = said["recovered"], said[other]
    left_out = len(arms["recovered"]) + len(arms[other]) - len(first) - len(second)
    row = nothing("no data") | {
        "n": len(first) + len(second), "verdict": "too_few",
        "excluded": {"no answer": left_out} | apart(answers, is_board=is_board),
        "guard": min(len(first), len(second)),
    }  # fmt: skip
    if not first or not second:
        return row
    (p1, n1), (p2, n2) = weighted(first), weighted(second)
    limits = numbers.wilson(p1 * n1, n1), numbers.wilson(p2 * n2, n2)
    lower, upper = numbers.mover_difference(p1, limits[0], p2, limits[1])
    is_shown = "shown" if lower > 0 or upper < 0 else "not_shown"
    return row | {
        "value": p1 - p2, "lower": lower, "upper": upper, "says": few(row["guard"]),
        "verdict": "too_few" if row["guard"] < FLOOR else is_shown,
    }  # fmt: skip


def few(n):
    return ["too few"] if n < FLOOR else []


def shared(group, x, n):
    """A row of a share with Wilson's interval."""
    lower, upper = numbers.wilson(x, n) if n else (None, None)
    return {
        "group": group, "n": n, "value": x / n if n else None, "lower": lower, "upper": upper,
        "numerator": x, "excluded": {}, "says": few(n) if n else [],
    }  # fmt: skip


def nothing(why, group=None):
    return {
        "group": group, "n": 0, "value": None, "lower": None, "upper": None, "numerator": None,
        "excluded": {}, "says": [why],
    }  # fmt: skip


def finished(rows, asked, why="no data"):
    """Hide what the audience may not see; say that there is nothing where there is nothing."""
    if not rows:
        return [] if asked.by else [nothing(why)]
    return [shown(row, asked) for row in rows]


def shown(row, asked):
    """To the board nothing under the floor, neither in the row nor left out of it."""
    if not asked.is_board:
        return row
    if row.get("guard", row["n"]) < FLOOR:
        return hidden(row)
    large = {why: n for why, n in row["excluded"].items() if n >= FLOOR}
    if len(large) == sum(n > 0 for n in row["excluded"].values()):
        return row
    return row | {"excluded": large, "says": [*row["says"], "exclusions under"]}


def apart(answers, *, is_board):
    """Responses in none of the three arms; to the board only of arms that enough answered."""
    found = {}
    for arm, name in APART.items():
        own = [a for a in answers if a["arm"] == arm]
        answered = sum(a["recommends"] is not None for a in own)
        found[name] = len(own) if answered >= FLOOR or not is_board else 0
    return found


def hidden(row):
    kept = {name: row[name] for name in ("group", "instrument", "contrast") if name in row}
    return nothing("suppressed") | {"n": None, "suppressed": True, "says": []} | kept
