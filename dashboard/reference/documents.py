"""Which documents are made from the code, and of which chapters."""

from collections.abc import Callable
from pathlib import Path

from dashboard.reference import contract, numbers, program
from dashboard.reference.index import queries_index
from dashboard.reference.markdown import page
from dashboard.settings import ROOT

INTRODUCTION = """\
# Reference

[Datasets](#datasets) · [Rules](#rules) · [Profile keys](#profile-keys) · [Measures](#measures) ·
[Command line](#command-line) · [Settings](#settings)

Made by `make docs` from the code; change that, not this file."""


def reference() -> str:
    """Everything a user can name, in one file."""
    return page(
        INTRODUCTION,
        contract.datasets(),
        contract.rules(),
        contract.profile_keys(),
        numbers.measures(),
        program.verbs(),
        program.settings(),
    )


DOCUMENTS: dict[Path, Callable[[], str]] = {
    ROOT / "dashboard" / "REFERENCE.md": reference,
    ROOT / "queries" / "README.md": queries_index,
}
