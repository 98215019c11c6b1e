"""What happens to files on their way to us, as small steps that hypothesis can draw and repeat."""

import gzip
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import strategies as st

PPM = 1_000_000
FORMULAS = (
    '=HYPERLINK("http://example.org/?"&A1,"click")', "+1", "-5", "@SUM(A1:A9)", "\t=1+1", "\r=1+1",
    "=cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "＝1+1", " =1+1", "\u00a0=1+1", '"=1+1"', "=",
    "'=1+1", "%0A=1",
)  # fmt: skip
TEXTS = (
    "é", "\ufeff", "\u202e", "\u2028", "\x85", "\x0b", "\x1a", "\ud7ff", "😀", "\ufffd", "0000-00-00",
    "31/02/2026", "9999-12-31", "1e400", "-0", "NaN", "inf", "99999999999999999999", "{row}", "$1",
    "%s", "'; drop table source; --", "\\", '"', '""', "'", "2026-03-29T01:30:00+99:00", "true",
    "NULL", "#REF!", "<script>alert(1)</script>", "943 476 5919", "someone@example.org", "1,672",
)  # fmt: skip
CODECS = ("utf-16", "utf-16-le", "cp1252", "utf-8-sig", "utf-32", "shift_jis", "cp037", "utf-7")
BYTES = (
    b"\x00",
    b"\xff",
    b"\xfe",
    b"\x80",
    b"\x81",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\x1a",
    b"\r",
    b"\n",
)
HUGE = 1_000_000


@dataclass(frozen=True)
class Step:
    """One change: what, at which place (in parts of a million of the file), and with which part."""

    what: str
    at: int
    other: int

    def place(self, size: int) -> int:
        return self.at * size // PPM

    def one_of(self, things: tuple) -> object:
        return things[self.other % len(things)]


# --- of any bytes ---------------------------------------------------------------------------------


def _flipped(content: bytes, step: Step) -> bytes:
    place = step.place(len(content))
    flipped = bytearray(content)
    if flipped:
        flipped[place] ^= 1 + step.other % 255
    return bytes(flipped)


def _inserted(content: bytes, step: Step) -> bytes:
    place = step.place(len(content))
    return content[:place] + step.one_of(BYTES) * (1 + step.other % 3) + content[place:]


def _cut_off(content: bytes, step: Step) -> bytes:
    return content[: step.place(len(content))]


def _beheaded(content: bytes, step: Step) -> bytes:
    return content[step.place(len(content)) :]


def _hole(content: bytes, step: Step) -> bytes:
    place = step.place(len(content))
    return content[:place] + content[place + 1 + step.other % 200 :]


def _doubled(content: bytes, step: Step) -> bytes:
    return content + content[step.place(len(content)) :]


# --- of text files --------------------------------------------------------------------------------


def _lines(content: bytes) -> list[bytes]:
    return content.splitlines(keepends=True) or [b""]


def _delimiter(lines: list[bytes]) -> bytes:
    return max((b",", b";", b"\t", b"|"), key=lambda mark: sum(mark in line for line in lines[:20]))


def _on_a_line(content: bytes, step: Step, change: Callable[[bytes], bytes]) -> bytes:
    lines = _lines(content)
    place = step.place(len(lines))
    lines[place] = change(lines[place])
    return b"".join(lines)


def _line_cut(content: bytes, step: Step) -> bytes:
    return _on_a_line(content, step, lambda line: line[: step.other % (len(line) + 1)])


def _line_dropped(content: bytes, step: Step) -> bytes:
    return _on_a_line(content, step, lambda line: b"")


def _line_repeated(content: bytes, step: Step) -> bytes:
    return _on_a_line(content, step, lambda line: line * (2 + step.other % 3))


def _header_last(content: bytes, step: Step) -> bytes:
    lines = _lines(content)
    place = step.place(len(lines))
    return b"".join(lines[place:] + lines[:place])


def _columns_swapped(content: bytes, step: Step) -> bytes:
    lines = _lines(content)
    mark = _delimiter(lines)
    start = step.place(len(lines)) if step.other % 2 else 0  # of all rows, or from one on
    swapped = [_swapped(line, mark, step.other) for line in lines[start:]]
    return b"".join(lines[:start] + swapped)


def _swapped(line: bytes, mark: bytes, other: int) -> bytes:
    body = line.rstrip(b"\r\n")
    cells = body.split(mark)
    a, b = other % len(cells), (other // 7) % len(cells)
    cells[a], cells[b] = cells[b], cells[a]
    return mark.join(cells) + line[len(body) :]


def _cell(content: bytes, step: Step, text: bytes) -> bytes:
    mark = _delimiter(_lines(content))

    def changed(line: bytes) -> bytes:
        body = line.rstrip(b"\r\n")
        cells = body.split(mark)
        cells[step.other % len(cells)] = text
        return mark.join(cells) + line[len(body) :]

    return _on_a_line(content, step, changed)


def _formula_cell(content: bytes, step: Step) -> bytes:
    text = str(step.one_of(FORMULAS))
    return _cell(content, step, b'"' + text.replace('"', '""').encode() + b'"')


def _formula_column(content: bytes, step: Step) -> bytes:
    text = str(step.one_of(FORMULAS)).replace('"', '""').encode()
    for line in range(0, PPM, PPM // 40):
        content = _cell(content, Step("", line, step.at), b'"' + text + b'"')
    return content


def _odd_cell(content: bytes, step: Step) -> bytes:
    return _cell(content, step, str(step.one_of(TEXTS)).encode())


def _huge_cell(content: bytes, step: Step) -> bytes:
    filling = (b"x", b"9", b" ", "é".encode(), b"=1+1;", b'"a,b";', b"a@b.cd ", b"1-")[
        step.other % 8
    ]
    return _cell(content, step, filling * (HUGE // len(filling)))


def _open_quote(content: bytes, step: Step) -> bytes:
    return _cell(content, step, b'"never closed')


def _mixed_encodings(content: bytes, step: Step) -> bytes:
    codec = str(step.one_of(CODECS))

    def changed(line: bytes) -> bytes:
        return (line.decode("utf-8", "replace").rstrip() + "é\n").encode(codec, "replace")

    return _on_a_line(content, step, changed)


def _other_encoding(content: bytes, step: Step) -> bytes:
    codec = str(step.one_of(CODECS))
    return content.decode("utf-8", "replace").encode(codec, "replace")


def _other_line_ends(content: bytes, step: Step) -> bytes:
    ends = (b"\r", b"\r\n", b"\n\r", b"\n\n", b"\r\r\n")
    return content.replace(b"\r\n", b"\n").replace(b"\n", step.one_of(ends))


def _other_delimiter(content: bytes, step: Step) -> bytes:
    other = step.one_of((b";", b"\t", b"|", b",", b":", b" "))
    return content.replace(_delimiter(_lines(content)), other)


def _odd_header(content: bytes, step: Step) -> bytes:
    first = Step("", 0, step.at)
    names = (b"", b"line", b"c0", b'"a""b"', b"raw_unit_id", b"Name.2", b"rule", b"fix", b"x" * 5000,
             b'"two\nlines"', b"\xc2\xa0", b"unit_id", b"received_at", b"=1+1")  # fmt: skip
    return _cell(content, first, step.one_of(names))


def _title_lines(content: bytes, step: Step) -> bytes:
    return b"Complaints, all wards\n\n" * (1 + step.other % 20) + content


# --- of archives and workbooks --------------------------------------------------------------------


def _members(content: bytes) -> list[tuple[zipfile.ZipInfo, bytes]] | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return [(info, archive.read(info)) for info in archive.infolist()]
    except Exception:  # whatever is no archive is damaged as bytes
        return None


def _on_a_member(content: bytes, step: Step, change: Callable[[bytes], bytes]) -> bytes:
    members = _members(content)
    if not members:
        return _flipped(content, step)
    chosen = step.other % len(members)
    return _rezipped(
        [(i.filename, change(c) if n == chosen else c) for n, (i, c) in enumerate(members)]
    )


def _rezipped(members: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in dict(members).items():
            archive.writestr(name, content)
    return out.getvalue()


def _member_flipped(content: bytes, step: Step) -> bytes:
    return _on_a_member(content, step, lambda inside: _flipped(inside, step))


def _member_cut(content: bytes, step: Step) -> bytes:
    return _on_a_member(content, step, lambda inside: inside[: step.place(len(inside))])


def _member_emptied(content: bytes, step: Step) -> bytes:
    return _on_a_member(content, step, lambda inside: b"")


def _member_dropped(content: bytes, step: Step) -> bytes:
    members = _members(content)
    if not members:
        return _cut_off(content, step)
    gone = step.other % len(members)
    return _rezipped([(i.filename, c) for n, (i, c) in enumerate(members) if n != gone])


def _sheets_emptied(content: bytes, step: Step) -> bytes:
    """Sheets without a row; of a text in an archive nothing but its first line."""
    members = _members(content)
    if not members:
        return _cut_off(content, step)
    return _rezipped([(info.filename, _emptied(info.filename, c)) for info, c in members])


def _emptied(name: str, content: bytes) -> bytes:
    for opening, closing in (
        (b"<sheetData>", b"</sheetData>"),
        (b"<table:table-row", b"</table:table>"),
    ):
        if opening in content and closing in content:
            start, end = content.index(opening), content.rindex(closing)
            return content[:start] + (opening if b"sheet" in opening else b"") + content[end:]
    return b"".join(_lines(content)[:1]) if name.endswith(".csv") else content


def _cell_of_sheet(content: bytes, step: Step) -> bytes:
    """Other values in the XML of a sheet: numbers out of range, formulas, references."""
    odd = step.one_of((b"1e308", b"-1", b"2958466", b"NaN", b"99999999", b"=1+1", b"&#0;", b"0.5"))

    def changed(inside: bytes) -> bytes:
        parts = inside.split(b"<v>")
        if len(parts) < 2:
            return _flipped(inside, step)
        place = 1 + step.place(len(parts) - 1)
        _, end, rest = parts[place].partition(b"</v>")
        parts[place] = odd + end + rest
        return b"<v>".join(parts)

    return _on_a_member(content, step, changed)


def _zip_in(content: bytes, step: Step) -> bytes:
    name = str(
        step.one_of(("a.csv", "../../x.csv", "deep/er.csv", "a.zip", "name.pickle", "é.csv"))
    )
    return _rezipped([(name, content)])


def _gzip_in(content: bytes, step: Step) -> bytes:
    return gzip.compress(content)


ANY: dict[str, Callable[[bytes, Step], bytes]] = {
    "byte flipped": _flipped, "bytes inserted": _inserted, "cut off": _cut_off, "hole": _hole,
    "beheaded": _beheaded, "doubled": _doubled, "packed by gzip": _gzip_in, "packed by zip": _zip_in,
}  # fmt: skip
TEXT: dict[str, Callable[[bytes, Step], bytes]] = {
    "line cut": _line_cut, "line dropped": _line_dropped, "line repeated": _line_repeated,
    "rows turned": _header_last, "columns swapped": _columns_swapped,
    "formula in a cell": _formula_cell, "formula in a column": _formula_column,
    "odd cell": _odd_cell, "huge cell": _huge_cell, "open quote": _open_quote,
    "encodings mixed": _mixed_encodings, "other encoding": _other_encoding,
    "other line ends": _other_line_ends, "other delimiter": _other_delimiter,
    "odd header": _odd_header, "title lines": _title_lines,
}  # fmt: skip
PACKED: dict[str, Callable[[bytes, Step], bytes]] = {
    "member flipped": _member_flipped, "member cut": _member_cut, "member emptied": _member_emptied,
    "member dropped": _member_dropped, "sheets emptied": _sheets_emptied,
    "odd cell of a sheet": _cell_of_sheet,
}  # fmt: skip
ALL = ANY | TEXT | PACKED


def steps(is_text: bool) -> st.SearchStrategy[list[Step]]:
    """One to three changes that such a file can suffer; those of its kind more often."""
    names = list(TEXT if is_text else PACKED) * 2 + list(ANY)
    step = st.builds(Step, st.sampled_from(names), st.integers(0, PPM - 1), st.integers(0, PPM))
    return st.lists(step, min_size=1, max_size=3)


def mutated(content: bytes, changes: list[Step]) -> bytes:
    """The file after all changes."""
    for change in changes:
        content = ALL[change.what](content, change)
    return content
