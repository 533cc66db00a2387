"""Paper from the printer to the result: printed, filled with a pen, scanned, settled, counted."""

import re

import pytest
from django.urls import reverse

from jibungoto.hear.opinions.models import Part, Vote
from jibungoto.hear.sheets import selectors
from jibungoto.hear.sheets.models import ScanUpload, SheetForm
from jibungoto.hear.sheets.tests.factories import as_pdf, filled
from jibungoto.hear.surveys.models import Answering
from jibungoto.hear.surveys.tests import factories as surveys
from jibungoto.kernel import jobs

from .factories import a_conversation, votes
from .voted import analysed

pytestmark = [pytest.mark.django_db, pytest.mark.drawn]


class Office:
    """The secretary's desk: prints, scans, settles what is in doubt, enters."""

    def __init__(self, world, node) -> None:
        self.world, self.node = world, node
        self.client = world.client("secretary")
        self.here = {"code": node.short_code}

    def at(self, name, **kwargs):
        told = {"municipality": self.world.municipality.slug, **kwargs}
        return reverse(f"sheets:{name}", kwargs=told)

    def print(self, copies) -> SheetForm:
        self.client.post(self.at("batch_create", **self.here), {"way": "copies", "copies": copies})
        form = SheetForm.objects.get(node=self.node)
        batch = form.batches.get()
        opened = self.client.get(self.at("batch_open", public_id=batch.public_id))
        assert b"".join(opened.streaming_content).startswith(b"%PDF")
        return form

    def scan(self, images) -> ScanUpload:
        """Hand in a stack and let the worker read it."""
        self.client.post(self.at("scan_create", **self.here), {"pictures": [as_pdf(images)]})
        assert all(job.state == "done" for job in jobs.run_due())
        return ScanUpload.objects.latest("pk")

    def settle(self, said) -> list[str]:
        """Look at everything in doubt beside its picture; the words of the questions asked."""
        asked = []
        while (found := selectors.next_open(self.node)[0]) is not None:
            item = found.line.item
            asked.append(item.key)
            shown = self.client.get(self.at("check_next", **self.here)).text
            assert self.at("page_image", public_id=found.line.machine.page.public_id) in shown
            told = {"sheet": found.sheet.pk, "item": item.pk, f"i{item.pk}": said[item.key]}
            self.client.post(self.at("check_next", **self.here), told)
        return asked

    def enter(self, upload) -> None:
        self.client.post(self.at("scan_accept", public_id=upload.public_id))


def test_a_conversation_on_paper_stands_in_its_result_with_its_share(world) -> None:
    made = a_conversation(district=world.district, slug="ashi")
    votes(made, [{1: 1, 2: 1 if n % 2 else -1, 3: 0} for n in range(12)])
    office = Office(world, made.node)
    form = office.print(4)
    images = filled(form, 1, {"s1": "agree", "s2": "disagree", "age_band": "70"})
    images += filled(form, 2, {"s1": "agree", "s3": "pass"})
    # Two boxes of one line: nobody but a person can say which counts.
    images += filled(form, 3, {"s1": "disagree"}, wrong={"s1": "agree"})
    upload = office.scan(images)
    assert [s.state for s in selectors.sheets_of(upload)] == ["read", "read", "doubtful"]
    assert office.settle({"s1": "disagree"}) == ["s1"]
    office.enter(upload)
    paper = Part.objects.filter(channel="paper")
    assert sorted(paper.values_list("age_band", flat=True)) == ["", "", "70"]
    cast = Vote.objects.filter(part__in=paper).values_list("statement__number", "value")
    assert sorted(cast) == [(1, -1), (1, 1), (1, 1), (2, -1), (3, 0)]
    analysed(made)
    text = world.client("guest").get(
        reverse("opinions:result_view", kwargs={"municipality": "koko", "slug": "ashi"})
    ).text  # fmt: skip
    assert "15人が、3件の意見に41回答えました。" in text
    assert "このうち3人（20%）は、紙で答えました。" in text
    again = office.scan(filled(form, 1, {"s1": "disagree"}))
    office.enter(again)
    assert Part.objects.filter(channel="paper").count() == 3, "a sheet counts once"


def test_a_survey_on_paper_stands_in_its_result_with_its_share(world) -> None:
    survey = surveys.a_survey("居場所のアンケート", state="draft", districts=[world.district])
    surveys.add(survey, "matrix", "満足度", key="m", options=["満足", "不満"], rows=["道", "公園"])
    surveys.add(survey, "long", "ご自由に", key="free")
    survey = surveys.services.open_survey(survey=survey)
    for _n in range(9):
        surveys.choose(survey, "has", "ある")
    office = Office(world, survey.node)
    form = office.print(3)
    has = survey.questions.get(key="has", until=None)
    matrix = survey.questions.get(key="m", until=None)
    road = matrix.options.get(text="道").key
    yes, no = surveys.option(has, "ある"), surveys.option(has, "ない")
    images = filled(form, 1, {"has": no, f"m.{road}": surveys.option(matrix, "満足")})
    images += filled(form, 2, {"has": yes, "free": "書かれた"})
    images += filled(form, 3, {"has": yes}, wrong={"has": no})
    upload = office.scan(images)
    assert office.settle({"free": "ベンチがほしい", "has": yes}) == ["free", "has"]
    office.enter(upload)
    paper = Answering.objects.filter(channel="paper", finished_at__isnull=False)
    assert paper.count() == 3
    assert [r.text for a in paper for r in a.replies.all() if r.text] == ["ベンチがほしい"]
    picked = [p.option.key for a in paper for r in a.replies.all() for p in r.picks.all()]
    assert (picked.count(yes), picked.count(no)) == (2, 1)
    assert len(picked) == 4, "the line of the table is there as well"
    result = reverse("surveys:survey_result", kwargs={"municipality": "koko", "code": survey.code})
    text = world.client("planner").get(result).text
    said = re.sub(r"<[^>]+>", "", text)
    assert "答えた方12人" in said
    assert re.search(r"紙で答えた方の割合25(\.0)?%", said)
