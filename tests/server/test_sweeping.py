"""The sweep of uploads goes on for as long as the server runs."""

import asyncio
import logging

import pytest

from dashboard import server


def test_a_sweep_that_fails_is_logged_and_the_next_one_comes(monkeypatch, caplog):
    rounds = []

    def sweep(root):
        rounds.append(root)
        if len(rounds) == 1:
            raise PermissionError("a folder of somebody else's")
        raise KeyboardInterrupt  # ends the test: the second round has come

    monkeypatch.setattr(server, "sweep", sweep)
    monkeypatch.setattr(server, "SECONDS_BETWEEN_SWEEPS", 0)
    with caplog.at_level(logging.ERROR), pytest.raises(KeyboardInterrupt):
        asyncio.run(server.sweep_uploads())
    assert len(rounds) == 2
    assert "could not be swept" in caplog.text
