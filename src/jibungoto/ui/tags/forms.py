"""What the template of faults asks; and the frame around a form."""

from django.forms import BaseForm
from django.middleware.csrf import get_token
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jibungoto.ui.forms import faults

from .library import register, say


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
    told = f' action="{say(action)}"' if action else ""
    told += " novalidate"
    if files:
        told += ' enctype="multipart/form-data"'
    if autosave:
        told += f' data-autosave="{say(autosave)}"'
    hidden = f'<input type="hidden" name="csrfmiddlewaretoken" value="{say(token)}">'
    more = ""
    if again:
        more = (
            f'<button class="btn second" type="submit" name="again" value="1">{say(again)}</button>'
        )
    if back:
        more += f'<a class="btn quiet" href="{say(back)}">{say(back_label or _("やめる"))}</a>'
    look = f"btn {say(kind)}" if kind else "btn"
    return SafeString(
        f'<form class="form" method="post"{told}>{hidden if token else ""}\n{say(content)}\n'
        f'<p class="actions"><button class="{look}" type="submit">{say(label)}</button>{more}</p>\n'
        "</form>\n"
    )
