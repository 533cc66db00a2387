"""A result to take away: the figures as a table, the votes without persons, all of it as JSON."""

import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from jibungoto.kernel.intake.writing import csv_bytes

from . import reading, saying
from .selectors.results import Answers, Result

_EPOCH = (1980, 1, 1, 0, 0, 0)  # of every file in the zip: same votes, same bytes, no moment told
_HEADS = ("statement", "moderated", "is_meta", "is_seed", "text")
_ABOUT = """この中のデータについて

votes.csv       一行がひとつの答えです。person は、答えの並びだけから決めた番号で、
                人とも、答えた順とも関係ありません。vote は 1=そう思う、0=わからない、
                -1=そう思わない。時刻・地区・年代は入っていません。
statements.csv  意見の番号と文。moderated が -1 のものは、きまりにそって見えなくした意見
                （文はのせません）、is_meta が 1 のものは、答えた方のことをたずねた文です。
                どちらも、まとまりや共通点の計算には使っていません。
                is_seed が 0 のものは、参加した方が書いた意見です。
result.json     公開した結果のすべてと、種・設定・答えのハッシュ。

答えた方が10人に満たない意見は、だれの答えかを推しはかれるおそれがあるので、
計算にも、このデータにも入れていません。取り下げられた答えも入っていません。

同じ結果になることの確かめ方
  ./jibungoto opinion recompute result.json
  ./jibungoto opinion analyse （このフォルダー）
"""


def figures(found: Result) -> Iterator[Sequence[Any]]:
    """A line for each statement: what can be said of it and all counts and shares."""
    letters = [group.letter for group in found.groups] if not found.is_one else []
    yield [
        _("番号"), _("意見"), _("わかったこと"), _("ご自身のこと"),
        *_heads(""),
        *(head for letter in letters for head in _heads(letter)),
        _("どのまとまりでも「そう思う」（少なくとも）"),
        _("どのまとまりでも「そう思わない」（少なくとも）"),
        _("まとまりのちがい"), _("まとまりのちがい（少なくとも）"),
    ]  # fmt: skip
    for one in found.statements.values():
        everybody = one.everybody or Answers("", 0, 0, 0, one.votes)
        counted = one.everybody is not None
        yield [
            one.number, one.text, saying.of_state(one.state), 1 if one.is_meta else 0,
            *_cells(everybody),
            *(
                cell
                for n in range(len(letters))
                for cell in (_cells(one.groups[n]) if one.groups else [None] * 10)
            ),
            *(
                (round(one.surest_agree, 6), round(one.surest_disagree, 6))
                if counted and not one.is_meta
                else (None, None)
            ),
            *(
                (round(one.difference, 6), round(one.difference_low, 6))
                if counted and one.between and not one.is_meta
                else (None, None)
            ),
        ]  # fmt: skip


def _heads(letter: str) -> list[str]:
    words = [
        _("回答"), _("そう思う（人）"), _("わからない（人）"), _("そう思わない（人）"),
        _("そう思う"), _("そう思う（下の端）"), _("そう思う（上の端）"),
        _("そう思わない"), _("そう思わない（下の端）"), _("そう思わない（上の端）"),
    ]  # fmt: skip
    return [f"{letter} {word}".strip() for word in words]


def _cells(answers: Answers) -> list[Any]:
    if answers.agrees is None or answers.disagrees is None:
        return [answers.votes, *[None] * 9]
    return [
        answers.votes, answers.agree, answers.passed, answers.disagree,
        *(
            round(value, 6)
            for share in (answers.agrees, answers.disagrees)
            for value in (share.share, share.low, share.high)
        ),
    ]  # fmt: skip


def release_json(release: Mapping[str, Any]) -> bytes:
    """The result as `jibungoto opinion recompute` takes it."""
    return json.dumps(release, ensure_ascii=False, sort_keys=True).encode()


def release_zip(release: Mapping[str, Any]) -> bytes:
    """The votes and statements as tables, which `jibungoto opinion analyse` reads as a folder."""
    packed = release["votes"]
    out, meta, texts = set(packed["out"]), set(packed["meta"]), packed["texts"]
    written = set(packed.get("written", ()))
    statements = [
        [
            n, -1 if str(n) in out else 1, 1 if str(n) in meta else 0,
            0 if str(n) in written else 1, texts.get(str(n), ""),
        ]
        for n in packed["statements"]
    ]  # fmt: skip
    files = {
        "votes.csv": csv_bytes([("person", "statement", "vote"), *reading.rows(release)]),
        "statements.csv": csv_bytes([_HEADS, *statements]),
        "result.json": release_json(release),
        "README.txt": _ABOUT.encode("utf-8-sig"),
    }
    out_file = io.BytesIO()
    with zipfile.ZipFile(out_file, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in files.items():
            bundle.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return out_file.getvalue()
