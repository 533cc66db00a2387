from django.urls import path

from . import views

app_name = "places"
urlpatterns = [
    path("districts/", views.district_list, name="district_list"),
    # "districts/<slug>/" is the portal's.
    path("districts/register/new/", views.district_create, name="district_create"),
    path("districts/<slug:slug>/edit/", views.district_edit, name="district_edit"),
    path("districts/<slug:slug>/end/", views.district_end, name="district_end"),
    path("districts/<slug:slug>/reopen/", views.district_reopen, name="district_reopen"),
]
