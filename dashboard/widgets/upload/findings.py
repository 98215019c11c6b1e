"""What the check found: counts by rule, every finding by row, and the rows to send back."""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from dashboard.uploads.checking import FINDINGS_SHOWN, Found
from dashboard.uploads.choices import Choices
from dashboard.uploads.job import Job
from dashboard.widgets.upload import draft
from dashboard.widgets.verdicts import escaped

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOWNLOADS = {
    "Refused rows as Excel, marked": ("annotated.xlsx", XLSX),
    "Refused rows as CSV": ("annotated.csv", "text/csv"),
    "All findings as CSV": ("findings.csv", "text/csv"),
}


def show(job: Job, choices: Choices, found: Found) -> None:
    """Say how many rows are good, list what is wrong, and offer the rows to be mended."""
    report = found.report
    st.subheader("What the check found")
    with st.container(horizontal=True):
        st.metric("Rows in the file", f"{report.rows_in:,}")
        st.metric("Accepted", f"{report.accepted:,}")
        st.metric("Refused", f"{report.refused:,}")
        st.metric("Skipped by the profile", f"{report.skipped:,}")
    if found.findings.num_rows == 0:
        st.markdown("Nothing to complain of.")
    else:
        _by_rule(found)
        _by_row(found)
        _downloads(job)
    _why_not(job, choices, found)


def _by_rule(found: Found) -> None:
    """A line a rule, refusals first and the commonest first among them."""
    grouped = found.findings.group_by(["rule_id", "severity"], use_threads=False).aggregate(
        [("message", "first"), ("how_to_fix", "first")]
    )
    counts = found.report.findings
    rules = sorted(
        grouped.to_pylist(), key=lambda r: (r["severity"] != "error", -counts.get(r["rule_id"], 0))
    )
    st.markdown("\n".join(_line(rule, counts.get(rule["rule_id"], 0)) for rule in rules))


def _line(rule: dict[str, str], times: int) -> str:
    kind = "refused" if rule["severity"] == "error" else "kept, with a warning"
    example, fix = escaped(rule["message_first"]), escaped(rule["how_to_fix_first"])
    return f"- **{times:,} × {escaped(rule['rule_id'])}**, {kind}. For example: {example} *{fix}*"


def _by_row(found: Found) -> None:
    with st.expander("Every finding, by row"):
        rules = sorted(set(found.findings["rule_id"].to_pylist()))
        wanted = st.multiselect("Rules", rules, placeholder="All rules", key="rules_wanted")
        shown = found.findings
        if wanted:
            shown = shown.filter(pc.is_in(shown["rule_id"], pa.array(wanted)))
        st.dataframe(
            shown, hide_index=True, key="by_row",
            column_config={
                "row": "Row", "column": "Column", "value": "Value", "rule_id": "Rule",
                "severity": "Kind", "message": "What is wrong", "how_to_fix": "What to do",
            },
        )  # fmt: skip
        if found.findings.num_rows == FINDINGS_SHOWN:
            st.caption(f"The first {FINDINGS_SHOWN:,}; the download holds all.")


def _downloads(job: Job) -> None:
    stem = Path(job.name).stem
    with st.container(horizontal=True):
        for label, (name, mime) in DOWNLOADS.items():
            path = job.folder / name
            if path.is_file():
                st.download_button(
                    label, path.read_bytes, f"{stem}_{name}", mime, on_click="ignore",
                    key=f"download_{name}", type="tertiary",
                )  # fmt: skip
    st.caption(
        "Mend the refused rows in the Excel file and upload it here as a file of its own. These "
        "files are deleted with the upload, so take them before you publish."
    )


def _why_not(job: Job, choices: Choices, found: Found) -> None:
    """Say why this can't be published as it is; to accept it is the user's decision."""
    if found.why_not is None:
        return
    st.error(f"{found.why_not} Nothing was published.", icon=None)
    if found.report.accepted and found.report.refused and not choices.accept_refused:
        st.button(
            f"Go on with the {found.report.accepted:,} accepted rows all the same",
            key="accept_refused", on_click=_accept, args=(job, choices),
        )  # fmt: skip


def _accept(job: Job, choices: Choices) -> None:
    draft.choose(job, choices, accept_refused=True)
    kept: Choices = job.kept("choices")
    draft.check(job, kept)
