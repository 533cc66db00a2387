"""What pages of conversations say often: the question in the reader's language, its state."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.urls import NoReverseMatch
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from jibungoto.hear.opinions import selectors
from jibungoto.hear.opinions.models import Conversation
from jibungoto.kernel import phases
from jibungoto.kernel.actor import Level
from jibungoto.kernel.links import link, node_url
from jibungoto.ui.tags.parts import strip
from jibungoto.ui.tags.words import era_date, weekday_date

register = template.Library()


def own_words(conversation: Conversation) -> tuple[str, str, str]:
    """Question and background in the reader's language, where somebody wrote them; and which."""
    language = get_language() or ""
    for text in conversation.texts.all():
        if text.language == language:
            return text.question, text.background, language
    return conversation.question, conversation.background, ""


@register.simple_tag
def question(conversation: Conversation) -> SafeString | str:
    """The question, marked with its language where that is not the page's."""
    words, _background, language = own_words(conversation)
    if language or (get_language() or "").startswith("ja"):
        return words
    return format_html('<span lang="ja">{}</span>', words)


@register.filter
def vote_word(value: int) -> str:
    return str({1: _("そう思う"), 0: _("わからない"), -1: _("そう思わない")}[value])


@register.inclusion_tag("opinions/_state.html")
def conversation_state(conversation: Conversation) -> dict[str, Any]:
    """Open until when, closed, or still prepared: shape and word."""
    is_open = selectors.is_open(conversation)
    if is_open:
        phase = phases.OPEN
    elif conversation.state == Conversation.State.DRAFT:
        phase = phases.DRAFT
    elif conversation.state == Conversation.State.OPEN and selectors.begins_later(conversation):
        phase = phases.COMING
    else:
        phase = phases.CLOSED
    return {"phase": phase, "conversation": conversation, "is_open": is_open}


@register.inclusion_tag("ui/parts/strip.html")
def strip_of(conversation: Conversation) -> dict[str, Any]:
    """Until when it is asked, when the answers are published, who answers by when."""
    events: list[dict[str, str]] = []
    if conversation.closes_on:
        until = _("{}まで").format(era_date(conversation.closes_on))
        events.append({"stage": "hear", "title": until, "text": _("声を聴きます"), "url": ""})
    shown = _("結果をまとめて公開します")
    events.append({"stage": "show", "title": _("締め切ったあと"), "text": shown, "url": ""})
    if conversation.answer_by:
        by = _("{}まで").format(era_date(conversation.answer_by))
        who = conversation.answer_from or _("聴いたところ")
        said = _("{}が返事をします").format(who)
        events.append({"stage": "decide", "title": by, "text": said, "url": ""})
    return strip(events, tall=True)


@register.simple_tag
def people_of(conversation: Conversation, numbers: Mapping[int, int]) -> str:
    """How many took part."""
    number = numbers.get(conversation.pk, 0)
    return ngettext("{}人が参加", "{}人が参加", number).format(number)


@register.simple_tag
def result_link(conversation: Conversation) -> SafeString | str:
    """The way to the result, where there is one to be seen; "" before."""
    live = conversation.showing == Conversation.Showing.LIVE
    if conversation.state == Conversation.State.DRAFT:
        return ""
    if not live and conversation.state != Conversation.State.CLOSED:
        return ""
    try:
        url = link("opinions:result_view", slug=conversation.slug)
    except NoReverseMatch:
        return ""
    # Once closed, the result is what people come for.
    look = "btn" if conversation.state == Conversation.State.CLOSED else "btn quiet"
    return format_html('<a class="{}" href="{}">{}</a>', look, url, _("結果を見る"))


@register.inclusion_tag("ui/parts/facts.html")
def facts_of(
    conversation: Conversation, asker: str, numbers: Mapping[str, int], statements: int
) -> dict[str, Any]:
    """Who asks, until when, how it is checked and why, when results and answers come."""
    level = Level(conversation.level)
    host = conversation.host
    items: list[dict[str, Any]] = [
        {
            "label": _("だれが問うか"),
            "value": asker or _("市"),
            "url": node_url(host) if host and host.state == "public" else "",
        }
    ]
    opens, closes = conversation.opens_on, conversation.closes_on
    if opens and closes:
        items.append({"label": _("期間"), "value": weekday_date(opens, closes)})
    elif opens:
        items.append({"label": _("期間"), "value": _("{}から").format(weekday_date(opens))})
    who = _("地区にお住まいの方") if conversation.residents_only else _("どなたでも")
    said = conversation.level_reason or _(
        "同じ方を二度数えないように、またあとから変えられるように、端末を見分けます。"
    )
    items += [
        {"label": _("参加できる方"), "value": who},
        {"label": _("確かめ方"), "value": f"{level.label}。{said}"},
        {
            "label": _("意見"),
            "value": _("{}件。参加した方も加えられます。").format(statements)
            if conversation.takes_statements
            else _("{}件").format(statements),
        },
    ]
    if conversation.takes_statements:
        items.append({"label": _("意見の公開"), "value": conversation.get_moderation_display()})
    items.append({"label": _("結果"), "value": conversation.get_showing_display()})
    if numbers["people"]:
        paper = numbers["paper"] + numbers["counter"]
        items.append(
            {
                "label": _("参加した人"),
                "value": _("{}人（うち紙と窓口 {}人）").format(numbers["people"], paper),
            }
        )
    return {"items": items}
