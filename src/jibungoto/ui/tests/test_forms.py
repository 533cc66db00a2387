"""Forms: label, hint, error, field; faults on top with links; what was typed is kept."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms.renderers import DjangoTemplates
from django.template import engines
from django.test import RequestFactory
from django.utils.safestring import mark_safe

from jibungoto.ui.forms import DateInput, PlainDecimalField, UploadField, faults


class VoiceForm(forms.Form):
    name = forms.CharField(label="活動の名前", help_text="20字くらいが読みやすいです。")
    day = forms.DateField(label="開催日", widget=DateInput)
    note = forms.CharField(label="内容", required=False, widget=forms.Textarea)
    who = forms.ChoiceField(
        label="参加できる人",
        widget=forms.RadioSelect,
        choices=[("a", "どなたでも"), ("b", "地区の方")],
    )
    paper = UploadField(label="資料", kinds=(".pdf", ".csv"), most=1, required=False)
    agree = forms.BooleanField(label="広報にのせてもかまいません", required=False)

    def clean(self) -> None:
        if self.cleaned_data.get("name") == "だめ":
            raise forms.ValidationError("この名前は、すでに使われています。")


def test_a_field_reads_label_hint_error_field() -> None:
    drawn = str(VoiceForm({"who": "a"})["name"].as_field_group())
    order = [drawn.index(part) for part in ("<label", 'class="hint"', 'class="err"', "<input")]
    assert order == sorted(order)


def test_a_hint_that_somebody_wrote_is_text_and_no_markup() -> None:
    class Asked(forms.Form):
        answer = forms.CharField(help_text='<a href="https://elsewhere.example">ここを押す</a>')

    assert "&lt;a href=" in str(Asked())


def test_whether_a_field_is_needed_is_said_in_words() -> None:
    drawn = str(VoiceForm())
    assert drawn.count('<span class="must">必須</span>') == 3
    assert '<span class="may">任意</span>' in drawn


def test_faults_stand_on_top_with_links_that_lead_somewhere() -> None:
    drawn = str(VoiceForm({"name": "", "day": "x"}))
    summary = drawn[: drawn.index("</ul></div>")]
    targets = re.findall(r'href="#([^"]+)"', summary)
    assert len(targets) == 3
    assert all(f'id="{target}"' in drawn for target in targets)
    assert "3か所を直してください" in summary
    assert "入力した内容は、消えていません。" in summary


def test_a_fault_of_the_whole_form_stands_on_top_too() -> None:
    form = VoiceForm({"name": "だめ", "day": "2026-12-01", "who": "a"})
    assert ("", "", "この名前は、すでに使われています。") in faults(form)


def test_a_fault_is_tied_to_its_field_for_those_who_listen() -> None:
    drawn = str(VoiceForm({"name": ""})["name"])
    assert 'aria-invalid="true"' in drawn
    said = re.search(r'aria-describedby="([^"]+)"', drawn)
    assert said
    assert set(said[1].split()) == {"id_name_helptext", "id_name_error"}
    group = str(VoiceForm({"name": ""})["name"].as_field_group())
    assert all(f'id="{name}"' in group for name in said[1].split())


def test_what_was_typed_is_kept() -> None:
    assert "落ち葉ひろい" in str(VoiceForm({"name": "落ち葉ひろい"}))


def test_nothing_is_summed_up_before_a_form_was_sent() -> None:
    assert "summary" not in str(VoiceForm())


def test_inputs_wear_the_house_and_keep_what_a_field_asked_for() -> None:
    class Wide(forms.Form):
        code = forms.CharField(widget=forms.TextInput(attrs={"class": "code"}))
        many = forms.SplitDateTimeField(label="いつ", widget=forms.SplitDateTimeWidget)

    drawn = str(Wide())
    assert 'class="input code"' in drawn
    assert drawn.count('class="input"') == 2


def test_choices_are_rows_one_can_press_all_over() -> None:
    drawn = str(VoiceForm()["who"].as_field_group())
    assert "<fieldset" in drawn
    assert "<legend>参加できる人" in drawn
    assert re.search(r'<label for="id_who_0"><input type="radio"[^>]*><span>どなたでも', drawn)


def test_no_label_hides_in_the_field() -> None:
    assert "placeholder" not in str(VoiceForm())


def test_a_file_says_its_kinds_and_size_before_it_is_chosen() -> None:
    drawn = str(VoiceForm())
    assert ".pdf・.csv、1MBまで。" in drawn
    assert 'accept=".pdf,.csv"' in drawn


@pytest.mark.parametrize(
    "name, size, fault",
    [("a.exe", 10, "選べるのは"), ("a.pdf", 2_000_000, "1MBまで"), ("a.PDF", 10, "")],
)
def test_a_file_of_another_kind_or_too_large_is_refused(name: str, size: int, fault: str) -> None:
    form = VoiceForm(
        {"name": "a", "day": "2026-12-01", "who": "a"},
        {"paper": SimpleUploadedFile(name, b"x" * size)},
    )
    assert form.is_valid() is not bool(fault)
    assert fault in "".join(form.errors.get("paper", []))


def test_a_posted_form_says_what_its_button_does_and_carries_its_token() -> None:
    template = engines["django"].from_string(
        '{% post_form label="声をとどける" back="/" files=True %}{{ form }}{% endpost_form %}'
    )
    drawn = template.render({"form": VoiceForm()}, RequestFactory().get("/"))
    assert "novalidate" in drawn
    assert 'enctype="multipart/form-data"' in drawn
    assert 'name="csrfmiddlewaretoken"' in drawn
    assert ">声をとどける</button>" in drawn


def test_what_is_missing_is_asked_for_in_plain_words():
    class Empty(forms.Form):
        name = forms.CharField()
        place = forms.ChoiceField(choices=[("a", "A")])
        agreed = forms.BooleanField()
        paper = forms.FileField()

    errors = {name: list(said) for name, said in Empty({}).errors.items()}
    assert errors == {
        "name": ["入力してください。"],
        "place": ["選んでください。"],
        "agreed": ["確かめて、印をつけてください。"],
        "paper": ["ファイルを選んでください。"],
    }


def test_a_stored_number_stands_in_its_field_as_people_write_it():
    field = PlainDecimalField(decimal_places=4)
    assert field.prepare_value(Decimal("47.6000")) == "47.6"
    assert field.prepare_value(Decimal("1200.0000")) == "1200"
    assert field.prepare_value("47.60") == "47.60"  # what somebody typed stays


GROUPS = [("", "すべて"), ("課<&>", [(1, "A & B"), (2, 3000)]), ('x"y', "'引用'")]
ATTRS = {"class": "input", "required": True, "disabled": False, "data-x": '<">', "rows": 2000}


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (forms.Select, ([2], ['x"y'], [])),
        (forms.SelectMultiple, ([2, 1], [])),
        (forms.TextInput, ('<b>"x"', mark_safe("&amp;"), "", None, 1200)),
        (forms.NumberInput, (1200, Decimal("47.6"), None)),
        (forms.HiddenInput, ("a&b", None)),
        (DateInput, (dt.date(2026, 4, 1), "x")),
        (forms.CheckboxInput, (True, False, None)),
        (forms.FileInput, (None,)),
        (forms.Textarea, ("一行\n<b>二行</b>\n", "", None)),
    ],
)
def test_a_widget_is_drawn_as_django_draws_it(
    kind: type[forms.Widget], values: tuple[object, ...]
) -> None:
    widget = kind(attrs={**ATTRS, "class": "input mid"})
    widget.choices = GROUPS  # type: ignore[attr-defined]  # those that have some
    for value in values:
        assert widget.render("a", value) == widget.render("a", value, renderer=DjangoTemplates())


def test_each_choice_of_a_list_is_a_label_around_its_button() -> None:
    drawn = forms.RadioSelect(choices=GROUPS).render("a", [2], attrs={"id": "id_a"})
    assert drawn.startswith('<div id="id_a" class="pick"><label for="id_a_0"><input type="radio" ')
    assert '<p class="hint">課&lt;&amp;&gt;</p>' in drawn
    assert (
        '<label for="id_a_1_1"><input type="radio" name="a" value="2" id="id_a_1_1" checked>'
        "<span>3000</span></label>" in drawn
    )
    assert "A &amp; B" in drawn
