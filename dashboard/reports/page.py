"""A page of HTML that stands alone: own styles and font, no program, no request. It asks nothing.

Every text passes `escape`; what comes in as `Html` has been made here or in pictures.
"""

import base64
from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import NewType

from dashboard.charts.theme import palette
from dashboard.measures.verdicts import Verdict
from dashboard.settings import ROOT

Html = NewType("Html", str)

SIGNS = {"improvement": "▲ Improvement", "concern": "▼ Concern", "change": "● Change"}
POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:"
"""Whatever were to slip into the page could load nothing and run nothing."""


def document(title: str, body: Iterable[Html], styles: str) -> str:
    """Write a whole page: its title, its parts in order, and the styles that it brings along."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{_font()}\n{_colors()}\n{styles}</style>\n"
        f"</head>\n<body>\n{chr(10).join(body)}\n</body>\n</html>\n"
    )


def element(tag: str, *inner: str, **attributes: str) -> Html:
    """Write an element of HTML; text given as `str` must have been through `text`."""
    named = "".join(f' {name.rstrip("_")}="{escape(value)}"' for name, value in attributes.items())
    return Html(f"<{tag}{named}>{''.join(inner)}</{tag}>")


def text(words: str) -> Html:
    """Write plain words."""
    return Html(escape(words))


def section(heading: str, *inner: Html) -> Html:
    """A part of the page with its heading."""
    return element("section", element("h2", text(heading)), *inner)


def finding(verdict: Verdict) -> Html:
    """A verdict as an item of a list: its sign and sentence, then how sure."""
    sign = SIGNS.get(verdict.kind)
    signed = [element("span", text(f"{sign} "), class_="sign")] if sign else []
    sentence = element("span", text(verdict.sentence), class_="sentence")
    detail = [element("p", text(verdict.detail), class_="detail")] if verdict.detail else []
    return element("li", element("p", *signed, sentence), *detail, class_=verdict.kind)


def table(
    titles: Sequence[str], rows: Iterable[Sequence[Html]], *, numbers: Sequence[int] = ()
) -> Html:
    """A table with a head; the columns at `numbers` are set to the right."""

    def cell(tag: str, place: int, inner: Html, **more: str) -> Html:
        named = {"class_": "number"} if place in numbers else {}
        return element(tag, inner, **named, **more)

    head = (cell("th", place, text(title), scope="col") for place, title in enumerate(titles))
    body = (
        element("tr", *(cell("td", place, inner) for place, inner in enumerate(row)))
        for row in rows
    )
    return element("table", element("thead", element("tr", *head)), element("tbody", *body))


def figure(picture: str, heading: str, caption: str) -> Html:
    """A picture under its heading, with what it counts."""
    return element(
        "figure",
        element("h2", text(heading)),
        element("p", text(caption), class_="caption"),
        Html(picture),
    )


@cache
def styles_of(file: Path) -> str:
    """Read a file of styles."""
    return file.read_text(encoding="utf-8")


@cache
def _font() -> str:
    file = ROOT / "dashboard" / "static" / "Inter.woff2"
    held = base64.b64encode(file.read_bytes()).decode("ascii")
    return (
        '@font-face {font-family: "Inter"; font-weight: 400 700; font-style: normal; '
        f"src: url(data:font/woff2;base64,{held}) format('woff2')}}"
    )


def _colors() -> str:
    colors = palette("light")
    named = {
        "ink": colors.ink,
        "quiet": colors.context,
        "concern": colors.unrecovered,
        "better": colors.recovered,
        "paper": colors.background,
        "line": f"color-mix(in srgb, {colors.context} 25%, {colors.background})",
    }
    return ":root {" + "; ".join(f"--{name}: {value}" for name, value in named.items()) + "}"
