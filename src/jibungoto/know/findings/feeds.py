"""The newest findings as Atom."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from jibungoto.kernel.links import link, node_url

from .models import Finding

NEWEST = 30


def atom(municipality: Any, found: Iterable[Finding], path: str) -> str:
    """A feed of findings; `path` is the address it was asked under."""
    feed = Atom1Feed(
        title=_("{}の気づき").format(municipality.name),
        link=f"{settings.BASE_URL}{link('findings:finding_list')}",
        description=_("住民が気づいた魅力・課題・資源です。"),
        feed_url=f"{settings.BASE_URL}{path}",
        language="ja",
        feed_guid=f"{settings.BASE_URL}{path}",
    )
    for finding in found:
        address = f"{settings.BASE_URL}{node_url(finding.node)}"
        feed.add_item(
            title=finding.title,
            link=address,
            description=finding.text or finding.place,
            unique_id=f"urn:uuid:{finding.node.public_id}",
            pubdate=dt.datetime.combine(
                finding.found_on, dt.time(9), dt.timezone(dt.timedelta(hours=9))
            ),
            updateddate=finding.node.changed_at,
            categories=[str(finding.get_sort_display())],
        )
    return str(feed.writeString("utf-8"))
