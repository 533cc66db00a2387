"""Logs without keys: whoever reads a log must not be able to open what a letter or mail opens."""

import copy
import logging
import re
from typing import Any

# What was signed by us ends in a SHA-256 of 43 signs; the code of a letter stands behind /code/.
_KEYS = re.compile(
    r"(?:(?<=[:.])|(?<=%3A))[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])"
    r"|(?:(?<=/code/)|(?<=%2Fcode%2F))[^/\s\"%]+"
)
_HIDDEN = "***"


def without_keys(text: str) -> str:
    """A line or a path in which every key is covered."""
    return _KEYS.sub(_HIDDEN, text)


class WithoutKeys(logging.Filter):
    """Covers the keys in whatever a record says; lets every record pass."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = without_keys(record.getMessage())
        record.args = None
        return True


def of_requests() -> dict[str, Any]:
    """The logging of the web server, its list of requests without keys."""
    from granian.log import LOGGING_CONFIG

    told: dict[str, Any] = copy.deepcopy(LOGGING_CONFIG)
    told["filters"] = {"without_keys": {"()": "jibungoto.site.logs.WithoutKeys"}}
    told["handlers"]["access"]["filters"] = ["without_keys"]
    return told
