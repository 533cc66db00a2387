"""The body of a karte is drawn once for all its readers, and anew when a voice is taken back."""

import pytest

from jibungoto.know.findings import services as findings
from jibungoto.know.findings.tests.factories import a_finding, an_issue
from jibungoto.know.karte import selectors

from .factories import an_edition


@pytest.fixture
def charm(world):
    made = a_finding("川の土手が気持ちいいです", district=world.district)
    an_issue(district=world.district)
    an_edition(world.district)
    return made


@pytest.mark.parametrize("address", ["", "editions/1/"])
def test_a_karte_is_read_and_drawn_once_for_all_its_readers(
    world, charm, address, monkeypatch, django_assert_max_num_queries
) -> None:
    drawn = []
    read = selectors.shown_contents
    monkeypatch.setattr(selectors, "shown_contents", lambda one: drawn.append(one) or read(one))

    clients = {role: world.client(role) for role in ("planner", "officer")}

    def page(role: str) -> str:
        answer = clients[role].get(f"/koko/karte/{world.district.slug}/{address}")
        return answer.content.decode()

    told = [page("planner"), page("officer")]
    with django_assert_max_num_queries(7):
        told.append(page("planner"))
    assert len(drawn) == 1
    assert all(charm.title in one for one in told)
    assert ("取り下げる理由" in told[0], "取り下げる理由" in told[1]) == (bool(address), False)
    findings.handling.withdraw(charm)
    assert all(charm.title not in page(role) for role in ("planner", "officer"))
    assert len(drawn) == 2
