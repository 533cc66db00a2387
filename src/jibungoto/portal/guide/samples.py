"""What the living page of parts shows: one sample for each part, all invented."""

import datetime as dt
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.core.validators import MinValueValidator
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from jibungoto.ui.forms import DateInput, UploadField
from jibungoto.ui.tags.shapes import ICONS, STAGES

from . import figures as guide_figures

# How each part is written in a template, as the page prints it.
CALLS = {
    "vote_sign": "{% vote_sign 'agree' %}",
    "figure": "{% figure figure %}",
    "map": "{% map_figure still %}",
    "icicle": "{% icicle title note cells %}",
    "spark": "{% spark values words %}",
    "table": '<table class="fold">…<td class="n" data-h="65歳以上">',
    "button": '<a class="btn">　.second　.quiet　.danger　.slim',
    "stats": "{% stats items %}",
    "source": '{% source date="…" source="…" method="…" %}',
    "nodata": '{% nodata "地区ごとの調査がまだありません。" %}',
    "shares": "{% shares 84 9 7 %}",
    "intervals": "{% intervals intervals %}",
    "tally": '{% tally items "人" %}',
    "progress": '{% progress 12 42 "42件のうち13件目" %}',
    "post_form": '{% post_form label="活動を申し込む" back=url %}{{ form }}{% endpost_form %}',
    "dialog": '{% dialog "取り下げる" "申し込みを取り下げますか" kind="danger" %}…{% enddialog %}',
    "section": '{% section "今週の行事" url=url more="行事暦を見る" %}…{% endsection %}',
    "rows": "{% rows items %}",
    "card": "{% card %}…{% endcard %}",
    "panel": '{% panel "wait" title="…" %}…{% endpanel %}',
    "voice": '{% voice who="60代・3丁目" %}…{% endvoice %}',
    "facts": "{% facts items %}",
    "story": "{% story events %}",
    "strip": "{% strip events %}",
    "week": "{% week days %}",
    "record": '{% record "決定" what meta todo=False %}',
    "disclose": '{% disclose "前の版を見る" %}…{% enddisclose %}',
    "files": "{% files items %}",
    "ring": '{% ring "know" %}',
    "mark": "{% mark municipality.colour %}",
    "state": '{% state "run" "順調" %}',
    "chip": '{% chip "魅力・人" %}',
    "badge": "{% badge 3 %}",
    "icon": '{% icon "print" %}',
    "cycle": '{% cycle items current="hear" %}',
    "crumbs": '{% crumbs "つつじ台地区" url "まちづくり計画" %}',
    "tabs": "{% tabs items label %}",
    "steps": "{% steps words 2 %}",
    "pager": "{% pager page_obj %}",
    "downloads": "{% downloads table query pdf=sheet json=True %}",
    "filter_bar": "{% filter_bar form found=3 clear=url %}",
    "search_box": "{% search_box url value %}",
    "notice": '{% notice "ok" %}<p>…</p>{% endnotice %}',
    "toasts": "{% toasts messages %}",
    "empty": '{% empty "hear" "まだ声は届いていません" %}…{% endempty %}',
    "day": "{{ day|era_date }} {{ start|weekday_date:end }} {{ year|fiscal_year }}",
}

COLOURS = {
    "ground": [
        ("生成り", "--paper", "ページの地"),
        ("白", "--surface", "操作できるもの"),
        ("砂", "--sunken", "静かな面、表の見出し"),
        ("墨", "--ink", "本文"),
        ("墨 二", "--ink-2", "補足の文"),
        ("墨 三", "--ink-3", "単位と出典"),
        ("線", "--line", "飾りの罫"),
        ("強い線", "--line-strong", "入力の枠"),
    ],
    "ai": [
        ("藍", "--ai", "主な操作"),
        ("深い藍", "--ai-deep", "帯とフッター"),
        ("淡い藍", "--ai-soft", "選択、案内"),
        ("リンク", "--link", "文中のリンク"),
    ],
    "accents": [
        ("山吹", "--yamabuki", "だれかを待つ"),
        ("山吹 淡", "--yamabuki-soft", "待つことの面"),
        ("常磐", "--tokiwa", "済み、実現"),
        ("常磐 淡", "--tokiwa-soft", "済みの面"),
        ("朱", "--shu", "遅れ、誤り"),
        ("朱 淡", "--shu-soft", "遅れの面"),
        ("市の色", "--city", "しるしの中心だけ"),
    ],
    "data": [
        ("この地区", "--d-here", "塗り・太い線"),
        ("市", "--d-city", "点線・細い棒"),
        ("前の時点", "--d-then", "輪郭だけ"),
        ("そう思う", "--d-agree", "左から"),
        ("わからない", "--d-pass", "中"),
        ("そう思わない", "--d-disagree", "右"),
        ("まとまりA", "--d-ga", "丸"),
        ("まとまりB", "--d-gb", "三角"),
        ("まとまりC", "--d-gc", "四角"),
    ],
}


class ActivityForm(forms.Form):
    """A form with every kind of field, one of them wrong."""

    name = forms.CharField(label=_("活動の名前"), help_text=_("20字くらいが読みやすいです。"))
    day = forms.DateField(
        label=_("開催日"),
        widget=DateInput,
        validators=[
            MinValueValidator(dt.date(2026, 11, 24), _("今日より後の日を入れてください。"))
        ],
    )
    area = forms.ChoiceField(
        label=_("場所"),
        choices=[("", _("選んでください")), ("1", "1丁目"), ("2", "2丁目")],
        required=False,
    )
    about = forms.CharField(
        label=_("内容"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    who = forms.ChoiceField(
        label=_("参加できる人"),
        widget=forms.RadioSelect,
        choices=[("all", _("どなたでも")), ("here", _("地区にお住まいの方"))],
    )
    help = forms.MultipleChoiceField(
        label=_("お願いしたいこと"),
        widget=forms.CheckboxSelectMultiple,
        choices=[("carry", _("荷物を運ぶ")), ("guide", _("道を案内する"))],
        required=False,
    )
    picture = UploadField(label=_("写真"), kinds=(".jpg", ".png"), most=10, required=False)
    agree = forms.BooleanField(label=_("活動の様子を、広報にのせてもかまいません"), required=False)


class FilterForm(forms.Form):
    """Two filters of a list."""

    year = forms.ChoiceField(label=_("年度"), choices=[("2026", "2026年度"), ("2025", "2025年度")])
    state = forms.ChoiceField(label=_("状態"), choices=[("", _("すべて")), ("late", _("遅れ"))])


def page() -> dict[str, Any]:
    """The context of the page; the parts are drawn where the page has none at hand."""
    return {"home": _home(), "parts": parts}


def parts() -> SafeString:
    """Every part there is, drawn: the same for every reader of a language."""
    return render_to_string("guide/parts.html", samples())


def samples() -> dict[str, Any]:
    """What the parts are drawn of."""
    day = dt.date(2026, 11, 22)
    form = ActivityForm(
        {"name": "落ち葉ひろいの日", "day": "2026-11-21", "who": "all"}, auto_id="guide_%s"
    )
    return {
        "calls": CALLS,
        "colours": COLOURS,
        "stages": STAGES,
        "icons": ICONS,
        "home": _home(),
        "form": form,
        "filters": FilterForm(auto_id="filter_%s"),
        "listing": Paginator(range(240), 20).get_page(4),
        "day": dt.date(2026, 10, 1),
        "start": dt.datetime(2026, 12, 12, 14, 0),  # noqa: DTZ001 a sample, no moment
        "end": dt.datetime(2026, 12, 12, 15, 30),  # noqa: DTZ001
        "days": _week(day),
        **guide_figures.figures(),
        **_LISTS,
    }


def _home() -> dict[str, Any]:
    words = [
        "地域カルテ",
        "声・アンケート",
        "会議・計画・予算",
        "活動・お手伝い",
        "行事暦・お知らせ",
        "1年のまとめ",
    ]
    return {
        "name": "つつじ｜台地区《だいちく》",
        "hero": True,
        "lead": _(
            "8,412人、3,906世帯がくらす、丘と商店街の地区です。いまは「買い物と通院の足」について、みなさんの声を聴いています。"
        ),
        "up_url": "#ways",
        "up_label": _("ひなた市の12地区"),
        "watch_url": "#ways",
        "contour": "tsutsujidai",
        "stage": "hear",
        "cycle": [
            {"stage": stage, "url": "#ways", "sub": sub}
            for stage, sub in zip(STAGES, words, strict=True)
        ],
    }


def _week(first: dt.date) -> list[dict[str, Any]]:
    happening = {
        0: [("8時", "朝のごみ拾い")],
        1: [("11時", "商店街の落ち葉焼きいも")],
        2: [("10時", "体操サロン"), ("15時", "放課後の居場所")],
        4: [("15時", "放課後の居場所")],
        6: [("9時30分", "防災井戸の訓練")],
    }
    return [
        {
            "date": first + dt.timedelta(n),
            "today": n == 0,
            "holiday": "祝" if n == 1 else "",
            "events": [
                {"at": at, "title": title, "url": "#lists"} for at, title in happening.get(n, [])
            ],
        }
        for n in range(7)
    ]


class _Told:
    """A message as django.contrib.messages would hand it over."""

    def __init__(self, level_tag: str, words: str) -> None:
        self.level_tag, self.words = level_tag, words

    def __str__(self) -> str:
        return self.words


_LISTS: dict[str, Any] = {
    "views": [("一覧", "#ways", True), ("段階ごと", "#ways"), ("担当ごと", "#ways")],
    "step_words": ["団体", "内容", "費用", "確認"],
    "waiting": [
        ("まだ答えていない意見が7件あります", "#lists", "5分ほど・12月13日まで"),
        ("防災訓練の係の引き継ぎを確かめる", "#lists", "推進会議の宿題・11月29日まで"),
    ],
    "facts": [
        ("担う人", "推進会議 安全部会"),
        ("市の担当", "公園緑地課"),
        ("お金", "842,600円（地区予算）"),
    ],
    "story": [
        {
            "stage": "hear",
            "kind": "声",
            "when": "2025年6月12日",
            "title": "「夕方の公園が暗くて、犬の散歩がこわい」",
            "quote": "街灯をあと一つつけてもらえないでしょうか。",
            "who": "60代・3丁目。同じ内容の声が、あわせて23件届きました。",
            "url": "#lists",
            "link_label": "23件の声を読む",
        },
        {
            "stage": "decide",
            "kind": "決定",
            "when": "2026年2月21日",
            "title": "計画の施策 1-1-② に加えました",
            "text": "総会で、出席31人のうち29人が賛成しました。",
            "state": "done",
            "state_word": "決定",
        },
        {
            "stage": "know",
            "kind": "これから",
            "when": "2027年3月",
            "title": "1年の振り返りで、続けるかを決めます",
            "todo": True,
        },
    ],
    "strip": [
        ("hear", "声", "「夕方の公園が暗い」ほか23件"),
        ("decide", "決定", "地区予算から86万円をあてました"),
        ("act", "活動", "ソーラー灯を4か所に設置しました"),
        ("review", "結果", "「夜も安心」が38%から61%に増えました"),
    ],
    "decision_meta": ["賛成 24・反対 2・保留 3"],
    "todo_meta": ["福祉部会", "12月20日まで"],
    "files": [("第19回の資料", "#lists", 384_000, "PDF"), ("参加者の数", "#lists", 9_200, "CSV")],
    "stats": [
        {"label": "65歳以上", "value": "33.8", "unit": "%", "vs": "市 27.4%"},
        {"label": "総人口", "value": "8,412", "unit": "人", "vs": "10年前より 6.7%減"},
        {"label": "空き家の割合", "missing": "2027年度に調査します"},
    ],
    "intervals": [
        ("A", 82, 0.79, 0.69, 0.87),
        ("B", 66, 0.34, 0.24, 0.46),
        ("C", 36, 0.58, 0.42, 0.72),
    ],
    "tally": [("つつじ台", 214, True), ("北原", 96), ("川端", 58)],
    "table": [
        ("つつじ台", "33.8%", "10.2%"),
        ("北原", "29.7%", "11.8%"),
        ("川端", "31.5%", "9.9%"),
    ],
    "told": [_Told("success", "下書きを保存しました。公開はまだです。")],
}
