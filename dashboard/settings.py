"""Typed settings: settings.toml < a file < environment < flags; the only reader of both."""

import datetime as dt
import getpass
import ipaddress
import os
import re
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    BaseModel,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from dashboard.errors import WrongUsage

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_FILE = ROOT / "settings.toml"


class Targets(BaseModel, frozen=True, extra="forbid"):
    """Shares that the organization aims at; without one, no chart judges whether it is kept."""

    resolved_within: float | None = Field(None, ge=0, le=1, description="Resolved in time")
    acknowledged_on_time: float | None = Field(None, ge=0, le=1, description="Acknowledged in time")
    answered_on_time: float | None = Field(None, ge=0, le=1, description="Answered in time")
    started_within_15_minutes: float | None = Field(None, ge=0, le=1, description="Begun at once")
    resolved_first_contact: float | None = Field(None, ge=0, le=1, description="At first contact")
    notice_complete: float | None = Field(None, ge=0, le=1, description="All four elements")
    recovered_share: float | None = Field(None, ge=0, le=1, description="Put right and satisfied")
    recommend: float | None = Field(None, ge=0, le=1, description="Would recommend us")


class Standards(BaseModel, frozen=True, extra="forbid"):
    """What the organization holds itself to, and from which n a figure is shown."""

    resolved_within_days: int = Field(
        7, ge=0, description="Days within which a complaint should be resolved"
    )
    acknowledge_within_working_days: int = Field(
        3, ge=0, le=250, description="Working days within which receipt should be acknowledged"
    )
    satisfied_from: int = Field(
        4, ge=1, le=5, description="Satisfaction with the handling from which it is recovered, of 5"
    )
    floor_n: int = Field(30, ge=1, description="Under this n a figure is “too few”")
    linked_within_days: int = Field(
        180, ge=1, description="Days after a closing in which a linked answer belongs to it"
    )
    detectable_difference: float = Field(
        0.10, gt=0, lt=1, description="Difference of two shares for which the n needed is told"
    )
    audience: Literal["internal", "board"] = Field(
        "internal", description="Who figures are for: the board sees nothing under the floor"
    )
    targets: Targets | None = Field(
        None, description="Shares to keep, each 0 to 1, that control charts are judged by"
    )

    @model_validator(mode="before")
    @classmethod
    def _take_the_former_name(cls, given: Any) -> Any:
        """Weekdays were counted before holidays were known; whoever set them still means it."""
        if isinstance(given, dict) and "acknowledge_within_weekdays" in given:
            weekdays = given.pop("acknowledge_within_weekdays")
            return given | {"acknowledge_within_working_days": weekdays}
        return given


class CalendarSettings(BaseModel, frozen=True, extra="forbid"):
    """What changes the jurisdiction's calendar of working days."""

    country: str | None = Field(None, description="Country whose public holidays hold, such as GB")
    subdivision: str | None = Field(None, description="Its part with holidays of its own, as ENG")
    closures: tuple[dt.date, ...] = Field((), description="The hospital's own closed days")
    from_year: int | None = Field(None, ge=1, le=9999, description="First year that is known")
    to_year: int | None = Field(None, ge=1, le=9999, description="Last year that is known")


class ClockSettings(BaseModel, frozen=True, extra="forbid"):
    """Changes of the clock of some complaints; what is left out stays as it is."""

    contact_type: str | tuple[str, ...] | None = None
    complexity: str | tuple[str, ...] | None = None
    stage: str | tuple[str, ...] | None = None
    acknowledge_within: str | None = Field(None, description="“3 working days”, or “none”")
    answer_within: str | None = Field(None, description="“7 calendar days”, “25 working days”")
    answer_at_the_latest: str | None = Field(None, description="Longest extension, “6 months”")
    spoken_resolved_within: str | None = Field(
        None, description="Spoken complaints resolved by then are outside: “1 working day”"
    )
    starts: Literal["receipt", "consent"] | None = None
    restarts_at_stage: bool | None = None


CASE_FIELDS = ("source_system", "complaint_id")
"""What an address of cases may name in braces."""


def check_case_url(template: str) -> None:
    """Refuse an address that could lead a reader elsewhere: only http(s), no case in the host.

    Raises:
        ValueError: it is no such address, or names something else than CASE_FIELDS.
    """
    before, between, rest = template.partition("://")
    host, slash, path = rest.partition("/")
    if before not in ("http", "https") or not between or not host or not slash:
        raise ValueError("it must begin with https://, or http://, and a host")
    if any(sign.isspace() or sign in "{}@\\" for sign in host) or any(map(str.isspace, path)):
        raise ValueError("the host must be written out, without braces, @ or spaces")
    named = re.findall(r"{([^{}]*)}", path)
    if not set(named) <= set(CASE_FIELDS) or re.search(r"[{}]", re.sub(r"{[^{}]*}", "", path)):
        raise ValueError("it may name only {source_system} and {complaint_id}")
    if "complaint_id" not in named:
        raise ValueError("it must name {complaint_id}, or every case would have the same address")


class PlatformAddress(InitSettingsSource):
    """HOST and PORT as hosting platforms set them.

    A HOST that is no address is left alone: some tools put a machine's type or name there.
    """

    def __init__(self, settings_cls: type[BaseSettings]) -> None:
        found: dict[str, Any] = {}
        host, port = os.environ.get("HOST", ""), os.environ.get("PORT", "")
        if _is_address(host):
            found["host"] = host
        if port.isdecimal():
            found["port"] = int(port)
        super().__init__(settings_cls, init_kwargs=found)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost"
    return True


class Settings(BaseSettings):
    """Everything that can be set; each field is explained in settings.toml."""

    model_config = SettingsConfigDict(
        env_prefix="DASHBOARD_", env_nested_delimiter="__", frozen=True, extra="forbid"
    )

    organization: str = "Sample Hospital Group"
    time_zone: str = "UTC"
    store: str | None = None
    mart_dir: Path | None = None
    uploads_dir: Path | None = None
    host: str = "127.0.0.1"
    port: int = Field(8501, ge=0, le=65535)
    demo: bool = False
    link_key: SecretStr | None = None  # only from the environment: no secret in a file
    max_refused_share: float = Field(0.05, ge=0, le=1)
    max_unpacked_bytes: int = Field(2_000_000_000, ge=1)
    max_unpacked_ratio: int = Field(200, ge=1)
    max_archive_members: int = Field(1000, ge=1)
    max_sheet_cells: int = Field(25_000_000, ge=1)
    retention_months: int | None = Field(None, ge=1, le=1200)
    jurisdiction: Literal["us", "england", "scotland", "own"] = "us"
    calendar: CalendarSettings = CalendarSettings()  # type: ignore[call-arg]
    clocks: tuple[ClockSettings, ...] = ()
    case_url: str | None = None
    open_cases_old_after_days: int = Field(7, ge=0)
    standards: Standards = Standards()  # type: ignore[call-arg]

    @field_validator("time_zone")
    @classmethod
    def _is_a_time_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError(f"'{name}' is no time zone of the IANA database") from None
        return name

    @field_validator("case_url")
    @classmethod
    def _is_an_address_of_cases(cls, template: str | None) -> str | None:
        if template is not None:
            check_case_url(template)
        return template

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags first, then the environment, then the files; the first that knows a value wins."""
        files = [TomlConfigSettingsSource(settings_cls, file) for file in _files_in_force()]
        return (init_settings, env_settings, PlatformAddress(settings_cls), *files)

    @property
    def marts(self) -> Path:
        """The folder for marts: `mart_dir`, else the user's cache folder."""
        return self.mart_dir or cache_folder() / "marts"

    @property
    def uploads(self) -> Path:
        """The folder for files on their way: `uploads_dir`, else the user's cache folder."""
        return self.uploads_dir or cache_folder() / "uploads"


_given_file: Path | None = None


def _files_in_force() -> list[Path]:
    return [file for file in (_given_file, DEFAULT_FILE) if file is not None]


def load(settings_file: Path | None = None, **flags: Any) -> Settings:
    """Read all settings; flags that are None count as not given.

    Raises:
        WrongUsage: a file is missing or a value is not allowed; the text names each.
    """
    global _given_file
    if settings_file is not None and not settings_file.is_file():
        raise WrongUsage(f"There is no settings file {settings_file}.")
    _given_file = settings_file
    try:
        return Settings(**{name: value for name, value in flags.items() if value is not None})
    except ValidationError as error:
        raise WrongUsage(_in_words(error)) from None
    except ValueError as error:
        raise WrongUsage(f"The settings can't be read: {error}") from None


def cache_folder() -> Path:
    """The folder for what can be made again, after the XDG convention (LOCALAPPDATA on Windows)."""
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return Path(base or Path.home() / ".cache") / "service-recovery-dashboard"


def user_name() -> str:
    """Who runs a command, for the publications' `published_by`."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a user id without a name, as in some containers
        return "unknown"


def _in_words(error: ValidationError) -> str:
    problems = [
        f"{'.'.join(str(part) for part in problem['loc'])}: {problem['msg']}"
        for problem in error.errors()
    ]
    return "Settings that can't be used: " + "; ".join(problems) + "."
