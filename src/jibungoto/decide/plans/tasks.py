"""The jobs of plans."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as noop

from jibungoto.kernel.jobs import Done, Failed, Progress, job
from jibungoto.kernel.links import link
from jibungoto.ui.saying import say

from . import services
from .models import Plan

CARRY_OVER = "plans.carry_over"


@job(CARRY_OVER, title=gettext_lazy("次の計画の下書きをつくる"), long=True, retries=1)
def carry_over(
    progress: Progress, *, plan_id: int, told: Mapping[str, Any], fates: Mapping[str, list[str]]
) -> Callable[[], Done]:
    """Make the draft of a large plan's successor, in one go: the whole of it or nothing."""
    plan = Plan.objects.select_related("node", "district").get(pk=plan_id)
    progress.step(0, plan.measures.filter(removed_at=None).count(), _("計画を読んでいます"))

    def write() -> Done:
        try:
            after = services.carry_over(
                plan=plan,
                fates={code: services.Fate(*fate) for code, fate in fates.items()},
                progress=progress,
                **told,
            )
        except services.PlansError as error:
            raise Failed(str(error)) from error
        said = say(noop("次の計画の下書きをつくりました。確かめて直してから公開してください。"))
        return Done(said, link("plans:plan_changes", slug=after.slug))

    return write
