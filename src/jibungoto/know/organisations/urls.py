from django.urls import path

from . import views

app_name = "organisations"
urlpatterns = [
    path("organisations/", views.organisation_list, name="organisation_list"),
    path("organisations/table/", views.organisation_table, name="organisation_table"),
    path("organisations/new/", views.organisation_create, name="organisation_create"),
    path("organisations/<slug:slug>/", views.organisation_view, name="organisation_view"),
    path("organisations/<slug:slug>/edit/", views.organisation_edit, name="organisation_edit"),
    path("organisations/<slug:slug>/end/", views.organisation_end, name="organisation_end"),
    path(
        "organisations/<slug:slug>/reopen/", views.organisation_reopen, name="organisation_reopen"
    ),
]
