"""The check list of accessibility says no more than what was looked at."""

import datetime as dt

from tests.browser.criteria import ROOT, SAID, Seen, criteria, numbers, table, verdict


def test_every_criterion_of_both_levels_stands_once_and_names_what_looks_at_it() -> None:
    told = criteria()
    assert len(told) == len({one["number"] for one in told}) == 56
    order = [tuple(map(int, one["number"].split("."))) for one in told]
    assert order == sorted(order)
    for one in told:
        for how in one["how"]:
            assert how in ("axe", "measured", *SAID) or (ROOT / how).exists(), how
        assert one["note"] or "hand" not in one["how"], one["number"]  # what a person saw is told


def test_a_fault_on_one_page_is_enough_and_what_nobody_looked_at_is_not_confirmed() -> None:
    seen = Seen()
    rule = {"id": "color-contrast", "tags": ["wcag2aa", "wcag143"]}
    label = {"id": "label", "tags": ["wcag2a", "wcag412"]}
    seen.add("/a/", {"passes": [rule, label], "violations": [], "incomplete": []})
    seen.add("/b/", {"passes": [label], "violations": [rule], "incomplete": []})
    by_number = {one["number"]: verdict(one, seen) for one in criteria()}
    assert by_number["1.4.3"] == "適合していない"
    assert by_number["4.1.2"] == "適合"
    assert by_number["1.1.1"] == "未確認"  # axe met no picture
    assert by_number["1.2.1"] == "適用なし"
    assert by_number["1.4.12"] == "未確認"  # nothing was measured yet
    seen.try_out("1.4.12", "/a/", sound=True)
    seen.try_out("1.4.10", "/b/", sound=False)
    measured = {one["number"]: verdict(one, seen) for one in criteria()}
    assert (measured["1.4.12"], measured["1.4.10"]) == ("適合", "適合していない")
    told = table(seen, ["guest"], dt.date(2026, 11, 27))
    assert "color-contrast、1ページ（/b/）" in told
    assert "- 1.4.10 1ページ（/b/）" in told
    assert "立場：登録していない方。" in told
    assert told.count("| JIS X 8341-3 |") == 38
    assert "- /a/" in told


def test_the_numbers_of_axe_are_those_of_the_standard() -> None:
    assert numbers(["wcag2aa", "wcag1410", "cat.text", "wcag111"]) == {"1.4.10", "1.1.1"}
