"""Look for a text in all bytes below a folder: in files as they are, and in what they pack."""

from pathlib import Path

import duckdb
import pyarrow.parquet as pq


def remains(text, *folders):
    """Files that hold the text: as bytes (also UTF-16), in a Parquet value or statistic, in a mart."""
    return [
        str(path)
        for folder in folders
        for path in sorted(Path(folder).rglob("*"))
        if path.is_file() and _holds(path, text)
    ]


def _holds(path, text):
    content = path.read_bytes()
    if text.encode() in content or text.encode("utf-16-le") in content or text in str(path):
        return True
    if content[:4] == b"PAR1":
        return _in_parquet(path, text)
    if path.suffix == ".duckdb":
        return _in_mart(path, text)
    return False


def _in_parquet(path, text):
    file = pq.ParquetFile(path)
    values = file.read().to_pylist()
    return text in repr(values) or text in repr(file.metadata.to_dict())


def _in_mart(path, text):
    with duckdb.connect(str(path), read_only=True) as con:
        tables = con.execute(
            "select schema_name, table_name from duckdb_tables() where not internal"
        ).fetchall()
        return any(
            con.execute(
                f'select count(*) from "{schema}"."{table}" as t where contains(t::varchar, $1)',
                [text],
            ).fetchall()[0][0]
            for schema, table in tables
        )
