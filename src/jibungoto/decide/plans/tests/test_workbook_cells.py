"""Whatever stands in the cells of a plan's workbook comes back as it was."""

from hypothesis import given, settings
from hypothesis import strategies as st

from jibungoto.decide.plans.workbook import SHEETS, Told, book_bytes, read_book
from jibungoto.decide.plans.workbook.records import clean, joined, merged_order, number, split
from jibungoto.kernel.intake.kinds import Upload

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="_"), max_size=60)


@given(st.lists(TEXTS, max_size=4))
def test_names_in_one_cell_come_apart_as_they_went_together(names):
    said = list(dict.fromkeys(one for one in (clean(n).replace("\n", " ") for n in names) if one))
    assert split(joined(names)) == said


@given(
    st.lists(st.sampled_from("abcdefg"), unique=True),
    st.lists(st.sampled_from("abcdefgh"), unique=True),
)
def test_an_order_keeps_the_files_and_loses_nobody(before, given_order):
    found = merged_order(before, given_order)
    assert sorted(found) == sorted(set(before) | set(given_order))
    assert [code for code in found if code in given_order] == given_order
    kept = [code for code in before if code in given_order]
    if kept == [code for code in given_order if code in before]:
        assert [code for code in found if code in before] == before


@settings(max_examples=15, deadline=None)
@given(st.lists(TEXTS, min_size=8, max_size=8), st.decimals("-9999999", "9999999", places=4))
def test_whatever_stands_in_a_cell_comes_back_as_it_was(texts, value):
    words = {
        "state": {"done": "実施済み"},
        "direction": {"up": "増える"},
        "role": {"actual": "実績"},
        "status": {"final": "確定"},
        "remedy": {"done": "対応済み"},
    }
    title, policy, name, note, narrative, done, cause, remedy = (clean(t) for t in texts)
    told = Told(order=["1-1"])
    told.records = {
        ("plan", "a"): {"title": title, "policy": policy, "starts": "2022"},
        ("measure", "1-1"): {
            "title": name,
            "note": note,
            "narrative": narrative,
            "state": "done",
            "departments": joined(texts[:3]),
        },
        ("indicator", "数"): {"definition": narrative, "direction": "up", "decimals": "2"},
        ("value", "数", "actual", "2022"): {
            "year": "平成34年度",
            "value": number(value),
            "status": "final",
        },
        ("progress", "1-1", "2023"): {
            "state": "done",
            "done": done,
            "spent": "1200000",
            "same_as_last": "○",
        },
        ("hurdle", "1-1", "2023", cause or "理由"): {"remedy": remedy, "remedy_state": "done"},
    }
    found = read_book(Upload("a.xlsx", book_bytes(told, words)), words)
    for key, fields in told.records.items():
        read = found.told.records[key]
        assert {n: read.get(n, "") for n in fields} == fields
    assert found.told.order == told.order
    assert [p.sentence for p in found.problems] == []
    assert len(SHEETS) == 6
