"""A profile document as TOML, written as people write profiles: one line a column.

A general writer would spread each column over tables of its own.
"""

import json
import re
from typing import Any

BARE = re.compile(r"[A-Za-z0-9_-]+")


def profile_text(document: dict[str, Any]) -> str:
    """TOML that `profile.read_profile` reads back as the same document."""
    plain = [item for item in document.items() if not isinstance(item[1], dict)]
    parts = ["".join(_line(key, value) for key, value in plain)]
    parts += [
        f"[{_key(name)}]\n" + "".join(_line(key, value) for key, value in table.items())
        for name, table in document.items()
        if isinstance(table, dict)
    ]
    return "\n".join(part for part in parts if part)


def _line(key: str, value: Any) -> str:
    return f"{_key(key)} = {_value(value)}\n"


def _key(key: str) -> str:
    return key if BARE.fullmatch(key) else _string(key)


def _value(value: Any) -> str:
    if isinstance(value, dict):
        inner = ", ".join(f"{_key(key)} = {_value(item)}" for key, item in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value) if isinstance(value, int | float) else _string(value)


def _string(text: str) -> str:
    """A basic string: JSON's rules, and the one control character that only TOML forbids."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
