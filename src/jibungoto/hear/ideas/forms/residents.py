"""What residents fill in: a title, a few lines, and whatever else they like."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jibungoto.hear.ideas.models import Idea
from jibungoto.know.findings.forms.residents import CautionMixin, SpotMixin
from jibungoto.know.findings.forms.staff import ThemesMixin
from jibungoto.ui.seen import Watched


class WordsMixin(CautionMixin, SpotMixin):
    """A proposal in words, and where it is about."""

    title = forms.CharField(
        label=_("ひとことで"),
        max_length=60,
        help_text=_("例：坂の途中に、腰かけられるベンチを置きませんか"),
    )
    text = forms.CharField(
        label=_("くわしく"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("だれが、どう助かるか。どんなふうに進めたいか。2,000字まで。"),
    )
    sure = forms.BooleanField(label=_("このことばのまま、提案します"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            del self.fields["sure"]


class IdeaForm(ThemesMixin, WordsMixin):
    """A new proposal. `looked` says that its near ones were shown already."""

    looked = forms.BooleanField(required=False, widget=forms.HiddenInput)
    field_order = ("title", "text", "sure", "district", "place", "themes", "lat", "lon", "looked")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.open_themes:
            del self.fields["themes"]

    def told(self) -> dict[str, Any]:
        """What services.create_idea takes. Only for a valid form."""
        names = ("title", "text", "district", "place", "lat", "lon", "themes")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}

    def clean_themes(self) -> Any:
        return super().clean_themes() if "themes" in self.cleaned_data else []


class EditForm(Watched, WordsMixin):
    """Everything of an idea at once, for whoever wrote it and for staff."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ("title", "text", "sure", "district", "place", "lat", "lon", "version")

    def __init__(self, *args: Any, idea: Idea, **kwargs: Any) -> None:
        names = ("title", "text", "place", "lat", "lon")
        kwargs["initial"] = {
            **{name: getattr(idea, name) for name in names},
            "district": idea.district_id,
            "version": idea.node.version,
        }
        super().__init__(*args, **kwargs)
        self.watch()

    def told(self) -> dict[str, Any]:
        """What services.change_idea takes. Only for a valid form."""
        names = ("title", "text", "place", "lat", "lon", "district")
        return {name: self.cleaned_data[name] for name in names}


class CommentForm(CautionMixin):
    """A remark on an idea."""

    caution_fields = ("text",)
    text = forms.CharField(
        label=_("コメント"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("よいところ、気になるところ、できること。400字まで。"),
    )
    sure = forms.BooleanField(label=_("このことばのまま、送ります"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            del self.fields["sure"]
