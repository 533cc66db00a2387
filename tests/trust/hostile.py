"""What is sent by mistake, by a broken program or in bad faith, in the place of a form's fields."""

import base64
import uuid
from dataclasses import dataclass
from urllib.parse import quote_plus

from hypothesis import strategies as st

type Files = list[tuple[str, str, str, bytes]]  # field, name of the file, its type, content

_DEEP = "[" * 20_000
_PIXEL = base64.b64decode(
    "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7",
)
TEXTS = (
    "", " ", "\u3000", "\x00", "北\x00町", "\ud800", "a\udfffb", "\x07\x1b[31m", "\r\n\r\n",
    "\u202e", "\u200b", "👨‍👩‍👧‍👦🏠", "辻\U000e0100邊\U000e0105", "𠮷野家",
    "か\u3099" * 40, "あ" * 300,
    "x" * 70_000, "e\u0301" * 3000, "<script>alert(1)</script>", "{{ 7 }}{% now %}",
    "' OR 1=1 --", "%s%n%00", "../../etc/passwd", "javascript:alert(1)", "http://[",
    "//example.invalid/", "mailto:x", "a@b", "a@" + "b" * 300 + ".jp",
)  # fmt: skip
NUMBERS = (
    "0", "-0", "-1", "1", "1e999", "-1e999", "NaN", "Infinity", "1e-400",
    "99999999999999999999", "9" * 400, "2147483648", "9223372036854775808",
    "-9223372036854775809", "1_000", "１２", "٣", "①", "三", "1,2", "0x10", "2" * 5000, "1.0", "³",
    "120万円", "9999兆円",
)  # fmt: skip
DATES = (
    "0000-00-00", "9999-99-99", "9999-12-31", "0001-01-01", "2026-02-30", "2026-11-27",
    "2026-11-27T25:61", "9999-12-31T23:59", "0001-01-01T00:00", "1900-01-01",
    "2026-03-29T02:30", "24:00", "99:99", "令和0年", "令和99年", "昭和64年1月8日",
    "10000-01-01", "-2026",
    "12026", "0", "2026",
)  # fmt: skip
JSONS = (
    "{", "null", "[]", "{}", "[null]", '[{"a": 1}]', '{"a": {"a": null}}', '"\\ud800"',
    '["\\ud800"]', "1e999", "[NaN]", _DEEP, '{"title": "\\u0000"}',
    '{"version": [], "seen": 3}', "[[1, 2], 3]", "9" * 5000, "true", "-", '{"seen": "\\udfff"}',
    '[{"id": "x", "x": []}]',
)  # fmt: skip
NAMES = (
    "a.jpg", "a.csv", "a.xlsx", "a.pdf", "a.zip", "a.svg", "../../x.png", "a.jpg.html", "",
    "\x00.csv", "あ" * 300 + ".png", "CON.txt", "a",
)  # fmt: skip
CONTENTS = (
    b"", b"\x00" * 50, b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", _PIXEL,
    b"%PDF-1.7\n%%EOF", b"PK\x03\x04rubbish", b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "名称,緑\r\n北,1\r\n".encode("cp932"), b"\xef\xbb\xbfa,b\n1", b"x" * 200_000,
)  # fmt: skip
TYPES = ("image/jpeg", "text/html", "application/octet-stream", "", "text/csv; charset=klingon")

texts = st.one_of(
    st.sampled_from(TEXTS),
    st.sampled_from(NUMBERS),
    st.sampled_from(DATES),
    st.sampled_from(JSONS),
    st.text(max_size=40),
    st.integers().map(str),
    st.floats().map(str),
    st.uuids().map(str),
)
files = st.tuples(st.sampled_from(NAMES), st.sampled_from(TYPES), st.sampled_from(CONTENTS))
# A field by its place among those the page reads, and what is done to it.
spoilings = st.lists(
    st.tuples(
        st.integers(0, 200),
        st.one_of(
            st.tuples(st.just("set"), texts),
            st.tuples(st.just("set"), texts),
            st.tuples(st.just("twice"), texts),
            st.tuples(st.just("drop"), st.none()),
            st.tuples(st.just("file"), files),
        ),
    ),
    min_size=1,
    max_size=6,
)
SHAPES = ("form", "form", "form", "parts", "parts", "json", "wrong", "cut", "nothing", "giant")
shapes = st.sampled_from(SHAPES)


@dataclass
class Body:
    """A request's body and what it says it is."""

    content: bytes
    kind: str


def spoilt(
    fields: list[tuple[str, str]], known: list[str], changes: list[tuple[int, tuple[str, object]]]
) -> tuple[list[tuple[str, str]], Files]:
    """The fields of a form after what was done to some of those the page reads."""
    sent, added = list(fields), []
    for at, (deed, what) in changes:
        name = known[at % len(known)] if known else "x"
        if deed == "twice":
            sent.append((name, str(what)))
            continue
        sent = [one for one in sent if one[0] != name]
        if deed == "set":
            sent.append((name, str(what)))
        elif deed == "file":
            added.append((name, *what))  # type: ignore[misc]
    return sent, added


def body(shape: str, fields: list[tuple[str, str]], added: Files) -> Body:
    """These fields as a browser would send them, or as none would."""
    form = "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in fields).encode()
    if shape == "nothing":
        return Body(b"", "application/x-www-form-urlencoded")
    if shape == "giant":
        return Body(form + b"&x=" + b"x" * 2_200_000, "application/x-www-form-urlencoded")
    if shape == "json":
        return Body(b'{"a": [1, "' + form + b'"]}', "application/json")
    if shape == "wrong":
        return Body(form, "multipart/form-data; boundary=none")
    if shape == "parts" or added:
        made = _parts(fields, added)
        return Body(made.content[: len(made.content) // 2], made.kind) if shape == "cut" else made
    if shape == "cut":
        return Body(form[: len(form) // 2] + b"%", "application/x-www-form-urlencoded")
    return Body(form, "application/x-www-form-urlencoded")


def _quoted(said: str) -> str:
    return quote_plus(said.encode("utf-8", "surrogatepass"))


def _parts(fields: list[tuple[str, str]], added: Files) -> Body:
    edge = uuid.UUID(int=7).hex
    lines: list[bytes] = []
    for name, value in fields:
        lines += [f"--{edge}".encode(), _told(name), b"", value.encode("utf-8", "surrogatepass")]
    for name, called, kind, content in added:
        told = _told(name) + f'; filename="{called}"'.encode("utf-8", "surrogatepass")
        lines += [f"--{edge}".encode(), told, f"Content-Type: {kind}".encode(), b"", content]
    lines += [f"--{edge}--".encode(), b""]
    return Body(b"\r\n".join(lines), f"multipart/form-data; boundary={edge}")


def _told(name: str) -> bytes:
    return f'Content-Disposition: form-data; name="{name}"'.encode("utf-8", "surrogatepass")
