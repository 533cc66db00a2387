"""The words of a municipality. A preset gives them all at once; each can be changed afterwards.

Keys are the house's own English terms (docs/glossary.md); texts are what residents read.
"""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from . import audit, tenancy
from .models import Municipality, Word

STANDARD: Mapping[str, str] = {
    "district": _("地区"),
    "council": _("まちづくり協議会"),
    "council.short": _("協議会"),
    "karte": _("地域カルテ"),
    "vision": _("未来ビジョン"),
    "plan": _("地区計画"),
    "plan.level.1": _("方針"),
    "plan.level.2": _("施策"),
    "plan.level.3": _("事業"),
    "plan.mark.main": _("◎ 主要事業"),
    "plan.mark.promoted": _("※ 推進事業"),
    "officer": _("地区担当職員"),
    "stage.preparation": _("準備"),
    "stage.founding": _("設立"),
    "stage.karte": _("カルテ"),
    "stage.vision": _("未来ビジョン"),
    "stage.plan": _("計画"),
    "stage.action": _("実行"),
    "stage.review": _("振り返り"),
    "state.not_started": _("未着手"),
    "state.preparing": _("準備中"),
    "state.partly": _("一部実施"),
    "state.done": _("実施済み"),
    "state.continuing": _("継続中"),
    "state.stopped": _("中止"),
    "finding": _("気づき"),
    "charm": _("魅力"),
    "issue": _("課題"),
    "resource": _("資源"),
    "resource.search": _("いいことさがし"),
    "resource.person": _("ひと"),
    "resource.thing": _("もの"),
    "resource.money": _("かね"),
    "resource.place": _("場"),
    "resource.information": _("情報"),
    "resource.manifest": _("見えている"),
    "resource.latent": _("まだ生かされていない"),
    "resource.created": _("創出"),
    "resource.found": _("発見"),
    "resource.used": _("活用"),
    "resource.passed_on": _("継承"),
    "idea": _("アイデア・提案"),
    "idea.new": _("届いたばかり"),
    "idea.received": _("受けとめました"),
    "idea.considered": _("検討しています"),
    "idea.taken_up": _("取り組みます"),
    "idea.done": _("実現しました"),
    "idea.passed": _("見送りました"),
}

# What differs from the standard, city by city, as their own documents call it.
PRESETS: dict[str, Mapping[str, str]] = {
    "standard": {},
    "machida": {
        "council": _("地区協議会"),
        "council.short": _("地区協議会"),
        "vision": _("ビジョン"),
        "plan": _("推進計画"),
        "plan.level.2": _("重点事業"),
        "plan.level.3": _("取組み"),
        "resource": _("地域資源"),
        "resource.manifest": _("顕在"),
        "resource.latent": _("潜在"),
    },
    "third_plan": {
        "district": _("地域"),
        "council": _("まちづくり活動団体"),
        "council.short": _("活動団体"),
        "plan": _("協働によるまちづくり推進計画"),
        "plan.level.1": _("推進する仕組み"),
        "plan.level.2": _("施策の方向性"),
        "plan.level.3": _("取組"),
    },
    "mitaka": {
        "district": _("コミュニティ住区"),
        "council": _("住民協議会"),
        "council.short": _("住民協議会"),
        "plan.level.1": _("施策"),
        "plan.level.2": _("小施策"),
        "plan.level.3": _("事業"),
    },
    "hachioji": {
        "district": _("中学校区"),
        "council": _("地域づくり推進会議"),
        "council.short": _("推進会議"),
        "plan": _("地域づくり推進計画"),
    },
    "shiroi": {
        "district": _("小学校区"),
        "council": _("まちづくり協議会"),
        "plan": _("まちづくり計画"),
        "plan.level.3": _("具体的な事業"),
        "officer": _("地域担当職員"),
        "state.done": _("実施"),
        "state.not_started": _("未実施"),
    },
    "hinata": {"council": _("まちづくり推進会議"), "council.short": _("推進会議")},
}


def preset(key: str) -> dict[str, str]:
    """All words of a preset. Raises KeyError for a preset nobody wrote."""
    return {**STANDARD, **PRESETS[key]}


# The words that stand in the texts of the house itself: of roles, of the log, of the inventory.
NAMED = ("council.short", "officer")


def written() -> dict[str, str]:
    """Every word of the municipality at hand as it stands written, one query."""
    return {**STANDARD, **dict(Word.objects.values_list("key", "text"))}


def worded(text: str, words: Mapping[str, str]) -> str:
    """A text of the house in the municipality's own words: 協議会の事務局, 推進会議の事務局."""
    for key in NAMED:
        text = text.replace(STANDARD[key], words[key])
    return text


def spoken(words: Mapping[str, str]) -> dict[str, str]:
    """The words in the reader's tongue; one that a municipality made up itself stays as it is."""
    return {key: gettext(text) if text else "" for key, text in words.items()}


def words() -> dict[str, str]:
    """Every word of the municipality at hand in the reader's tongue, one query."""
    return spoken(written())


def word(key: str) -> str:
    """One word; for several, take words() once."""
    return words()[key]


@transaction.atomic
def apply_preset(municipality: Municipality) -> None:
    """Write the preset's words; words the municipality changed itself are overwritten."""
    Word.everywhere.bulk_create(
        [
            Word(municipality=municipality, key=key, text=text)
            for key, text in preset(municipality.preset).items()
        ],
        update_conflicts=True,
        unique_fields=["municipality", "key"],
        update_fields=["text"],
    )
    with tenancy.within(municipality):
        changes = {"preset": (None, municipality.preset)}
        audit.record("kernel.vocabulary.preset", municipality, changes=changes)
