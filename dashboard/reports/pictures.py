"""A chart's spec and its table as one SVG: the same picture as on the page, without a program."""

import datetime as dt
import re
import threading
from functools import cache
from html import escape
from typing import Any

import pyarrow as pa
import vl_convert

from dashboard.settings import ROOT

_INNER_WORDS = re.compile(r' (?:aria-[a-z]+|role)="[^"]*"')
_IDS = re.compile(r'(id="|url\(#|href="#)([\w-]+)')
_drawing = threading.Lock()  # one picture at a time: the renderer holds a JavaScript engine


def svg(spec: dict[str, Any], table: pa.Table, *, width: int, alt: str, name: str) -> str:
    """Draw a chart as inline SVG.

    Args:
        spec: a spec of dashboard.charts, which holds no data.
        table: its rows, suppressed as they are shown.
        width: of the whole picture, in CSS pixels.
        alt: what the picture shows now, for whoever does not see it.
        name: unique within the document; ids within the picture begin with it.

    Returns:
        An `svg` element with its title; texts of single marks are left out.
    """
    rows = [{key: _plain(value) for key, value in row.items()} for row in table.to_pylist()]
    sized = spec | {"width": width, "data": {"values": rows}}
    with _drawing:
        _register_font()
        drawn: str = vl_convert.vegalite_to_svg(sized)
    body = _IDS.sub(rf"\g<1>{name}-\g<2>", _INNER_WORDS.sub("", drawn))
    said = f'<svg role="img" aria-labelledby="{name}-title"'
    titled = f'<title id="{name}-title">{escape(alt)}</title>'
    opened = re.sub(r"^<svg([^>]*)>", lambda found: f"{said}{found[1]}>{titled}", body, count=1)
    return opened


@cache
def _register_font() -> None:
    """Measure texts with the font that they are shown in."""
    vl_convert.register_font_directory(str(ROOT / "dashboard" / "static"))


def _plain(value: Any) -> Any:
    """Write a day as the browser reads it: at midnight in the reader's own zone, as on the page."""
    return f"{value.isoformat()}T00:00:00" if isinstance(value, dt.date) else value
