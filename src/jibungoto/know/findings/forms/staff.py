"""What staff and council fill in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jibungoto.kernel import clock, identity, nodes
from jibungoto.kernel.actor import Actor
from jibungoto.kernel.models import Node
from jibungoto.know.findings import policies
from jibungoto.know.findings.models import Deed, Finding, Theme
from jibungoto.know.findings.selectors.findings import known_districts, open_themes
from jibungoto.know.organisations.models import Organisation
from jibungoto.ui.forms import DateInput
from jibungoto.ui.seen import Watched

from .residents import SpotMixin


class StateForm(forms.Form):
    """How far a finding has come, and why."""

    state = forms.ChoiceField(label=_("扱い"), choices=Finding.State.choices)
    reason = forms.CharField(
        label=_("理由"),
        max_length=300,
        required=False,
        help_text=_("書いた方と「わたしも」の方に届きます。見送るときは、必ず書いてください。"),
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("state") == Finding.State.PASSED and not (told.get("reason") or "").strip():
            self.add_error("reason", _("見送る理由を書いてください。"))
        return told


class ThemesMixin(forms.Form):
    """What a finding is about; the choices are those kept for everybody."""

    themes = forms.TypedMultipleChoiceField(
        label=_("テーマ"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.open_themes = {theme.pk: theme for theme in open_themes()}
        self.fields["themes"].choices = [(t.pk, t.name) for t in self.open_themes.values()]  # type: ignore[attr-defined]

    def clean_themes(self) -> list[Theme]:
        return [self.open_themes[pk] for pk in self.cleaned_data["themes"]]


class ThemesForm(ThemesMixin):
    """The themes of one finding."""


class AnswerForm(forms.Form):
    """An official answer."""

    text = forms.CharField(
        label=_("返事"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("いつまでに、だれが、何をするか。できないときは、その理由を書きます。"),
    )
    who = forms.CharField(
        label=_("どこからの返事ですか"),
        max_length=60,
        help_text=_("課や協議会の名前を書きます。職員個人の名前は書きません。"),
    )
    on = forms.DateField(label=_("返事の日"), widget=DateInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": clock.today()})
        super().__init__(*args, **kwargs)


_OFFERED = 40  # newest records of the district to choose from
# What a finding leads to is done or decided by people; these are not.
_NO_RESULTS = (
    *Finding.Sort.values,
    "idea",
    "campaign",
    "district",
    "karte",
    "indicator",
    "facility",
)


class ConnectForm(forms.Form):
    """The record that came of a finding: chosen from the district's newest, or by its short code or
    address."""

    pick = forms.ChoiceField(label=_("つながった先（地区の新しい記録から）"), required=False)
    code = forms.CharField(
        label=_("一覧にないとき"),
        max_length=300,
        required=False,
        help_text=_("活動や計画などのページのアドレスか、印刷物の8文字の番号を書きます。"),
    )
    note = forms.CharField(label=_("ひとこと"), max_length=200, required=False)

    def __init__(self, *args: Any, actor: Actor, district_id: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        found = nodes.nodes(actor, district_id=district_id)
        rows = found.exclude(kind__in=_NO_RESULTS).values_list("short_code", "title")[:_OFFERED]
        self.fields["pick"].choices = [("", _("選んでください")), *rows]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if "code" in told and told["code"] is None and not told.get("pick"):
            self.add_error("pick", _("一覧から選ぶか、番号かアドレスを書いてください。"))
        elif told.get("pick") and told.get("code") is None:
            told["code"] = nodes.by_code(self.actor, told["pick"])
        return told

    def clean_code(self) -> Node | None:
        typed = str(self.cleaned_data["code"]).strip()
        if not typed:
            return None
        node = nodes.by_code(self.actor, identity.read_code(typed)) if "/" not in typed else None
        if node is None and "/" in typed:
            path = typed.split("://", 1)[-1].split("?", 1)[0].split("#", 1)[0]
            parts = path.strip("/").split("/")
            # An address has the machine and the municipality before the record's own path.
            tails = ["/".join(parts[n:]) + "/" for n in range(min(3, len(parts)))]
            visible = Node.objects.filter(nodes.visible(self.actor))
            node = visible.filter(path__in=tails).first()
        if node is None:
            raise forms.ValidationError(
                _(
                    "この番号やアドレスの記録は見つかりません。写しまちがいがないかお確かめください。"
                )
            )
        return node


class HideForm(forms.Form):
    """Why a finding is taken from public sight."""

    reason = forms.CharField(
        label=_("見えなくする理由"),
        max_length=200,
        help_text=_("書いた方だけに伝わります。例：個人のお名前が入っていました"),
    )


class DeedForm(forms.Form):
    """A verb in a resource's history."""

    verb = forms.ChoiceField(label=_("どうしましたか"), choices=(), widget=forms.RadioSelect)
    who = forms.CharField(
        label=_("だれが"),
        max_length=60,
        required=False,
        help_text=_("団体の名前か「住民の方」のように書きます。人の名前は書きません。"),
    )
    organisation: forms.ModelChoiceField[Organisation] = forms.ModelChoiceField(
        label=_("名簿の団体"), queryset=None, required=False, empty_label=_("選ばない")
    )
    text = forms.CharField(label=_("どのように"), max_length=200, required=False)
    on = forms.DateField(label=_("いつ"), widget=DateInput())

    def __init__(self, *args: Any, words: Any, district: Any = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": clock.today()})
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = [  # type: ignore[attr-defined]
            (verb, words[f"resource.{verb}"]) for verb in Deed.Verb.values
        ]
        found = Organisation.objects.filter(ended_on__isnull=True)
        if district is not None:
            found = found.filter(node__placed__district=district)
        self.fields["organisation"].queryset = found.order_by("kana", "pk")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if not told.get("who") and not told.get("organisation"):
            self.add_error("who", _("だれがしたかを書くか、名簿の団体を選んでください。"))
        return told


class MergeForm(forms.Form):
    """Which of the chosen findings the others are put under."""

    head = forms.ChoiceField(
        label=_("どれにまとめますか"),
        widget=forms.RadioSelect,
        help_text=_("選んだ気づきの題名で出ます。ほかの気づきも、そのまま残ります。"),
    )
    reason = forms.CharField(label=_("ひとこと"), max_length=200, required=False)

    def __init__(self, *args: Any, findings: list[Finding], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["head"].choices = [(f.code, f.title) for f in findings]  # type: ignore[attr-defined]


class ReceptionForm(Watched, forms.Form):
    """Public at once, or after staff looked."""

    check_first = forms.TypedChoiceField(
        label=_("書かれた気づきを、いつ公開しますか"),
        choices=[
            ("no", _("書かれたら、すぐに公開する")),
            ("yes", _("職員が見てから公開する")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    hold_cautions = forms.BooleanField(
        label=_("人の名前や電話番号のようなことばがあるものは、職員が見てから公開する"),
        required=False,
    )


class ThemeForm(Watched, forms.Form):
    """One theme."""

    name = forms.CharField(label=_("名前"), max_length=30)
    order = forms.IntegerField(label=_("並べる順"), min_value=0, max_value=30000, initial=100)
    is_open = forms.BooleanField(label=_("使う"), required=False, initial=True)

    def __init__(self, *args: Any, theme: Theme | None = None, **kwargs: Any) -> None:
        if theme is not None:
            names = ("name", "order", "is_open")
            kwargs["initial"] = {name: getattr(theme, name) for name in names}
        super().__init__(*args, **kwargs)
        self.theme = theme
        if theme is not None:
            self.watch()

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"]).strip()
        others = Theme.objects.exclude(pk=self.theme.pk) if self.theme else Theme.objects.all()
        if others.filter(name=name).exists():
            raise forms.ValidationError(_("同じ名前のテーマがあります。"))
        return name


class RecordForm(ThemesMixin, SpotMixin):
    """A finding told on paper or by word of mouth, written down by staff or council."""

    sort = forms.ChoiceField(label=_("種類"), widget=forms.RadioSelect)
    title = forms.CharField(label=_("ひとことで"), max_length=60)
    text = forms.CharField(
        label=_("くわしく"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("話した方のことばのままに。お名前や連絡先は書きません。"),
    )
    asset = forms.ChoiceField(label=_("資源の種類"), required=False)
    presence = forms.ChoiceField(label=_("資源のあらわれ方"), required=False)
    channel = forms.ChoiceField(
        label=_("どうやって届きましたか"),
        choices=[(c, c.label) for c in (Finding.Channel.PAPER, Finding.Channel.ORAL)],
        widget=forms.RadioSelect,
        initial=Finding.Channel.PAPER,
    )
    found_on = forms.DateField(label=_("いつ"), widget=DateInput())
    field_order = (
        "sort", "title", "text", "asset", "presence", "district", "place", "channel", "found_on",
        "themes",
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, words: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"found_on": clock.today(), "sort": "charm"})
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["sort"].choices = [(s, words[s]) for s in Finding.Sort.values]  # type: ignore[attr-defined]
        self.fields["asset"].choices = [  # type: ignore[attr-defined]
            ("", _("資源のときだけ選びます")),
            *((a, words[f"resource.{a}"]) for a in Finding.Asset.values),
        ]
        self.fields["presence"].choices = [  # type: ignore[attr-defined]
            ("", _("資源のときだけ選びます")),
            *((p, words[f"resource.{p}"]) for p in Finding.Presence.values),
        ]
        if not actor.scopes(policies.RECORD).everywhere:
            mine = [d.pk for d in known_districts() if self._may(d)]
            field: Any = self.fields["district"]
            field.queryset = field.queryset.filter(pk__in=mine)
            field.required, field.empty_label = True, None

    def _may(self, district: Any) -> bool:
        return self.actor.may(policies.RECORD, district_path=district.lineage)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("sort") == Finding.Sort.RESOURCE:
            for name in ("asset", "presence"):
                if not told.get(name):
                    self.add_error(name, _("資源のときは、選んでください。"))
        district = told.get("district")
        if district is not None and not self._may(district):
            self.add_error("district", _("担当している地区の中の場所を選んでください。"))
        return told
