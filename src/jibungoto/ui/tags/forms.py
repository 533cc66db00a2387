"""What the template of faults asks; and the frame around a form."""

from django.forms import BaseForm
from django.middleware.csrf import get_token
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from jibungoto.ui.forms import faults

from .library import register


@register.simple_tag
def form_faults(form: BaseForm) -> list[tuple[str, str, str]]:
    """The faults of a form as (id, label, words); none before it was sent."""
    return faults(form) if form.is_bound else []


@register.simple_block_tag(takes_context=True)
def post_form(
    context: Context,
    content: str,
    label: str,
    *,
    action: str = "",
    files: bool = False,
    back: str = "",
    back_label: str = "",
    kind: str = "",
    autosave: str = "",
    again: str = "",
) -> SafeString:
    """A form that is posted: `{% post_form label="声をとどける" %}{{ form }}{% endpost_form %}`.

    The button says what happens; `back` leads out without doing anything; `files` for uploads;
    `kind="danger"` for what takes something away; `autosave` names a draft kept on the device;
    `again` labels a second button (`again=1`) that keeps this one and opens the next.
    """
    # One secret for all forms of a page, as `{% csrf_token %}` has it: each new one is made slowly.
    token = context.get("csrf_token") or ""
    if not token and (request := context.get("request")) is not None:
        token = get_token(request)
    return render_to_string(
        "ui/parts/post_form.html",
        {
            "content": content,
            "label": label,
            "action": action,
            "files": files,
            "back": back,
            "back_label": back_label,
            "kind": kind,
            "autosave": autosave,
            "again": again,
            "token": token,
        },
    )
