"""What a finding is to the town: its tables and its words for what the town does with them."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from jibungoto.kernel.contributions.handling import Handling, Words
from jibungoto.know.findings.models import (
    Answer,
    Finding,
    FindingTheme,
    Merge,
    MergedFinding,
    MeToo,
    Report,
    StateChange,
)

from .settings import reception


class FindingsError(ValueError):
    """Something can't be done to a finding; the message is a sentence for a person."""


class CannotMerge(FindingsError):
    """These findings can't be put together, or not apart again; the message says why."""


def _of_one_sort(head: Finding, chosen: Sequence[Finding]) -> str:
    if all(finding.sort == head.sort for finding in chosen):
        return ""
    return str(_("魅力・課題・資源は、それぞれの中でまとめてください。"))


handling = Handling(
    action="findings.finding",
    field="finding",
    model=Finding,
    changes=StateChange,
    answers=Answer,
    merges=Merge,
    originals=MergedFinding,
    reports=Report,
    themes=FindingTheme,
    backings=MeToo,
    backed="me_too",
    new=Finding.State.NEW,
    received=Finding.State.RECEIVED,
    passed=Finding.State.PASSED,
    came_to=(Finding.State.CONNECTED, Finding.State.TAKEN_UP),
    reception=reception,
    error=FindingsError,
    cannot_merge=CannotMerge,
    fits=_of_one_sort,
    words=Words(
        not_itself=_("この気づき自身とは、つなげません。"),
        loop=_("「{}」は、この気づきのもとになったことなので、その先にはできません。"),
        too_few=_("まとめる気づきを、二つ以上選んでください。"),
        merged_already=_("もうほかにまとめられている気づきが入っています。"),
        own=_("ご自分の気づきです。ほかの方の「わたしも」を待ちましょう。"),
    ),
)
