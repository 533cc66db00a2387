"""Letters with codes: printed once as a PDF, counted, taken back."""

import datetime as dt

import pytest

from jibungoto.kernel import clock
from jibungoto.people import letter_print
from jibungoto.people.models import Code, CodeBatch
from jibungoto.ui import pdf

from . import factories as make

TOLD = {
    "title": "北地区の未来についてのアンケート",
    "kind": "household",
    "size": 2,
    "uses_each": 4,
}


@pytest.fixture
def planner(city):
    return make.signed_in(make.with_role("planner"))


def order(client, city, **changed):
    day = (clock.today() + dt.timedelta(days=20)).isoformat()
    return client.post(f"/{city.slug}/letters/new/", {**TOLD, "expires_on": day, **changed})


def test_letters_are_answered_as_a_pdf(city, planner):
    answer = order(planner, city)
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert CodeBatch.objects.get().size == Code.objects.count() == 2


def test_each_letter_carries_its_code_its_qr_and_until_when(city, planner, monkeypatch):
    drawn = {}
    monkeypatch.setattr(pdf, "render", lambda name, data: drawn.update(data) or b"%PDF")
    order(planner, city)
    letter = drawn["letters"][0]
    assert len(letter["code"].replace("-", "")) == 12
    assert "<svg" in letter["qr"]
    assert letter["url"].endswith(f"/{city.slug}/code/")
    assert "4人まで" in drawn["after"][0]


def test_a_letter_that_could_not_be_printed_leaves_no_codes_behind(city, planner, monkeypatch):
    def fails(name, data):
        raise pdf.CannotPrint("no face")

    monkeypatch.setattr(letter_print.pdf, "render", fails)
    answer = order(planner, city)
    assert answer.status_code == 422
    assert "印刷" in answer.content.decode()
    assert not CodeBatch.objects.exists()


def test_the_same_page_sent_twice_prints_the_same_letters(city, planner, monkeypatch):
    printed = []
    monkeypatch.setattr(
        pdf, "render", lambda name, data: printed.append(data["letters"]) or b"%PDF"
    )
    for token in ("a" * 64, "a" * 64, "b" * 64):
        assert order(planner, city, csrfmiddlewaretoken=token).status_code == 200
    codes = [[letter["code"] for letter in letters] for letters in printed]
    assert codes[0] == codes[1]
    assert not set(codes[1]) & set(codes[2])
    assert CodeBatch.objects.count() == 2
    assert Code.objects.count() == 4


def test_letters_that_were_taken_back_are_not_printed_again(city, planner):
    order(planner, city, csrfmiddlewaretoken="a" * 64)
    planner.post(f"/{city.slug}/letters/{CodeBatch.objects.get().pk}/withdraw/")
    answer = order(planner, city, csrfmiddlewaretoken="a" * 64)
    assert answer.status_code == 422
    assert "取りやめました" in answer.content.decode()


@pytest.mark.parametrize(
    "changed", [{"expires_on": "2020-01-01"}, {"size": 0}, {"size": 99999}, {"uses_each": 0}]
)
def test_an_order_that_makes_no_sense_is_told_at_its_field(city, planner, changed):
    assert order(planner, city, **changed).status_code == 422
    assert not CodeBatch.objects.exists()


def test_the_list_counts_use_and_takes_back(city, planner, client):
    order(planner, city)
    batch = CodeBatch.objects.get()
    Code.objects.filter(number=1).update(used=3)
    page = planner.get(f"/{city.slug}/letters/").content.decode()
    assert "3回" in page
    planner.post(f"/{city.slug}/letters/{batch.pk}/withdraw/")
    assert "取りやめました" in planner.get(f"/{city.slug}/letters/").content.decode()


def test_the_list_of_letters_is_as_quick_for_thirty_as_for_one(
    city, planner, django_assert_max_num_queries
):
    day = clock.today()
    for n in range(30):
        CodeBatch.objects.create(title=f"手紙{n}", size=1, expires_on=day)
    planner.get(f"/{city.slug}/letters/")
    with django_assert_max_num_queries(10):
        planner.get(f"/{city.slug}/letters/")


def test_the_qr_opens_the_page_with_the_code_filled_in(city, client):
    page = client.get(f"/{city.slug}/code/ABCDEFGHJKMN/").content.decode()
    assert 'value="ABCDEFGHJKMN"' in page
