"""On a page in English, Japanese says that it is Japanese."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation

from jibungoto.ui.foreign import ForeignMiddleware, page


@pytest.mark.parametrize(
    ("said", "marked"),
    [
        ("<p>つつじ台地区</p>", '<p><bdi lang="ja">つつじ台地区</bdi></p>'),
        (
            "<h2>Now in つつじ台地区</h2>",
            '<h2><bdi>Now in <bdi lang="ja">つつじ台地区</bdi></bdi></h2>',
        ),
        (
            "<p>15歳未満は11.2%で、市より低いです。</p>",
            '<p><bdi>15<bdi lang="ja">歳未満は11.2%で、市より低いです。</bdi></bdi></p>',
        ),
        ("<p>Open until 12 December</p>", "<p>Open until 12 December</p>"),
        (
            '<title>計画</title><a title="計画">Plan</a>',
            '<title>計画</title><a title="計画">Plan</a>',
        ),
        (
            "<option>計画</option><script>'計画'</script>",
            "<option>計画</option><script>'計画'</script>",
        ),
    ],
)
def test_words_between_tags_are_marked_and_nothing_else(said: str, marked: str) -> None:
    assert page(said) == marked


@pytest.mark.parametrize(("language", "marks"), [("en", 1), ("ja", 0), ("ja-easy", 0)])
def test_only_a_page_in_another_language_is_marked(language: str, marks: int) -> None:
    through = ForeignMiddleware(lambda request: HttpResponse("<p>計画</p>"))
    with translation.override(language):
        answer = through(RequestFactory().get("/"))
    assert isinstance(answer, HttpResponse)
    assert answer.text.count('lang="ja"') == marks
