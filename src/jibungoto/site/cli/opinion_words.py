"""How the result of the default analysis is said in a terminal."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jibungoto.site.cli.opinion_files import Conversation

SHOWN = 10
SURE = 0.75
STATES = {
    "shared_agree": "すべてのグループで賛成が過半数",
    "shared_disagree": "すべてのグループで反対が過半数",
    "divisive": "グループで大きく分かれる",
    "mixed": "どちらとも言えない",
    "needs_votes": "もっと票が要る",
}

FLAGS = {
    "constant": "10回以上、いつも同じ答え",
    "alike": "ほかの3人以上と、ほとんど同じ答え",
    "burst": "短い時間に、まとまって来た",
}


def show(told: dict[str, Any], found: "Conversation") -> None:
    """Shared ground first, then the groups, then what divides them."""
    statements = {one["id"]: one for one in told["statements"]}
    _part("みんなの共通点（賛成）", "agree", told["shared"], statements, found)
    _part("みんなの共通点（反対）", "disagree", told["shared_refusal"], statements, found)
    if len(told["groups"]) == 1:
        print("\n意見のまとまりは一つです。はっきり分かれるグループは見つかりませんでした。")
    for group in told["groups"]:
        sure = "" if group["stability"] >= SURE else "。票が変わると、顔ぶれが変わりそうです"
        print(
            f"グループ{group['id'] + 1}　{group['members']:,}人"
            f"（見つけ直せる確かさ {group['stability']:.2f}{sure}）"
        )
    _part("グループで分かれる意見", "agree", told["divisive"], statements, found)
    print("\n【意見の数】")
    for state, words in STATES.items():
        number = sum(one["state"] == state for one in told["statements"])
        print(f"{words}　{number:,}件")


def show_flags(told: dict[str, Any]) -> None:
    """How many people are flagged, and which statements would be said otherwise without them."""
    print("\n【つくられたように見える票】（印であって、決めつけではありません）")
    for kind, words in FLAGS.items():
        print(f"{words}　{len(told[kind]):,}人")
    sizes = "、".join(f"{size:,}人" for size in told["groups_without"])
    print(f"この人たちを除いたときのグループ　{sizes}")
    print(f"除くと見方が変わる意見　{len(told['changed']):,}件")
    for one in told["changed"][:SHOWN]:
        print(f"{one['statement']}　{STATES[one['with']]} → {STATES[one['without']]}")


def _part(
    title: str,
    side: str,
    names: list[Any],
    statements: dict[Any, dict[str, Any]],
    found: "Conversation",
) -> None:
    print(f"\n【{title}】{len(names):,}件")
    for name in names[:SHOWN]:
        print(f"{name}　{found.texts.get(str(name), '')}")
        word = "賛成" if side == "agree" else "反対"
        for number, group in enumerate(statements[name]["groups"], 1):
            share, low, high = (round(100 * part) for part in group[f"{side}_share"])
            print(f"　　グループ{number}：{word} {share}%（{low}〜{high}%、{group['votes']:,}票）")
    if len(names) > SHOWN:
        print(f"　　ほか {len(names) - SHOWN:,}件。すべては --json で出ます。")
