"""Jobs of facilities."""

from django.utils.translation import gettext_lazy as _

from jibungoto.kernel.jobs import Progress, job

from . import services


@job("facilities.place", title=_("施設がどの地区にあるかを確かめる"))
def place(progress: Progress) -> str:
    number = services.place_facilities()
    return str(_("{}か所の地区を書き直しました。")).format(number)
