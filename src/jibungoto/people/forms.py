"""What people fill in: roles, turn-over, letters, counter, names, codes."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jibungoto.japan.fiscal import FiscalYear
from jibungoto.kernel import clock, registry
from jibungoto.ui.forms import DateInput
from jibungoto.ui.seen import Watched

from . import scopes
from .models import CodeBatch, Consent, Department, PersonName, Role, RoleGrant
from .services.codes import MOST_LETTERS

_MONTH = dt.timedelta(days=31)


def _usual_end(today: dt.date) -> dt.date:
    """Until when a role is usually given: in March it is one for the year that comes."""
    return FiscalYear.of(today + _MONTH).last_day


def _last_turn(today: dt.date) -> dt.date:
    """The day with which people leave: in April and May, the one that has just gone by."""
    year = FiscalYear.of(today)
    return (year - 1 if today.month in (4, 5) else year).last_day


class ScopeChoice(forms.ModelChoiceField[Any]):
    """A district or organisation of the municipality at hand; looked up when the form is made."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=RoleGrant.everywhere.none(), required=False, **kwargs)


class DepartmentChoice(forms.ChoiceField):
    """A department by its name; the choices are looked up when the form is made (`offer`)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("担当課"), **{"required": False, **kwargs})

    def offer(self, empty: str) -> None:
        self.choices = [("", empty), *((name, name) for name in scopes.departments())]


class GrantForm(forms.Form):
    """Give a role: to an account, or as an invitation to an address."""

    email = forms.EmailField(
        label=_("メールアドレス"),
        help_text=_("登録のない方には、招待のメールをお送りします。"),
    )
    role = forms.ModelChoiceField(
        label=_("役割"), queryset=Role.everywhere.none(), empty_label=_("選んでください")
    )
    district = ScopeChoice(label=_("地区"), empty_label=_("（地区ごとの役割のとき）"))
    organisation = ScopeChoice(label=_("団体"), empty_label=_("（団体ごとの役割のとき）"))
    department = DepartmentChoice()
    starts_on = forms.DateField(label=_("いつから"), widget=DateInput())
    ends_on = forms.DateField(
        label=_("いつまで"),
        widget=DateInput(),
        required=False,
        help_text=_("空にすると、終わりを決めずに渡します。"),
    )
    reason = forms.CharField(
        label=_("理由"), max_length=200, help_text=_("例：2026年度の人事異動、総会での選任")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = Role.objects.all()  # type: ignore[attr-defined]
        self.fields["district"].queryset = scopes.districts()  # type: ignore[attr-defined]
        self.fields["organisation"].queryset = scopes.organisations()  # type: ignore[attr-defined]
        self.fields["department"].offer(gettext("（担当課ごとの役割のとき）"))  # type: ignore[attr-defined]
        self.fields["starts_on"].initial = clock.today()
        self.fields["ends_on"].initial = _usual_end(clock.today())

    def clean_department(self) -> str | None:
        return self.cleaned_data["department"] or None


class AssignForm(forms.Form):
    """Which department a role is held for."""

    department = DepartmentChoice(required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].offer(gettext("選んでください"))  # type: ignore[attr-defined]


class DepartmentForm(forms.Form):
    """A department to be put in the list."""

    name = forms.CharField(
        label=_("課の名前"),
        max_length=80,
        help_text=_("計画や見直しに書かれている名前と、同じに書いてください。"),
    )


class DepartmentChangeForm(Watched, DepartmentForm):
    """What a department is called, and what became of it."""

    became = forms.ModelChoiceField(
        label=_("いまの課"),
        queryset=Department.everywhere.none(),
        required=False,
        empty_label=_("この名前のまま"),
        help_text=_(
            "名前が変わったり、ほかの課といっしょになったりしたときに選びます。"
            "この名前で書かれた施策や回答のお願いを、選んだ課の担当が受け持ちます。"
        ),
    )

    def __init__(self, *args: Any, department: Department, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"name": department.name, "became": department.became_id})
        super().__init__(*args, **kwargs)
        others = Department.objects.filter(became=None).exclude(pk=department.pk)
        self.fields["became"].queryset = others  # type: ignore[attr-defined]
        self.watch()


class HolderFilter(forms.Form):
    """Which holders of roles to show; one field, as every list of choices costs a query."""

    when = forms.CharField(widget=forms.HiddenInput, required=False)
    q = forms.CharField(label=_("役割・地区・団体・課・アドレス"), max_length=100, required=False)


class RoleForm(Watched, forms.Form):
    """What a role is called and allows."""

    name = forms.CharField(label=_("名前"), max_length=60)
    note = forms.CharField(
        label=_("どんな役割か"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    scope = forms.ChoiceField(
        label=_("どこでの役割か"),
        choices=Role.Scope,
        widget=forms.RadioSelect,
        help_text=_("もつ方がいる役割では変わりません。"),
    )
    is_staff = forms.BooleanField(
        label=_("市の職員の役割（二段階の確認がいります）"), required=False
    )
    permissions = forms.MultipleChoiceField(
        label=_("できること"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, role: Role | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = [(key, known.label) for key, known in sorted(registry.permissions().items())]
        self.fields["permissions"].choices = labels  # type: ignore[attr-defined]
        self.fields["scope"].initial = Role.Scope.MUNICIPALITY
        if role is not None:
            for name in ("name", "note", "scope", "is_staff"):
                self.fields[name].initial = getattr(role, name)
            held = role.permissions.values_list("permission", flat=True)
            self.fields["permissions"].initial = list(held)
            self.watch()


class EndForm(forms.Form):
    last_day = forms.DateField(
        label=_("最後の日"), widget=DateInput(), help_text=_("この日まで役割が続きます。")
    )
    reason = forms.CharField(label=_("理由"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"].initial = clock.today()


class ExtendForm(forms.Form):
    ends_on = forms.DateField(label=_("新しい期限"), widget=DateInput())
    reason = forms.CharField(label=_("理由"), max_length=200)

    def __init__(self, *args: Any, until: dt.date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The year after the one it runs until, whether that is asked on the last day or the first.
        day = max(until or dt.date.min, clock.today() - dt.timedelta(days=1))
        self.fields["ends_on"].initial = FiscalYear.of(day + dt.timedelta(days=1)).last_day


class TurnOverForm(forms.Form):
    """Who leaves (ticked), and who comes (pasted)."""

    ending = forms.ModelMultipleChoiceField(
        label=_("終える方"),
        queryset=RoleGrant.everywhere.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    last_day = forms.DateField(label=_("終える方の最後の日"), widget=DateInput(), required=False)
    rows = forms.CharField(
        label=_("始める方"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_(
            "Excelから次の順でコピーして貼ってください："
            "氏名（保存しません）、メールアドレス、役割、地区か団体か担当課、"
            "いつから、いつまで、理由。"
        ),
    )
    note = forms.CharField(
        label=_("何の交代か"), max_length=200, help_text=_("例：2026年4月の人事異動")
    )

    def __init__(self, *args: Any, holders: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["ending"]
        field.queryset = holders
        field.label_from_instance = holder_label
        self.fields["last_day"].initial = _last_turn(clock.today())

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("ending") and not cleaned.get("last_day"):
            self.add_error("last_day", gettext("終える方がいるときは、最後の日を入れてください。"))
        if not cleaned.get("ending") and not (cleaned.get("rows") or "").strip():
            raise ValidationError(gettext("終える方を選ぶか、始める方を貼ってください。"))
        return cleaned


def holder_label(grant: RoleGrant) -> str:
    where = grant.district or grant.organisation or grant.department
    parts = [grant.role.label, str(where) if where else "", grant.user.email]
    return "　".join(part for part in parts if part)


class BatchForm(forms.Form):
    title = forms.CharField(
        label=_("何のための手紙か"),
        max_length=80,
        help_text=_("手紙の見出しになります。例：北地区の未来についてのアンケート"),
    )
    kind = forms.ChoiceField(label=_("種類"), choices=CodeBatch.Kind, widget=forms.RadioSelect)
    district = ScopeChoice(
        label=_("地区"),
        empty_label=_("市全体"),
        help_text=_("選ぶと、コードを使った方はこの地区の方として参加します。"),
    )
    size = forms.IntegerField(label=_("通数"), min_value=1, max_value=MOST_LETTERS)
    uses_each = forms.IntegerField(
        label=_("1通で参加できる人数"),
        min_value=1,
        max_value=1000,
        initial=4,
        help_text=_("世帯の手紙は家族の人数、ちらしは配る枚数の見込みを入れてください。"),
    )
    expires_on = forms.DateField(label=_("使える最後の日"), widget=DateInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = scopes.districts()  # type: ignore[attr-defined]
        self.fields["kind"].initial = CodeBatch.Kind.HOUSEHOLD

    def clean_expires_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["expires_on"]
        if day < clock.today():
            raise ValidationError(gettext("今日より後の日を選んでください。"))
        return day


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("手紙のコード"),
        max_length=30,
        help_text=_("12文字です。大文字・小文字、ハイフンの有無は気にしなくて大丈夫です。"),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class CounterForm(forms.Form):
    district = ScopeChoice(
        label=_("お住まいの地区"),
        empty_label=_("うかがっていません"),
        help_text=_("お名前や住所はうかがいません。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = scopes.districts()  # type: ignore[attr-defined]


class ViewAsForm(forms.Form):
    role = forms.ModelChoiceField(
        label=_("どの役割の目で見ますか"),
        queryset=Role.everywhere.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    district = ScopeChoice(label=_("地区"), empty_label=_("（地区ごとの役割のとき）"))
    organisation = ScopeChoice(label=_("団体"), empty_label=_("（団体ごとの役割のとき）"))
    department = DepartmentChoice()

    def __init__(self, *args: Any, roles: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = roles  # type: ignore[attr-defined]
        self.fields["district"].queryset = scopes.districts()  # type: ignore[attr-defined]
        self.fields["organisation"].queryset = scopes.organisations()  # type: ignore[attr-defined]
        self.fields["department"].offer(gettext("（担当課ごとの役割のとき）"))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        role = cleaned.get("role")
        for scope in (Role.Scope.DISTRICT, Role.Scope.ORGANISATION, Role.Scope.DEPARTMENT):
            if role and role.scope == scope and not cleaned.get(scope):
                self.add_error(scope, gettext("どこの役割として見るかを選んでください。"))
            elif role and role.scope != scope:
                cleaned[scope] = None
        return cleaned


class NameForm(Watched, forms.ModelForm[PersonName]):
    """What somebody is called, and field by field whether the public may read it."""

    district = ScopeChoice(
        label=_("お住まいの地区"),
        empty_label=_("答えない"),
        help_text=_("地区のお知らせや投票で使います。ほかの方には見えません。"),
    )
    consents = forms.MultipleChoiceField(
        label=_("公開のページに出してよいもの"),
        choices=Consent.Field,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "選ばないものは出しません。一つも選ばなければ、役割の名前か「参加者」と出ます。"
            "いつでも変えられ、変えたときから出なくなります。"
        ),
    )

    class Meta:
        model = PersonName
        fields = ["display", "family", "given", "kana"]
        help_texts = {"display": _("ほかの方から呼ばれたい名前。本名でなくてかまいません。")}
        widgets = {
            name: forms.TextInput(attrs={"autocomplete": purpose})
            for name, purpose in (
                ("display", "nickname"),
                ("family", "family-name"),
                ("given", "given-name"),
            )
        }

    field_order = ["display", "family", "given", "kana", "consents", "district"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = scopes.districts()  # type: ignore[attr-defined]
        self.watch()


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, also when it is empty; None for a page that is only looked at."""
    return request.POST if request.method == "POST" else None
