"""Names of bundles proposed by a language model: off unless the installation names one.

`JIBUNGOTO_LLM_URL` is the base of an OpenAI-compatible endpoint (…/v1), `JIBUNGOTO_LLM_MODEL` and
`JIBUNGOTO_LLM_KEY` go with it. Only keywords and central sentences without caution words are sent,
only for a grouping that says so, and whatever fails leaves the bundles with their keywords.
"""

import json
import os
import urllib.error
import urllib.request
from collections.abc import Sequence

SECONDS = 20
_LONGEST = 30
_ASK = (
    "次は、住民の声のまとまりです。何についての声かがわかる、15字以内の名前を一つだけ"
    "答えてください。賛成か反対かを決めつけないでください。\nことば：{words}\n声：\n{said}"
)


def endpoint() -> str:
    """The address of the model, "" where none is set."""
    return os.environ.get("JIBUNGOTO_LLM_URL", "").rstrip("/")


def model() -> str:
    """What the model calls itself."""
    return os.environ.get("JIBUNGOTO_LLM_MODEL", "default")[:80]


def propose(keywords: Sequence[str], sentences: Sequence[str]) -> str:
    """A name for one bundle; "" where there is no model, or it does not answer in time."""
    base = endpoint()
    if not base.startswith(("http://", "https://")):
        return ""
    asked = _ASK.format(words="、".join(keywords), said="\n".join(f"・{s}" for s in sentences))
    body = {"model": model(), "messages": [{"role": "user", "content": asked}], "temperature": 0}
    heads = {"Content-Type": "application/json"}
    if key := os.environ.get("JIBUNGOTO_LLM_KEY"):
        heads["Authorization"] = f"Bearer {key}"
    request = urllib.request.Request(  # noqa: S310  the scheme was looked at
        f"{base}/chat/completions", json.dumps(body).encode(), heads
    )
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            told = json.loads(answer.read(100_000))
        said = str(told["choices"][0]["message"]["content"])
    except (OSError, ValueError, KeyError, IndexError, TypeError, urllib.error.URLError):
        return ""
    lines = said.strip().strip("「」\"'").splitlines()
    return lines[0].strip("「」\"' 。")[:_LONGEST] if lines else ""
