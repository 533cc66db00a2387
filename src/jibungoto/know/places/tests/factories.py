"""Small invented districts for tests."""

from typing import Any

from shapely.geometry import shape

from jibungoto.know.places import services
from jibungoto.know.places.models import District, DistrictKind, Membership, SmallArea


def a_kind(key: str = "chiku", **fields: Any) -> DistrictKind:
    return DistrictKind.objects.filter(key=key).first() or services.create_district_kind(
        key=key, **{"name": "地区", **fields}
    )


def a_district(slug: str = "minami", **fields: Any) -> District:
    kind = fields.pop("kind", None) or a_kind()
    return services.create_district(kind=kind, slug=slug, **{"name": f"{slug}地区", **fields})


def a_square(west: float = 139.4, south: float = 35.5, side: float = 0.01) -> dict[str, Any]:
    east, north = west + side, south + side
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def a_small_area(code: str, name: str = "", **fields: Any) -> SmallArea:
    from jibungoto.japan.text import search_key

    name = name or f"{code}番町"
    return SmallArea.objects.create(code=code, name=name, search_key=search_key(name), **fields)


def a_membership(small_area: SmallArea, district: District, ratio: Any = 1) -> Membership:
    return Membership.objects.create(
        small_area=small_area, district=district, ratio=ratio, source="見本の対応表"
    )


def a_shape(small_area: SmallArea, polygon: dict[str, Any], **fields: Any) -> SmallArea:
    """Give a small area its polygon; its point lies inside."""
    services.set_small_area_shapes(
        shapes={small_area.pk: services.Drawn(polygon=shape(polygon), **fields)}, source="見本の図"
    )
    small_area.refresh_from_db()
    return small_area
