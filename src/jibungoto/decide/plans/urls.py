from django.urls import path

from . import views

app_name = "plans"
urlpatterns = [
    path("plans/", views.plan_list, name="plan_list"),
    path("plans/documents/new/", views.document_read, name="document_read"),
    path("plans/documents/<uuid:public_id>/", views.document_view, name="document_view"),
    path(
        "plans/documents/<uuid:public_id>/discard/", views.document_discard, name="document_discard"
    ),
    path("plans/<slug:slug>/publish/", views.plan_publish, name="plan_publish"),
    path("plans/<slug:slug>/", views.plan_view, name="plan_view"),
    path("plans/<slug:slug>/<code>/", views.measure_view, name="measure_view"),
]
