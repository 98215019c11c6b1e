"""The index of queries/, made from the headers of its files."""

from pathlib import Path

from dashboard.mart import catalog
from dashboard.mart.catalog import Query
from dashboard.reference.markdown import bullets, codes, page, table

BEHIND = {
    "mart": "They build the mart from a publication's extracts, in the order of their names; each "
    "makes the table `mart.` and its name without the number. They keep to what DuckDB, Spark and "
    "Sail understand alike.",
    "visible": "The only schema that a page's query may name: the mart's tables cut to the units "
    "that the viewer may see.",
    "invariants": "Each must return no row on any mart.",
    "comparing": "They compare two publications, from rows that a viewer may see of each.",
}
INTRODUCTION = """\
# Queries

One question is one SQL file. Its header says the question, the page, the parameters, the grain and
each column with type and unit; tests hold the header to the result, and tests/queries/ has cases
for every query of a page. Queries in `rows/` answer the same as their twins over cells (same name,
same columns) where the cells don't hold the groups, columns or days that are asked for.

Made by `make docs` from the headers; change those, not this file."""


def queries_index() -> str:
    """Queries of pages with all that their headers say, then the files behind them."""
    folders = dict.fromkeys(name.split("/")[0] for name in catalog.names())
    return page(INTRODUCTION, *map(_folder, folders), *map(_behind, BEHIND))


def _folder(folder: str) -> str:
    names = [name for name in catalog.names() if name.startswith(f"{folder}/")]
    return page(f"## {folder}", *(_query(catalog.load(name)) for name in names))


def _query(query: Query) -> str:
    return page(
        f"### [{query.name}]({query.name}.sql)\n\n{query.question}",
        bullets(
            [
                ("page", query.page),
                ("grain", query.grain),
                ("parameters", codes(f"${name}" for name in query.params)),
                ("columns", codes(query.columns)),
            ]
        ),
    )


def _behind(folder: str) -> str:
    found = [(path, _of_file(folder, path)) for path in catalog.files(folder)]
    rows = [
        (f"[{path.name}]({folder}/{path.name})", query.question, query.grain)
        for path, query in found
    ]
    columns = 3 if any(query.grain for _, query in found) else 2
    header = ("file", "question", "grain")[:columns]
    return page(f"## {folder}\n\n{BEHIND[folder]}", table(header, [row[:columns] for row in rows]))


def _of_file(folder: str, path: Path) -> Query:
    return catalog.parse(f"{folder}/{path.stem}", path.read_text(encoding="utf-8"))
