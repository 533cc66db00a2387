"""Boxes lie on their pages, apart from each other, and come back from their codes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jibungoto.engines.sheets import (
    Box,
    Heights,
    Identity,
    Item,
    Layout,
    NotOurs,
    Option,
    Sort,
    arrange,
)
from jibungoto.engines.sheets.arranging import BOTTOM, CLEAR
from jibungoto.engines.sheets.layout import BITS, CORNERS, FIDUCIAL, HIGH, QR, WIDE


@st.composite
def items(draw) -> list[Item]:
    made = []
    for n in range(draw(st.integers(1, 40))):
        sort = draw(st.sampled_from(list(Sort)))
        many = {Sort.TABLE: 7, Sort.LIST: 12, Sort.SCALE: 11}.get(sort, 0)
        options = tuple(
            Option(str(k), draw(st.integers(1, 2))) for k in range(draw(st.integers(1, many)))
        ) if many else ()  # fmt: skip
        made.append(
            Item(
                f"i{n}", sort, draw(st.integers(1, 6)), options,
                single=draw(st.booleans()), grid=draw(st.sampled_from(["", "g"])),
                head_lines=draw(st.integers(0, 2)), digits=draw(st.integers(1, 4)),
                rows=draw(st.integers(1, 8)),
            )
        )  # fmt: skip
    return made


def apart(a: Box, b: Box, by: float) -> bool:
    return (
        a.x + a.w + by <= b.x + 0.02 or b.x + b.w + by <= a.x + 0.02
        or a.y + a.h + by <= b.y + 0.02 or b.y + b.h + by <= a.y + 0.02
    )  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(items(), st.floats(40, 120))
def test_every_item_has_its_boxes_once_on_the_page_and_apart(asked, top) -> None:
    layout = arrange(asked, Heights(first_top=top))
    wanted = [(i.key, o.key) for i in asked if i.options for o in i.options]
    assert [(m.item, m.key) for m in layout.marks()] == wanted
    written = [f.item for p in layout.pages for f in p.fields]
    assert written == [i.key for i in asked if i.sort in (Sort.NUMBER, Sort.TEXT)]
    corners = [Box(x, y, FIDUCIAL, FIDUCIAL) for x, y in CORNERS]
    for page in layout.pages:
        boxes = [m.box for m in page.marks] + [f.box for f in page.fields]
        for n, box in enumerate(boxes):
            assert 0 < box.x
            assert box.x + box.w < WIDE
            assert box.y + box.h <= BOTTOM < HIGH
            assert all(apart(box, other, 2.0) for other in boxes[n + 1 :])
            assert all(apart(box, other, CLEAR) for other in [*corners, QR])


@given(items())
@settings(max_examples=20, deadline=None)
def test_the_hash_changes_with_the_places_and_with_nothing_else(asked) -> None:
    first, again = arrange(asked), arrange(asked)
    assert first.hash == again.hash
    assert len(first.hash) == 6
    if list(first.marks()):
        moved = arrange(asked, Heights(first_top=80.0))
        assert moved.hash != first.hash


def test_the_pages_of_a_long_table_end_at_about_the_same_height() -> None:
    votes = tuple(Option(k) for k in ("agree", "disagree", "pass"))
    asked = [Item(f"s{n}", Sort.TABLE, 2, votes, grid="votes") for n in range(16)]
    layout = arrange(asked)
    ends = [max(m.box.y for m in p.marks) for p in layout.pages]
    assert len(ends) == 2
    assert abs(ends[0] - ends[1]) < 20


def test_what_fits_on_no_page_is_refused() -> None:
    with pytest.raises(ValueError, match="higher than a page"):
        arrange([Item("q", Sort.TEXT, 1, rows=40)])
    with pytest.raises(ValueError, match="one key"):
        arrange([Item("q", Sort.TEXT), Item("q", Sort.TEXT)])


@given(
    st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=8, max_size=8),
    st.integers(0, 999999),
    st.integers(1, 99),
    st.text("0123456789ABCDEF", min_size=6, max_size=6),
)
def test_an_identity_comes_back_from_its_code(code, serial, page, digest) -> None:
    identity = Identity(code, serial, page, digest)
    assert Identity.read(identity.written()) == identity


@pytest.mark.parametrize("said", ["", "https://example.jp/", "JS1/abc/1/1/123456", "JS2/ABCD2345"])
def test_any_other_code_is_not_ours(said) -> None:
    with pytest.raises(NotOurs):
        Identity.read(said)


def test_the_printed_corners_are_those_the_reader_looks_for() -> None:
    import cv2

    known = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)
    for n, rows in enumerate(BITS):
        drawn = known.generateImageMarker(n, 6)[1:5, 1:5]
        assert tuple("".join("1" if v else "0" for v in row) for row in drawn) == rows


def test_a_layout_has_no_page_that_is_not_there() -> None:
    layout = Layout(arrange([Item("q", Sort.TEXT)]).pages)
    assert layout.page(0) is None
    assert layout.page(2) is None
