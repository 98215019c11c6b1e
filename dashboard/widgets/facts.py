"""What the figures rest on: settings in force, sources, publication, versions. It computes none."""

from importlib.metadata import metadata, version

import pyarrow as pa
import streamlit as st

from dashboard import session
from dashboard.access.viewer import Viewer
from dashboard.measures import methods, words
from dashboard.measures.evidence import CLAIMS
from dashboard.measures.linked import QUESTION
from dashboard.measures.registry import MEASURES
from dashboard.widgets import states, tables, verdicts

BUILT_ON = ("streamlit", "duckdb", "altair", "pyarrow", "deltalake", "scipy", "numpy")


def answerable(viewer: Viewer) -> None:
    """Show which measures each source can answer, with the missing column named."""
    if session.shown().mart is None:
        states.nothing_published(session.shown().message)
        return
    grid = methods.answerable(session.ask(viewer))
    verdicts.show(methods.verdict(grid))
    tables.show(grid, key="answerable")


def standards() -> None:
    """List what the organization holds itself to, with the name of each setting."""
    in_force = session.standards()
    rows = [
        {
            "Standard": field.description,
            "In force": _value(getattr(in_force, name)),
            "Setting": name,
        }
        for name, field in type(in_force).model_fields.items()
    ]
    st.table(pa.Table.from_pylist(rows))


def _value(value: object) -> str:
    return "none set" if value is None or value == {} else str(value)


def clocks(viewer: Viewer) -> None:
    """List within which time complaints are acknowledged and answered, by their kind."""
    if session.shown().mart is None:
        st.markdown("There is no publication yet.")
        return
    st.table(methods.clocks(session.ask(viewer)))
    st.caption(
        "A due day that the source names comes before these. Working days leave out weekends and "
        "public holidays."
    )


def evidence() -> None:
    """Say of each claim what others found for and against it, and how it is tested here."""
    for each in CLAIMS:
        st.markdown(f"**{verdicts.escaped(each.claim)}**")
        found = [f"For: {line}" for line in each.speaks_for]
        found += [f"Against: {line}" for line in each.speaks_against]
        st.markdown("\n".join(f"- {verdicts.escaped(line)}" for line in found))
        titles = ", ".join(f"“{MEASURES[name].title}”" for name in each.measures)
        st.caption(f"Here: {each.here}" + (f" Measured by {titles}." if titles else ""))


def questions() -> None:
    """Give wording that a survey can take over, and what it fills."""
    st.markdown(f"{QUESTION} They fill `had_problem` and `problem_resolved`.")


def publication(viewer: Viewer) -> None:
    """Say which publication is shown, by whom and when it was published."""
    if session.shown().mart is None:
        st.markdown("There is no publication yet.")
        return
    for row in session.ask(viewer)("methods/publication").to_pylist():
        st.markdown(
            f"Publication {row['publication']}, data as of {words.day(row['as_of'])}, "
            f"published {row['published_at']:%d %b %Y %H:%M} UTC by {row['published_by']} "
            f"({row['reason']})."
        )


def sources(viewer: Viewer) -> None:
    """List the sources, how new each is and what it gives."""
    if session.shown().mart is not None:
        tables.show(session.ask(viewer)("methods/sources"), key="sources")


def versions() -> None:
    """List the programs that the figures are made with, and their licenses."""
    rows = [
        {"Program": name, "Version": version(name), "License": _license(name)} for name in BUILT_ON
    ]
    rows.append({"Program": "Inter (font)", "Version": "4", "License": "SIL Open Font License 1.1"})
    st.table(pa.Table.from_pylist(rows))


def _license(name: str) -> str:
    """Read a license from the package: its expression, else its classifier's last words."""
    about = metadata(name)
    expression = about.get_all("License-Expression") or []
    classified = [text for text in about.get_all("Classifier") or [] if "License" in text]
    return " ".join([*expression, *classified[:1]]).split(" :: ")[-1]
