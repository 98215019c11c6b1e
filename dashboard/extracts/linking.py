"""Link keys: a keyed hash in place of a patient's number, made in memory as SQL macros.

The number is brought to one form first, so that the same person links across files and systems
that write it otherwise. Neither the number nor the key is ever written anywhere.
"""

import hashlib
import hmac
import re
import unicodedata

import pyarrow as pa

from dashboard.extracts.profile import Mapping
from dashboard.extracts.reading import Source


def add_links(source: Source, columns: dict[str, Mapping], link_key: str | None) -> bool:
    """Make a macro `link_N` for each column N that a profile turns into link keys.

    Without the key such columns are taken out of `columns`: nothing is linked.

    Returns:
        Whether columns were taken out.
    """
    linked = {name: mapping.hmac for name, mapping in columns.items() if mapping.hmac is not None}
    for name, numbered_by in linked.items():
        if not link_key:
            del columns[name]
            continue
        place = source.position(numbered_by)
        rows = source.con.execute(
            f"select distinct c{place} from cleaned where c{place} is not null"
        ).fetchall()
        numbers = [row[0] for row in rows]
        keys = [link_of(number, link_key) for number in numbers]
        table = pa.table(
            {"number": pa.array(numbers, pa.string()), "key": pa.array(keys, pa.string())}
        )
        source.con.register(f"links_{place}", table)
        source.con.execute(
            f"create or replace macro link_{place}(x) as"
            f" (select key from links_{place} where number = x)"
        )
    return bool(linked) and not link_key


def link_of(number: str, link_key: str) -> str | None:
    """HMAC-SHA256 of a patient's number; None where it is none, so that nobody is linked by it."""
    same = in_one_form(number)
    digits = [letter for letter in same if letter.isdigit()]
    if not digits or (len(set(same)) == 1 and len(same) > 1):  # "unknown", 0000000000
        return None
    return hmac.new(link_key.encode(), same.encode(), hashlib.sha256).hexdigest()


def in_one_form(number: str) -> str:
    """943 476 5919, 943-476-5919 and the 9434765919.0 of a workbook are one number."""
    plain = unicodedata.normalize("NFKC", number).strip()
    return re.sub(r"[\W_]+", "", re.sub(r"\.0+$", "", plain)).upper()
