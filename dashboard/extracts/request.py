"""What the user asks for, and the manifest that follows from it."""

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from dashboard.contracts.dataset import Dataset
from dashboard.contracts.registry import DATASETS
from dashboard.errors import WrongUsage
from dashboard.extracts.dates import checked_timezone
from dashboard.extracts.limits import Limits, limits_of
from dashboard.extracts.manifest import Manifest, Mode
from dashboard.extracts.profile import Profile
from dashboard.settings import Settings


@dataclass(frozen=True)
class Request:
    """What the user asks for; None is taken from the profile, the settings or the file.

    beside: extracts stored already, such as the names of units confirmed for this file. They count
    as published when it is checked, and are published together with it, before it.
    """

    file: Path
    as_of: date
    profile: Profile = field(default_factory=Profile)
    dataset: str | None = None
    source_system: str | None = None
    mode: Mode = Mode.APPEND
    period_start: date | None = None
    period_end: date | None = None
    row_count: int | None = None
    accept_refused: bool = False
    timezone: str = "UTC"
    max_refused_share: float = 0.05
    link_key: str | None = None
    limits: Limits = field(default_factory=Limits)
    retention_months: int | None = None
    by: str = "unknown"
    beside: tuple[str, ...] = ()


def under(request: Request, settings: Settings) -> Request:
    """The request with what the settings say of every import, by page or command line."""
    return replace(
        request,
        timezone=settings.time_zone,
        max_refused_share=settings.max_refused_share,
        link_key=settings.link_key.get_secret_value() if settings.link_key else None,
        retention_months=settings.retention_months,
        limits=limits_of(settings),
    )


def manifest_of(request: Request) -> Manifest:
    """Put the manifest together: the request's words before the profile's.

    Raises:
        WrongUsage: no dataset or source is named, or the profile maps a column it does not have.
    """
    dataset = _dataset(request)
    source_system = request.source_system or request.profile.source_system
    if not source_system:
        raise WrongUsage(
            "Give the name of the source: --source NAME, or source_system in a profile."
        )
    unknown = [n for n, _ in request.profile.columns or () if n not in dataset.by_name]
    if unknown:
        raise WrongUsage(
            f"Unknown key '{unknown[0]}' in [columns] of the dataset {dataset.name}. "
            f"Allowed are: {', '.join(sorted(dataset.by_name))}."
        )
    if request.period_start and request.period_end and request.period_start > request.period_end:
        raise WrongUsage("--period-start is after --period-end.")
    return Manifest(
        dataset, source_system, request.as_of, request.mode, request.period_start,
        request.period_end, request.profile.timezone or checked_timezone(request.timezone),
    )  # fmt: skip


def _dataset(request: Request) -> Dataset:
    name = request.dataset or request.profile.dataset
    if name is None:
        raise WrongUsage("Give the dataset: --dataset NAME, or dataset in a profile.")
    if name not in DATASETS:
        raise WrongUsage(f"Unknown dataset '{name}'. Datasets are: {', '.join(DATASETS)}.")
    return DATASETS[name]
