"""Markdown pieces: tables and lists. They know nothing of what they show."""

from collections.abc import Iterable, Sequence

Cells = Sequence[str]


def table(header: Cells, rows: Iterable[Cells]) -> str:
    """A table; a cell's own bars are escaped."""
    lines = [_line(header), _line(["---"] * len(header)), *map(_line, rows)]
    return "\n".join(lines)


def bullets(items: Iterable[tuple[str, str]]) -> str:
    """A list of (name, text); without a text the item is left out."""
    return "\n".join(f"- **{name}**: {text}" for name, text in items if text)


def codes(names: Iterable[str]) -> str:
    """Names as code, with commas between them."""
    return ", ".join(f"`{name}`" for name in names)


def page(*parts: str) -> str:
    """Paragraphs with a blank line between them, and a line's end behind the last."""
    return "\n\n".join(part.strip("\n") for part in parts if part) + "\n"


def _line(cells: Cells) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
