"""What a template names in one block is gone in the next: a link made so leads nowhere."""

import re
from pathlib import Path

SOURCES = Path(__file__).resolve().parent.parent / "src/jibungoto"
NAMED = re.compile(r"{% (?:url|place_url|firstof)\b[^%]*? as (\w+) %}")


def used(name: str, body: str) -> bool:
    uses = (
        rf"{{{{ {name}[ |}}]",
        rf"{{% if {name} ",
        rf"(?:back|action|clear|more|url)={name}\b",
        rf"{{% crumbs[^%]* {name}\b",
    )
    return any(re.search(use, body) for use in uses)


def lost(path: Path) -> list[str]:
    """Addresses of a template that are named in one block and used in another."""
    pieces = re.split(r"{% block (\w+) %}", path.read_text("utf-8"))
    blocks = list(zip(pieces[1::2], pieces[2::2], strict=True))
    named = {name for _, body in blocks for name in NAMED.findall(body)}
    return [
        f"{path.relative_to(SOURCES)}: {name} in {block}"
        for block, body in blocks
        for name in named - set(NAMED.findall(body))
        if used(name, body)
    ]


def test_an_address_is_used_in_the_block_that_names_it() -> None:
    assert [line for path in SOURCES.rglob("templates/**/*.html") for line in lost(path)] == []


# The words of these are one language by nature: samples of the styleguide, and the page that
# must stand when everything else, catalogues included, has fallen.
ONE_LANGUAGE = ("portal/guide/",)
TAGS = re.compile(r"{#.*?#}|{% ?blocktranslate.*?endblocktranslate ?%}|{%.*?%}|{{.*?}}", re.DOTALL)
JAPANESE = re.compile(r"[、。・「」：（）〜～ぁ-んァ-ヶ一-龥]+")


def test_no_word_or_mark_of_japanese_stands_outside_the_catalogues() -> None:
    said = [
        f"{path.relative_to(SOURCES)}: {word}"
        for path in SOURCES.rglob("templates/**/*.html")
        if not any(part in path.as_posix() for part in ONE_LANGUAGE)
        for word in JAPANESE.findall(TAGS.sub("", path.read_text("utf-8")))
    ]
    assert said == []


# Joined as data is written: kept as it stands, or a document that is Japanese as a whole.
WRITTEN = (
    "know/karte/", "site/", "demo/", "japan/", "decide/plans/api.py", "services",
    "know/places/belonging.py", "know/facilities/reading.py", "decide/plans/workbook/",
    "review/reviews/selectors/reports.py", "review/reviews/report/", "hear/groupings/naming.py",
    "kernel/contributions/handling.py",
)  # fmt: skip


def test_names_are_joined_by_the_one_place_that_knows_the_readers_language() -> None:
    found = [
        path.relative_to(SOURCES).as_posix()
        for path in SOURCES.rglob("*.py")
        if "/tests/" not in path.as_posix()
        and re.search('"[、。・」「〜]+"\\.join', path.read_text())
    ]
    assert [name for name in found if not any(part in name for part in WRITTEN)] == []
