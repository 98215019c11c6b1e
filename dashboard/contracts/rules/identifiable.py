"""Rules that find persons in the values of text columns, by what the column holds.

The patterns are RE2 (DuckDB). Whole-value patterns are for columns of short values; in free text a
pattern may stand anywhere. Names are looked for where no name belongs: an id made of words, a
title before a word. Where names do belong (units) or can't be told from words (languages, groups),
only a title speaks, and in free text nothing: whoever stores it decides that.
"""

from dataclasses import dataclass
from enum import StrEnum

from dashboard.contracts.column import Column, Type
from dashboard.contracts.rules.rule import Rule, Severity


class Kind(StrEnum):
    """What a text column holds."""

    ID = "id"
    UNIT = "unit"
    GROUP = "group"  # groups, stages, bands, languages: few distinct words
    FREE_TEXT = "free_text"


KIND_OF = {
    "complaint_id": Kind.ID, "response_id": Kind.ID, "repeat_of": Kind.ID,
    "unit_id": Kind.UNIT, "parent_id": Kind.UNIT, "source_unit": Kind.UNIT, "unit_name": Kind.UNIT,
    "department": Kind.UNIT, "site": Kind.UNIT, "free_text": Kind.FREE_TEXT,
}  # fmt: skip
NOT_SEARCHED = (
    "patient_link_key",  # has a rule of its own: nothing but a hash
    "source_system",
    "manager_group",  # a sign-in group is often called by its e-mail address
)
TITLE = r"(?:mr|mrs|ms|miss|mx|master)\.?"
WORD = r"\p{L}[\p{L}'’.-]*"
NAME = rf"(?i)(?:{TITLE} )?{WORD},? {WORD}(?: {WORD}){{0,2}}"
TITLED = rf"(?i){TITLE} {WORD}(?: {WORD}){{0,3}}"
EMAIL = r"[^\s@,;<>]+@[^\s@,;<>]+\.\p{L}{2,}"
RECORD = (
    r"(?i)(?:^|[^\p{L}])(?:mrn|(?:hosp(?:ital)?|patient|nhs|record)[ ._]*(?:no|num|number|nr|id)"
    r"|ssn|date of birth|dob)[ .:#_-]*\d{2,}"
)
SOCIAL_SECURITY = r"[0-8]\d{2}-\d{2}-\d{4}"
TEN_DIGITS = r"\d{3}([ -]?)\d{3}[ -]?\d{4}"
PHONE = (  # with a plus or brackets it can be nothing else
    r"\+[1-9]\d{0,2}[ .()-]*\d(?:[ .()-]*\d){6,12}"
    r"|\(0\d{2,4}\) ?\d{3,4}[ -]?\d{3,4}"
    r"|(?:1[ .-])?\([2-9]\d{2}\) ?[2-9]\d{2}[ .-]?\d{4}"
)
PHONE_LIKE = (  # a numbering of cases may look the same: see Found.among_others
    r"0\d{2,4}[ -]\d{3,4}[ -]?\d{3,4}|07\d{3}[ -]?\d{3}[ -]?\d{3}"
    r"|(?:1[.-])?[2-9]\d{2}[.-][2-9]\d{2}[.-]\d{4}"
)


@dataclass(frozen=True)
class Sought:
    """One kind of identity, and what its rule says of it."""

    rule_id: str
    looks_like: str


NAMES = Sought("person_name", "a person's name")
NHS_NUMBERS = Sought("nhs_number", "an NHS number: its check digit is right")
RECORD_NUMBERS = Sought("record_number", "the number of a patient's record or an official number")
EMAILS = Sought("email_address", "an e-mail address")
PHONES = Sought("phone_number", "a phone number")
ALL = (NAMES, NHS_NUMBERS, RECORD_NUMBERS, EMAILS, PHONES)
RULE_IDS = frozenset(sought.rule_id for sought in ALL)

HOW_TO_FIX = {
    Kind.ID: (
        "Give the source's own number of the case. A patient's number belongs in patient_link_key "
        'by { hmac = "NHS Number" }, which keeps a keyed hash of it.'
    ),
    Kind.UNIT: "Give the unit's code or name, or leave the row out.",
    Kind.GROUP: "Give the group alone, or do not map this column.",
    Kind.FREE_TEXT: "Take it out of the text, or do not map free_text.",
}


def kind_of(column: Column) -> Kind | None:
    """What a column holds; None where nothing but listed values, numbers or dates can stand."""
    if column.type is not Type.TEXT or column.allowed or column.name in NOT_SEARCHED:
        return None
    return KIND_OF.get(column.name, Kind.GROUP)


def sought_in(kind: Kind) -> tuple[Sought, ...]:
    """Which identities a column of this kind is searched for."""
    return ALL if kind is not Kind.FREE_TEXT else (NHS_NUMBERS, RECORD_NUMBERS, EMAILS, PHONES)


def rules_of(column: Column) -> list[Rule]:
    """The rules of one column; the intake fills `identifiable` before they are put to the rows."""
    kind = kind_of(column)
    if kind is None:
        return []
    return [
        Rule(
            sought.rule_id, Severity.ERROR, (column.name,),
            "line in (select line from identifiable where column_name = "
            f"'{column.name}' and rule_id = '{sought.rule_id}')",
            f"{column.name} holds {sought.looks_like}; the row is not stored.",
            HOW_TO_FIX[kind],
        )
        for sought in sought_in(kind)
    ]  # fmt: skip
