"""Ask before something is erased: the answer is typed in full, not a mere y.

A script has no terminal and is not asked: who writes the verb into one has decided already.
"""

import sys

import click

from dashboard.errors import Refused


def ask(what: str, expected: str) -> None:
    """Say what would be erased and wait until `expected` is typed.

    Raises:
        Refused: something else was typed; nothing is erased.
    """
    if not sys.stdin.isatty():
        return
    click.echo(what, err=True)
    typed = click.prompt(f"Type {expected} to go on", default="", show_default=False, err=True)
    if typed.strip() != expected:
        raise Refused("That is something else; nothing was erased.")


def publications_in_words(numbers: list[int]) -> str:
    """Which publications could not be shown again."""
    if not numbers:
        return "No publication lists it."
    listed = ", ".join(map(str, numbers))
    return f"Publication{'' if len(numbers) == 1 else 's'} {listed} can't be shown again then."
