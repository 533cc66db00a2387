"""What those who run a survey do: its settings, its state, what people wrote, the answer."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jibungoto.hear.sheets import kinds as sheets
from jibungoto.hear.surveys import forms, policies, presets, selectors, services
from jibungoto.hear.surveys.models import Outcome, Reply, Survey
from jibungoto.hear.surveys.selectors import results, texts
from jibungoto.kernel import kept
from jibungoto.kernel.access import access
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.links import link, node_url
from jibungoto.kernel.nodes import ChangedMeanwhile
from jibungoto.kernel.policy import decide
from jibungoto.ui.errors import conflict

from .common import BOTH, page


def _work(survey: Survey) -> str:
    return link("surveys:survey_work", code=survey.code)


@require_http_methods(BOTH)
@access("surveys.survey.create")
def survey_create(request: HttpRequest) -> HttpResponse:
    """A title, for whom, and from which template."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = forms.NewForm(request.POST if request.method == "POST" else None, actor=actor)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        survey = services.create_from_preset(
            title=told["title"],
            preset=presets.preset(told["preset"]),
            districts=told["districts"],
        )
        messages.success(request, _("下書きをつくりました。まだ、だれにも見えません。"))
        return redirect(_work(survey))
    context = {"form": form}
    return render(
        request, "surveys/survey_create.html", context, status=422 if form.errors else 200
    )


@require_GET
@never_cache
@access(policies.RUN, load=selectors.run_survey)
def survey_work(request: HttpRequest, survey: Survey) -> HttpResponse:
    return _workbench(request, survey)


def _came_in(request: HttpRequest, survey: Survey) -> tuple[dict[str, int], Any]:
    """How answers came in and who is missing; read anew when somebody answered."""
    return kept.kept(
        request.municipality,  # type: ignore[attr-defined]
        f"survey-came-in:{survey.pk}:{results.stamp(survey)}",
        lambda: (results.channels(survey), results.voices(survey)),
    )


def _workbench(request: HttpRequest, survey: Survey, **sent: Any) -> HttpResponse:
    """How it stands, what is missing, and what can be done next; `sent` holds a faulty form."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    started = survey.stage in (Survey.Stage.OPEN, Survey.Stage.CLOSED)
    trials = 0 if started else selectors.trials(survey)
    checks = [] if started else selectors.checklist(survey)
    channels, voices = _came_in(request, survey) if started else ({}, None)
    context = {
        "checks": checks,
        "ready": all(c.done or not c.needed for c in checks),
        "trials": trials,
        "started": started,
        "running": survey.is_running(),
        "over": survey.is_over(),
        "answered": sum(channels.values()),
        "voices": voices,
        "waits": texts.waiting(survey) if started else 0,
        "paper_url": sheets.print_url(survey.node),
        "channels": channels,
        "outcomes": selectors.outcomes(survey) if survey.is_over() else [],
        "may_conclude": bool(decide(actor, policies.CONCLUDE, survey)),
        "may_moderate": bool(decide(actor, policies.MODERATE, survey)),
        "open_form": forms.OpenForm(trials=trials),
        "until_form": forms.UntilForm(),
        "copy_form": forms.CopyForm(initial={"title": survey.title}),
        **sent,
    }
    faulty = any(getattr(form, "errors", None) for form in sent.values())
    return page(request, "survey_work", survey, status=422 if faulty else 200, **context)


@require_http_methods(BOTH)
@never_cache
@access(policies.RUN, load=selectors.run_survey)
def survey_edit(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Everything a survey says of itself."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = forms.SettingsForm(
        request.POST if request.method == "POST" else None, instance=survey, actor=actor
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.change_survey(
                survey=survey, expected_version=form.cleaned_data["node_version"], **form.told()
            )
        except ChangedMeanwhile:
            return conflict(request, url=link("surveys:survey_edit", code=survey.code), form=form)
        except services.SurveysError as error:
            form.add_error("level", str(error))
        else:
            messages.success(request, _("書きとめました。"))
            return redirect(_work(survey))
    return page(request, "survey_edit", survey, form=form)


def _do(
    request: HttpRequest, survey: Survey, deed: Callable[[], object], said: str, *, to: str = ""
) -> HttpResponse:
    """Do one thing to a survey and go back, with what stood in the way as a sentence."""
    try:
        deed()
        messages.success(request, said)
    except services.SurveysError as error:
        messages.warning(request, str(error))
    return redirect(to or _work(survey))


@require_POST
@access(policies.RUN, load=selectors.run_survey)
def survey_try(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Begin the trial; answers are marked and go before it opens."""
    answer = link("surveys:survey_answer", code=survey.code)
    said = _("ためしを始めました。ここでの答えは、始めるときにすべて消えます。")
    return _do(request, survey, lambda: services.start_trial(survey=survey), said, to=answer)


@require_POST
@access(policies.RUN, load=selectors.run_survey)
def survey_wipe(request: HttpRequest, survey: Survey) -> HttpResponse:
    number = services.wipe_trial(survey=survey)
    messages.success(request, _("ためしの答えを{}件消しました。").format(number))
    return redirect(_work(survey))


@require_POST
@access(policies.RUN, load=selectors.run_survey)
def survey_open(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Publish and begin; refused with what is missing."""
    form = forms.OpenForm(request.POST, trials=selectors.trials(survey))
    if not form.is_valid():
        return _workbench(request, survey, open_form=form)
    wipe = bool(form.cleaned_data.get("wipe"))
    said = _("アンケートを始めました。")
    return _do(request, survey, lambda: services.open_survey(survey=survey, wipe=wipe), said)


@require_POST
@access(policies.RUN, load=selectors.run_survey)
def survey_close(request: HttpRequest, survey: Survey) -> HttpResponse:
    said = _("アンケートを締め切りました。結果が公開されます。")
    return _do(request, survey, lambda: services.close_survey(survey=survey), said)


@require_POST
@access(policies.RUN, load=selectors.run_survey)
def survey_reopen(request: HttpRequest, survey: Survey) -> HttpResponse:
    """A new last day, also after it ended."""
    form = forms.UntilForm(request.POST)
    if not form.is_valid():
        return _workbench(request, survey, until_form=form)
    until = form.cleaned_data["until"]
    said = _("終わりの日を変えました。")
    return _do(request, survey, lambda: services.reopen_survey(survey=survey, until=until), said)


@require_POST
@access(policies.RUN, load=selectors.run_survey)
def survey_copy(request: HttpRequest, survey: Survey) -> HttpResponse:
    """A new round, or another survey with the same questions."""
    form = forms.CopyForm(request.POST)
    if not form.is_valid():
        return _workbench(request, survey, copy_form=form)
    made = services.copy_survey(survey=survey, **form.cleaned_data)
    messages.success(request, _("質問を写して、新しい下書きをつくりました。"))
    return redirect(_work(made))


@require_POST
@access(policies.RUN, load=selectors.run_survey)
def survey_discard(request: HttpRequest, survey: Survey) -> HttpResponse:
    try:
        services.discard_survey(survey=survey)
    except services.SurveysError as error:
        messages.warning(request, str(error))
        return redirect(_work(survey))
    messages.success(request, _("下書きを消しました。"))
    return redirect(link("surveys:survey_list"))


@require_http_methods(BOTH)
@access(policies.CONCLUDE, load=selectors.run_survey)
def survey_conclude(request: HttpRequest, survey: Survey) -> HttpResponse:
    """The official answer to the result."""
    form = forms.OutcomeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.conclude_survey(
                survey=survey,
                actor=request.actor,  # type: ignore[attr-defined]
                **form.cleaned_data,
            )
        except services.SurveysError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("返事をのせました。答えた方と見守っている方に、一度だけ届きます。")
            )
            return redirect(node_url(survey.node))
    outcomes = selectors.outcomes(survey)
    return page(request, "survey_conclude", survey, form=form, outcomes=outcomes)


@require_POST
@access("surveys.outcome.undo", load=selectors.outcome)
def outcome_undo(request: HttpRequest, outcome: Outcome) -> HttpResponse:
    services.take_back_outcome(outcome=outcome)
    messages.success(request, _("返事を取り消しました。"))
    return redirect(link("surveys:survey_conclude", code=outcome.survey.code))


@require_http_methods(BOTH)
@access("surveys.reply.hide", load=selectors.reply)
def reply_hide(request: HttpRequest, reply: Reply) -> HttpResponse:
    """Keep words out of the result, with a reason for whoever wrote them."""
    form = forms.HideForm(request.POST if request.method == "POST" else None)
    survey = reply.question.survey
    if request.method == "POST" and form.is_valid():
        services.hide_reply(reply=reply, reason=form.cleaned_data["reason"])
        messages.success(request, _("結果に出ないようにしました。"))
        return redirect(_texts(survey, "waits"))
    return page(request, "reply_hide", survey, form=form, reply=reply, back=_texts(survey, "shown"))


@require_POST
@access("surveys.reply.hide", load=selectors.reply)
def reply_show(request: HttpRequest, reply: Reply) -> HttpResponse:
    services.show_reply(reply=reply)
    messages.success(request, _("結果に出すようにしました。"))
    return redirect(_texts(reply.question.survey, "waits"))


def _texts(survey: Survey, state: str) -> str:
    return f"{link('surveys:survey_texts', code=survey.code)}?state={state}"
