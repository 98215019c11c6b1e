"""The real server as a child process: what it answers, what it refuses, how it ends."""

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from dashboard.sample.load import load_sample
from dashboard.store.store import open_store
from tests.end_to_end.child import ROOT, Running, start, stop


def get(address: str) -> tuple[int, dict[str, str], str]:
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return answer.status, dict(answer.headers), answer.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, dict(refused.headers), refused.read().decode()


def ended(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command line that must end by itself."""
    return subprocess.run(
        [sys.executable, "-m", "dashboard", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_it_says_that_it_is_ready_with_its_publication(server: Running):
    """On a busy machine it listens before the sample is imported, and says 503 until then."""
    until = time.monotonic() + 60
    while (answer := get(f"{server.address}/readyz"))[0] == 503 and time.monotonic() < until:
        time.sleep(0.5)
    status, _, body = answer
    assert status == 200
    assert json.loads(body)["publication"] >= 1


@pytest.mark.parametrize("path", ["/", "/readyz", "/timeliness", "/_stcore/health"])
def test_every_answer_carries_the_security_headers(server: Running, path: str):
    _, headers, _ = get(f"{server.address}{path}")
    assert "default-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert "server" not in {name.lower() for name in headers}


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/metrics/", "/_stcore//metrics"])
def test_counts_of_sessions_and_caches_are_not_shown_to_strangers(server: Running, path: str):
    status, _, body = get(f"{server.address}{path}")
    assert "cache_memory_bytes" not in body
    assert status != 200 or "<html" in body


def test_sample_data_on_another_address_is_wrong_usage():
    done = ended("serve", "--host", "0.0.0.0")
    assert (done.returncode, done.stdout) == (2, "")
    assert "this machine only" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_store_without_sign_in_is_wrong_usage(tmp_path: Path):
    done = ended("serve", "--store", str(tmp_path))
    assert done.returncode == 2
    assert "--demo" in done.stderr


def test_a_store_that_is_not_there_is_refused(tmp_path: Path):
    done = ended("serve", "--store", str(tmp_path / "none"), "--demo", "--port", "0")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_a_port_in_use_is_refused_in_words(server: Running):
    done = ended("serve", "--port", server.address.rsplit(":", 1)[1])
    assert done.returncode == 1
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_an_empty_store_waits_for_its_first_publication_and_then_shows_it(
    tmp_path: Path, cache: Path
):
    store = str(tmp_path / "store")
    Path(store).mkdir()
    running = start("--store", store, "--demo", cache=cache)
    status, _, body = get(f"{running.address}/readyz")
    assert (status, json.loads(body)["publication"]) == (503, None)
    load_sample(store)
    publication = open_store(store).current()
    assert publication is not None
    for _ in range(150):
        status, _, body = get(f"{running.address}/readyz")
        if status == 200 and json.loads(body)["publication"] == publication.publication:
            break
        time.sleep(0.2)
    assert json.loads(body)["publication"] == publication.publication
    assert stop(running) == 0


@pytest.mark.slow
def test_it_ends_cleanly_when_told_to(cache: Path):
    running = start(cache=cache)
    began = time.perf_counter()
    assert stop(running) == 0
    assert time.perf_counter() - began < 5
