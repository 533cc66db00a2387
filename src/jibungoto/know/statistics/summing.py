"""Whether figures may be added, proposed from their unit and name; people decide. Pure."""

from jibungoto.japan.text import search_key

# In a unit and in a name: what is a share, an average or a number per something.
_UNITS = ("%", "‰", "率", "割", "/", "あたり", "当たり", "毎", "ポイント", "偏差値")
_NAMES = ("率", "割合", "平均", "あたり", "当たり", "指数", "密度", "偏差値")


def seems_to_add_up(name: str, unit: str) -> bool:
    """False for shares and averages: the sum of two of them says nothing."""
    key, of = search_key(name), search_key(unit)
    return not any(w in of for w in _UNITS) and not any(w in key for w in _NAMES)
