"""What is different between two kartes of one district, figure by figure, in words. Pure."""

from django.utils.translation import gettext_noop as _

from jibungoto.ui.saying import Said, say

from . import words
from .contents import Contents, Number, said

MOST = 40


def changes(before: Contents, now: Contents) -> list[str]:
    """A sentence for each figure that is new, gone, or not what it was. Small moves are said too:
    this is a record, not a reading."""
    old = {n.key: n for _t, _s, n in before.all_numbers()}
    new = {n.key: n for _t, _s, n in now.all_numbers()}
    found = []
    for key, number in new.items():
        earlier = old.get(key)
        sentence = _sentence(earlier, number)
        if sentence:
            found.append(sentence)
    gone = [n.label for key, n in old.items() if key not in new and n.value is not None]
    if gone:
        found.append(say(_("{}は、この版にはありません。"), words.among(gone)))
    if len(found) > MOST:
        found = [*found[:MOST], say(_("ほかに{}か所の数字が変わりました。"), len(found) - MOST)]
    return found


def _told(number: Number) -> Said:
    """The value of a figure that has one."""
    value = said(number.value or 0, number.unit, number.places)
    return say(_("約{}"), value) if number.about else value


def _sentence(before: Number | None, now: Number) -> str:
    if before is None or (before.value is None and now.value is not None):
        return (
            say(_("{}がわかるようになりました（{}）。"), now.label, _told(now))
            if now.value is not None
            else ""
        )
    if before.value is None:
        return ""
    if now.value is None:
        return say(_("{}は、今回データがありません（前の版は{}）。"), now.label, _told(before))
    if round(before.value, now.places) == round(now.value, now.places):
        return ""
    gap = round(now.value, now.places) - round(before.value, now.places)
    unit = "ポイント" if now.unit == "%" else now.unit
    if now.unit == "%":
        key = (
            _("{}は{}から{}へ、{}高くなりました。")
            if gap > 0
            else _("{}は{}から{}へ、{}低くなりました。")
        )
    else:
        key = (
            _("{}は{}から{}へ、{}増えました。") if gap > 0 else _("{}は{}から{}へ、{}減りました。")
        )
    return say(key, now.label, _told(before), _told(now), said(abs(gap), unit, now.places))
