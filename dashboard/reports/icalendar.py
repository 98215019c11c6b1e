"""A calendar file of days on which something is due (RFC 5545). Pure: events in, bytes out.

An event carries no more than its author puts in; who writes one keeps people out of it.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

LINE_OCTETS = 75  # RFC 5545, 3.1: a longer line is folded, without its line break
PRODUCT = "-//Service Recovery Dashboard//Open cases//EN"
_ESCAPES = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}


@dataclass(frozen=True)
class DueDay:
    """One all-day event. uid is the same whenever the file is made again; url may be missing."""

    uid: str
    on: dt.date
    summary: str
    description: str = ""
    url: str | None = None


def calendar_of(name: str, days: Iterable[DueDay], made_at: dt.datetime) -> bytes:
    """Write a calendar of due days.

    Args:
        name: shown by programs that subscribe to it.
        days: in the order in which they are written.
        made_at: with a time zone; the DTSTAMP of every event, so that a later file replaces
            an earlier one's events.

    Returns:
        UTF-8 text in lines of at most 75 octets, each ended by CR LF.

    Raises:
        ValueError: made_at has no time zone.

    Source: RFC 5545, sections 3.1 (lines), 3.3.11 (text), 3.6.1 (events).
    """
    if made_at.tzinfo is None:
        raise ValueError("made_at needs a time zone")
    stamp = f"{made_at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        *(line for day in days for line in _event(day, stamp)),
        "END:VCALENDAR",
    ]
    return b"".join(folded(line) for line in lines)


def _event(day: DueDay, stamp: str) -> list[str]:
    # an all-day event ends before the day that DTEND names
    return [
        "BEGIN:VEVENT",
        f"UID:{escaped(day.uid)}",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{day.on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day.on + dt.timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escaped(day.summary)}",
        *([f"DESCRIPTION:{escaped(day.description)}"] if day.description else []),
        *([f"URL:{day.url}"] if day.url else []),
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def escaped(text: str) -> str:
    """Write a text value: RFC 5545, 3.3.11; other control characters are left out."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (sign for sign in plain if sign == "\n" or (sign >= " " and sign != "\x7f"))
    return "".join(_ESCAPES.get(sign, sign) for sign in kept)


def folded(line: str) -> bytes:
    """Fold a line at 75 octets, never within a character; each part ends with CR LF."""
    parts: list[bytes] = [b""]
    for sign in line:
        octets = sign.encode("utf-8")
        if len(parts[-1]) + len(octets) > LINE_OCTETS:
            parts.append(b" ")
        parts[-1] += octets
    return b"\r\n".join(parts) + b"\r\n"
