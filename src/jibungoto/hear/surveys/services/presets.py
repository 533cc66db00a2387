"""A survey made from a template: its words and questions, ready to be changed."""

from collections.abc import Iterable

from django.db import transaction

from jibungoto.hear.surveys import presets
from jibungoto.hear.surveys.models import Question, Survey
from jibungoto.know.places.models import District

from .questions import add_question
from .surveys import create_survey


@transaction.atomic
def create_from_preset(
    *, title: str, preset: presets.Preset | None, districts: Iterable[District] = ()
) -> Survey:
    """A draft with the template's questions; without a template an empty one."""
    if preset is None:
        return create_survey(title=title, districts=districts)
    survey = create_survey(
        title=title,
        summary=preset.summary,
        districts=districts,
        why=preset.why,
        use=preset.use,
        thanks=preset.thanks,
    )
    made: dict[str, Question] = {}
    for one in preset.questions:
        told = dict(one)
        wanted = told.pop("if_texts", [])
        if wanted:
            source = made[told["if_key"]]
            keys = [o.key for o in source.options.all() if o.text in wanted]
            told["if_options"] = " ".join(keys)
        question = add_question(survey=survey, **told)
        made[question.key] = Question.objects.prefetch_related("options").get(pk=question.pk)
    return survey
