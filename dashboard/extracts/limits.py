"""How much an uploaded file may unfold to: what no honest export exceeds. Pure data."""

from dataclasses import dataclass

from dashboard.settings import Settings


@dataclass(frozen=True)
class Limits:
    """Where unpacking ends with a refusal; the settings explain each."""

    unpacked_bytes: int = 2_000_000_000
    unpacked_ratio: int = 200
    archive_members: int = 1000
    sheet_cells: int = 25_000_000


def limits_of(settings: Settings) -> Limits:
    """The limits in force."""
    return Limits(
        unpacked_bytes=settings.max_unpacked_bytes,
        unpacked_ratio=settings.max_unpacked_ratio,
        archive_members=settings.max_archive_members,
        sheet_cells=settings.max_sheet_cells,
    )
