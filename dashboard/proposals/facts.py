"""What a source column holds, as far as its first rows show: kinds of values, never a meaning."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import pyarrow as pa
import pyarrow.compute as pc

from dashboard.contracts.synonyms import NULLS
from dashboard.extracts.date_shapes import format_of
from dashboard.extracts.header import SPACES, plain
from dashboard.extracts.reading import Source
from dashboard.extracts.sql_text import literal, literals

ROWS = 50_000  # of the file that are looked at
CELLS, FEW_ROWS = 2_000_000, 1_000  # of a wide file: so many cells, but no fewer rows
VALUES = 300  # different ones that are looked at
MANY_NAMES = 0.7  # of the filled cells differ where the names are people's
LONG = 40  # characters; codes and names of units are shorter, narratives longer
NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}([,. ]\d{3})+)([.,]\d+)?")
OFFSET = re.compile(r"[T ]99:99(:99(\.9+)?)?( ?(Z|z|UTC|GMT)| ?[+-]99:?(99)?)$")
MONTH = re.compile(r"(?i)\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-zA-Z]{2,}")
PHONE = re.compile(r"(\+|0|\(0?)\d[\d ()/-]{8,15}\d")
NAME = re.compile(  # of a person, by its form alone: units have it, too, but they come back
    r"((mr|mrs|ms|miss|dr|prof)\.? )?[^\W\d_]+(['’-][^\W\d_]+)*,? [^\W\d_]+(['’-][^\W\d_]+)*"
    r"( [^\W\d_]+)?",
    re.IGNORECASE,
)
OF_A_PERSON = re.compile(
    r"\b(surname|forename|(first|last|middle|family|given|full|patient|customer|complainant|staff"
    r"|employee|consultant|client|respondent|reporter|contact) names?|dob|date of birth|birth date"
    r"|nhs (no|number|num)|mrn|hospital (no|number)|medical record( number)?|patient (id|number|no)"
    r"|pt id|passport|e ?mail|email address|phone|telephone|mobile|tel|address( line)?( \d)?|street"
    r"( name)?|street address|post ?code|zip ?code|incident zip|ssn|social security( number)?"
    r"|com (name|mgr|head|investigator)|investigator|handler|owner|createdby|latitude|longitude)\b"
)
OF_IDS = re.compile(r"(^|\b)(ids?|numbers?|no|refs?|references?|key|code|uri|url|date)$")
WITH_TEXT = re.compile(
    r"\b(descriptions?|comments?|comment txt|narrative|notes?|details?|free ?text|verbatim"
    r"|feedback|reasons?|why|lessons( learned)?|resolution|case title|closure reason)\b"
)


@dataclass(frozen=True)
class Facts:
    """One source column. Shares are of its filled cells, from 0 to 1; texts are trimmed."""

    name: str
    position: int
    rows_n: int  # that were looked at
    filled_n: int
    distinct_n: int
    values: tuple[tuple[str, int], ...]  # the commonest, with how many rows have them
    mean_length: float
    words_n: float  # on the mean of its values
    number_share: float
    date_share: float
    is_typed_day: bool  # a date by its type, in a workbook or a Parquet file
    null_texts: tuple[str, ...] = ()  # of its values those that stand for a missing one

    @property
    def examples(self) -> tuple[str, ...]:
        """Three values to show."""
        return tuple(text for text, _ in self.values[:3])

    @property
    def empty_share(self) -> float:
        """The share of rows that have nothing there."""
        return 1 - self.filled_n / self.rows_n if self.rows_n else 1.0

    @property
    def is_unique(self) -> bool:
        """Whether no value stands twice."""
        return 1 < self.filled_n == self.distinct_n

    @property
    def is_date(self) -> bool:
        """Whether nearly all of it can be read as dates."""
        return self.is_typed_day or self.date_share > 0.8

    @cached_property
    def is_free_text(self) -> bool:
        """Whether it looks like sentences: by its length, or by its name and its words."""
        if self.is_date or self.number_share > 0.5 or OF_IDS.search(plain(self.name)):
            return False
        named = WITH_TEXT.search(plain(self.name)) is not None
        differs = self.distinct_n > max(10, self.filled_n / 10)
        return (self.mean_length > LONG and differs) or (named and self.words_n > 2)

    @cached_property
    def identifies(self) -> str | None:
        """Why it looks as if it told who somebody is; None where it doesn't."""
        named = OF_A_PERSON.search(plain(self.name))
        if named and not self.is_boolean:
            return f"its name says '{named[0]}'"
        kinds = (("e-mail addresses", EMAIL.fullmatch), ("NHS numbers", is_nhs_number),
                 ("phone numbers", PHONE.fullmatch))  # fmt: skip
        texts = [text for text, _ in self.values]
        for kind, fits in kinds:
            if texts and sum(map(bool, map(fits, texts))) > 0.5 * len(texts):
                return f"its values look like {kind}"
        hardly_repeats = self.distinct_n > max(2, MANY_NAMES * self.filled_n)
        if hardly_repeats and all(map(NAME.fullmatch, texts)):
            return "its values look like names"
        return None

    @cached_property
    def is_boolean(self) -> bool:
        """Whether it says yes or no."""
        return 0 < self.distinct_n <= 2 and all(
            plain(text) in ("yes", "no", "y", "n", "true", "false", "t", "f", "0", "1")
            for text, _ in self.values
        )


def is_nhs_number(text: str) -> bool:
    """Whether ten digits carry the check digit of an NHS number (weights 10 to 2, modulus 11)."""
    digits = re.sub(r"[ -]", "", text)
    if not re.fullmatch(r"\d{10}", digits):
        return False
    total = sum(
        int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)
    )
    return (11 - total % 11) % 11 == int(digits[9])


def facts_of(source: Source) -> tuple[Facts, ...]:
    """Look at every column of a file; of very wide ones at fewer rows."""
    width = len(source.headers)
    rows_n = min(ROWS, max(FEW_ROWS, CELLS // max(1, width)))
    cells = source.con.sql(f"select * exclude (line) from source limit {rows_n}").to_arrow_table()
    return tuple(_facts(source, position, cells.column(position)) for position in range(width))


def all_values(source: Source, facts: Facts) -> tuple[tuple[str, int], ...]:
    """The commonest values of a column of few different ones, in the whole file."""
    cell = f"trim(text, {literal(SPACES)})"
    return tuple(
        source.con.execute(
            f"select {cell} as value, sum(rows_n)::bigint as n from"
            f" {_counted_whole(source, facts)} where {cell} <> ''"
            f" group by value order by n desc, value limit {VALUES}"
        ).fetchall()
    )


def empty_n(source: Source, facts: Facts) -> int:
    """How many rows of the whole file have nothing there, or a text that stands for nothing."""
    cell = f"lower(trim(coalesce(text, ''), {literal(SPACES)}))"
    return int(
        source.con.execute(
            f"select coalesce(sum(rows_n), 0) from {_counted_whole(source, facts)}"
            f" where {cell} in ('', {literals(NULLS)})"
        ).fetchall()[0][0]
    )


def is_null_text(text: str) -> bool:
    """Whether a text stands for a missing value in most sources."""
    return text.casefold() in NULLS


def _facts(source: Source, position: int, cells: pa.ChunkedArray) -> Facts:
    trimmed = pc.utf8_trim(cells.combine_chunks(), SPACES)
    filled = trimmed.filter(pc.fill_null(pc.not_equal(trimmed, ""), False))
    counted = filled.value_counts()
    order = [("n", "descending"), ("text", "ascending")]
    table = pa.table({"text": counted.field(0), "n": counted.field(1)}).sort_by(order)
    values = [(row["text"], row["n"]) for row in table.slice(0, VALUES).to_pylist()]
    meant = tuple((text, n) for text, n in values if not is_null_text(text))
    return Facts(
        source.headers[position], position, len(cells), len(filled), table.num_rows, meant,
        pc.mean(pc.utf8_length(filled)).as_py() or 0.0,
        sum(len(text.split()) for text, _ in meant) / max(1, len(meant)),
        _share(meant, lambda text: NUMBER.fullmatch(text) is not None), _share(meant, _is_date),
        position in source.typed_days, tuple(text for text, _ in values if is_null_text(text)),
    )  # fmt: skip


def _counted_whole(source: Source, facts: Facts) -> str:
    """Name of a table of a whole column's different texts: to trim these is quicker than cells."""
    name = f"counted_{facts.position}"
    source.con.execute(
        f"create temp table if not exists {name} as"
        f" select c{facts.position} as text, count(*) as rows_n from source group by text"
    )
    return name


def _share(values: tuple[tuple[str, int], ...], fits: Callable[[str], bool]) -> float:
    rows_n = sum(n for _, n in values)
    return sum(n for text, n in values if fits(text)) / rows_n if rows_n else 0.0


@lru_cache(maxsize=50_000)
def _is_date(text: str) -> bool:
    shape = re.sub(r"\d", "9", text)
    if re.fullmatch(r"9+", shape):
        return len(text) == 8 and text[:2] in ("19", "20")
    known = format_of(shape) or format_of(shape, is_month=True)
    if known and "%b" in known.lower() and not MONTH.search(text):
        return False  # "Ward 12" has the shape of "May 12"
    return known is not None or OFFSET.search(shape) is not None
