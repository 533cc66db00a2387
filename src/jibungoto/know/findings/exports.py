"""Findings as a table: what is public, and nobody's data."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jibungoto.kernel.links import node_url

from .models import Finding


def table(found: QuerySet[Finding], words: Mapping[str, str]) -> Iterator[Sequence[Any]]:
    """The findings of `selectors.findings`, a header first; the columns the importer reads."""
    yield [
        _("ID"), _("種類"), _("ひとことで"), _("くわしく"), _("地区"), _("場所"), _("緯度"),
        _("経度"), _("いつ"), _("どこから"), _("いまの段階"), _("わたしも"), _("テーマ"),
        _("資源の種類"), _("あらわれ方"), _("出典"), _("利用の条件"), _("アドレス"),
    ]  # fmt: skip
    for f in found.prefetch_related("themes"):
        yield [
            f.code, words[f.sort], f.title, f.text, f.district.name if f.district else "", f.place,
            f.lat, f.lon, f.found_on.isoformat(), str(f.get_channel_display()),
            str(f.get_state_display()), getattr(f, "me_toos", 0),
            ";".join(t.name for t in f.themes.all()),
            words[f"resource.{f.asset}"] if f.asset else "",
            words[f"resource.{f.presence}"] if f.presence else "", f.source, f.licence,
            f"{settings.BASE_URL}{node_url(f.node)}",
        ]  # fmt: skip
