"""At the counter: staff write down what somebody without a device wants to say."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from jibungoto.kernel.access import access
from jibungoto.kernel.links import link
from jibungoto.people import services
from jibungoto.people.forms import CounterForm, posted
from jibungoto.people.sessions import COUNTER, VIEW_AS


@require_http_methods(["GET", "POST"])
@never_cache
@access("people.counter.record")
def counter_start(request: HttpRequest) -> HttpResponse:
    """From here until the end everything entered is the word of the person at the counter."""
    form = CounterForm(posted(request))
    if request.method == "POST" and form.is_valid():
        district = form.cleaned_data["district"]
        participant = services.start_counter(district=district, actor=request.actor)  # type: ignore[attr-defined]
        request.session.pop(VIEW_AS, None)
        request.session[COUNTER] = {
            "participant": participant.pk,
            "municipality": request.municipality.pk,  # type: ignore[attr-defined]
            "district": district.pk if district else None,
        }
        return redirect(link("portal:municipality_home"))
    status = 422 if form.errors else 200
    return render(request, "people/counter_start.html", {"form": form}, status=status)


@require_POST
@access("people.counter.stop")
def counter_stop(request: HttpRequest) -> HttpResponse:
    if request.session.pop(COUNTER, None):
        messages.success(request, _("窓口の入力を終えました。ご自分の役割に戻っています。"))
    return redirect(link("portal:municipality_home"))
