from django.urls import path

from .views import documents, plans

app_name = "plans"
urlpatterns = [
    path("plans/", plans.plan_list, name="plan_list"),
    path("plans/documents/new/", documents.document_read, name="document_read"),
    path("plans/documents/<uuid:public_id>/", documents.document_view, name="document_view"),
    path(
        "plans/documents/<uuid:public_id>/discard/",
        documents.document_discard,
        name="document_discard",
    ),
    path("plans/<slug:slug>/publish/", plans.plan_publish, name="plan_publish"),
    path("plans/<slug:slug>/", plans.plan_view, name="plan_view"),
    path("plans/<slug:slug>/<code>/", plans.measure_view, name="measure_view"),
]
