"""How alike two names of units are. Numbers decide: ward 5A is never ward 5B. Pure."""

import re
from functools import lru_cache

from rapidfuzz import fuzz

from dashboard.extracts.header import plain

SAME_WORDS = {
    "dept": "department", "depts": "departments", "ed": "emergency department",
    "a e": "emergency department", "ae": "emergency department",
    "accident and emergency": "emergency department", "casualty": "emergency department",
    "er": "emergency department", "opd": "outpatients", "outpatient": "outpatients",
    "out patients": "outpatients", "out patient": "outpatients",
    "outpatients department": "outpatients", "outpatient department": "outpatients",
    "icu": "intensive care", "itu": "intensive care", "intensive care unit": "intensive care",
    "paeds": "paediatrics", "pediatrics": "paediatrics", "paediatric": "paediatrics",
    "pediatric": "paediatrics", "maternity unit": "maternity", "obs and gynae": "obstetrics and "
    "gynaecology", "gynae": "gynaecology", "ortho": "orthopaedics", "orthopedics": "orthopaedics",
    "orthopaedic": "orthopaedics", "gen med": "general medicine", "wd": "ward",
}  # fmt: skip
"""Words and abbreviations that mean the same in names of units, in plain form."""
PATTERN = re.compile(
    rf"\b({'|'.join(sorted(map(re.escape, SAME_WORDS), key=len, reverse=True))})\b"
)
ONE_SIDED = 0.85  # what a likeness is worth where only one of the names has a number


@lru_cache(maxsize=100_000)
def normal(name: str) -> str:
    """A unit's name in the form in which two are the same: no case, marks, leading zeros."""
    words = re.sub(r"\b0+(?=\d)", "", plain(name))
    words = re.sub(r"\bward(?=\d)", "ward ", words)
    return PATTERN.sub(lambda found: SAME_WORDS[found[0]], words)


def likeness(one: str, other: str) -> float:
    """How alike two names in normal form are, 0 to 100."""
    numbers, others = _numbers(one), _numbers(other)
    if numbers and others and numbers != others:
        return 0.0
    alike = max(fuzz.token_sort_ratio(one, other), 0.92 * _within(one, other))
    return alike if bool(numbers) == bool(others) else alike * ONE_SIDED


def _within(one: str, other: str) -> float:
    """Whether all words of the shorter name are words of the longer one, or nearly so."""
    return fuzz.token_set_ratio(one, other) if min(len(one), len(other)) > 2 else 0.0


@lru_cache(maxsize=100_000)
def _numbers(name: str) -> frozenset[str]:
    return frozenset(word for word in name.split() if any(map(str.isdigit, word)))
