"""Taking part: one statement at a time, one's own votes, a word about oneself, a new statement.

A vote is one plain POST. With script the answer is the next card alone; without, a redirect to it.
Nothing of it stands in a session.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jibungoto.hear.opinions import forms, limits, selectors, services, showing
from jibungoto.hear.opinions.models import Conversation, Part, Statement
from jibungoto.hear.opinions.result_policies import sees_results
from jibungoto.hear.opinions.selectors.asking import Asked, Own
from jibungoto.hear.opinions.selectors.landscape import LEAST_VOTES
from jibungoto.hear.opinions.selectors.results import result
from jibungoto.hear.opinions.services.analyses import order_analysis
from jibungoto.hear.opinions.services.votes import closed_words
from jibungoto.kernel.access import access
from jibungoto.kernel.actor import Actor, Level
from jibungoto.kernel.links import link
from jibungoto.kernel.policy import decide
from jibungoto.ui.errors import too_many

from .framing import frame

VALUES = {"agree": 1, "pass": 0, "disagree": -1}
ASK_ABOUT_AFTER = 5  # votes: by then it is clear what this is
_MOST_LATER = 200


@require_GET
@never_cache
@access("opinions.vote.look", load=selectors.votable)
def vote(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """The next statement; `n` asks for a particular one, `later` are those put off."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    own, statements = selectors.own(actor, conversation), selectors.asked(conversation)
    later = _numbers(request.GET.get("later", ""))
    wanted = selectors.numbered(statements, _number(request.GET.get("n", "")))
    chosen = wanted or selectors.next_statement(statements, own.votes, later)
    last = selectors.numbered(statements, _number(request.GET.get("last", "")))
    context = _card(request, conversation, statements, own, chosen, later, last)
    if "about" in request.GET or chosen is None:
        context["about"] = _about(request, own)
    if request.htmx and request.htmx.target == "ask":  # type: ignore[attr-defined]
        return render(request, "opinions/_ask.html", context)
    return render(request, "opinions/vote.html", context | frame(conversation))


@require_POST
@never_cache
@access("opinions.vote.cast", load=selectors.votable)
def vote_cast(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """Take one vote and ask the next."""
    statements = selectors.asked(conversation)
    later = _numbers(request.POST.get("later", ""))
    number = _number(request.POST.get("statement", ""))
    chosen = selectors.numbered(statements, number)
    value = VALUES.get(request.POST.get("vote", ""))
    own = selectors.own(request.actor, conversation)  # type: ignore[attr-defined]
    if chosen is None or value is None:
        problem = _gone() if value is not None else _unclear()
        return _next(request, conversation, statements, own, later, None, problem=problem)
    part = own.part
    if part is None:
        if not limits.may_begin(request):
            if not request.htmx:  # type: ignore[attr-defined]
                return too_many(request, seconds=limits.WAIT_SECONDS)
            card = _card(request, conversation, statements, own, chosen, later, None)
            card["problem"] = _crowded()
            return render(request, "opinions/_ask.html", card, status=429)
        part = _begin(request, conversation)
    try:
        services.cast_vote(
            conversation=conversation, part=part, statement=Statement(pk=chosen.pk), value=value
        )
    except services.OpinionProblem as problem:
        if isinstance(problem, services.StatementGone):
            statements = [one for one in statements if one.pk != chosen.pk]
        return _next(request, conversation, statements, own, later, None, problem=str(problem))
    order_analysis(conversation=conversation)
    is_new = chosen.pk not in own.votes
    own = Own(part, {**own.votes, chosen.pk: value})
    about = is_new and len(own.votes) == ASK_ABOUT_AFTER
    return _next(request, conversation, statements, own, later, chosen, about=about)


def _begin(request: HttpRequest, conversation: Conversation) -> Part:
    """Somebody's first vote in a conversation."""
    # The actor changes by taking part: what it was known by is asked before.
    level = request.actor.level  # type: ignore[attr-defined]
    participant = request.take_part()  # type: ignore[attr-defined]
    counter = level == Level.COUNTER
    return services.part_for(
        conversation=conversation,
        participant=participant,
        level=level,
        channel=Part.Channel.COUNTER if counter else Part.Channel.WEB,
        network="" if counter else limits.network_of(request),
        district_id=request.actor.district_id,  # type: ignore[attr-defined]
    )


def _next(
    request: HttpRequest,
    conversation: Conversation,
    statements: Sequence[Asked],
    own: Own,
    later: list[int],
    last: Asked | None,
    *,
    problem: str = "",
    about: bool = False,
) -> HttpResponse:
    following = selectors.next_statement(statements, own.votes, later)
    if request.htmx:  # type: ignore[attr-defined]
        context = _card(request, conversation, statements, own, following, later, last)
        context["about"] = _about(request, own) if about or following is None else None
        return render(request, "opinions/_ask.html", context | {"problem": problem})
    if problem:
        messages.warning(request, problem)
    query: dict[str, Any] = {"n": following.number} if following else {}
    if later:
        query["later"] = ",".join(map(str, later))
    if last:
        query["last"] = last.number
    if about:
        query["about"] = 1
    return _go(request, _url("vote", conversation, **query))


def _card(
    request: HttpRequest,
    conversation: Conversation,
    statements: Sequence[Asked],
    own: Own,
    chosen: Asked | None,
    later: list[int],
    last: Asked | None,
) -> dict[str, Any]:
    is_open = selectors.is_open(conversation)
    answered = sum(one.pk in own.votes for one in statements)
    # A refusal is falsy: the page is told its words.
    said_no = decide(request.actor, "opinions.vote.cast", conversation)  # type: ignore[attr-defined]
    put_off = [*later, chosen.number] if chosen else later
    text, language = said(chosen, get_language() or "") if chosen else ("", "")
    return {
        "conversation": conversation,
        "chosen": chosen,
        "text": text,
        "text_language": language,
        "original": chosen.text if chosen and language else "",
        "own_value": own.votes.get(chosen.pk) if chosen else None,
        "is_open": is_open,
        "closed": "" if is_open else closed_words(conversation),
        "refusal": None if said_no else {"reason": said_no.reason, "who": said_no.who},
        "answered": answered,
        "has_place": answered >= LEAST_VOTES and sees_results(request.actor, conversation),  # type: ignore[attr-defined]
        "total": len(statements),
        "later": ",".join(map(str, later[-_MOST_LATER:])),
        "put_off": ",".join(map(str, put_off[-_MOST_LATER:])),
        "last": last,
        "may_write": conversation.takes_statements and is_open,
    }


def _about(request: HttpRequest, own: Own) -> forms.AboutForm | None:
    """What is asked of oneself, beside the statement: whoever votes on says nothing of it."""
    part = own.part
    if part is None or part.age_band or part.district_id:
        return None
    return forms.AboutForm(initial={"district": request.actor.district_id})  # type: ignore[attr-defined]


def said(one: Asked, language: str) -> tuple[str, str]:
    """A statement in the reader's language where somebody wrote it; which, if not the original."""
    text = one.texts.get(language)
    return (text, language) if text else (one.text, "")


@require_http_methods(["GET", "POST"])
@never_cache
@access("opinions.vote.look", load=selectors.votable)
def part_mine(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """One's own votes, each to be changed or taken back; and where one stands."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    own, statements = selectors.own(actor, conversation), selectors.asked(conversation)
    if request.method == "POST":
        chosen = selectors.numbered(statements, _number(request.POST.get("statement", "")))
        if own.part is not None and chosen is not None:
            try:
                services.take_back_vote(
                    conversation=conversation, part=own.part, statement=Statement(pk=chosen.pk)
                )
            except services.OpinionProblem as problem:
                messages.warning(request, str(problem))
            else:
                order_analysis(conversation=conversation)
                messages.success(request, _("{}番の答えを取り消しました。").format(chosen.number))
        return redirect(_url("part_mine", conversation))
    rows = [
        (one, said(one, get_language() or "")[0], own.votes[one.pk])
        for one in statements
        if one.pk in own.votes
    ]
    context = {
        "conversation": conversation,
        "rows": rows,
        "part": own.part,
        "is_open": selectors.is_open(conversation),
        "left": len(statements) - len(rows),
        **placed(conversation, own),
    }
    return render(request, "opinions/part_mine.html", context | frame(conversation))


def placed(conversation: Conversation, own: Own) -> dict[str, Any]:
    """Where somebody stands, in words and on the map: for their own page alone."""
    standing = selectors.own_standing(conversation, own)
    found = result(conversation) if standing and standing.on_map else None
    return {
        "standing": standing,
        "map": showing.landscape(found, me=standing.on_map) if found and standing else None,
    }


@require_http_methods(["GET", "POST"])
@never_cache
@access("opinions.vote.cast", load=selectors.votable)
def part_about(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """Age band and district, asked once and only after a few votes; staying silent is fine."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    own = selectors.own(actor, conversation)
    number = _number(request.GET.get("n", ""))
    following = _url("vote", conversation, **({"n": number} if number >= 0 else {}))
    if own.part is None:
        return redirect(following)
    initial = {"age_band": own.part.age_band, "district": own.part.district_id or actor.district_id}
    form = forms.AboutForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.tell_of_oneself(part=own.part, **form.cleaned_data)
        messages.success(request, _("ありがとうございます。続きをどうぞ。"))
        return redirect(following)
    context = {"conversation": conversation, "form": form, "following": following}
    status = 422 if form.errors else 200
    return render(request, "opinions/part_about.html", context | frame(conversation), status=status)


@require_http_methods(["GET", "POST"])
@never_cache
@access("opinions.statement.write", load=selectors.votable)
def statement_write(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """A new statement. What says nearly the same is shown first; what was typed is never lost."""
    form = forms.WriteForm(request.POST if request.method == "POST" else None)
    near: list[selectors.Near] = []
    status = 200
    if request.method == "POST":
        text = request.POST.get("text", "")
        near = selectors.near(text, selectors.asked(conversation))
        if form.is_valid() and (not near or "different" in request.POST):
            participant = request.take_part()  # type: ignore[attr-defined]
            if not limits.may_write(request, participant.pk):
                return too_many(request, seconds=limits.WAIT_SECONDS)
            try:
                made = services.add_statement(
                    conversation=conversation,
                    text=form.cleaned_data["text"],
                    origin=Statement.Origin.WRITTEN,
                    participant=participant,
                    actor=request.actor,  # type: ignore[attr-defined]
                )
            except services.OpinionProblem as problem:
                form.add_error("text", str(problem))
            else:
                _thank(request, made)
                return redirect(_url("vote", conversation))
        status = 422 if form.errors else 200
    context = {
        "conversation": conversation,
        "form": form,
        "near": near,
        "is_open": selectors.is_open(conversation),
    }
    template = "opinions/statement_write.html"
    return render(request, template, context | frame(conversation), status=status)


@require_POST
@never_cache
@access("opinions.statement.write", load=selectors.votable)
def statement_near(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """While somebody writes: what says nearly the same. Keeps nothing."""
    text = request.POST.get("text", "")[:400]
    near = selectors.near(text, selectors.asked(conversation)) if len(text) >= 4 else []
    return render(request, "opinions/_near.html", {"conversation": conversation, "near": near})


def _thank(request: HttpRequest, made: Statement) -> None:
    if made.state == Statement.State.SHOWN:
        messages.success(request, _("意見を加えました。ほかの方にも、順に聞いていきます。"))
    else:
        messages.success(
            request,
            _("意見を受けとりました。確かめたあとに公開し、「お知らせ」でお伝えします。"),
        )


def _gone() -> str:
    return _("この意見は、いま見えなくなりました。ほかの意見への答えは、そのまま残っています。")


def _crowded() -> str:
    return _(
        "同じ回線から参加を始める方が続いたため、いったん止めました。この答えは、まだ入っていません。"
        "10分ほどたってから、もう一度お試しください。"
    )


def _unclear() -> str:
    return _("「そう思う」「わからない」「そう思わない」から選んでください。")


def _go(request: HttpRequest, url: str) -> HttpResponse:
    """On to another page, with script or without."""
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(headers={"HX-Redirect": url})
    return redirect(url)


def _url(name: str, conversation: Conversation, **query: Any) -> str:
    found = link(f"opinions:{name}", slug=conversation.slug)
    return f"{found}?{urlencode(query)}" if query else found


def _number(text: str) -> int:
    """The number of a statement; -1, which none has, for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


def _numbers(text: str) -> list[int]:
    found = [_number(part) for part in text.split(",")[:_MOST_LATER]]
    return [number for number in dict.fromkeys(found) if number >= 0]


__all__ = [
    "part_about",
    "part_mine",
    "statement_near",
    "statement_write",
    "vote",
    "vote_cast",
]
