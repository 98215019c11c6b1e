"""Prints what a run of mutations came to."""

import pytest

from tests.fuzz.figures import FIGURES


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell the figures where the mutations ran in this process (-n 0)."""
    if FIGURES.mutations_n:
        terminalreporter.write_line(FIGURES.in_words)
