"""Files damaged at random: an import or one clear refusal, never a traceback, a hang or a lost row."""

import datetime as dt
import os
from time import process_time

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dashboard.settings import load
from tests.fuzz.both_ways import both
from tests.fuzz.figures import FIGURES
from tests.fuzz.files import Given, own, public
from tests.fuzz.mutations import mutated, steps

pytestmark = pytest.mark.slow

MUTATIONS = int(os.environ.get("FAULT_MUTATIONS", "32"))  # `make fault-test` takes more
AS_OF = dt.date(2026, 11, 30)
SECONDS = 10.0  # of this process, so that a busy machine fails nobody
GROUPS = {
    "complaints": "complaints/", "surveys": "surveys/", "messy tables": "messy/messy_messytables/",
    "more messy tables": "messy/messy_qsv/", "one of each kind": "own/",
}  # fmt: skip
SHARES = {"one of each kind": 4}  # of eight
TRYING = settings(
    max_examples=1, deadline=None, database=None, derandomize=True,
    suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate),
)  # fmt: skip


@pytest.fixture(scope="session")
def files(request: pytest.FixtureRequest) -> tuple[Given, ...]:
    """Public files where they are, and our own anywhere."""
    try:
        folder = request.getfixturevalue("shared_data")
    except pytest.skip.Exception:
        return own()
    return (*public(folder), *own())


@pytest.mark.parametrize("group", GROUPS)
def test_a_damaged_file_is_imported_or_refused_in_one_sentence(group, files, tmp_path):
    chosen = [file for file in files if file.name.startswith(GROUPS[group])]
    if not chosen:
        pytest.skip("the public files (../shared/data) are not on this machine")
    damaged = st.sampled_from(chosen).flatmap(
        lambda file: st.tuples(st.just(file), steps(file.is_text))
    )

    @settings(TRYING, max_examples=max(1, MUTATIONS * SHARES.get(group, 1) // 8))
    @given(damaged)
    def tried(case):
        file, changes = case
        hold(file, changes, tmp_path)

    tried()


def hold(file, changes, folder):
    """Take one damaged file both ways; what `both` holds to is told there."""
    path = folder / file.file_name
    path.write_bytes(mutated(file.content, changes))
    environment = load(store=None, uploads_dir=folder / "uploads", mart_dir=folder / "marts")
    began = process_time()
    ways = both(path, environment, folder, AS_OF, file.own)
    seconds = process_time() - began
    FIGURES.add(file.name, changes, [way.is_refused for way in ways], seconds)
    path.unlink()
    assert seconds < SECONDS, (file.name, changes)
