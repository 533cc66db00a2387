"""The words of a municipality. A preset gives them all at once; each can be changed afterwards.

Keys are the house's own English terms (docs/glossary.md); texts are what residents read.
"""

from collections.abc import Mapping

from django.db import transaction

from . import audit, tenancy
from .models import Municipality, Word

STANDARD: Mapping[str, str] = {
    "district": "地区",
    "council": "まちづくり協議会",
    "council.short": "協議会",
    "karte": "地域カルテ",
    "vision": "未来ビジョン",
    "plan": "地区計画",
    "plan.level.1": "方針",
    "plan.level.2": "施策",
    "plan.level.3": "事業",
    "plan.mark.main": "◎ 主要事業",
    "plan.mark.promoted": "※ 推進事業",
    "officer": "地区担当職員",
    "stage.preparation": "準備",
    "stage.founding": "設立",
    "stage.karte": "カルテ",
    "stage.vision": "未来ビジョン",
    "stage.plan": "計画",
    "stage.action": "実行",
    "stage.review": "振り返り",
    "state.not_started": "未着手",
    "state.preparing": "準備中",
    "state.partly": "一部実施",
    "state.done": "実施済み",
    "state.continuing": "継続中",
    "state.stopped": "中止",
}

# What differs from the standard, city by city, as their own documents call it.
PRESETS: dict[str, Mapping[str, str]] = {
    "standard": {},
    "machida": {
        "council": "地区協議会",
        "council.short": "地区協議会",
        "vision": "ビジョン",
        "plan": "推進計画",
        "plan.level.2": "重点事業",
        "plan.level.3": "取組み",
    },
    "third_plan": {
        "district": "地域",
        "council": "まちづくり活動団体",
        "council.short": "活動団体",
        "plan": "協働によるまちづくり推進計画",
        "plan.level.1": "推進する仕組み",
        "plan.level.2": "施策の方向性",
        "plan.level.3": "取組",
    },
    "mitaka": {
        "district": "コミュニティ住区",
        "council": "住民協議会",
        "council.short": "住民協議会",
        "plan.level.1": "施策",
        "plan.level.2": "小施策",
        "plan.level.3": "事業",
    },
    "hachioji": {
        "district": "中学校区",
        "council": "地域づくり推進会議",
        "council.short": "推進会議",
        "plan": "地域づくり推進計画",
    },
    "shiroi": {
        "district": "小学校区",
        "council": "まちづくり協議会",
        "plan": "まちづくり計画",
        "plan.level.3": "具体的な事業",
        "officer": "地域担当職員",
        "state.done": "実施",
        "state.not_started": "未実施",
    },
    "hinata": {"council": "まちづくり推進会議", "council.short": "推進会議"},
}


def preset(key: str) -> dict[str, str]:
    """All words of a preset. Raises KeyError for a preset nobody wrote."""
    return {**STANDARD, **PRESETS[key]}


def words() -> dict[str, str]:
    """Every word of the municipality at hand, one query."""
    return {**STANDARD, **dict(Word.objects.values_list("key", "text"))}


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
