"""What holds for any town."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from jibungoto.engines.population import (
    Ages,
    Control,
    Margin,
    Population,
    Sexes,
    Shrinkage,
    allocate_unknown_ages,
    common_units,
    hold_constant,
    net_migration,
    project,
    project_closed,
    project_components,
    rake,
    ratios_between,
    ratios_of_all,
    shrink,
    survival,
)

from .making import AGES, holds_for, names, town, towns, usable

PEOPLE = st.integers(0, 5000).map(float)


@holds_for(npst.arrays(float, (3, 2, 4), elements=PEOPLE), st.data())
def test_raking_to_sex_and_age_meets_every_total(seed, data):
    totals = data.draw(npst.arrays(float, (2, 4), elements=PEOPLE))
    totals = np.where(seed.sum(axis=0) > 0, totals, 0)
    raked = rake(seed, [Margin((1, 2), totals)])

    np.testing.assert_allclose(raked.counts.sum(axis=0), totals, rtol=1e-12)
    assert np.all(raked.counts[seed == 0] == 0)
    assert raked.rounds == 1


@holds_for(npst.arrays(float, (4, 2, 5), elements=st.integers(1, 900).map(float)), st.data())
def test_raking_to_two_margins_meets_both(seed, data):
    other = data.draw(npst.arrays(float, (4, 2, 5), elements=st.integers(1, 900).map(float)))
    cells, areas = other.sum(axis=0), other.sum(axis=(1, 2))
    raked = rake(seed, [Margin((1, 2), cells), Margin((0,), areas)])

    np.testing.assert_allclose(raked.counts.sum(axis=0), cells, rtol=1e-9)
    np.testing.assert_allclose(raked.counts.sum(axis=(1, 2)), areas, rtol=1e-6)


@holds_for(npst.arrays(float, (4, 2, 5), elements=st.integers(1, 900).map(float)))
def test_raking_a_table_to_its_own_sums_leaves_it_alone(seed):
    margins = [Margin((1, 2), seed.sum(axis=0)), Margin((0,), seed.sum(axis=(1, 2)))]

    np.testing.assert_allclose(rake(seed, margins).counts, seed, rtol=1e-9)


@holds_for(towns(), st.floats(0, 500), st.floats(0, 500))
def test_a_shrunk_ratio_lies_between_the_areas_own_and_the_references(pair, k, small):
    then, now = pair
    own, city = ratios_between(then, now), ratios_of_all(then, now)
    drawn = shrink(own, city, Shrinkage(k=k, small=small))
    toward = np.broadcast_to(np.nan_to_num(city.change, nan=1.0), own.change.shape)
    known = ~np.isnan(own.change)
    low = np.minimum(own.change, toward)[known]
    high = np.maximum(own.change, toward)[known]

    assert np.all(drawn.change[known] >= low - 1e-9 * (1 + low))
    assert np.all(drawn.change[known] <= high + 1e-9 * (1 + high))
    untouched = known & ~drawn.shrunk
    np.testing.assert_array_equal(drawn.change[untouched], own.change[untouched])
    gone = np.isnan(own.change)
    gone[..., 0] = False
    np.testing.assert_array_equal(drawn.change[gone], toward[gone])


@holds_for(towns(), st.floats(1, 1e6))
def test_the_more_it_is_drawn_the_nearer_the_reference(pair, k):
    then, now = pair
    own, city = ratios_between(then, now), ratios_of_all(then, now)
    toward = np.nan_to_num(city.change, nan=1.0)
    little = shrink(own, city, Shrinkage(k=k, small=np.inf)).change
    much = shrink(own, city, Shrinkage(k=2 * k, small=np.inf)).change

    assert np.all((abs(much - toward) <= abs(little - toward) + 1e-9)[..., 1:])


@holds_for(towns(), st.integers(1, 6))
def test_nobody_is_added_to_an_older_class_of_a_closed_town(pair, steps):
    _then, now = pair
    alive = survival(now.sexes, AGES)
    told = project_closed(now, survival=alive, children=0.2, boys=0.51, steps=steps).counts

    for before, after in pairwise(told):
        assert np.all(after[..., 1:-1] <= before[..., :-2] + 1e-9)
        assert np.all(after[..., -1] <= before[..., -1] + before[..., -2] + 1e-9)


@holds_for(towns(), st.integers(1, 6))
def test_without_births_a_closed_town_only_gets_smaller(pair, steps):
    alive = survival(pair[1].sexes, AGES)
    totals = project_closed(pair[1], survival=alive, children=0, steps=steps).totals

    assert np.all(np.diff(totals, axis=0) <= 1e-9)


@holds_for(towns(min_areas=2), st.randoms(use_true_random=False))
def test_the_order_of_areas_does_not_matter(pair, chance):
    then, now = pair
    order = list(now.areas)
    chance.shuffle(order)
    rule = Shrinkage()
    straight = project(now, usable(then, now, rule), steps=3)
    turned = project(
        now.select(order), usable(then.select(order), now.select(order), rule), steps=3
    )
    rows = [now.areas.index(area) for area in order]

    np.testing.assert_allclose(turned.counts, straight.counts[:, rows], rtol=1e-12, atol=1e-9)
    assert {n for n in turned.notes if n.area} == {n for n in straight.notes if n.area}


@holds_for(towns(least=1))
def test_an_area_where_nobody_lives_changes_nothing_for_the_others(pair):
    then, now = pair
    alone = project(now, usable(then, now, Shrinkage()), steps=3)
    wide_then, wide_now = (_with_empty(people) for people in pair)
    beside = project(wide_now, usable(wide_then, wide_now, Shrinkage()), steps=3)

    np.testing.assert_allclose(beside.counts[:, :-1], alone.counts, rtol=1e-12)
    assert np.all(beside.counts[:, -1] == 0)


@holds_for(towns(least=1), st.floats(0.05, 0.95))
def test_an_area_cut_in_two_like_parts_adds_up_to_itself(pair, share):
    then, now = pair
    parts = {f"{area}{half}": {area: s} for area in now.areas for half, s in _halves(share)}
    cut_then, cut_now = then.put_together(parts), now.put_together(parts)
    whole = project(now, usable(then, now), steps=4)
    cut = project(cut_now, usable(cut_then, cut_now), steps=4)
    again = cut.counts[:, ::2] + cut.counts[:, 1::2]

    np.testing.assert_allclose(again, whole.counts, rtol=1e-9)


@holds_for(towns(least=1, min_areas=2))
def test_with_the_same_ratios_for_all_areas_the_parts_are_the_whole(pair):
    then, now = pair
    city = ratios_of_all(then, now)
    one = project(now.whole(), city, steps=5)
    same = shrink(ratios_between(then, now), city, Shrinkage(k=1e300, small=np.inf))
    each = project(now, same, steps=5)

    np.testing.assert_allclose(each.counts.sum(axis=1), one.counts[:, 0], rtol=1e-9)


@holds_for(towns(least=1), st.data())
def test_a_controlled_projection_adds_up_to_the_totals_of_each_year(pair, data):
    then, now = pair
    shape = (1, len(now.sexes), len(AGES))
    totals = [
        town(data.draw(npst.arrays(float, shape, elements=PEOPLE)), year=year, sexes=now.sexes)
        for year in (2025, 2030)
    ]
    # A step whose totals are all zero leaves nobody for the next step to scale.
    assume(all(t.counts.sum() > 0 and t.counts[0].sum(axis=0)[:-1].min() > 0 for t in totals))
    told = project(now, usable(then, now), steps=2, control=Control(totals))

    for step, total in enumerate(totals, start=1):
        np.testing.assert_allclose(
            told.counts[step].sum(axis=0), total.counts[0], rtol=1e-9, atol=1e-9
        )


@holds_for(towns(least=1, min_areas=2))
def test_a_reference_of_all_areas_is_the_mean_weighted_by_people(pair):
    then, now = pair
    each, city = ratios_between(then, now), ratios_of_all(then, now)
    weighted = (np.nan_to_num(each.change) * each.people).sum(axis=0) / each.people.sum(
        axis=0
    ).clip(1)

    np.testing.assert_allclose(weighted[:, 1:], city.change[0, :, 1:], rtol=1e-9)


@holds_for(towns(least=1))
def test_migration_put_back_onto_survival_gives_the_change_that_was_seen(pair):
    then, now = pair
    ratios = usable(then, now)
    alive = survival(now.sexes, AGES)
    moved = net_migration([ratios], alive)
    parts = project_components(
        now,
        survival=alive,
        migration=moved,
        children=ratios.children,
        boys=ratios.boys if now.sexes is Sexes.APART else 0.5,
        steps=3,
    )

    np.testing.assert_allclose(parts.counts, project(now, ratios, steps=3).counts, rtol=1e-9)


@holds_for(towns(), st.integers(0, 6))
def test_a_town_held_constant_is_the_town_of_today_each_year(pair, steps):
    told = hold_constant(pair[1], steps=steps)

    assert told.years == tuple(range(2020, 2021 + 5 * steps, 5))
    assert np.all(told.counts == pair[1].counts[None])


@holds_for(towns(least=0), st.data())
def test_people_of_unknown_age_are_spread_without_losing_one(pair, data):
    _then, now = pair
    unknown = data.draw(npst.arrays(float, now.counts.shape[:2], elements=PEOPLE))
    spread = allocate_unknown_ages(replace(now, unknown_age=unknown))

    np.testing.assert_allclose(
        spread.counts.sum(axis=2), now.counts.sum(axis=2) + unknown, rtol=1e-12
    )
    assert not spread.unknown_age.any()
    known = now.counts.sum(axis=2) > 0
    before = now.counts[known] / now.counts[known].sum(axis=-1, keepdims=True)
    after = spread.counts[known] / spread.counts[known].sum(axis=-1, keepdims=True)
    np.testing.assert_allclose(after, before, rtol=1e-9)


@holds_for(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("uvwxyz")), max_size=12))
def test_each_area_of_either_date_is_in_one_common_unit(links):
    units = common_units(links)
    then = [area for unit in units for area in unit.then]
    now = [area for unit in units for area in unit.now]

    assert sorted(then) == sorted({old for old, _new in links})
    assert sorted(now) == sorted({new for _old, new in links})
    for old, new in links:
        assert any(old in unit.then and new in unit.now for unit in units)


@holds_for(towns(least=1, most=400), st.sampled_from([75, 60, 50]))
def test_older_classes_put_together_keep_everybody(pair, terminal):
    coarse = pair[1].collapse(Ages.up_to(terminal))

    np.testing.assert_allclose(coarse.totals, pair[1].totals)
    assert coarse.ages.terminal == terminal


def _with_empty(people: Population) -> Population:
    empty = np.zeros((1, *people.counts.shape[1:]))
    counts = np.concatenate((people.counts, empty))
    return Population.of(
        counts,
        areas=[*names(len(people.areas)), "empty"],
        sexes=people.sexes,
        ages=people.ages,
        year=people.year,
    )


def _halves(share: float):
    return (("left", share), ("right", 1 - share))
