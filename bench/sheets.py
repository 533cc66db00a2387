"""Reading filled sheets from scans and photographs: how many marks are right, and how fast."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jibungoto.site.settings")

SHEETS = 400
FIRST = 1000  # seeds the thresholds were never set on


def run() -> dict[str, object]:
    """Sheets are printed by typst, filled and pictured by a program (tests/engines/sheets)."""
    import django

    django.setup()
    from tests.engines.sheets.accuracy import measure

    score = measure(range(FIRST, FIRST + SHEETS))
    return {
        "sheets": score.sheets,
        "unread": len(score.unread),
        "marks": score.marks,
        "right_share": round(score.right / score.marks, 5),
        "silently_wrong": len(score.silently_wrong),
        "doubtful_share": round(score.doubtful / score.marks, 5),
        "fields": score.fields,
        "missed_writing": score.missed_writing,
        "needless_writing": score.needless_writing,
        "sheet_ms": round(score.seconds / score.sheets * 1000, 1),
    }
