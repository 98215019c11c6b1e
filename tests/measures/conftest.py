"""Hospitals of seeded chance, each imported once; and the sample, its mart built once."""

import pytest

from dashboard import settings
from dashboard.access.viewer import parse_viewer
from dashboard.serving import Serving
from tests.measures.command_line import import_all
from tests.measures.random_stores import store_of


@pytest.fixture(scope="session")
def hospital(tmp_path_factory):
    """Make the random hospital of a seed, once; of all its extracts or of some."""
    made = {}

    def make(seed, only=None, **more):
        key = (seed, only, *more)
        if key not in made:
            extracts = store_of(seed, **more)
            extracts = extracts if only is None else [extracts[place] for place in only]
            made[key] = import_all(extracts, tmp_path_factory.mktemp("hospital"))
        return made[key]

    return make


@pytest.fixture(scope="session")
def on_sample(tmp_path_factory):
    """Ask the sample as a viewer; its mart is built once a run, for the pages' tests too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))
        mart = Serving(settings.load()).shown().mart

    def asked_as(viewer="executive"):
        who = parse_viewer(viewer)
        return lambda name, /, **params: mart.query(name, who, **params)

    return asked_as
