"""Who may open the pages of kartes."""

from typing import Any

from .factories import a_karte, an_edition

# guest participant resident officer secretary district_officer department planner admin stranger
ALL, STAFF = "oooooooooo", "ll-----oo-"
HIDDEN = ".......oo."
MATRIX: dict[tuple[str, str], dict[str, str]] = {
    ("karte:karte_list", "GET"): {"": ALL, "karte": ALL},
    ("karte:karte_all_table", "GET"): {"karte": ALL},
    ("karte:karte_build", "GET"): {"": STAFF},
    ("karte:karte_build", "POST"): {"": STAFF},
    ("karte:edition_issue", "GET"): {"karte": STAFF},
    ("karte:edition_issue", "POST"): {"karte": STAFF},
    ("karte:karte_view", "GET"): {"karte": ALL},
    ("karte:karte_sheets_download", "GET"): {"karte": ALL},
    ("karte:karte_summary_download", "GET"): {"karte": ALL},
    ("karte:karte_table", "GET"): {"karte": ALL},
    ("karte:edition_view", "GET"): {"issued": ALL, "withdrawn": HIDDEN},
    ("karte:edition_sheets_download", "GET"): {"issued": ALL, "withdrawn": HIDDEN},
    ("karte:edition_summary_download", "GET"): {"issued": ALL, "withdrawn": HIDDEN},
    ("karte:edition_table", "GET"): {"issued": ALL, "withdrawn": HIDDEN},
    ("api:karte_list", "GET"): {"karte": ALL},
    ("api:karte_view", "GET"): {"karte": ALL},
    ("karte:edition_withdraw", "POST"): {"issued": STAFF},
}


def kwargs(url_name: str, state: str, world: Any) -> dict[str, Any]:
    if not state:
        return {}
    if state == "karte":
        karte = a_karte(world.district)
        own = url_name.endswith(("_list", "_all_table", "_issue"))
        return {} if own else {"slug": karte.district.slug}
    edition = an_edition(world.district, withdrawn=state == "withdrawn")
    return {"slug": world.district.slug, "number": edition.number}


def data(url_name: str, state: str, world: Any) -> dict[str, Any]:
    return {"year": "2026", "reason": "数字に誤りがあったため"}
