from django.urls import path

from .views import areas, districts, memberships

app_name = "places"
urlpatterns = [
    path("districts/", districts.district_list, name="district_list"),
    # "districts/<slug>/" is the portal's.
    path("districts/register/new/", districts.district_create, name="district_create"),
    path("districts/register/kinds/", districts.kind_list, name="kind_list"),
    path("districts/register/kinds/<slug:kind>/", districts.kind_edit, name="kind_edit"),
    path("districts/register/memberships/", memberships.membership_list, name="membership_list"),
    path(
        "districts/register/memberships/preview/",
        memberships.membership_preview,
        name="membership_preview",
    ),
    path(
        "districts/register/memberships/apply/",
        memberships.membership_apply,
        name="membership_apply",
    ),
    path(
        "districts/register/memberships/<uuid:public_id>/undo/",
        memberships.assignment_undo,
        name="assignment_undo",
    ),
    path("districts/<slug:slug>/edit/", districts.district_edit, name="district_edit"),
    path("districts/<slug:slug>/end/", districts.district_end, name="district_end"),
    path("districts/<slug:slug>/reopen/", districts.district_reopen, name="district_reopen"),
    path("districts/<slug:slug>/remove/", districts.district_remove, name="district_remove"),
    path(
        "districts/<slug:slug>/boundary/remove/", districts.boundary_remove, name="boundary_remove"
    ),
    path(
        "districts/<slug:slug>/boundary/restore/",
        districts.boundary_restore,
        name="boundary_restore",
    ),
    path("districts/<slug:slug>/areas/", districts.district_areas, name="district_areas"),
    path("areas/<int:pk>/", areas.area_view, name="area_view"),
    path("areas/<int:pk>/end/", areas.area_end, name="area_end"),
    path("areas/<int:pk>/reopen/", areas.area_reopen, name="area_reopen"),
    path("areas/<int:pk>/<slug:kind>/", areas.area_correct, name="area_correct"),
]
