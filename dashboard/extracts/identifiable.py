"""Find the values that may identify a person, before anything is stored.

Each text column is searched by what it holds (contracts/rules/identifiable.py). Shapes that a
numbering of cases can have by chance, ten digits above all, count only where they stand out.
"""

from dataclasses import dataclass, replace
from math import comb

import duckdb

from dashboard.contracts.rules import identifiable as sought
from dashboard.contracts.rules.identifiable import Kind
from dashboard.contracts.rules.rule import Rule
from dashboard.extracts.mapping import Mapped
from dashboard.extracts.profile import Mapping
from dashboard.extracts.sql_text import literal

# One number of ten digits in eleven has a right check digit by chance; of NHS numbers all have.
BY_CHANCE = 1 / 11
TOO_UNLIKELY = 0.01
MOST = 0.5
# Which share of a column's values has a shape decides whether it is the column's own.
OWN_SHAPE = 0.5
FEW = 20  # so many of another shape stand out; more are a numbering of their own
CHECK_DIGIT = " + ".join(f"{10 - place} * (x // {10 ** (9 - place)} % 10)" for place in range(9))
MACROS = (
    f"create or replace macro check_digit_fits(x) as (11 - ({CHECK_DIGIT}) % 11) % 11 = x % 10"
    " and x % 1111111111 <> 0",  # 0000000000 and 1111111111 stand for "none"
    "create or replace macro number_of(x) as"
    " case when x >= '0' and x < ':' and length(x) between 9 and 13 then try_cast(x as bigint) end",
    "create or replace macro ten_digits(x) as case when length(x) between 11 and 12"
    f" and regexp_full_match(x, {literal(sought.TEN_DIGITS)})"
    " then try_cast(replace(replace(x, ' ', ''), '-', '') as bigint) end",
)
ANYWHERE = rf"(?:^|\D)({sought.TEN_DIGITS.replace('(', '(?:')})(?:\D|$)"


@dataclass(frozen=True)
class Shapes:
    """How many values of a column have a shape that cases may be numbered by, too."""

    values_n: int
    suspects_n: int = 0  # that a pattern has to look at
    digits_n: int = 0  # 9 to 13 digits
    ten_n: int = 0
    right_n: int = 0  # of the ten digits: with a right check digit
    mobiles_n: int = 0  # 11 digits that begin with 07
    phone_like_n: int = 0
    record_like_n: int = 0

    @property
    def are_own(self) -> bool:
        """Whether the column is one of numbers."""
        return self.digits_n > OWN_SHAPE * self.values_n

    @property
    def are_nhs_numbers(self) -> bool:
        """Whether ten digits with a right check digit are no accident."""
        if not self.are_own and self.ten_n < FEW:
            return True
        is_most = self.right_n > MOST * self.ten_n
        return is_most and (self.values_n == 1 or self._chance < TOO_UNLIKELY)

    @property
    def _chance(self) -> float:
        """Of so many right ones or more among so many numbers, were they a mere numbering."""
        if self.ten_n > FEW:  # more than half of more than twenty: under one in a billion
            return 0.0
        return sum(
            comb(self.ten_n, n) * BY_CHANCE**n * (1 - BY_CHANCE) ** (self.ten_n - n)
            for n in range(self.right_n, self.ten_n + 1)
        )


def find(con: duckdb.DuckDBPyConnection, mapped: Mapped) -> None:
    """Make the table `identifiable` (line, column_name, rule_id), empty where all is well."""
    con.execute(
        "create or replace table identifiable (line bigint, column_name varchar, rule_id varchar)"
    )
    for macro in MACROS:
        con.execute(macro)
    for name, mapping in mapped.columns.items():
        kind = sought.kind_of(mapped.dataset.column(name))
        if kind is not None and not _is_made(mapping):
            _search(con, name, kind)


def without_any(con: duckdb.DuckDBPyConnection, rules: list[Rule]) -> list[Rule]:
    """The rules less those of identities that no row holds: a million rows are not asked again."""
    rows = con.execute("select distinct column_name, rule_id from identifiable").fetchall()
    return [
        rule
        for rule in rules
        if rule.rule_id not in sought.RULE_IDS or (rule.columns[0], rule.rule_id) in rows
    ]


def _is_made(mapping: Mapping) -> bool:
    """Whether the profile makes the value: a constant, a hash or a row's number."""
    return mapping.constant is not None or bool(mapping.hash) or mapping.row_number


def _search(con: duckdb.DuckDBPyConnection, name: str, kind: Kind) -> None:
    # ids differ from row to row; to find the distinct ones would take longer than to look at all
    distinct = "" if kind is Kind.ID else "distinct "
    con.execute(
        f"create or replace temp view own as select {distinct}raw_{name} as text"
        f" from mapped where raw_{name} is not null"
    )
    shapes = _plain_shapes(con, kind)
    if not shapes.suspects_n and not shapes.right_n and not shapes.mobiles_n:
        return  # the usual case: no pattern is looked for, since to prepare one takes time
    _make_suspects(con, kind, is_empty=not shapes.suspects_n)
    if kind is not Kind.FREE_TEXT:
        shapes = _written_shapes(con, shapes)
        _clear_own_shapes(con, shapes)
    con.execute(
        f"insert into identifiable select distinct line, {literal(name)}, rule_id from mapped join"
        f" (from suspects union all {_plain_numbers(shapes)}) on text = raw_{name}"
        " where rule_id is not null"
    )


def _make_suspects(con: duckdb.DuckDBPyConnection, kind: Kind, *, is_empty: bool) -> None:
    made = f"{_rule_id(kind)} as rule_id from own where {_may_be(kind)}"
    if is_empty:
        made = "cast(null as varchar) as rule_id from own where false"
    con.execute(f"create or replace temp table suspects as select distinct text, {made}")


def _may_be(kind: Kind) -> str:
    """A cheap condition that every identity but plain numbers meets, so that few are looked at."""
    if kind is Kind.FREE_TEXT:
        return r"contains(text, '@') or regexp_matches(text, '\d\d')"
    marks = " or ".join(f"contains(text, '{mark}')" for mark in "@ _#.")
    words = " or ".join(f"contains(lower(text), '{word}')" for word in ("mrn", "ssn", "dob"))
    return (
        f"case when number_of(text) is not null then false when {marks} or text < '0' then true"
        f" when text < ':' then length(text) between 9 and 20 else {words} end"
    )


def _rule_id(kind: Kind) -> str:
    """SQL: which identity a value is, or may be (`ten_digits`, `phone_like`)."""
    if kind is Kind.FREE_TEXT:
        number = f"replace(replace(regexp_extract(text, {literal(ANYWHERE)}, 1), ' ', ''), '-', '')"
        return (
            f"case when {_matches(sought.EMAIL)} then 'email_address'"
            f" when {_matches(sought.RECORD)} then 'record_number'"
            f" when {_matches(sought.PHONE)} then 'phone_number'"
            f" when check_digit_fits(try_cast(nullif({number}, '') as bigint)) then 'nhs_number'"
            f" when {_matches(_alone(sought.PHONE_LIKE))} then 'phone_number'"
            f" when {_matches(_alone(sought.SOCIAL_SECURITY))} then 'record_number' end"
        )
    name = sought.NAME if kind is Kind.ID else sought.TITLED
    return (
        f"case when {_matches(sought.EMAIL)} then 'email_address'"
        f" when {_matches(sought.RECORD)} then 'record_number'"
        f" when {_is(sought.PHONE)} then 'phone_number'"
        f" when {_is(name)} then 'person_name'"
        " when ten_digits(text) is not null then 'ten_digits'"
        f" when {_is(sought.PHONE_LIKE)} then 'phone_like'"
        f" when {_is(sought.SOCIAL_SECURITY)} then 'record_like' end"
    )


def _plain_shapes(con: duckdb.DuckDBPyConnection, kind: Kind) -> Shapes:
    """What is told of a column without any pattern: plain numbers, and how many suspects."""
    values_n, digits_n, ten_n, right_n, mobiles_n, suspects_n = con.execute(
        "select count(*), count(number), count(*) filter (digits = 10 and number is not null),"
        " count(*) filter (digits = 10 and check_digit_fits(number)),"
        " count(*) filter (digits = 11 and number // 1000000000 = 7 and text < '08'),"
        f" count(*) filter ({_may_be(kind)})"
        " from (select text, length(text) as digits, number_of(text) as number from own)"
    ).fetchall()[0]
    if kind is Kind.FREE_TEXT:
        return Shapes(values_n, suspects_n=suspects_n)
    return Shapes(values_n, suspects_n, digits_n, ten_n, right_n, mobiles_n)


def _written_shapes(con: duckdb.DuckDBPyConnection, plain: Shapes) -> Shapes:
    """The same with those among the suspects that are written with spaces or hyphens."""
    ten_n, right_n, phones_n, records_n = con.execute(
        "select count(*) filter (rule_id = 'ten_digits'),"
        " count(*) filter (rule_id = 'ten_digits' and check_digit_fits(ten_digits(text))),"
        " count(*) filter (rule_id = 'phone_like'), count(*) filter (rule_id = 'record_like')"
        " from suspects"
    ).fetchall()[0]
    return replace(
        plain, digits_n=plain.digits_n + ten_n, ten_n=plain.ten_n + ten_n,
        right_n=plain.right_n + right_n, phone_like_n=phones_n, record_like_n=records_n,
    )  # fmt: skip


def _clear_own_shapes(con: duckdb.DuckDBPyConnection, shapes: Shapes) -> None:
    """Decide on the written shapes that a numbering of cases can have, too."""
    least = OWN_SHAPE * shapes.values_n
    con.execute(
        "update suspects set rule_id = case rule_id when 'ten_digits' then case"
        f" when {_sql(shapes.are_nhs_numbers)} and check_digit_fits(ten_digits(text))"
        " then 'nhs_number'"
        f" when {_sql(not shapes.are_own)} and {_is(sought.PHONE_LIKE)} then 'phone_number' end"
        f" when 'phone_like' then case when {_sql(shapes.phone_like_n < least)}"
        " then 'phone_number' end"
        f" when 'record_like' then case when {_sql(shapes.record_like_n < least)}"
        " then 'record_number' end"
        " else rule_id end where rule_id in ('ten_digits', 'phone_like', 'record_like')"
    )


def _plain_numbers(shapes: Shapes) -> str:
    """SQL: the values without any separator that are NHS numbers or mobile phones."""
    found = []
    if shapes.right_n and shapes.are_nhs_numbers:
        found.append(
            "select distinct text, 'nhs_number' from own"
            " where length(text) = 10 and check_digit_fits(number_of(text))"
        )
    if 0 < shapes.mobiles_n < OWN_SHAPE * shapes.values_n:
        found.append(
            "select distinct text, 'phone_number' from own"
            " where length(text) = 11 and text < '08' and number_of(text) // 1000000000 = 7"
        )
    return " union all ".join(found or ["select null, null where false"])


def _is(pattern: str) -> str:
    return f"regexp_full_match(text, {literal(pattern)})"


def _matches(pattern: str) -> str:
    return f"regexp_matches(text, {literal(pattern)})"


def _alone(pattern: str) -> str:
    return rf"(?:^|[^\d-])(?:{pattern})(?:[^\d-]|$)"


def _sql(condition: bool) -> str:
    return "true" if condition else "false"
