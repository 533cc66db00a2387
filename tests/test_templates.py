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
