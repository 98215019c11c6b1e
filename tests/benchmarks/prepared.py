"""The sample's Parquet files as rows that are ready for questions: what a user has in memory.

It repeats the rules of the measures on purpose, without the product's SQL, so that equal answers
mean something. Preparing is not part of a question's time, neither here nor in the mart.
"""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import holidays
import numpy as np
import polars as pl

from dashboard.sample.manifest import read_manifest
from tests.benchmarks.questions import (
    ACKNOWLEDGE_WITHIN,
    ARMS,
    SATISFIED_FROM,
    WAITING_BANDS,
)

ENDINGS = ("closed", "withdrawn", "transferred", "escalated")
FAR = dt.date(9999, 12, 31)
PLACE = ("unit_id", "at_on")


@dataclass(frozen=True)
class Rows:
    """Complaints, surveys and activity with their unit and with everything derived."""

    complaints: pl.DataFrame
    surveys: pl.DataFrame
    activity: pl.DataFrame


def read_rows(folder: Path) -> Rows:
    """Read a sample's files and derive what questions need."""
    sources = {extract.dataset: extract for extract in read_manifest(folder)}
    places = _Places(folder)
    as_of = sources["complaints"].as_of
    complaints = _complaints(folder / "complaints.parquet", as_of)
    surveys = _surveys(folder / "surveys.parquet")
    activity = pl.read_parquet(folder / "activity.parquet")
    months_end = activity.with_columns(at_on=pl.col("month").dt.month_end())
    units = sorted({*pl.read_parquet(folder / "units.parquet")["unit_id"], "UNASSIGNED"})
    kind = pl.Enum(units)
    return Rows(
        places.add(complaints, sources["complaints"].source_system, kind),
        places.add(surveys, sources["surveys"].source_system, kind),
        places.add(months_end, sources["activity"].source_system, kind).with_columns(
            _month("month").alias("month")
        ),
    )


def read_complaints(folder: Path) -> pl.DataFrame:
    """Read a sample's complaints alone; see `read_rows`."""
    source = next(e for e in read_manifest(folder) if e.dataset == "complaints")
    units = sorted({*pl.read_parquet(folder / "units.parquet")["unit_id"], "UNASSIGNED"})
    rows = _complaints(folder / "complaints.parquet", source.as_of)
    return _Places(folder).add(rows, source.source_system, pl.Enum(units))


class _Places:
    """Finds the unit that was valid for a source's unit on a day."""

    def __init__(self, folder: Path) -> None:
        self.units = pl.read_parquet(folder / "units.parquet").select(
            "unit_id", "valid_from", pl.col("valid_to").fill_null(FAR)
        )
        self.aliases = pl.read_parquet(folder / "unit_aliases.parquet").with_columns(
            pl.col("valid_to").fill_null(FAR)
        )

    def add(self, rows: pl.DataFrame, source: str, kind: pl.Enum) -> pl.DataFrame:
        """Give rows with unit_id and at_on the column `unit`."""
        pairs = rows.select(pl.col("unit_id").cast(pl.String), "at_on").unique()
        direct = self._valid(pairs).select(*PLACE, direct="unit_id")
        aliases = self.aliases.filter(pl.col("source_system") == source)
        named = (
            pairs.join(aliases, left_on="unit_id", right_on="source_unit", suffix="_named")
            .filter(pl.col("at_on").is_between("valid_from", "valid_to"))
            .select(source_unit="unit_id", unit_id="unit_id_named", at_on="at_on")
        )
        by_alias = self._valid(named).select(
            pl.col("source_unit").alias("unit_id"), "at_on", alias="unit_id"
        )
        found = (
            pairs.join(direct, on=PLACE, how="left")
            .join(by_alias, on=PLACE, how="left")
            .select(*PLACE, unit=pl.coalesce("direct", "alias", pl.lit("UNASSIGNED")).cast(kind))
        )
        joined = rows.with_columns(pl.col("unit_id").cast(pl.String))
        return joined.join(found, on=PLACE, how="left").drop(PLACE)

    def _valid(self, pairs: pl.DataFrame) -> pl.DataFrame:
        return pairs.join(self.units, on="unit_id").filter(
            pl.col("at_on").is_between("valid_from", "valid_to")
        )


def _complaints(path: Path, as_of: dt.date) -> pl.DataFrame:
    read = pl.read_parquet(
        path,
        columns=[
            "unit_id", "incident_date", "received_at", "status", "closed_at", "acknowledged_at",
            "channel", "contact_type", "satisfaction_handling",
        ],
    )  # fmt: skip
    is_ended = pl.col("status").is_in(ENDINGS) & pl.col("closed_at").is_not_null()
    received, closed = pl.col("received_at").dt.date(), pl.col("closed_at").dt.date()
    ended = read.with_columns(
        received_on=received,
        at_on=pl.coalesce("incident_date", received),
        ended_on=pl.when(is_ended).then(closed),
        working_days_n=_working_days(read, as_of),
    )
    return ended.select(
        "unit_id",
        "at_on",
        _categories("channel"),
        _categories("contact_type"),
        received_month=_month("received_on"),
        event_month=_month("at_on"),
        age_days=_days(pl.col("ended_on").fill_null(as_of) - pl.col("received_on")),
        waiting_band=_band(_days(as_of - pl.col("received_on"))),
        resolved_n=pl.col("ended_on").is_not_null() & (pl.col("status") == "closed"),
        otherwise_n=pl.col("ended_on").is_not_null() & (pl.col("status") != "closed"),
        open_n=pl.col("ended_on").is_null(),
        **_acknowledged(),
        **_handled(),
    )


def _acknowledged() -> dict[str, pl.Expr]:
    is_acknowledged = pl.col("acknowledged_at").is_not_null()
    by_limit = pl.col("working_days_n") <= ACKNOWLEDGE_WITHIN
    is_due = pl.col("working_days_n") >= ACKNOWLEDGE_WITHIN
    return {
        "on_time_n": is_acknowledged & by_limit,
        "late_n": pl.when(is_acknowledged).then(~by_limit).otherwise(is_due),
        "not_yet_due_n": ~is_acknowledged & ~is_due,
    }


def _handled() -> dict[str, pl.Expr]:
    is_open, points = pl.col("ended_on").is_null(), pl.col("satisfaction_handling")
    is_resolved = ~is_open & (pl.col("status") == "closed")
    return {
        "recovered_n": is_resolved & (points >= SATISFIED_FROM).fill_null(False),
        "feedback_n": ~is_open & points.is_not_null(),
        "no_feedback_n": ~is_open & points.is_null(),
        "pending_n": is_open,
    }


def _working_days(rows: pl.DataFrame, as_of: dt.date) -> pl.Series:
    """Working days after receipt, up to and with the acknowledgement or as_of; US holidays."""
    received = rows["received_at"].dt.date().to_numpy().astype("datetime64[D]")
    answered = rows["acknowledged_at"].dt.date().fill_null(as_of)
    until = answered.to_numpy().astype("datetime64[D]")
    years = range(int(str(received.min())[:4]), as_of.year + 2)
    off = np.array(sorted(holidays.country_holidays("US", years=years)), dtype="datetime64[D]")
    working = np.busday_count(received + 1, until + 1, holidays=off)
    # an acknowledgement on a day off comes after the last working day's: it counts as the next's
    is_late = rows["acknowledged_at"].is_not_null().to_numpy() & (until > received)
    return pl.Series(working + (is_late & ~np.is_busday(until, holidays=off)))


def _surveys(path: Path) -> pl.DataFrame:
    rows = pl.scan_parquet(path).select(
        "unit_id", "event_date", "instrument", "fft", "ltr_0_10", "hcahps_recommend",
        "overall_0_10", "had_problem", "problem_resolved", "would_return", "weight",
    )  # fmt: skip
    recommends, dissatisfied = _recommends(), _dissatisfied()
    weight = pl.when(recommends.is_not_null()).then(pl.col("weight").fill_null(1.0)).otherwise(0.0)
    return rows.select(
        "unit_id",
        _categories("instrument"),
        at_on="event_date",
        event_month=_month("event_date"),
        arm=_arm(),
        responses_n=pl.lit(True),
        answered_n=recommends.is_not_null(),
        recommend_n=recommends.fill_null(False),
        weight_sum=weight,
        weight_squared_sum=weight * weight,
        recommend_weight_sum=pl.when(recommends).then(weight).otherwise(0.0),
        dissatisfied_answered_n=dissatisfied.is_not_null(),
        dissatisfied_n=dissatisfied.fill_null(False),
    ).collect()


def _recommends() -> pl.Expr:
    instrument = pl.col("instrument")
    return (
        pl.when(instrument.is_in(["FFT", "FFT_RECOMMEND"]))
        .then(pl.col("fft") <= 2)
        .when(instrument == "HCAHPS")
        .then(pl.col("hcahps_recommend") == "definitely_yes")
        .when(instrument == "NPS")
        .then(pl.col("ltr_0_10") >= 9)
        .when(instrument == "local")
        .then(pl.col("would_return") >= 4)
    )


def _dissatisfied() -> pl.Expr:
    instrument = pl.col("instrument")
    return (
        pl.when(instrument.is_in(["FFT", "FFT_RECOMMEND"]))
        .then(pl.col("fft").is_between(4, 5))
        .when(instrument == "HCAHPS")
        .then(pl.col("hcahps_recommend").is_in(["probably_no", "definitely_no"]))
        .otherwise(pl.coalesce("ltr_0_10", "overall_0_10") <= 6)
    )


def _arm() -> pl.Expr:
    had, resolved = pl.col("had_problem"), pl.col("problem_resolved")
    return (
        pl.when(had.is_null())
        .then(pl.lit("not_asked"))
        .when(~had)
        .then(pl.lit("no_problem"))
        .when(resolved.is_null())
        .then(pl.lit("unanswered"))
        .when(resolved == "fully")
        .then(pl.lit("recovered"))
        .when(resolved == "pending")
        .then(pl.lit("pending"))
        .otherwise(pl.lit("unrecovered"))
        .cast(pl.Enum(ARMS))
    )


def _month(name: str) -> pl.Expr:
    day = pl.col(name)
    return (day.dt.year().cast(pl.Int32) * 12 + day.dt.month() - 1).cast(pl.Int16)


def _days(span: pl.Expr) -> pl.Expr:
    return span.dt.total_days().cast(pl.Int16)


def _band(days: pl.Expr) -> pl.Expr:
    *ended, (last, _) = WAITING_BANDS.items()
    bands = [pl.when(days <= end).then(pl.lit(name)) for name, end in ended]
    return pl.coalesce(*bands, pl.lit(last)).cast(pl.Enum(list(WAITING_BANDS)))


def _categories(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.Categorical)
