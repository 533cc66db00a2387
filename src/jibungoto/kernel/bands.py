"""The band on top of every page of a district: its name and the six entrances of the cycle.

Any app's page may wear it; which rooms lie behind the entrances is the portal's matter.
"""

from typing import Any

from django.utils.translation import gettext as _

from .links import link
from .registry import Stage


def district_band(district: Any, stage: str = "", **more: Any) -> dict[str, Any]:
    """The `band` of a template context, for a page of `district` that belongs to `stage`.

    `district` is a places.District; no query. `more` adds what ui/parts/band.html knows.
    """
    return {
        "name": district.name,
        "url": link("portal:district_home", district=district.slug),
        "switch_url": link("portal:municipality_home") + "#districts",
        "switch_label": _("ほかの地区"),
        "cycle": cycle(district),
        "stage": stage,
        # Equal for two bands that look alike, so that the drawn band can be kept.
        "of": "" if more else f"{district.slug}:{stage}",
        **more,
    }


def cycle(district: Any) -> list[dict[str, str]]:
    """The six entrances of a district: stage, address and what is found there."""
    found = {
        Stage.KNOW: _("地域カルテ・団体"),
        Stage.HEAR: _("声・アンケート"),
        Stage.DECIDE: _("会議・計画・予算"),
        Stage.ACT: _("活動・お手伝い"),
        Stage.SHOW: _("行事暦・お知らせ"),
        Stage.REVIEW: _("1年のまとめ"),
    }
    return [
        {
            "stage": stage.value,
            "url": link("portal:district_stage", district=district.slug, stage=stage.value),
            "sub": words,
        }
        for stage, words in found.items()
    ]
