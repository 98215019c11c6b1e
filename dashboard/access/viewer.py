"""Who is looking: role, units and audience. Pure; it never asks a session or a database."""

from dataclasses import dataclass
from enum import StrEnum

from dashboard.errors import WrongUsage


class Role(StrEnum):
    """What a person uses the dashboard for; it decides the pages and the units in view."""

    EXECUTIVE = "executive"
    UNIT_MANAGER = "unit_manager"
    QUALITY = "quality"


class Audience(StrEnum):
    """To whom a figure is shown; it decides how small a number may be."""

    INTERNAL = "internal"
    BOARD = "board"


@dataclass(frozen=True)
class Viewer:
    """One person's view: hashable, so that it can be part of every cache key."""

    role: Role
    units: tuple[str, ...] = ()
    audience: Audience = Audience.INTERNAL

    @property
    def all_units(self) -> bool:
        """Executives and quality teams see every unit; a unit manager sees their own."""
        return self.role is not Role.UNIT_MANAGER


def parse_viewer(text: str, audience: Audience = Audience.INTERNAL) -> Viewer:
    """Read `ROLE[:UNIT,…]`, such as `unit_manager:W1,W2`.

    A unit manager without units sees nothing. Other roles take no units, since they see all.

    Raises:
        WrongUsage: the role is unknown, or units are given to a role that sees all.
    """
    role_name, _, unit_list = text.partition(":")
    units = tuple(unit.strip() for unit in unit_list.split(",") if unit.strip())
    try:
        role = Role(role_name.strip())
    except ValueError:
        allowed = ", ".join(Role)
        raise WrongUsage(f"There is no role '{role_name}'. Roles are: {allowed}.") from None
    viewer = Viewer(role=role, units=units, audience=audience)
    if viewer.all_units and units:
        raise WrongUsage(f"The role {role} sees all units; units are given only to unit_manager.")
    return viewer
