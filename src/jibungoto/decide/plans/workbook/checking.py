"""What must fit together in a workbook and with what is there: codes, parents, years, figures."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from jibungoto.ui.listing import quoted

from .reading import Read
from .records import HURDLE, INDICATOR, MEASURE, PLAN, PROGRESS, VALUE, Key, Told, split


def check(
    read: Read, before: Told, frozen: Collection[Key] = (), taken: Collection[str] = ()
) -> None:
    """Add to the problems of `read` whatever does not fit; fill in what follows from the rest.

    `before` is the plan as it is, empty for a new one; `frozen` are keys of values nobody changes,
    `taken` names of indicators that were taken out of the plan.
    """
    _fill(read)
    _check_plan(read, before)
    _check_tree(read, before)
    _check_indicators(read, before, frozen)
    _check_years(read, before)
    for key in read.told.of(INDICATOR):
        if key[1] in taken:
            said = _(
                "「{}」という指標は、この計画から消してあります。先に、画面で元に戻してください。"
            )
            read.fault(key, "name", said.format(key[1]), key[1])


_DEFAULTS = {
    INDICATOR: {"direction": "up", "decimals": "0"},
    VALUE: {"status": "final"},
}


def _fill(read: Read) -> None:
    """What an empty choice means."""
    for kind, defaults in _DEFAULTS.items():
        for fields in read.told.of(kind).values():
            for name, text in defaults.items():
                if fields.get(name) == "":
                    fields[name] = text


def _field(read: Read, before: Told, key: Key, field: str) -> str:
    """A field as it will be."""
    fields = read.told.records.get(key, {})
    return fields[field] if field in fields else before.records.get(key, {}).get(field, "")


def _the_plan(read: Read) -> Key | None:
    return next(iter(read.told.of(PLAN)), None)


def _check_plan(read: Read, before: Told) -> None:
    key = _the_plan(read)
    if key is None:
        return
    if not _field(read, before, key, "title"):
        read.fault(key, "title", _("計画の名前が書かれていません。"))
    starts, ends = (_field(read, before, key, name) for name in ("starts", "ends"))
    if starts and ends and int(ends) < int(starts):
        said = _("終わりの年度（{}年度）が、始まりの年度（{}年度）より前です。")
        read.fault(key, "ends", said.format(ends, starts), ends)


def _check_tree(read: Read, before: Told) -> None:
    measures = read.told.of(MEASURE)
    codes = {key[1] for key in (*before.of(MEASURE), *measures)}
    parents = {code: _field(read, before, (MEASURE, code), "parent") for code in codes}
    plan = _the_plan(read)
    signs = [one.split()[0] for one in split(_field(read, before, plan, "marks"))] if plan else []
    for key, fields in measures.items():
        code = key[1]
        if not _field(read, before, key, "title"):
            read.fault(key, "title", _("名前が書かれていません。"))
        parent = parents[code]
        if parent and parent not in codes:
            said = _("上の番号「{}」が、この計画にありません。番号を確かめてください。")
            read.fault(key, "parent", said.format(parent), parent)
            parents[code] = ""
        elif loop := _loop(code, parents):
            said = _("上の番号をたどると、{}と、元に戻ってしまいます。")
            read.fault(key, "parent", said.format(quoted(loop)), parent)
        if fields.get("mark") and fields["mark"] not in signs:
            said = _("しるし「{}」の意味が、「計画」のシートに書かれていません。")
            read.fault(key, "mark", said.format(fields["mark"]), fields["mark"])
    for key, fields in measures.items():
        _check_level(read, before, key, fields, parents)


def _loop(code: str, parents: dict[str, str]) -> list[str]:
    """The codes gone through when the way up comes back to this one, or nothing."""
    way, above = [code], parents.get(code, "")
    while above:
        if above == code:
            return [*way, code]
        if above in way:
            return []  # a loop further up is told where it is
        way.append(above)
        above = parents.get(above, "")
    return []


def _check_level(
    read: Read, before: Told, key: Key, fields: dict[str, str], parents: dict[str, str]
) -> None:
    parent = parents[key[1]]
    said = _field(read, before, key, "level")
    if not said:
        depth, above = 1, parent
        while above and depth < len(parents) + 1:
            depth, above = depth + 1, parents.get(above, "")
        fields["level"] = str(depth)
        return
    if int(said) < 1:
        read.fault(key, "level", _("段は1から数えます。"), said)
        return
    above_level = _field(read, before, (MEASURE, parent), "level") if parent else ""
    if above_level and int(above_level) >= int(said):
        words = _(
            "上の番号「{}」は{}段目なので、{}段目には置けません。段か上の番号を直してください。"
        )
        read.fault(key, "level", words.format(parent, above_level, said), said)


def _check_indicators(read: Read, before: Told, frozen: Collection[Key]) -> None:
    codes = {key[1] for key in (*before.of(MEASURE), *read.told.of(MEASURE))}
    names = {key[1] for key in (*before.of(INDICATOR), *read.told.of(INDICATOR))}
    for key, fields in read.told.of(INDICATOR).items():
        if fields.get("measure") and fields["measure"] not in codes:
            said = _("番号「{}」の施策・事業が、この計画にありません。")
            read.fault(key, "measure", said.format(fields["measure"]), fields["measure"])
    baselines: dict[str, int] = {}
    for kind, name, role, year in (*before.of(VALUE), *read.told.of(VALUE)):
        if role == "baseline" and kind:
            baselines[name] = min(int(year), baselines.get(name, int(year)))
    for key, fields in read.told.of(VALUE).items():
        _kind, name, role, year = key
        if name not in names:
            read.fault(
                key, "name", _("「{}」という指標が、この計画にありません。").format(name), name
            )
        if not _field(read, before, key, "value") and not _field(read, before, key, "words"):
            read.fault(key, "value", _("値か、「増加」などのことばを書いてください。"))
        if role == "target" and int(year) < baselines.get(name, 0):
            said = _("「{}」の目標の年（{}年）が、基準の年（{}年）より前です。")
            read.fault(key, "year", said.format(name, year, baselines[name]), fields["year"])
        if key in frozen and _differs(before.records[key], fields):
            said = _("{}年度の値は確定しています。直すときは、画面の「訂正」を使ってください。")
            read.fault(key, "value", said.format(year), fields.get("value", ""))


def _differs(old: dict[str, str], new: dict[str, str]) -> bool:
    return any(old.get(name, "") != text for name, text in new.items())


def _check_years(read: Read, before: Told) -> None:
    plan = _the_plan(read)
    codes = {key[1] for key in (*before.of(MEASURE), *read.told.of(MEASURE))}
    starts = int(_field(read, before, plan, "starts") or 0) if plan else 0
    ends = int(_field(read, before, plan, "ends") or 0) if plan else 0
    for key, fields in (*read.told.of(PROGRESS).items(), *read.told.of(HURDLE).items()):
        code, year = key[1], int(key[2])
        if code not in codes:
            said = _("番号「{}」の施策・事業が、この計画にありません。")
            read.fault(key, "code", said.format(code), code)
        if (starts and year < starts - 1) or (ends and year > ends + 1):
            said = _("{}年度は、この計画の期間（{}〜{}年度）から離れています。")
            read.fault(key, "year", said.format(year, starts or "", ends or ""), str(year))
        if fields.get("remedy_state") and not _field(read, before, key, "remedy"):
            said = _("対応策の状況を選んだときは、対応策も書いてください。")
            read.fault(key, "remedy", said)
    reported = {
        key[1]
        for key in (*before.of(PROGRESS), *read.told.of(PROGRESS))
        if _field(read, before, key, "state")
    }
    for key, fields in read.told.of(MEASURE).items():
        if key[1] in reported:
            fields.pop("state", None)  # the newest year says it
