"""Whoever asks: four steps, each kept; opening, closing, prolonging, copying."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jibungoto.hear.opinions import forms, policies, selectors, services
from jibungoto.hear.opinions.models import Conversation
from jibungoto.kernel.access import access
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.links import link
from jibungoto.kernel.nodes import ChangedMeanwhile
from jibungoto.kernel.once import makes_one
from jibungoto.kernel.turns import in_turn
from jibungoto.ui.errors import conflict
from jibungoto.ui.seen import status as status_of

from .framing import frame

_BOTH = ["GET", "POST"]


def steps() -> list[str]:
    return [_("問い"), _("意見"), _("きまりと期間"), _("ことばと開始")]


def _page(
    request: HttpRequest,
    template: str,
    step: int,
    conversation: Conversation | None,
    **context: Any,
) -> HttpResponse:
    form = context.get("form")
    status = status_of(form) if form is not None else 200
    context |= {"steps": steps(), "step": step, "conversation": conversation}
    context |= frame(conversation) if conversation else {}
    return render(request, f"opinions/{template}.html", context, status=status)


def _url(name: str, conversation: Conversation) -> str:
    return link(f"opinions:{name}", slug=conversation.slug)


@require_http_methods(_BOTH)
@never_cache
@access("opinions.conversation.create")
def conversation_create(request: HttpRequest) -> HttpResponse:
    """Step 1 of a new one: from here on it is kept."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    initial = {"host": request.GET.get("host", ""), "districts": request.GET.getlist("district")}
    form = forms.QuestionForm(
        request.POST if request.method == "POST" else None, actor=actor, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        told = {**form.cleaned_data}
        told.pop("version")
        made = services.create_conversation(
            actor=actor, moderation_policy=str(forms.POLICY), **told
        )
        return redirect(_url("conversation_seeds", made))
    return _page(request, "conversation_question", 1, None, form=form)


@require_http_methods(_BOTH)
@never_cache
@access(policies.EDIT, load=selectors.conversation)
def conversation_edit(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """Step 1: the question."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    initial = {
        "title": conversation.title,
        "question": conversation.question,
        "background": conversation.background,
        "districts": [place.district_id for place in conversation.node.placed.all()],
        "host": conversation.host_id,
        "version": conversation.version,
    }
    form = forms.QuestionForm(
        request.POST if request.method == "POST" else None, actor=actor, initial=initial
    )
    form.watch()
    if request.method == "POST" and form.is_valid():
        told = {**form.cleaned_data}
        try:
            services.change_conversation(
                conversation=conversation,
                expected_version=told.pop("version"),
                actor=actor,
                **told,
            )
        except ChangedMeanwhile:
            return conflict(request, url=_url("conversation_edit", conversation), form=form)
        except services.OpinionProblem as problem:
            form.add_error(None, str(problem))
        else:
            return redirect(_url("conversation_seeds", conversation))
    return _page(request, "conversation_question", 1, conversation, form=form)


@makes_one
@require_http_methods(_BOTH)
@never_cache
@access(policies.EDIT, load=selectors.conversation)
def conversation_seeds(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """Step 2: statements to begin with; whoever prepares may take one back before it opens."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    statements = selectors.shown(conversation)
    taken_back = request.POST.get("remove", "")
    if request.method == "POST" and taken_back:
        one = selectors.shown_statement(conversation, taken_back)
        if one is not None:
            try:
                services.remove_statement(statement=one, actor=actor)
            except services.OpinionProblem as problem:
                messages.warning(request, str(problem))
            else:
                messages.success(request, _("「{}」を取り消しました。").format(one.text))
        return redirect(_url("conversation_seeds", conversation))
    form = forms.SeedsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            made = services.add_statements(
                conversation=conversation, texts=told["lines"], is_meta=told["is_meta"], actor=actor
            )
        except services.OpinionProblem as problem:
            form.add_error("lines", str(problem))
        else:
            messages.success(request, _("意見を{}件加えました。").format(len(made)))
            return redirect(_url("conversation_seeds", conversation))
    return _page(
        request, "conversation_seeds", 2, conversation, form=form, statements=list(statements)
    )


@require_http_methods(_BOTH)
@never_cache
@access(policies.EDIT, load=selectors.conversation)
def conversation_rules(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """Step 3: period and rules."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    before = conversation.version
    form = forms.RulesForm(
        request.POST if request.method == "POST" else None,
        instance=conversation,
        initial={"version": before},
    )
    form.watch()
    if request.method == "POST" and form.is_valid():
        told = {**form.cleaned_data}
        expected = told.pop("version")
        try:
            services.change_conversation(
                conversation=conversation, expected_version=expected, actor=actor, **told
            )
        except ChangedMeanwhile:
            return conflict(request, url=_url("conversation_rules", conversation), form=form)
        except services.OpinionProblem as problem:
            form.add_error(None, str(problem))
        else:
            return redirect(_url("conversation_languages", conversation))
    return _page(request, "conversation_rules", 3, conversation, form=form)


@require_http_methods(_BOTH)
@never_cache
@in_turn
@access(policies.EDIT, load=selectors.conversation)
def conversation_languages(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """Step 4: other languages where somebody wrote them, and the way to open."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    known = dict(settings.LANGUAGES[1:])
    asked = request.GET.get("language", "")
    language = asked if asked in known else next(iter(known))
    statements = selectors.shown_in_all_tongues(conversation)
    numbers = [one.number for one in statements]
    form = forms.LanguageForm(
        request.POST if request.method == "POST" else None,
        numbers=numbers,
        initial=_written(conversation, statements, language),
    )
    form.watch()
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        services.write_text(
            conversation=conversation, language=language, question=told["question"],
            background=told["background"], actor=actor,
        )  # fmt: skip
        services.write_statement_texts(
            conversation=conversation, language=language, texts=told["lines"], actor=actor
        )
        messages.success(request, _("{}の文を保存しました。").format(known[language]))
        return redirect(f"{_url('conversation_languages', conversation)}?language={language}")
    offered = [(code, label, code == language) for code, label in known.items()]
    return _page(
        request, "conversation_languages", 4, conversation,
        form=form, statements=statements, offered=offered,
    )  # fmt: skip


def _written(conversation: Conversation, statements: list[Any], language: str) -> dict[str, str]:
    whole = next((t for t in conversation.texts.all() if t.language == language), None)
    lines = [
        next((t.text for t in one.texts.all() if t.language == language), "") for one in statements
    ]
    return {
        "question": whole.question if whole else "",
        "background": whole.background if whole else "",
        "lines": "\n".join(lines).rstrip(),
    }


@require_POST
@access(policies.EDIT, load=selectors.conversation)
def conversation_open(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """Publish it."""
    try:
        services.open_conversation(conversation=conversation, actor=request.actor)  # type: ignore[attr-defined]
    except services.OpinionProblem as problem:
        messages.warning(request, str(problem))
        return redirect(_url("conversation_languages", conversation))
    messages.success(request, _("受付を始めました。ポスターとQRは、このページから印刷できます。"))
    return redirect(_url("conversation_view", conversation))


@require_http_methods(_BOTH)
@never_cache
@access(policies.EDIT, load=selectors.conversation)
def conversation_period(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """Close early, go on longer, or open again; always with a reason everybody reads."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    posted = request.POST if request.method == "POST" else None
    closing, extending = forms.CloseForm(), forms.ExtendForm()
    if posted is not None:
        if "close" in posted:
            closing = forms.CloseForm(posted)
        else:
            extending = forms.ExtendForm(posted)
        form: Any = closing if "close" in posted else extending
        if form.is_valid():
            try:
                if "close" in posted:
                    services.close_conversation(
                        conversation=conversation, reason=form.cleaned_data["reason"], actor=actor
                    )
                    messages.success(request, _("締め切りました。結果をまとめています。"))
                else:
                    services.extend_conversation(
                        conversation=conversation,
                        closes_on=form.cleaned_data["closes_on"],
                        reason=form.cleaned_data["because"],
                        actor=actor,
                    )
                    messages.success(request, _("受付の終わりを変えました。"))
            except services.OpinionProblem as problem:
                form.add_error(None, str(problem))
            else:
                return redirect(_url("conversation_view", conversation))
    context = {"conversation": conversation, "closing": closing, "extending": extending}
    status = 422 if closing.errors or extending.errors else 200
    return render(
        request, "opinions/conversation_period.html", context | frame(conversation), status=status
    )


@require_http_methods(_BOTH)
@never_cache
@access(policies.EDIT, load=selectors.conversation)
def conversation_copy(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """Another round with the same statements."""
    initial = {"title": _("{}（2回目）").format(conversation.title)[:60]}
    form = forms.CopyForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = services.copy_conversation(
            conversation=conversation,
            title=form.cleaned_data["title"],
            actor=request.actor,  # type: ignore[attr-defined]
        )
        messages.success(request, _("写しをつくりました。日を決めて、受付を始めてください。"))
        return redirect(_url("conversation_edit", made))
    context = {"conversation": conversation, "form": form}
    status = 422 if form.errors else 200
    return render(
        request, "opinions/conversation_copy.html", context | frame(conversation), status=status
    )


@require_POST
@access(policies.EDIT, load=selectors.conversation)
def conversation_remove(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    """Give up one that was never opened."""
    try:
        services.remove_draft(conversation=conversation, actor=request.actor)  # type: ignore[attr-defined]
    except services.OpinionProblem as problem:
        messages.warning(request, str(problem))
        return redirect(_url("conversation_view", conversation))
    messages.success(request, _("下書きの問いかけをやめました。"))
    return redirect(link("opinions:conversation_list"))
