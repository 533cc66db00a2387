"""The page of a result, put together: everything it says is worked out here once."""

from functools import cache, partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jibungoto.hear.sample import comparing
from jibungoto.hear.sample.selectors import districts, tally
from jibungoto.kernel import clock, telling
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.policy import decide
from jibungoto.ui.listing import with_note
from jibungoto.ui.tags.words import long_date, num, weekday_date

from . import saying, showing
from .models import Conversation, Statement
from .result_policies import DECIDE, WORK, sees_results
from .result_ways import addresses, by_state, contents
from .selectors.conversations import counted_parts, is_open
from .selectors.deeds import deed_of
from .selectors.landscape import Standing
from .selectors.results import Result, Told, result

NEEDING = 5
PICKED = 20  # of those that say nothing yet


def context(
    actor: Actor,
    conversation: Conversation,
    found: Result | None,
    standing: Standing | None = None,
) -> dict[str, Any]:
    """What the template of the page needs; `standing` is the place of a reader who answered."""
    told: dict[str, Any] = {
        **addresses(conversation),
        "conversation": conversation,
        "result": found,
        "today": clock.today(),
        "is_open": is_open(conversation),
        "may_tell": bool(decide(actor, DECIDE, conversation)),
        "may_deed": bool(decide(actor, DECIDE, conversation)),
    }
    if found is None:
        return told | {"waits": waits(conversation)}
    return told | public(found, standing) | {"standing": standing}


def waits(conversation: Conversation) -> str:
    """Why there is nothing to see yet, in a sentence."""
    if conversation.showing == Conversation.Showing.END and is_open(conversation):
        if conversation.closes_on:
            return _("結果は、受付を締め切ってからお見せします。受付は{}までです。").format(
                weekday_date(conversation.closes_on)
            )
        return _("結果は、受付を締め切ってからお見せします。")
    return _(
        "10人以上の方が答えると、ここに結果が出ます。"
        "少ない人数のうちは、だれの答えかを推しはかれるおそれがあるので出しません。"
    )


def public(found: Result, standing: Standing | None = None) -> dict[str, Any]:
    """What is the same for every reader, but for their own place on the map."""
    most = showing.SHOWN
    shared, refused = found.shared[:most], found.refused[:most]
    return {
        "headline": saying.headline(found),
        "took_part": saying.who_took_part(found),
        "shared_heading": shared_heading(found),
        "shared_intro": shared_intro(found),
        "shared": showing.shared(shared),
        "refused": showing.shared(refused, refused=True),
        "more_shared": len(found.shared) + len(found.refused) - len(shared) - len(refused),
        "deeds": found.deeds,
        "groups_heading": saying.heading_of_groups(found),
        "groups_intro": saying.groups_found(found),
        "groups": showing.groups(found),
        "map": showing.landscape(found, me=standing.on_map if standing else None),
        "divided_intro": divided_intro(),
        "nothing_shared": nothing_shared(),
        "divisive": showing.divided(found.divisive[:most], found),
        "more_divisive": max(len(found.divisive) - most, 0),
        "needing": found.needing[:NEEDING],
        "more_needing": max(len(found.needing) - NEEDING, 0),
        "contents": contents(found),
        "by_state": by_state(found),
        "at_once": showing.FIRST,
        "next_number": showing.FIRST + 1,
        "first": f":{showing.FIRST}",
        "rest": f"{showing.FIRST}:",
        "meta": found.meta,
        "flagged": saying.flagged(found),
        "doubt": saying.doubt(found),
        "changed": changed(found),
        "reading": reading(found),
        "people_facts": [
            (one["label"], with_note(f"{one['value']}{one['unit']}", one.get("vs", "")))
            for one in who(found)
        ],
        "missing": cache(partial(missing, found)),  # asked for only where the page is not kept
        "method": method(found),
        "release_name": release_name(found),
    }


def shared_heading(found: Result) -> str:
    if found.is_one:
        return _("みんなの答えがそろったこと")
    return _("どのまとまりにも共通すること")


def nothing_shared() -> str:
    return _(
        "どのまとまりでも過半数といえる意見は、まだありません。答えが増えると見つかることがあります。"
    )


def divided_intro() -> str:
    return _(
        "まとまりのあいだのちがいが大きく、たまたまとはいえない意見です。ちがいの大きい順に並べました。"
    )


def reading(found: Result) -> list[str]:
    """How to read the figures, and what they are not."""
    said = [
        _(
            "これは多数決ではありません。何かを決めたものでもありません。"
            "話し合いの入口として、答えの重なりとちがいを整理したものです。"
        ),
        _(
            "住民をくじで選んだ調査ではありません。答えたいと思った方の答えなので、"
            "割合をそのまま地区や市の全員の割合と読むことはできません。"
        ),
        _(
            "割合は、その意見に答えた人の中での割合です。「わからない」も分母に入れています。"
            "「わからない」は「そう思わない」ではありません。"
        ),
        _(
            "（ ）の中の幅は、人数が少ないために生じる95%の区間です（ウィルソン法）。"
            "参加した方のかたよりによるずれは、この幅に入っていません。重みづけはしていません。"
        ),
        _(
            "「共通する」は、どのまとまりでも区間の下の端が50%をこえた意見です。"
            "並び順は、いちばん低いまとまりの下の端の高い順です。{n}件を一度に調べているので、"
            "境目の意見には、たまたま入ったものがありえます。"
        ).format(n=found.read_statements),
    ]
    if not found.is_one:
        said += [
            _(
                "「分かれた」と、まとまりの「特徴」は、すべての意見とまとまりを一度に調べることを"
                "見こんできびしくした区間（ボンフェローニの方法）でも、ちがいが残る意見です。"
                "「分かれた」は、そのうち差が20ポイント以上のものです。"
            ),
            _(
                "まとまりは、同じ答えからつくったものです。そのため、まとまりのあいだの差は、"
                "はじめから大きめに出ます。新しい人に聞いても同じ差になるとはかぎりません。"
            ),
        ]
    said.append(
        _(
            "意見は、みんなが同じ数だけ見たわけではありません。よくわかっていない意見ほど"
            "多く出すので、答えた人数は意見ごとにちがいます。"
        )
    )
    if found.hidden:
        said.append(
            _(
                "きまりにそって見えなくした意見が{}件あります。答えは数えましたが、"
                "まとまりや共通点の計算には使っていません。"
            ).format(found.hidden)
        )
    few = len(found.told["few"])
    if few:
        said.append(
            _(
                "答えた方が10人に満たない意見（{}件）は、計算にも公開データにも入れていません。"
                "だれの答えかを推しはかれるおそれがあるためです。"
            ).format(few)
        )
    return said


def shared_intro(found: Result) -> str:
    """What the list holds and in which order it stands."""
    if found.is_one:
        return _(
            "半数をこえる方が同じように答えたと、95%の確かさでいえる意見です。確かなものから並べました。"
        )
    return _(
        "どのまとまりでも、半数をこえる方が同じように答えたと、95%の確かさでいえる意見です。"
        "いちばん低いまとまりで見て、確かなものから並べました。"
    )


def changed(found: Result) -> list[dict[str, str]]:
    """Statements of which other things hold without the flagged."""
    return [
        {
            "text": found.statements[one["statement"]].text,
            "before": saying.of_state(one["with"]),
            "after": saying.of_state(one["without"]),
        }
        for one in found.flags.get("changed", ())
        if one["statement"] in found.statements
    ]


def who(found: Result) -> list[dict[str, Any]]:
    """How many people, how many answers, which part of them on paper."""
    people = found.all_people
    stats: list[dict[str, Any]] = [
        {"label": _("答えた方"), "value": num(people), "unit": _("人")},
        {
            "label": _("答えの数"),
            "value": num(found.told["cast"]),
            "unit": pgettext("答えの数", "回"),
        },
        {
            "label": _("紙で答えた方"),
            "value": num(found.on_paper),
            "unit": _("人"),
            "vs": _("全体の{}").format(saying.percent(found.on_paper / people)),
        },
    ]
    return stats


def missing(found: Result) -> comparing.Comparison | None:
    """Who took part beside who lives there; None where nobody told anything of themselves."""
    node = found.conversation.node
    here = [place.district for place in node.placed.all()] or list(districts())
    parts = counted_parts(found.conversation)
    compared = comparing.compare(tally(parts), here)
    return compared if compared.told_band or compared.told_district else None


def method(found: Result) -> list[tuple[str, str]]:
    """All that somebody needs who wants to find the same."""
    numbers = found.told["parameters"]
    return [
        (_("計算した日"), long_date(found.analysis.made_at)),
        (
            _("方法"),
            _(
                "投じられた答えだけを使う{}次元の当てはめ（ALS、正則化つき）。"
                "まとまりの数は、1から{}までのなかから、手元に残した答えをよりよく言いあて、"
                "半分ずつで同じ分かれ方になるものを選ぶ"
            ).format(numbers["dimensions"], numbers["groups_at_most"]),
        ),
        (
            _("まとまりの確かさ"),
            _("人をくじで選び直した{}回の計算での、顔ぶれの重なり（ジャカード係数）の平均").format(
                numbers["bootstrap_draws"]
            ),
        ),
        (_("幅"), _("ウィルソン法、{}%").format(round(100 * numbers["confidence"]))),
        (_("乱数の種"), str(found.told["seed"])),
        (_("答えのハッシュ（SHA-256）"), found.analysis.digest),
        (_("計算の番号"), str(found.analysis.number)),
    ]


def release_name(found: Result) -> str:
    """What the file of the result is called."""
    return f"{found.conversation.slug}-{found.analysis.number}.json"


def statement(actor: Actor, one: Statement) -> dict[str, Any]:
    """The page of one statement: its figures as far as they are shown, its story, its deed."""
    conversation = one.conversation
    found = result(conversation) if sees_results(actor, conversation) else None
    told = found.statements.get(one.number) if found else None
    deed = told.deed if told else deed_of(one)
    sides = []
    if told and told.everybody:
        for refused, what in ((False, _("「そう思う」割合")), (True, _("「そう思わない」割合"))):
            rows = [] if told.is_meta else showing.rows(told, refused=refused)
            whole = {**showing.row(told.everybody, refused=refused), "name": _("全員")}
            sides.append((what, [whole] if found and found.is_one else [whole, *rows]))
    return {
        **addresses(conversation),
        "statement": one,
        "conversation": conversation,
        "result": found,
        "told": told,
        "state": saying.of_state(told.state) if told and not told.is_meta else "",
        "said": said_of(told, found),
        "sides": sides,
        "deed": deed,
        "today": clock.today(),
        "story": telling.told(actor, one.node),
        "may_work": bool(decide(actor, WORK, one)),
    }


def said_of(told: Told | None, found: Result | None) -> str:
    """What can be said of a statement, in a sentence."""
    if told is None or found is None or told.is_meta:
        return ""
    if told.state == "shared_agree":
        return saying.surely(told)
    if told.state == "shared_disagree":
        return saying.surely(told, refused=True)
    if told.state == "divisive":
        return saying.divided(told, found)
    if told.state in ("needs_votes", "few"):
        return _("答えた方がまだ少なく、どのような意見かはいえません。")
    return _("共通するとも、分かれたともいえない意見です。")


def pickable(found: Result) -> list[tuple[str, list[Told]]]:
    """All statements for the host, in the order of what a result says of them."""
    parts = [
        (shared_heading(found), [*found.shared, *found.refused]),
        (_("考えが分かれたこと"), found.divisive),
        (_("どちらともいえない意見"), found.mixed),
        (_("もっと答えが要る意見"), found.needing[:PICKED]),
    ]
    return [(title, rows) for title, rows in parts if rows]
