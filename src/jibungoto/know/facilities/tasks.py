"""Jobs of facilities."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as noop

from jibungoto.kernel.jobs import Progress, job
from jibungoto.ui.saying import say

from . import services


@job("facilities.place", title=_("施設がどの地区にあるかを確かめる"))
def place(progress: Progress) -> str:
    number = services.place_facilities()
    return say(noop("{}か所の地区を書き直しました。"), number)
