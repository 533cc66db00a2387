"""Invented records for the homes, built inside the scope of a municipality."""

import datetime as dt
import itertools
from typing import Any

from jibungoto.kernel import clock, nodes
from jibungoto.kernel.models import Node

_numbers = itertools.count(1)


def a_node(*districts: Any, days_ago: int = 0, **fields: Any) -> Node:
    number = next(_numbers)
    return nodes.register(
        **{
            "kind": "sample",
            "title": f"できごと{number}",
            "path": f"samples/{number}/",
            "district_ids": [d.pk for d in districts],
            "occurred_on": clock.today() - dt.timedelta(days=days_ago),
            **fields,
        }
    )
