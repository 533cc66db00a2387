"""What is looked up once is said exactly as gettext says it, in the language of the moment."""

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_lazy, pgettext, trans_real

from jibungoto.ui import translated

TEXTS = [
    "追加",
    "変更",
    "100%",
    "だれも訳していないことば",
    "",
    "二\r\n行",
    mark_safe("<b>追加</b>"),
]


@pytest.mark.parametrize("language", ["ja", "ja-easy", "en"])
@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_said_as_django_says_it(language: str, text: str) -> None:
    with translation.override(language):
        for _again in range(2):
            assert translated.said(text) == translated._gettext(text)
            assert type(translated.said(text)) is type(translated._gettext(text))
        assert str(gettext_lazy(text)) == translated._gettext(text)


def test_each_language_says_its_own() -> None:
    said = []
    for language in ("ja", "en", "ja"):
        with translation.override(language):
            said.append(gettext("追加"))
    assert said[0] == said[2] == "追加" != said[1]
    with translation.override(None):
        assert gettext("追加") == "追加"
    with translation.override("ja"):
        assert pgettext("ないわけ", "追加") == "追加"


@pytest.mark.parametrize(
    "source",
    [
        "{% translate '追加' %}", "{% translate '100%' %}", "{% translate '<b>&' %}",
        "{% translate '追加' as word %}[{{ word }}]", "{% translate word %}",
        "{% translate '追加' noop %}", "{% translate 'abc'|upper %}", "{% translate '' %}",
        "{% autoescape off %}{% translate '<b>' %}{% endautoescape %}",
    ],
)  # fmt: skip
def test_a_template_says_it_as_django_does(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for language in ("ja", "ja-easy", "en"):
        with translation.override(language):
            short = Template("{% load i18n %}" + source).render(Context({"word": "追加"}))
            monkeypatch.setattr(translated._node, "render", translated._draw)
            long = Template("{% load i18n %}" + source).render(Context({"word": "追加"}))
            monkeypatch.undo()
        assert short == long
        assert type(short) is SafeString


def test_a_text_is_looked_up_once_and_few_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def count(text: str) -> str:
        asked.append(text)
        return text

    monkeypatch.setattr(translated, "_gettext", count)
    monkeypatch.setattr(trans_real, "_translations", {})
    monkeypatch.setattr(translated, "_MOST", 2)
    with translation.override("ja"):
        for text in ("一", "二", "一", "二", "三", "三"):
            gettext(text)
    assert asked == ["一", "二", "三", "三"]
