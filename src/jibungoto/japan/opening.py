"""Days of the week and times of the day as people write them. Pure."""

import re
import unicodedata

WEEK = "月火水木金土日"
_TIME = re.compile(r"^(午前|午後|am|pm)?(\d{1,2})(?:[:時.](\d{1,2})?分?(?::\d{2})?)?(am|pm)?$")
_PACKED = re.compile(r"^(\d{2})(\d{2})(?:\d{2})?$")  # 0900
_RANGE = re.compile(rf"([{WEEK}])曜?日?[~-]([{WEEK}])曜?日?")
_WAVES = str.maketrans({c: "~" for c in "〜～∼"} | {c: "-" for c in "‐‑–—―−ー"})


def read_time(text: str) -> str | None:
    """HH:MM, up to 24:00, of 9:00, 9時半, 午後5時, 0900, １７：３０; None for anything else."""
    told = "".join(unicodedata.normalize("NFKC", text).split()).casefold().replace("半", "30分")
    packed = _PACKED.match(told)
    match = None if packed else _TIME.match(told)
    if packed:
        hour, minute, half = int(packed[1]), int(packed[2]), ""
    elif match:
        hour, minute = int(match[2]), int(match[3] or 0)
        half = match[1] or match[4] or ""
    else:
        return None
    if half in ("午後", "pm") and hour < 12:
        hour += 12
    if minute > 59 or hour * 60 + minute > 24 * 60:
        return None
    return f"{hour:02}:{minute:02}"


def read_days(text: str) -> str | None:
    """The days of a week in their order, 月火水木金, of 月〜金, 月・水・金, 毎日, 平日, 月曜日.

    None when there is more to it (第2月曜, 祝日を除く): the text says it better.
    """
    told = "".join(unicodedata.normalize("NFKC", text).translate(_WAVES).split())
    if told in ("毎日", "年中無休", "無休"):
        return WEEK
    told = told.replace("平日", "月~金")
    while match := _RANGE.search(told):
        first, last = WEEK.index(match[1]), WEEK.index(match[2])
        if last < first:
            return None
        told = told[: match.start()] + WEEK[first : last + 1] + told[match.end() :]
    told = re.sub(rf"([{WEEK}])曜日?", r"\1", told)
    days = re.sub(r"[;,、・/,()]", "", told)
    if not days or any(day not in WEEK for day in days):
        return None
    return "".join(day for day in WEEK if day in days)
