"""What is different between two kartes of one district, figure by figure, in words. Pure."""

from . import words
from .contents import Contents, Number, said

MOST = 40


def changes(before: Contents, now: Contents) -> list[str]:
    """A sentence for each figure that is new, gone, or not what it was. Small moves are said too:
    this is a record, not a reading."""
    old = {n.key: n for _t, _s, n in before.all_numbers()}
    new = {n.key: n for _t, _s, n in now.all_numbers()}
    found = []
    for key, number in new.items():
        earlier = old.get(key)
        sentence = _sentence(earlier, number)
        if sentence:
            found.append(sentence)
    gone = [n.label for key, n in old.items() if key not in new and n.value is not None]
    if gone:
        found.append(f"{words.among(gone)}は、この版にはありません。")
    if len(found) > MOST:
        found = [*found[:MOST], f"ほかに{len(found) - MOST}か所の数字が変わりました。"]
    return found


def _sentence(before: Number | None, now: Number) -> str:
    if before is None or (before.value is None and now.value is not None):
        return (
            f"{now.label}がわかるようになりました（{now.said}）。" if now.value is not None else ""
        )
    if before.value is None:
        return ""
    if now.value is None:
        return f"{now.label}は、今回データがありません（前の版は{before.said}）。"
    if round(before.value, now.places) == round(now.value, now.places):
        return ""
    gap = round(now.value, now.places) - round(before.value, now.places)
    unit = "ポイント" if now.unit == "%" else now.unit
    direction = "増えました" if gap > 0 else "減りました"
    if now.unit == "%":
        direction = "高くなりました" if gap > 0 else "低くなりました"
    how = said(abs(gap), unit, now.places)
    return f"{now.label}は{before.said}から{now.said}へ、{how}{direction}。"
