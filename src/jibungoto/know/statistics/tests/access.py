"""Who may open the pages of people and indicators."""

from typing import Any

from jibungoto.kernel.actor import GUEST
from jibungoto.know.statistics.mapping_intake import KIND as TABLE
from jibungoto.know.statistics.mapping_services import add_word

from .factories import TOWNS, a_figure, a_mapping, an_indicator, handed_in

# guest participant resident officer secretary district_officer department planner admin stranger
ALL, STAFF, KEEPERS = "oooooooooo", "ll----ooo-", "ll-----oo-"
MATRIX: dict[tuple[str, str], dict[str, str]] = {
    ("statistics:population_whole", "GET"): {"": ALL},
    ("statistics:population_district", "GET"): {"district": ALL},
    ("statistics:sources_whole", "GET"): {"": ALL},
    ("statistics:sources_district", "GET"): {"district": ALL},
    ("statistics:columns_edit", "GET"): {"run": KEEPERS},
    ("statistics:columns_edit", "POST"): {"run": KEEPERS},
    ("statistics:mapping_list", "GET"): {"": KEEPERS},
    ("statistics:mapping_edit", "GET"): {"mapping": KEEPERS},
    ("statistics:mapping_edit", "POST"): {"mapping": KEEPERS},
    ("statistics:mapping_remove", "POST"): {"mapping": KEEPERS},
    ("statistics:word_list", "GET"): {"": KEEPERS},
    ("statistics:word_list", "POST"): {"": KEEPERS},
    ("statistics:word_remove", "POST"): {"word": KEEPERS},
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
    if state == "run":
        return {"public_id": handed_in(TABLE, TOWNS.encode(), name="towns.csv").public_id}
    if state == "mapping":
        return {"pk": a_mapping().pk}
    if state == "word":
        return {"pk": add_word(word="住民の数", meaning="total", actor=GUEST).pk}
    return {}


def data(url_name: str, state: str, world: Any) -> dict[str, Any]:
    if "figure" in url_name:
        return {"last_on": "2026-04-01", "status": "value", "value": "3", "source": "見本"}
    if "word" in url_name:
        return {"word": "住民の数", "meaning": "total"}
    if url_name in ("statistics:columns_edit", "statistics:mapping_edit"):
        columns = {"meaning-1": "area_name", "meaning-2": "total"}
        return {"layout": "wide", "name": "町名の表", **columns}
    return {"name": "公園の数", "unit": "か所", "definition": "市の公園の数", "decimals": "0"}
