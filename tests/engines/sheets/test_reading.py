"""The reader against sheets that were printed, filled and pictured by a program."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jibungoto.engines.sheets import Fault, Identity, State
from jibungoto.engines.sheets.reading import read_page

from . import accuracy, paper, pens, pictures

pytestmark = pytest.mark.drawn


def grey(page: np.ndarray) -> np.ndarray:
    return (page * 255).astype(np.uint8)


def known(name: str = "conversation"):
    return lambda identity: paper.blank(name).layout


def test_nearly_every_mark_is_right_and_none_is_silently_wrong() -> None:
    score = accuracy.measure(range(24))
    assert score.unread == []
    assert score.right / score.marks >= 0.995
    assert score.silently_wrong == []
    assert score.doubtful / score.marks <= 0.02
    assert score.missed_writing == 0


def test_a_page_says_which_copy_and_which_page_it_is() -> None:
    sheet = paper.blank("conversation")
    for number, page in enumerate(sheet.pages, 1):
        reading = read_page(grey(page), known())
        assert reading.identity == Identity(paper.CODE, 42, number, sheet.layout.hash)
        assert {m.state for m in reading.marks} == {State.EMPTY}
        assert min(m.confidence for m in reading.marks) > 0.95


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_any_way_up_reads_the_same(turns: int) -> None:
    rng = np.random.default_rng(5)
    sheet = paper.blank("conversation")
    page = sheet.pages[0].copy()
    truth = pens.fill_page(page, sheet.layout.pages[0], rng, pens.Hand(0.9, 0.6, 0.1), mending=0)
    reading = read_page(np.rot90(grey(page), turns), known())
    assert {(m.item, m.key): m.state for m in reading.marks} == truth


def test_two_marks_for_one_answer_are_never_sure() -> None:
    rng = np.random.default_rng(6)
    sheet = paper.blank("conversation")
    page = sheet.pages[0].copy()
    first, second = sheet.layout.pages[0].marks[:2]
    for mark in (first, second):
        pens.draw(page, mark, "tick", rng, pens.Hand(0.9, 0.6, 0.1))
    states = {(m.item, m.key): m.state for m in read_page(grey(page), known()).marks}
    assert states[first.item, first.key] is State.DOUBTFUL
    assert states[second.item, second.key] is State.DOUBTFUL


def test_a_mark_struck_out_gives_way_to_the_other_one() -> None:
    rng = np.random.default_rng(7)
    sheet = paper.blank("conversation")
    page = sheet.pages[0].copy()
    wrong, right = sheet.layout.pages[0].marks[:2]
    hand = pens.Hand(0.9, 0.6, 0.05)
    pens.draw(page, wrong, "fill", rng, hand)
    pens.strike(page, wrong, rng, hand)
    pens.draw(page, right, "fill", rng, hand)
    states = {(m.item, m.key): m.state for m in read_page(grey(page), known()).marks}
    assert states[wrong.item, wrong.key] is State.STRUCK
    assert states[right.item, right.key] is State.FILLED


def test_something_written_is_seen_and_not_read() -> None:
    rng = np.random.default_rng(8)
    sheet = paper.blank("survey")
    page = sheet.pages[1].copy()
    number, empty, written = sheet.layout.pages[1].fields
    pens.write(page, written, rng, pens.Hand(0.36, 0.4, 0.1))
    found = {f.item: f.written for f in read_page(grey(page), known("survey")).fields}
    assert found[written.item]
    assert not found[number.item], "the lines between the digits are the sheet's own"
    assert not found[empty.item]


def faults(picture: np.ndarray, find=None) -> tuple[Fault, ...]:
    return read_page(picture, find or known()).faults


def test_what_can_not_be_read_says_why() -> None:
    sheet = paper.blank("conversation")
    page = grey(sheet.pages[0])
    assert faults(np.full((800, 600), 255, np.uint8)) == (Fault.NO_PAGE,)
    assert faults(page[:, : page.shape[1] * 6 // 10]) in ((Fault.NO_QR,), (Fault.NO_PAGE,))
    cut = page[: page.shape[0] * 45 // 100]
    assert faults(cut) == (Fault.CUT_OFF,)
    bare = page.copy()
    x, y, w, h = (round(v * pens.DOTS) for v in (170, 8, 20, 20))
    bare[y : y + h, x : x + w] = 255
    assert faults(bare) == (Fault.NO_QR,)
    assert faults(page, lambda identity: None) == (Fault.UNKNOWN,)
    assert faults(page, known("survey")) == (Fault.OTHER_LAYOUT,)


def test_a_foreign_code_is_named() -> None:
    import segno

    rows = segno.make("https://example.jp/menu", error="q").matrix
    code = np.array([[0 if dot else 255 for dot in row] for row in rows], np.uint8)
    picture = np.full((900, 700), 255, np.uint8)
    large = cv2.resize(code, (300, 300), interpolation=cv2.INTER_NEAREST)
    picture[200:500, 200:500] = large
    reading = read_page(picture, known())
    assert reading.faults == (Fault.FOREIGN_QR,)
    assert reading.said == "https://example.jp/menu"


def test_a_blurred_or_coarse_picture_leaves_no_mark_sure() -> None:
    rng = np.random.default_rng(9)
    sheet = paper.blank("conversation")
    page = sheet.pages[0].copy()
    pens.fill_page(page, sheet.layout.pages[0], rng, pens.Hand(0.9, 0.6, 0.1))
    coarse = cv2.resize(grey(page), None, fx=0.24, fy=0.24, interpolation=cv2.INTER_AREA)
    reading = read_page(coarse, known())
    assert reading.faults, "72 dpi is no picture to read from"
    assert {m.state for m in reading.marks} <= {State.DOUBTFUL}
    blurred = cv2.GaussianBlur(grey(page), (0, 0), 0.75 * pens.DOTS)
    reading = read_page(blurred, known())
    assert reading.faults
    assert {m.state for m in reading.marks} <= {State.DOUBTFUL}


def test_dirt_and_a_thumb_over_one_corner_change_nothing() -> None:
    rng = np.random.default_rng(10)
    sheet = paper.blank("conversation")
    page = sheet.pages[0].copy()
    truth = pens.fill_page(page, sheet.layout.pages[0], rng, pens.Hand(0.9, 0.6, 0.1), mending=0)
    for _ in range(150):
        x, y = rng.uniform(0, 210 * pens.DOTS), rng.uniform(0, 297 * pens.DOTS)
        cv2.circle(page, (int(x), int(y)), int(rng.integers(1, 4)), 0.3, -1)
    cv2.ellipse(page, (40, page.shape[0] - 60), (190, 230), 0, 0, 360, 0.55, -1)
    reading = read_page(pictures.scan(page, rng).picture, known())
    wrong = [m for m in reading.marks if m.likeliest is not truth[m.item, m.key]]
    assert wrong == []


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 90), st.integers(1, 90), st.integers(0, 2**32 - 1))
def test_no_picture_breaks_the_reader(high: int, wide: int, seed: int) -> None:
    noise = np.random.default_rng(seed).integers(0, 256, (high, wide)).astype(np.uint8)
    assert read_page(noise, known()).stops
