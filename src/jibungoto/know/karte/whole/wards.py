"""Points of a designated city: its own tables name areas with their ward, lists of points do not.

「旭ケ丘一丁目」 of 札幌市中央区 is 「中央区旭ケ丘１丁目」 in the city's table of people, and the
same name stands in several wards. Where the areas carry wards, the points are given theirs.
"""

import csv
import io
import re

from jibungoto.japan.tables.decoding import decode
from jibungoto.japan.tables.model import TableError
from jibungoto.kernel.intake.kinds import Upload
from jibungoto.know.places.models import SmallArea

_WARD = re.compile(r"^.+市(.{1,4}区)$")
_AREA = re.compile(r"^.{1,4}区.")
_CITY, _NAME = "市区町村名", "大字町丁目名"


def with_wards(upload: Upload) -> tuple[Upload, str]:
    """The list of points with wards before its names, and a sentence that says so; or as it is."""
    names = list(SmallArea.objects.values_list("name", flat=True)[:200])
    if not names or sum(bool(_AREA.match(n)) for n in names) * 2 < len(names):
        return upload, ""
    try:
        text = decode(upload.content).text
    except TableError:
        return upload, ""  # the intake says what is wrong with it
    rows = list(csv.reader(io.StringIO(text)))
    if not rows or not {_CITY, _NAME} <= set(rows[0]):
        return upload, ""
    city, name = rows[0].index(_CITY), rows[0].index(_NAME)
    for row in rows[1:]:
        if len(row) > max(city, name) and (ward := _WARD.match(row[city])):
            row[name] = ward[1] + row[name]
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    said = "代表点の名前の前に、人口の表にならって区の名前を補いました。"
    return Upload(upload.name, out.getvalue().encode("utf-8-sig")), said
