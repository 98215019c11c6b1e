"""Texts as SQL literals, for file names that a statement can't take as parameters."""


def literal(text: str) -> str:
    """Quote a text as a SQL literal."""
    return "'" + text.replace("'", "''") + "'"
