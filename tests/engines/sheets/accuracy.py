"""How well the reader reads: sheets printed, filled and pictured by a program, and counted."""

import time
from dataclasses import dataclass, field

import numpy as np

from jibungoto.engines.sheets import PageReading, State
from jibungoto.engines.sheets.reading import read_page

from . import paper, pens, pictures


@dataclass
class Score:
    """What was counted. A doubtful mark is right when the likeliest state is the true one."""

    sheets: int = 0
    unread: list[int] = field(default_factory=list)  # seeds of pictures that could not be read
    marks: int = 0
    right: int = 0
    doubtful: int = 0
    silently_wrong: list[tuple[int, str, str, str, str]] = field(default_factory=list)
    missed_writing: int = 0
    needless_writing: int = 0  # nothing is there, and a person is asked to look
    fields: int = 0
    seconds: float = 0.0


def one(seed: int) -> tuple[PageReading, dict[tuple[str, str], State], dict[str, bool], float]:
    """One sheet: what was read, what is true of its boxes and its fields, and how long it took."""
    rng = np.random.default_rng(seed)
    sheet = paper.blank("conversation" if seed % 2 else "survey")
    number = int(rng.integers(len(sheet.pages)))
    page, page_paper = sheet.layout.pages[number], sheet.pages[number].copy()
    hand = pens.a_hand(rng)
    truth = pens.fill_page(page_paper, page, rng, hand)
    written = pens.write_fields(page_paper, page, rng, hand)
    shot = pictures.take(page_paper, rng)
    begun = time.perf_counter()
    reading = read_page(shot.picture, lambda identity: sheet.layout)
    return reading, truth, written, time.perf_counter() - begun


def measure(seeds: range) -> Score:
    """Many sheets, each of its own seed."""
    score = Score()
    for seed in seeds:
        reading, truth, written, seconds = one(seed)
        score.sheets += 1
        score.seconds += seconds
        if reading.stops:
            score.unread.append(seed)
            continue
        for mark in reading.marks:
            true = truth[mark.item, mark.key]
            score.marks += 1
            score.right += mark.likeliest is true
            score.doubtful += mark.state is State.DOUBTFUL
            if mark.state is not State.DOUBTFUL and mark.state is not true:
                told = (seed, mark.item, mark.key, true.value, mark.state.value)
                score.silently_wrong.append(told)
        score.fields += len(reading.fields)
        score.needless_writing += sum(f.written and not written[f.item] for f in reading.fields)
        score.missed_writing += sum(written[f.item] and not f.written for f in reading.fields)
    return score
