"""The clocks in force: a jurisdiction's own, and what the settings change of them. Pure.

42 CFR 482.13(a)(2) (US) lets the hospital set its own time frame and names 7 days as appropriate
for most grievances; SI 2009/309 regs 8, 13 and 14 (England) ask for an acknowledgement within 3
working days and an answer or an explanation within 6 months; the NHS Scotland procedure has 5
working days at stage 1, which may be extended by 5, and 20 at stage 2.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

import holidays
from pydantic import BaseModel

from dashboard.clocks.calendar import Calendar
from dashboard.clocks.clock import Clock, Span
from dashboard.contracts.complaints import CONTACT_TYPES
from dashboard.errors import WrongUsage
from dashboard.settings import CalendarSettings, ClockSettings, Settings

COMPLEXITIES = ("basic", "regular", "complex", "not recorded")
FORMAL = ("complaint", "grievance")
STAGE_1 = ("1", "stage 1", "stage one", "stage1", "early resolution", "frontline resolution")
ANY_STAGE = ""
SPANS = ("acknowledge", "answer", "latest", "spoken_within")


@dataclass(frozen=True)
class Rule:
    """Changes of the clock for the complaints it names; an empty tuple names all of them."""

    changes: tuple[tuple[str, Any], ...]
    contact_types: tuple[str, ...] = ()
    complexities: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()

    def holds_for(self, contact_type: str, complexity: str, stage: str) -> bool:
        """Whether it is about such complaints."""
        return (
            (not self.contact_types or contact_type in self.contact_types)
            and (not self.complexities or complexity in self.complexities)
            and (not self.stages or stage in self.stages)
        )


@dataclass(frozen=True)
class Procedure:
    """A calendar and the rules of the clocks; a later rule changes what earlier ones said.

    text is all that the settings say of them, for the process that builds a mart.
    """

    calendar: Calendar
    rules: tuple[Rule, ...] = ()
    text: str = ""

    @classmethod
    def of(cls, settings: Settings) -> "Procedure":
        """The procedure that the settings name.

        Raises:
            WrongUsage: a length of time or a calendar in them can't be read.
        """
        said = _Said(
            jurisdiction=settings.jurisdiction,
            acknowledge_n=settings.standards.acknowledge_within_working_days,
            calendar=settings.calendar,
            clocks=settings.clocks,
        )
        return cls.read(said.model_dump_json(exclude_defaults=True))

    @classmethod
    def read(cls, text: str) -> "Procedure":
        """The procedure of another process, by its text; see `of`."""
        return _read(text)

    def clock(self, contact_type: str, complexity: str | None, stage: str | None) -> Clock:
        """The clock of a kind of complaint; stages are compared without case."""
        found = Clock()
        kind = (contact_type, complexity or "not recorded", (stage or "").strip().lower())
        for rule in self.rules:
            if rule.holds_for(*kind):
                found = replace(found, **dict(rule.changes))
        return found

    @cached_property
    def kinds(self) -> dict[tuple[str, str, str], Clock]:
        """(contact type, complexity, stage) → clock: all that rules tell apart.

        Stage "" stands for every stage that no rule names.
        """
        stages = dict.fromkeys(stage for rule in self.rules for stage in rule.stages)
        return {
            (contact_type, complexity, stage): self.clock(contact_type, complexity, stage)
            for contact_type in CONTACT_TYPES
            for complexity in COMPLEXITIES
            for stage in (ANY_STAGE, *stages)
        }

    @cached_property
    def digest(self) -> str:
        """Changes with anything that could change a due day; part of a mart's name."""
        return hashlib.sha256(f"{holidays.__version__} {self.text}".encode()).hexdigest()[:8]


class _Said(BaseModel, frozen=True):
    """What the settings say of clocks and calendar."""

    jurisdiction: str
    acknowledge_n: int
    calendar: CalendarSettings = CalendarSettings()  # type: ignore[call-arg]
    clocks: tuple[ClockSettings, ...] = ()


@cache
def _read(text: str) -> Procedure:
    said = _Said.model_validate_json(text)
    preset = _preset(said.jurisdiction, said.acknowledge_n)
    rules = (*preset, *(_rule(clock) for clock in said.clocks))
    return Procedure(Calendar.of(said.jurisdiction, said.calendar), rules, text)


def _rule(given: ClockSettings) -> Rule:
    changes: dict[str, Any] = {}
    for name, text in (
        ("acknowledge", given.acknowledge_within),
        ("answer", given.answer_within),
        ("latest", given.answer_at_the_latest),
        ("spoken_within", given.spoken_resolved_within),
    ):
        if text is not None:
            changes[name] = Span.parse(text)
    for name, value in (("starts", given.starts), ("restarts_at_stage", given.restarts_at_stage)):
        if value is not None:
            changes[name] = value
    return Rule(
        tuple(changes.items()),
        _known("contact_type", _tuple(given.contact_type), CONTACT_TYPES),
        _known("complexity", _tuple(given.complexity), COMPLEXITIES),
        tuple(stage.strip().lower() for stage in _tuple(given.stage)),
    )


def _tuple(values: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return () if values is None else (values,) if isinstance(values, str) else values


def _known(name: str, given: tuple[str, ...], allowed: tuple[str, ...]) -> tuple[str, ...]:
    for value in given:
        if value not in allowed:
            raise WrongUsage(
                f"Settings that can't be used: [[clocks]] {name} “{value}”. Allowed are: "
                f"{', '.join(allowed)}."
            )
    return given


def _preset(jurisdiction: str, acknowledge_n: int) -> tuple[Rule, ...]:
    acknowledge = ("acknowledge", Span(acknowledge_n, "working days"))
    presets: Mapping[str, tuple[Rule, ...]] = {
        "us": (
            Rule((acknowledge,)),
            Rule((("answer", Span(7, "calendar days")),), contact_types=("grievance",)),
        ),
        "england": (
            Rule((acknowledge, ("spoken_within", Span(1, "working days")))),
            Rule(
                (("answer", Span(6, "months")), ("latest", Span(6, "months"))),
                contact_types=FORMAL,
            ),
        ),
        "scotland": (
            Rule((acknowledge, ("starts", "consent"), ("restarts_at_stage", True))),
            Rule((("answer", Span(20, "working days")),), contact_types=("concern", *FORMAL)),
            Rule(
                (
                    ("acknowledge", None),
                    ("answer", Span(5, "working days")),
                    ("latest", Span(10, "working days")),
                    ("restarts_at_stage", False),
                ),
                contact_types=("concern", *FORMAL),
                stages=STAGE_1,
            ),
        ),
        "own": (Rule((acknowledge,)),),
    }
    return presets[jurisdiction]
