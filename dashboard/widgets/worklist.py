"""A unit's open cases as they are worked through: as of when, what is due, what to do next.

A list of HTML rather than a grid: it wraps on a phone, where each case becomes a card.
"""

import datetime as dt
from functools import partial
from html import escape
from typing import Any, cast

import streamlit as st

from dashboard import session
from dashboard.charts.theme import Mode, palette
from dashboard.measures import phrases, words
from dashboard.measures.worklist import PRESSING, SOON_DAYS, Worklist, part_of, time_left
from dashboard.reports.due_days import calendar_file
from dashboard.widgets import downloads, drawing, tables, verdicts

CASES_IN_SIGHT = 20
LABELS = {
    "past": "Past",
    "today": "Today",
    "soon": f"In {SOON_DAYS} days",
    "later": "Later",
    "no day set": "No day set",
}
STYLE = """<style>
.worklist {width: 100%; border-collapse: collapse; font-size: 14px}
.worklist th {text-align: left; font-weight: 600; padding: 4px 16px 4px 0; border: 0}
.worklist th:first-child {width: 27%}
.worklist th:nth-child(5) {width: 22%}
.worklist a {color: inherit; text-decoration: underline}
.worklist td {vertical-align: top; padding: 7px 16px 7px 0; border: 0; overflow-wrap: anywhere}
.worklist tr {border-bottom: 1px solid color-mix(in srgb, currentColor 18%, transparent)}
.worklist small {display: block; font-size: 13px; opacity: .8}
.worklist .step {font-weight: 600}
.worklist .nowrap {white-space: nowrap}
@media (max-width: 760px) {
  .worklist thead {position: absolute; width: 1px; height: 1px; clip-path: inset(50%)}
  .worklist, .worklist tbody, .worklist tr, .worklist td {display: block}
  .worklist tr {padding: 8px 0}
  .worklist td {padding: 1px 0}
  .worklist .nowrap {white-space: normal}
  .worklist td:empty {display: none}
  .worklist .named::before {content: attr(data-name) ": "; opacity: .8}
  .worklist .named small {display: inline}
  .worklist .named small:not(:first-child)::before {content: " · "}
}
</style>"""


def as_of(figure: Worklist) -> None:
    """Say as of when the cases are; loudly where that is long ago."""
    if figure.freshness.kind == "concern":
        text = f"**{verdicts.escaped(figure.freshness.sentence)}** {figure.freshness.detail}"
        st.warning(text, icon=":material/history:")
    else:
        st.markdown(verdicts.escaped(figure.freshness.sentence))


def show(figure: Worklist) -> None:
    """Say what is due, and list the cases; the files hold what is listed."""
    verdicts.show(figure.verdict)
    if not figure.n:
        return
    listed = part_of(figure, _chosen(figure))
    cases = listed.table.to_pylist()
    in_sight = st.session_state.get("cases_in_sight", CASES_IN_SIGHT)
    st.html(STYLE + _list(cases[:in_sight], figure.in_words))
    if len(cases) > in_sight:
        st.button(
            f"Show more ({phrases.count(len(cases) - in_sight)} not in sight)",
            key="more_cases",
            on_click=_show_more,
        )
    _files(listed)


def _chosen(figure: Worklist) -> str | None:
    """Let the visitor choose what is due when; None is all."""
    counted = {due: n for due, n in figure.counted if n}
    names = {f"All {phrases.count(figure.n or 0)}": None} | {
        f"{LABELS[due]} {phrases.count(n)}": due for due, n in counted.items()
    }
    chosen = st.segmented_control(
        "Due", list(names), default=next(iter(names)), required=True, key="due",
        label_visibility="collapsed",
    )  # fmt: skip
    return names.get(chosen)


def _show_more() -> None:
    kept = st.session_state.get("cases_in_sight", CASES_IN_SIGHT)
    st.session_state["cases_in_sight"] = kept + 5 * CASES_IN_SIGHT


def _files(listed: Worklist) -> None:
    shown = session.shown()
    published = shown.mart.facts.published_at if shown.mart else dt.datetime.now(dt.UTC)
    stem = tables.file_stem("open_cases")
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        downloads.csv_button(listed.table, stem, key="csv_open_cases")
        st.download_button(
            "Download calendar",
            data=partial(calendar_file, listed, "Open complaints", published),
            file_name=f"{stem}.ics",
            mime="text/calendar",
            on_click="ignore",
            key="ics_open_cases",
            type="tertiary",
        )
        st.caption(
            f"Both hold the {phrases.counted(listed.table.num_rows, 'case', 'cases')} listed."
        )


def _list(cases: list[dict[str, Any]], caption: str) -> str:
    heads = ("What to do next", "Complaint", "Due", "Days set", "It lacks", "Received")
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    several = len({case["unit_name"] for case in cases}) > 1
    rows = "".join(_row(case, with_unit=several) for case in cases)
    named = f'<table class="worklist" aria-label="{escape(caption)}">'
    return f"{named}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _row(case: dict[str, Any], *, with_unit: bool) -> str:
    cells = (
        ("step", "", escape(case["next_step"])),
        ("named", "Complaint", _identity(case, with_unit=with_unit)),
        ("named", "Due", _due(case)),
        ("named", "Days set", _days_set(case)),
        ("named", "It lacks", escape(case["lacks"])),
        ("named", "Received", _received(case)),
    )
    inner = "".join(
        f'<td class="{kind}" data-name="{name}">{text}</td>' if text else "<td></td>"
        for kind, name, text in cells
    )
    return f"<tr>{inner}</tr>"


def _identity(case: dict[str, Any], *, with_unit: bool) -> str:
    number = f"<span>{escape(case['complaint_id'])}</span>"
    if case["case_url"]:
        address = escape(case["case_url"])
        number = f'<a href="{address}" target="_blank" rel="noopener noreferrer">{number}</a>'
    kind = case["contact_type"].replace("_", " ")
    severity = "" if case["severity"] == "not recorded" else f", severity {case['severity']}"
    about = (*([case["unit_name"]] if with_unit else []), kind + severity)
    return number + "".join(f'<small class="nowrap">{escape(text)}</small>' for text in about)


def _due(case: dict[str, Any]) -> str:
    left = escape(time_left(case))
    if case["due"] in PRESSING[:2]:
        tone = palette(cast(Mode, drawing.mode())).unrecovered
        left = f'<strong style="color: {tone}">{left}</strong>'
    on = words.day(case["due_on"]) if case["due_on"] else ""
    return f'<span class="nowrap">{left}</span><small>{on}</small>'


def _days_set(case: dict[str, Any]) -> str:
    """Each clock's day; of an extension both days."""
    said = [("Acknowledge by", case["acknowledge_by"])]
    if case["answered_on"]:
        said.append(("Answered on", case["answered_on"]))
    said.append(("Answer by", case["answer_by"]))
    if case["agreed_on"]:
        said[-1] = ("Agreed", case["agreed_on"])
        said.append(("Originally", case["original_on"]))
    said.append(("At the latest", case["latest_on"]))
    days = [f"{name} {words.day(on)}" for name, on in said if on]
    return "".join(f'<small class="nowrap">{text}</small>' for text in days)


def _received(case: dict[str, Any]) -> str:
    waited = phrases.days(case["waiting_days"])
    return (
        f'<span class="nowrap">{words.day(case["received_on"])}</span><small>{waited} ago</small>'
    )
