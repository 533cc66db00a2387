"""What is withheld cannot be computed from what is shown."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from jibungoto.engines.withholding import K, together, withhold_line, withhold_table

lines = st.lists(st.integers(0, 40), min_size=1, max_size=9)
tables = st.integers(2, 5).flatmap(
    lambda wide: st.lists(
        st.lists(st.integers(0, 25), min_size=wide, max_size=wide), min_size=2, max_size=5
    )
)


@given(lines)
def test_small_counts_of_a_line_are_withheld_and_never_one_alone(counts):
    hidden = withhold_line(counts)
    assert {n for n, c in enumerate(counts) if 0 < c < K} <= hidden
    rest = [counts[n] for n in hidden]
    if hidden and len([c for c in counts if c]) > len(hidden):
        assert len(hidden) > 1
        assert sum(rest) >= K


@settings(max_examples=30)
@given(tables)
def test_no_small_cell_of_a_table_is_pinned_by_its_sums(table):
    """The range of each withheld cell by linear programming: more than one number is possible."""
    hidden = sorted(withhold_table(table))
    small = {(i, j) for i, row in enumerate(table) for j, c in enumerate(row) if 0 < c < K}
    assert small <= set(hidden)
    everything = {(i, j) for i, row in enumerate(table) for j, c in enumerate(row) if c}
    if not small or set(hidden) == everything:
        return
    sums, totals = [], []
    for lines_ in (0, 1):
        for at in {cell[lines_] for cell in hidden}:
            sums.append([1.0 if cell[lines_] == at else 0.0 for cell in hidden])
            totals.append(sum(table[i][j] for i, j in hidden if (i, j)[lines_] == at))
    for n, cell in enumerate(hidden):
        if cell not in small:
            continue
        aim = np.zeros(len(hidden))
        aim[n] = 1
        ends = [
            linprog(sign * aim, A_eq=sums, b_eq=totals, bounds=(1, None)).fun * sign
            for sign in (1, -1)
        ]
        assert ends[1] - ends[0] > 0.5, (table, cell)


def test_a_table_without_small_cells_is_shown_whole():
    assert not withhold_table([[10, 0], [30, 12]])


def test_lines_too_small_are_put_together():
    assert together([40, 3, 25, 0]) == ((0,), (1, 2))
    assert together([40, 30]) == ((0, 1), ())
    assert together([4]) == ((), (0,))
