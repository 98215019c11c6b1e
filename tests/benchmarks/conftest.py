"""Those we are compared with come with requirements-dev.txt; without them there is no comparison."""

from importlib.util import find_spec

collect_ignore = [] if find_spec("polars") and find_spec("pandas") else ["test_benchmarks.py"]
