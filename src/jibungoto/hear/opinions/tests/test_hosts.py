"""Who may be said to ask: the records of the districts somebody looks after."""

from django.urls import reverse

from jibungoto.hear.opinions.models import Conversation
from jibungoto.kernel import nodes

from .factories import a_conversation


def a_plan(title: str, **told):
    return nodes.register(kind="plan", title=title, path=f"plans/{title}/", **told)


def test_a_secretary_is_offered_what_their_district_has_and_no_other_is_taken(world) -> None:
    near = a_plan("北地区の計画", district_ids=[world.district.pk])
    far = a_plan("市の計画")
    secretary = world.client("secretary")
    address = reverse("opinions:conversation_create", args=["koko"])
    form = secretary.get(address).text
    assert near.title in form
    assert far.title not in form
    told = {"title": "足", "question": "どう支え合いますか", "districts": [world.district.pk]}
    assert secretary.post(address, {**told, "host": far.pk}).status_code == 422
    assert not Conversation.objects.exists()
    assert far.title in world.client("planner").get(address).text


def test_the_record_somebody_else_chose_stays_when_a_secretary_mends_the_words(world) -> None:
    far = a_plan("市の計画")
    made = a_conversation(district=world.district, slug="ashi", host=far)
    address = reverse("opinions:conversation_edit", args=["koko", "ashi"])
    secretary = world.client("secretary")
    form = secretary.get(address).context["form"]
    told = {**form.initial, "seen": form["seen"].value(), "title": "足のこと"}
    assert secretary.post(address, told).status_code == 302
    made.refresh_from_db()
    assert (made.title, made.host) == ("足のこと", far)
