"""What the complaints of a sample are about: subjects of HCAT, some two a complaint."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.contracts.taxonomies import HCAT
from dashboard.sample import draws
from dashboard.sample.course import CONTACT_TYPES, DAY
from dashboard.sample.volume import Group

DATASET_NO = 7
TAXONOMY = "HCAT"
CODES = tuple(subject.code for subject in HCAT)
DOMAINS = tuple(dict.fromkeys(subject.domain or "" for subject in HCAT))
DOMAIN_OF = np.array([DOMAINS.index(subject.domain or "") for subject in HCAT])
# How often each is named first, in the order of the list; the same in every unit.
CODE_WEIGHTS = np.array([0.22, 0.15, 0.08, 0.21, 0.09, 0.17, 0.08])
# One to five subjects a complaint: 1.94 on average, as coders of letters found (measures.md 1.7).
HOW_MANY_SHARES = (0.42, 0.34, 0.15, 0.06, 0.03)
CODED_SHARE = np.array([0.90, 0.97, 0.98, 0.45])  # by contact type
CODED_LATER_DAYS, CODED_SO_FAR_SHARE = 21, 0.6  # the newest wait for their coder
UNKNOWN = -1


@dataclass(frozen=True)
class ToCode:
    """Complaints of one chunk that a coder may have read; all of shape (n,)."""

    first_row: int
    received_day: np.ndarray  # int32
    contact: np.ndarray  # int8, a number of CONTACT_TYPES
    severity: np.ndarray  # int8, 0 to 3, or UNKNOWN


def to_code(first_row: int, complaints: pa.Table) -> ToCode:
    """What the coder needs to know of a chunk of complaints."""
    received_s = complaints["received_at"].cast(pa.timestamp("s")).cast(pa.int64())
    contact = pc.index_in(
        complaints["contact_type"].cast(pa.string()), pa.array(CONTACT_TYPES, pa.string())
    )
    return ToCode(
        first_row,
        (received_s.to_numpy() // DAY).astype(np.int32),
        contact.to_numpy().astype(np.int8),
        complaints["severity_hcat"].fill_null(UNKNOWN).to_numpy(),
    )


def issue_chunk(group: Group, complaints: ToCode) -> pa.Table:
    """Make the subjects of these complaints, each complaint's primary one first.

    The primary subject has the complaint's own severity, the others at most that.
    """
    rng = draws.stream(group.size.seed, DATASET_NO, complaints.first_row)
    place = np.flatnonzero(_is_coded(rng, group, complaints))
    n = len(place)
    how_many = draws.codes(rng, HOW_MANY_SHARES, n) + 1
    # The smallest of exponential times at these rates: a draw without putting back.
    order = np.argsort(rng.exponential(size=(n, len(CODES))) / CODE_WEIGHTS, axis=1)
    is_named = np.arange(len(CODES)) < how_many[:, None]
    code, is_primary = order[is_named], np.nonzero(is_named)[1] == 0
    severity = np.repeat(complaints.severity[place], how_many)
    milder = np.ceil(rng.random(len(code)) * severity).astype(np.int8)
    severity = np.where(is_primary | (severity <= 0), severity, np.maximum(milder, 1))
    complaint = np.repeat(place, how_many) + complaints.first_row + 1
    return pa.table(
        {
            "complaint_id": draws.identifiers("C-", complaint),
            "taxonomy": draws.labels((TAXONOMY,), np.zeros(len(code), dtype=np.int8)),
            "code": draws.labels(CODES, code),
            "domain": draws.labels(DOMAINS, DOMAIN_OF[code]),
            "severity": draws.numbers(severity, severity == UNKNOWN),
            "is_primary": draws.flags(is_primary),
        }
    )


def _is_coded(rng: np.random.Generator, group: Group, complaints: ToCode) -> np.ndarray:
    n = len(complaints.contact)
    is_new = complaints.received_day > group.period.last_day - CODED_LATER_DAYS
    share = CODED_SHARE[complaints.contact] * np.where(is_new, CODED_SO_FAR_SHARE, 1.0)
    return draws.chance(rng, share, n)
