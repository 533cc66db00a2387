"""The reader of plan documents against what people read in four real ones."""

import pytest

from .truth import TRUTH, reading, scores, text

pytestmark = pytest.mark.data
CITIES = ("mitaka", "shiroi", "third_plan", "machida")


@pytest.mark.parametrize("city", CITIES)
def test_everything_people_found_is_proposed_and_nothing_else(seeds_dir, city) -> None:
    found = scores(seeds_dir, city)
    for kind, score in found.items():
        print(f"{city:11} {kind:12} recall {score.recall:.3f} precision {score.precision:.3f}")  # noqa: T201
    assert {kind: (s.recall, s.precision) for kind, s in found.items()} == {
        kind: (1.0, 1.0) for kind in found
    }


def test_the_counts_of_the_documents_come_out(seeds_dir) -> None:
    mitaka = reading(seeds_dir, "mitaka")
    assert len(mitaka.items) == 5
    assert sum(len(i.amounts) for i in mitaka.indicators) == 12
    assert {m.sign: m.meaning for m in mitaka.marks} == {"◎": "主要事業", "※": "推進事業"}
    third = reading(seeds_dir, "third_plan")
    directions = [i for i in third.walk() if i.level_name == "施策の方向性"]
    assert (len(third.principles), len(third.items), len(directions)) == (7, 5, 13)
    machida = reading(seeds_dir, "machida")
    assert machida.period == tuple(TRUTH["machida"]["period"])
    assert machida.horizon == TRUTH["machida"]["horizon"]
    kinds = [p.kind for p in machida.pairings]
    assert [kinds.count(k) for k in ("issue", "policy", "measure")] == [3, 3, 3]
    assert len(machida.outcomes) == 6


@pytest.mark.parametrize("city", CITIES)
def test_every_proposal_names_the_lines_it_was_read_from(seeds_dir, city) -> None:
    said = reading(seeds_dir, city)
    lines = text(seeds_dir, city).splitlines()
    for item in said.walk():
        there = "".join("".join(lines[item.source.first - 1 : item.source.last]).split())
        assert "".join(item.title.split())[:6] in there
        assert 0 < item.confidence <= 1
