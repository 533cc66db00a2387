"""`jibungoto opinion …`: what people agree on, from a file of votes; nothing is stored."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jibungoto.site.cli import opinion_words
from jibungoto.site.cli.files import bytes_of
from jibungoto.site.cli.opinion_load import load
from jibungoto.site.cli.words import Stop, table

if TYPE_CHECKING:
    from jibungoto.engines.opinion import Parity
    from jibungoto.site.cli.opinion_files import Conversation

MODES = {"robust": "投じられた票だけからの計算", "polis": "pol.is と同じ計算"}
CLOSE = 1e-9
SIDES = {"agree": "賛成", "disagree": "反対"}


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the command line."""
    command = commands.add_parser(
        "opinion", help="意見への賛成・反対の票から、意見のまとまりと共通点を求めます"
    )
    command.add_argument(
        "what",
        choices=["analyse", "parity", "recompute", "load"],
        help="analyse は票を分析し、parity は pol.is が公開した結果と比べ、"
        "recompute は結果を計算し直して、同じかどうかを言います。"
        "load は票を、終わった問いかけとしてまちに入れます",
    )
    command.add_argument(
        "path",
        type=Path,
        help="pol.is の書き出しのフォルダー、票の CSV、公開データ"
        "（parity は math-pca2.json のあるフォルダー、recompute は analyse --json の結果）",
    )
    command.add_argument(
        "--mode",
        choices=list(MODES),
        default="robust",
        help="計算のしかた（ふつうは robust。polis は pol.is と同じ）",
    )
    command.add_argument(
        "--votes", type=Path, help="recompute で、結果に添えられた票のかわりに使う票"
    )
    command.add_argument(
        "--flags",
        action="store_true",
        help="analyse で、つくられたように見える票に印をつけ、それがある場合とない場合を比べます",
    )
    command.add_argument(
        "--published",
        action="store_true",
        help="analyse で、公開するときの形（人の番号を答えの並びから決め、"
        "10人に満たない意見を除く）にしてから計算します。画面の結果と同じになります",
    )
    command.add_argument("--json", action="store_true", help="JSON で出します")
    command.add_argument("--municipality", default="", metavar="まち", help="load で、入れるまち")
    command.add_argument("--name", default="", help="load で、まちの名前（新しくつくるとき）")
    command.add_argument("--code", default="", help="load で、団体コード（新しくつくるとき）")
    command.add_argument("--title", default="", help="load で、問いかけの題名")
    command.add_argument("--question", default="", help="load で、問い")
    command.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Do what was asked and print it."""
    verbs = {"analyse": _analyse, "parity": _parity, "recompute": _recompute, "load": load}
    return verbs[given.what](given)


def _analyse(given: argparse.Namespace) -> int:
    from jibungoto.site.cli import opinion_files

    found = opinion_files.read(given.path)
    if given.published:
        found = opinion_files.published(found)
    told = result_of(found, given.mode)
    if given.flags:
        told["flags"] = _flags(found)
    if given.json:
        print(json.dumps(told, ensure_ascii=False))
    else:
        _print(told, found)
        if given.flags:
            opinion_words.show_flags(told["flags"])
    return 0


def _flags(found: "Conversation") -> dict[str, Any]:
    """Who is flagged, and what would be said without them. Bursts need the times of the votes."""
    import numpy as np

    from jibungoto.engines import opinion as engine

    votes = found.votes()
    arrivals = None
    if found.order is not None:
        # Times of exports are in thousandths of a second.
        first: dict[str, float] = {}
        for person, when in zip(found.people, found.order, strict=True):
            first[str(person)] = min(when, first.get(str(person), when))
        arrivals = np.array([first[str(name)] for name in votes.people]) / 1000
    flags = engine.flag(votes, arrivals)
    both = engine.compared(votes, flags)
    return {
        "constant": votes.people[flags.constant].tolist(),
        "alike": votes.people[flags.alike].tolist(),
        "burst": votes.people[flags.burst].tolist(),
        "groups_without": both.without.sizes.tolist(),
        "changed": [
            {
                "statement": votes.statements[j].item(),
                "with": str(both.everybody.ground.states[j]),
                "without": str(both.without.ground.states[j]),
            }
            for j in both.changed
        ],
    }


def result_of(found: "Conversation", mode: str, *, seed: int | None = None) -> dict[str, Any]:
    """The result as plain data, with the votes it was made of."""
    import numpy as np

    from jibungoto.engines import opinion as engine
    from jibungoto.site.cli.opinion_files import packed

    votes = found.votes()
    names = [str(name) for name in votes.statements]
    out, meta = (np.array([name in some for name in names]) for some in (found.out, found.meta))
    if mode == "polis":
        told = engine.polis_told(votes, engine.polis(votes, left_out=out, meta=meta))
    else:
        drawn = engine.SEED if seed is None else seed
        result = engine.robust(votes, left_out=out | meta, seed=drawn)
        told = engine.robust_told(votes, result)
    return {**told, "votes": packed(votes, found)}


def _print(told: dict[str, Any], found: "Conversation") -> None:
    print(
        f"参加した人 {told['people_count']:,}人、意見 {told['statement_count']:,}件、"
        f"票 {told['vote_count']:,}票（{MODES[told['mode']]}）"
    )
    print(f"票のハッシュ {told['input']}")
    if told["mode"] == "polis":
        for side, chosen in told["consensus"].items():
            _list(f"みんなが{SIDES[side]}している意見", chosen, found)
        for group in told["groups"]:
            title = f"グループ{group['id'] + 1}（{group['members']:,}人）らしい意見"
            _list(title, group["representative"], found)
    else:
        opinion_words.show(told, found)


def _list(title: str, chosen: list[dict[str, Any]], found: "Conversation") -> None:
    print(f"\n【{title}】")
    for one in chosen:
        text = found.texts.get(str(one["statement"]), "")
        share = f"{SIDES[one['side']]} {one['successes']}/{one['trials']}"
        print(f"{one['statement']}　{text}　（{share}）")
    if not chosen:
        print("ありません。")


def _recompute(given: argparse.Namespace) -> int:
    from jibungoto.site.cli import opinion_files

    try:
        told = json.loads(bytes_of(given.path))
        mode, seed = told["mode"], told["seed"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Stop(
            f"「{given.path}」は結果のファイルではないようです。"
            "opinion analyse --json で書き出したものを指してください。"
        ) from error
    if given.votes is None and "votes" not in told:
        raise Stop("結果に票が添えられていません。--votes で票のファイルを指してください。")
    found = opinion_files.read(given.votes) if given.votes else opinion_files.unpacked(told)
    again = json.loads(json.dumps(result_of(found, mode, seed=seed)))
    parts = sorted((told.keys() | again.keys()) - {"votes", "flags"})
    unlike = [part for part in parts if not _alike(told.get(part), again.get(part))]
    if given.json:
        print(json.dumps({"same": not unlike, "differing": unlike}, ensure_ascii=False))
    elif unlike:
        print(f"同じではありません。ちがうところ: {'、'.join(unlike)}")
    else:
        print(f"同じです。票のハッシュ {again['input']}")
    return 1 if unlike else 0


def _alike(one: Any, other: Any) -> bool:
    """The same, but for the last digits, in which machines differ."""
    if isinstance(one, float) and isinstance(other, float | int):
        return abs(one - other) <= CLOSE * max(1.0, abs(one))
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_alike, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_alike(one[key], other[key]) for key in one)
    return bool(one == other)


def _parity(given: argparse.Namespace) -> int:
    from jibungoto.engines.opinion import compare
    from jibungoto.site.cli import opinion_files

    found = opinion_files.read(given.path)
    try:
        blob = json.loads((given.path / "math-pca2.json").read_text("utf-8"))
        known = set(blob["tids"])
        voted = zip(found.people, found.statements, found.values, strict=True)
        kept = [vote for vote in voted if int(vote[1]) in known]
        order = found.order and [
            when
            for when, statement in zip(found.order, found.statements, strict=True)
            if int(statement) in known
        ]
        people, statements, values = (list(part) for part in zip(*kept, strict=True))
        told = opinion_files.Conversation(people, statements, values, order)
        parity = compare(told.votes(all_statements=blob["tids"]), blob)
    except (OSError, json.JSONDecodeError, KeyError, ValueError) as error:
        raise Stop(
            f"「{given.path}」の math-pca2.json を読めません。pol.is の結果のフォルダーを"
            f"指してください。（{error}）"
        ) from error
    if given.json:
        print(json.dumps(parity.told(), ensure_ascii=False))
    else:
        _print_parity(parity)
    return 0 if parity.is_equal else 1


def _print_parity(parity: "Parity") -> None:
    priorities = f"{parity.priorities:.1e}"
    if parity.priorities_all_alike:
        priorities += "（公開された値がすべて49。pol.is の既知の誤りなので、比べません）"
    rows = [
        ("グループごとの票数", f"{parity.group_votes} / {parity.group_votes_cells} か所がちがう"),
        ("グループをこえた合意", f"{parity.group_aware_consensus:.1e}"),
        (
            "グループらしい意見",
            f"{parity.representative_lists} / {parity.representative_groups} グループがちがう",
        ),
        ("みんなの合意の一覧", f"{parity.consensus_lists} / 2 がちがう"),
        ("意見の端の度合い", f"{parity.extremity:.1e}"),
        ("出す順の重み", priorities),
        ("軸の向き（|cos| のいちばん小さいもの）", f"{parity.smallest_cosine:.12f}"),
    ]
    print(table([("式", "いちばん大きな差"), *rows]))
    print("pol.is の結果と同じです。" if parity.is_equal else "pol.is の結果とちがいます。")
