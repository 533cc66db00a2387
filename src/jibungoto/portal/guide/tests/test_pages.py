"""The pages of the look and the pages for when something cannot be done."""

import json
import re

import pytest
from django.core.exceptions import RequestDataTooBig
from django.template import engines
from django.test import Client, RequestFactory
from django.utils import translation
from django.utils.translation import gettext

from jibungoto.kernel.actor import Level
from jibungoto.kernel.policy import Refused, refused
from jibungoto.portal.guide import samples
from jibungoto.ui import errors, ruby
from jibungoto.ui.languages import html_lang
from jibungoto.ui.tags.library import register

pytestmark = pytest.mark.django_db

INLINE = re.compile(r"\sstyle=|<style|\son\w+=|javascript:|<script(?![^>]*\ssrc=)", re.IGNORECASE)


@pytest.fixture
def request_():
    return RequestFactory().get("/hinata/x/")


@pytest.mark.parametrize(
    "path", ["/styleguide/", "/styleguide/accessibility/", "/styleguide/offline/"]
)
def test_a_page_keeps_the_strict_policy_and_asks_nobody_else(path: str, client: Client) -> None:
    page = client.get(path).content.decode()
    assert not INLINE.search(page)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)
    assert page.count("<h1") == 1 if path != "/styleguide/" else page.count("<h1") == 2


def test_the_guide_shows_every_part_a_template_can_call(client: Client) -> None:
    page = client.get("/styleguide/").content.decode()
    told = " ".join(samples.CALLS.values())
    frame = {
        *("asset", "script", "dark_style", "icon_url", "place_url", "preference_url"),
        *("language_url", "form_faults", "contour", "glyph"),
        *("legend_sign", "group_sign", "dense_table", "ring", "scroll", "qr", "keep"),
    }
    missing = [name for name in register.tags if name not in frame and f"% {name}" not in told]
    assert missing == []
    assert page.count('class="comp"') >= 25


def test_the_guide_needs_no_query(client: Client, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(2):
        client.get("/styleguide/")


@pytest.mark.parametrize(
    "given, cookie, value",
    [
        ({"type": "large"}, "type", "large"),
        ({"theme": "dark"}, "theme", "dark"),
        ({"lang": "ja-easy"}, "lang", "ja-easy"),
        ({"lang": "xx"}, "lang", ""),
        ({"type": "normal"}, "type", ""),
    ],
)
def test_a_preference_stays_on_the_device_and_leads_back(given, cookie, value, client) -> None:
    answer = client.get("/preferences/", {**given, "next": "/styleguide/?a=1"})
    assert answer["Location"] == "/styleguide/?a=1"
    assert answer.cookies[cookie].value == value


@pytest.mark.parametrize(
    "away", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""]
)
def test_a_preference_never_leads_out_of_the_house(away: str, client: Client) -> None:
    assert client.post("/preferences/", {"type": "large", "next": away})["Location"] == "/"


def test_large_type_and_the_dark_are_worn_by_the_whole_page(client: Client) -> None:
    client.cookies["type"], client.cookies["theme"] = "large", "dark"
    page = client.get("/styleguide/accessibility/").content.decode()
    assert 'data-type="large" data-theme="dark"' in page


@pytest.mark.parametrize(
    "answer, status",
    [
        (lambda r: errors.handler400(r, ValueError()), 400),
        (lambda r: errors.handler403(r, None), 403),
        (lambda r: errors.handler404(r, None), 404),
        (errors.conflict, 409),
        (errors.too_large, 413),
        (lambda r: errors.handler400(r, RequestDataTooBig()), 413),
        (errors.unprocessable, 422),
        (errors.too_many, 429),
        (errors.handler500, 500),
        (errors.csrf_failure, 403),
    ],
)
def test_each_fault_says_what_happened_and_what_to_do(answer, status, request_) -> None:
    response = answer(request_)
    page = response.content.decode()
    assert response.status_code == status
    assert page.count("<h1") == 1
    assert not INLINE.search(page)
    assert "エラー" not in page
    assert len(re.findall(r"。", page)) >= 2


def test_a_refusal_gives_the_reason_and_who_can_help(request_) -> None:
    decision = refused(
        "{}にお住まいの方が投票できます", "つつじ台", who="協働推進課", level=Level.CODE
    )
    page = errors.handler403(request_, Refused(decision)).content.decode()
    assert "つつじ台にお住まいの方が投票できます" in page
    assert "協働推進課" in page
    assert Level.CODE.how() in page


def test_our_own_fault_is_told_even_when_templates_are_broken(request_, monkeypatch) -> None:
    def broken(name: str) -> None:
        raise OSError("no disk")

    monkeypatch.setattr("django.template.loader.get_template", broken)
    response = errors.handler500(request_)
    assert response.status_code == 500
    assert "表示できませんでした" in response.content.decode()


@pytest.mark.parametrize("tongue", ["ja", "ja-easy", "en"])
@pytest.mark.parametrize(
    "answer", [errors.handler500, lambda r: errors.handler400(r, ValueError())], ids=["500", "400"]
)
def test_our_own_faults_are_told_in_the_readers_language_without_a_database(
    answer, tongue, rf, settings, django_assert_num_queries
) -> None:
    request = rf.get("/")
    request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = tongue
    with translation.override(tongue):
        words = [ruby.plain(gettext(key)) for key in ("入口へ", "自分ごと")]
    with django_assert_num_queries(0):
        page = answer(request).content.decode()
    assert f'lang="{html_lang(tongue)}"' in page
    bare = re.sub(r"<rp>.*?</rp>|<rt>.*?</rt>|</?ruby>|<span>|</span>", "", page)
    assert all(word in bare for word in words)
    assert "《" not in page


def test_a_request_broken_in_any_way_still_gets_words() -> None:
    assert errors.handler500(None).status_code == 500  # type: ignore[arg-type]


def test_machines_get_the_same_words_as_data() -> None:
    request = RequestFactory().get("/api/v1/x", headers={"Accept": "application/json"})
    said = json.loads(errors.handler404(request).content)
    assert said["status"] == 404
    assert "見つかりません" in said["title"]


def test_too_often_says_when_to_come_again(request_) -> None:
    response = errors.too_many(request_, seconds=600)
    assert response["Retry-After"] == "600"
    assert "10分ほど" in response.content.decode()


def test_a_page_in_any_tongue_declares_a_language_browsers_know() -> None:
    template = engines["django"].from_string('{% extends "ui/base.html" %}')
    for code, lang in (("ja", "ja"), ("en", "en"), ("ja-easy", "ja")):
        with translation.override("ja"):
            translation.activate(code)
            assert f'<html lang="{lang}"' in template.render({}, RequestFactory().get("/"))
