"""A result in sentences that can be read aloud; every number in them is one of the result."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from jibungoto.ui.listing import listed, sentences
from jibungoto.ui.tags.words import num

from .selectors.results import Group, Mark, Result, Share, Told

DOUBTFUL = 0.1  # of the people: with so many that look made, the head of the result says so
NUMBERS = ("", "", "二", "三", "四", "五", "六")


def percent(share: float) -> str:
    """79%"""
    return _("{}%").format(round(100 * share))


def interval(share: Share) -> str:
    """79%（69〜87%）"""
    return _("{share}%（{low}〜{high}%）").format(
        share=round(100 * share.share), low=round(100 * share.low), high=round(100 * share.high)
    )


def at_least(share: float) -> str:
    """72%: rounded down, so that it never says more than is sure."""
    return _("{}%").format(int(100 * share))


def gap(told: Told) -> str:
    """The widest difference between two groups, and what it is at least."""
    return _("{gap}ポイント（{low}）").format(
        gap=round(100 * told.difference), low=max(int(100 * told.difference_low), 0)
    )


def headline(result: Result) -> str:
    """The conclusion as the heading of the page."""
    number = len(result.shared) + len(result.refused)
    if result.is_one:
        if number:
            return _("多くの方の答えがそろった意見が、{}件あります").format(number)
        return _("答えのそろった意見は、まだ見つかっていません")
    if number:
        return _("考えはちがっても、{}件の意見が重なりました").format(number)
    return _("考えが分かれ、重なった意見はまだ見つかっていません")


def who_took_part(result: Result) -> str:
    """How many people gave how many answers, and how many of them on paper."""
    told = _("{people}人が、{statements}件の意見に{votes}回答えました。").format(
        people=num(result.all_people),
        statements=num(len(result.statements)),
        votes=num(result.told["cast"]),
    )
    paper = result.on_paper
    if not paper:
        return told
    share = round(100 * paper / result.all_people)
    on_paper = _("このうち{number}人（{share}%）は、紙で答えました。")
    return sentences((told, on_paper.format(number=num(paper), share=share)))


def groups_found(result: Result) -> str:
    """How many groups there are; one is an answer."""
    if result.is_one:
        return _(
            "答え方は、はっきりとは分かれませんでした。"
            "くわしく分けても、答えをよりよく言いあてられるまとまりは見つかっていません。"
        )
    return _(
        "答え方の近い人どうしを集めると、{}つのまとまりになりました。"
        "よい・悪いの分け方でも、人の種類でもありません。"
    ).format(NUMBERS[len(result.groups)])


def heading_of_groups(result: Result) -> str:
    if result.is_one:
        return _("まとまりは一つ")
    return _("{}つのまとまり").format(NUMBERS[len(result.groups)])


def size(group: Group) -> str:
    """A・86人"""
    if group.is_small:
        return _("{}・10人未満").format(group.letter)
    return _("{letter}・{n}人").format(letter=group.letter, n=num(group.size))


def of_group(group: Group) -> str:
    """What marks a group off, in one sentence made from its figures."""
    if group.is_small:
        return _("10人に満たないまとまりなので、数字は出しません。")
    if not group.marks:
        return _("ほかのみなさんとはっきりちがう意見は、見つかりませんでした。")
    return _("{letter}のみなさんの特徴は、{what}が多いことです。").format(
        letter=group.letter, what=_and([_leaning(mark) for mark in group.marks[:2]])
    )


def _leaning(mark: Mark) -> str:
    form = _("「{}」に「そう思う」人") if mark.agrees else _("「{}」に「そう思わない」人")
    return form.format(mark.statement.text.rstrip("。"))


def _and(said: Sequence[str]) -> str:
    return said[0] if len(said) == 1 else _("{}と、{}").format(said[0], said[1])


def of_mark(mark: Mark) -> str:
    """The figures of what marks a group off: its own share and that of the others."""
    form = (
        _("「そう思う」{own}。ほかのみなさんは{others}。{n}人が回答")
        if mark.agrees
        else _("「そう思わない」{own}。ほかのみなさんは{others}。{n}人が回答")
    )
    return form.format(own=interval(mark.own), others=percent(mark.others), n=num(mark.votes))


def how_stable(group: Group) -> str:
    """How surely the group would come out again, in words and with its figure."""
    said = f"{group.stability:.2f}"
    if group.is_stable:
        return _(
            "人をくじで選び直して10回計算しても、ほぼ同じ顔ぶれが集まりました（重なり {}）。"
        ).format(said)
    if group.is_wavering:
        return _(
            "人をくじで選び直すと、顔ぶれが大きく変わります（重なり {}）。"
            "はっきりしたまとまりとはいえません。"
        ).format(said)
    return _("人をくじで選び直すと、顔ぶれが少し入れかわります（重なり {}）。").format(said)


def surely(told: Told, *, refused: bool = False) -> str:
    """What holds in every group: the least lower bound."""
    bound = told.surest_disagree if refused else told.surest_agree
    low = int(100 * bound)  # never more than is sure
    if len(told.groups) == 1:
        form = (
            _("少なくとも{}%の方が「そう思わない」と見られます。")
            if refused
            else _("少なくとも{}%の方が「そう思う」と見られます。")
        )
    else:
        form = (
            _("どのまとまりでも、少なくとも{}%の方が「そう思わない」と見られます。")
            if refused
            else _("どのまとまりでも、少なくとも{}%の方が「そう思う」と見られます。")
        )
    return form.format(low)


def divided(told: Told, result: Result) -> str:
    """Between whom the difference is, how wide, and at least how wide."""
    if told.between is None:
        return ""
    first, second = sorted(told.between, key=lambda n: -_side(told, n))
    if result.groups[first].is_small or result.groups[second].is_small:
        return _("10人に満たないまとまりとのちがいなので、数字は出しません。")
    form = (
        _(
            "「そう思う」割合は、{a}が{b}より{gap}ポイント高く、少なくとも{low}ポイントのちがいがあります。"
        )
        if told.differs_in_agreeing
        else _(
            "「そう思わない」割合は、{a}が{b}より{gap}ポイント高く、少なくとも{low}ポイントのちがいがあります。"
        )
    )
    return form.format(
        a=result.groups[first].letter,
        b=result.groups[second].letter,
        gap=round(100 * told.difference),
        low=int(100 * told.difference_low),
    )


def _side(told: Told, group: int) -> float:
    answers = told.groups[group]
    share = answers.agrees if told.differs_in_agreeing else answers.disagrees
    return share.share if share else 0.0


def flagged(result: Result) -> str:
    """How many look made, and what hangs on them."""
    flags = result.flags
    kinds = (
        (flags["constant"], _("10回以上いつも同じ答えだった方が{}人")),
        (flags["alike"], _("ほかの3人以上とほとんど同じ答えだった方が{}人")),
        (flags["burst"], _("短い時間にまとまって加わった方が{}人")),
    )
    said = listed(form.format(num(number)) for number, form in kinds if number)
    if not said:
        return _(
            "つくられたように見える答え（いつも同じ、そっくり同じ、短い時間に集中）は、見つかりませんでした。"
        )
    told = _(
        "つくられたように見える答えがないかを確かめたところ、{said}いました（重なりを除いて{people}人）。"
        "印をつけただけで、上の結果にはすべての答えが入っています。"
    ).format(said=said, people=num(flags["people"]))
    changed = len(flags.get("changed", ()))
    without = flags.get("groups_without")
    if without is None:
        return told
    number = _("まとまりは{}つ").format(len(without))
    if changed:
        effect = _("この方たちを除いて計算すると、{groups}になり、{n}件の意見で見方が変わります。")
    else:
        effect = _("この方たちを除いて計算しても、{groups}で、どの意見も見方は変わりません。")
    return sentences((told, effect.format(groups=number, n=changed)))


def doubt(result: Result) -> str:
    """What must stand at the head where very many answers look made; "" elsewhere."""
    flags = result.flags
    people = flags["people"]
    if people < DOUBTFUL * result.analysis.people or "groups_without" not in flags:
        return ""
    return _(
        "答えた方のうち{people}人（{share}）の答えは、つくられたように見えます。"
        "この方たちを除くと、まとまりは{groups}つになり、{n}件の意見で見方が変わります。"
    ).format(
        people=num(people),
        share=percent(people / result.analysis.people),
        groups=len(flags["groups_without"]),
        n=len(flags.get("changed", ())),
    )


def of_state(state: str) -> str:
    """What can be said of a statement, in a few words."""
    return {
        "shared_agree": _("どのまとまりでも「そう思う」が過半数"),
        "shared_disagree": _("どのまとまりでも「そう思わない」が過半数"),
        "divisive": _("まとまりで分かれた"),
        "mixed": _("どちらともいえない"),
        "needs_votes": _("もっと答えが要る"),
        "few": _("答えた方が10人に満たない"),
    }[state]
