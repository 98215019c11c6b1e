"""The manifest of a sample: which file is which extract, and in which order they are imported."""

import datetime as dt
import tomllib
from dataclasses import dataclass
from pathlib import Path

from dashboard.sample.period import AS_OF
from dashboard.sample.register import (
    ACTIVITY_SOURCE,
    COMPLAINT_SOURCE,
    SURVEY_SOURCE,
    UNIT_SOURCE,
)

FILE_NAME, PROFILE_NAME = "manifest.toml", "profile.toml"


@dataclass(frozen=True)
class SampleExtract:
    """One file of a sample and how it is imported."""

    file: str
    dataset: str
    source_system: str
    as_of: dt.date
    mode: str
    profile: str


# Units first: what comes later is matched to them; a complaint before its subjects.
EXTRACTS = (
    SampleExtract("units.parquet", "units", UNIT_SOURCE, AS_OF, "full_snapshot", PROFILE_NAME),
    SampleExtract(
        "unit_aliases.parquet", "unit_aliases", UNIT_SOURCE, AS_OF, "full_snapshot", PROFILE_NAME
    ),
    SampleExtract("activity.parquet", "activity", ACTIVITY_SOURCE, AS_OF, "append", PROFILE_NAME),
    SampleExtract(
        "complaints.parquet", "complaints", COMPLAINT_SOURCE, AS_OF, "full_snapshot", PROFILE_NAME
    ),
    SampleExtract(
        "complaint_issues.parquet", "complaint_issues", COMPLAINT_SOURCE, AS_OF, "full_snapshot",
        PROFILE_NAME,
    ),
    SampleExtract("surveys.parquet", "surveys", SURVEY_SOURCE, AS_OF, "append", PROFILE_NAME),
)  # fmt: skip
HEADER = """\
# The files of this sample in the order of import. Their columns have the contract's own names.
"""
PROFILE = """\
# The columns have the contract's own names and are recognized by them; times are local ones.
timezone = "America/New_York"
"""


def manifest_text() -> str:
    """The manifest as TOML."""
    return HEADER + "".join(_extract_text(extract) for extract in EXTRACTS)


def read_manifest(folder: Path) -> tuple[SampleExtract, ...]:
    """The extracts of the sample in a folder, in order of import."""
    content = tomllib.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
    return tuple(SampleExtract(**extract) for extract in content["extract"])


def _extract_text(extract: SampleExtract) -> str:
    lines = ["", "[[extract]]"]
    for name, given in vars(extract).items():
        lines.append(f"{name} = {given}" if name == "as_of" else f'{name} = "{given}"')
    return "\n".join(lines) + "\n"
