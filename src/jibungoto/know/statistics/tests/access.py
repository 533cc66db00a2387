"""Who may open the pages of people and indicators."""

from typing import Any

from .factories import a_figure, an_indicator

# guest participant resident officer secretary district_officer department planner admin stranger
ALL, STAFF = "oooooooooo", "ll----ooo-"
MATRIX: dict[tuple[str, str], dict[str, str]] = {
    ("statistics:population_whole", "GET"): {"": ALL},
    ("statistics:population_district", "GET"): {"district": ALL},
    ("statistics:indicator_list", "GET"): {"": ALL},
    ("statistics:indicator_create", "GET"): {"": STAFF},
    ("statistics:indicator_create", "POST"): {"": STAFF},
    ("statistics:indicator_view", "GET"): {"indicator": ALL},
    ("statistics:indicator_table", "GET"): {"indicator": ALL},
    ("statistics:indicator_edit", "GET"): {"indicator": STAFF},
    ("statistics:indicator_edit", "POST"): {"indicator": STAFF},
    ("statistics:figure_create", "GET"): {"indicator": STAFF},
    ("statistics:figure_create", "POST"): {"indicator": STAFF},
    ("statistics:figure_edit", "GET"): {"figure": STAFF},
    ("statistics:figure_edit", "POST"): {"figure": STAFF},
    ("statistics:figure_remove", "POST"): {"figure": STAFF},
}


def kwargs(url_name: str, state: str, world: Any) -> dict[str, Any]:
    if state == "district":
        return {"slug": world.district.slug}
    if state == "indicator":
        return {"slug": an_indicator().slug}
    if state == "figure":
        return {"slug": "kanyu", "pk": a_figure(an_indicator()).pk}
    return {}


def data(url_name: str, state: str, world: Any) -> dict[str, Any]:
    if "figure" in url_name:
        return {"last_on": "2026-04-01", "status": "value", "value": "3", "source": "見本"}
    return {"name": "公園の数", "unit": "か所", "definition": "市の公園の数", "decimals": "0"}
