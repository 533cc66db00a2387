from django.urls import path

from .views import documents, editing, generations, indicators, measures, plans, showing

app_name = "plans"
urlpatterns = [
    path("plans/", plans.plan_list, name="plan_list"),
    path("plans/new/", editing.plan_create, name="plan_create"),
    path("plans/documents/new/", documents.document_read, name="document_read"),
    path("plans/documents/<uuid:public_id>/", documents.document_view, name="document_view"),
    path(
        "plans/documents/<uuid:public_id>/discard/",
        documents.document_discard,
        name="document_discard",
    ),
    path("plans/<slug:slug>/publish/", plans.plan_publish, name="plan_publish"),
    path("plans/<slug:slug>/", plans.plan_view, name="plan_view"),
    path("plans/<slug:slug>/edit/", editing.plan_edit, name="plan_edit"),
    path("plans/<slug:slug>/words/", editing.plan_words, name="plan_words"),
    path("plans/<slug:slug>/measures/", measures.tree_edit, name="tree_edit"),
    path("plans/<slug:slug>/measures/new/", measures.measure_create, name="measure_create"),
    path("plans/<slug:slug>/years/close/", indicators.year_close, name="year_close"),
    path("plans/<slug:slug>/indicators/edit/", indicators.indicators_edit, name="indicators_edit"),
    path("plans/<slug:slug>/indicators/new/", indicators.indicator_create, name="indicator_create"),
    path(
        "plans/<slug:slug>/indicators/<code>/edit/",
        indicators.indicator_edit,
        name="indicator_edit",
    ),
    path(
        "plans/<slug:slug>/indicators/<code>/remove/",
        indicators.indicator_remove,
        name="indicator_remove",
    ),
    path(
        "plans/<slug:slug>/indicators/<code>/restore/",
        indicators.indicator_restore,
        name="indicator_restore",
    ),
    path("plans/<slug:slug>/indicators/<code>/values/", indicators.value_table, name="value_table"),
    path(
        "plans/<slug:slug>/indicators/<code>/values/<int:pk>/correct/",
        indicators.value_correct,
        name="value_correct",
    ),
    path("plans/<slug:slug>/<code>/edit/", measures.measure_edit, name="measure_edit"),
    path("plans/<slug:slug>/<code>/move/", measures.measure_move, name="measure_move"),
    path("plans/<slug:slug>/<code>/remove/", measures.measure_remove, name="measure_remove"),
    path("plans/<slug:slug>/<code>/restore/", measures.measure_restore, name="measure_restore"),
    path("plans/<slug:slug>/<code>/schedule/", measures.measure_schedule, name="measure_schedule"),
    path("plans/<slug:slug>/<code>/hurdles/new/", measures.hurdle_create, name="hurdle_create"),
    path("plans/<slug:slug>/<code>/hurdles/<int:pk>/", measures.hurdle_edit, name="hurdle_edit"),
    path(
        "plans/<slug:slug>/<code>/hurdles/<int:pk>/remove/",
        measures.hurdle_remove,
        name="hurdle_remove",
    ),
    path("plans/<slug:slug>/carry-over/", generations.plan_carry_over, name="plan_carry_over"),
    path("plans/<slug:slug>/summary.pdf", showing.plan_summary, name="plan_summary"),
    path("plans/<slug:slug>/measures.csv", showing.plan_export_table, name="plan_export_table"),
    path("plans/<slug:slug>/indicators.csv", showing.indicator_table, name="indicator_table"),
    path("plans/<slug:slug>/embed/", showing.plan_embed, name="plan_embed"),
    path("plans/<slug:slug>/changes/", showing.plan_changes, name="plan_changes"),
    path("plans/<slug:slug>/tables/<slug:key>/", showing.plan_table, name="plan_table"),
    path("plans/<slug:slug>/indicators/", showing.indicator_wall, name="indicator_wall"),
    path("plans/<slug:slug>/indicators/<code>/", showing.indicator_view, name="indicator_view"),
    path("plans/<slug:slug>/<code>/", plans.measure_view, name="measure_view"),
]
