from django.urls import path

from . import views

app_name = "facilities"
urlpatterns = [
    path("facilities/", views.facility_list, name="facility_list"),
    path("facilities/table/", views.facility_table, name="facility_table"),
    path("facilities/walks/<slug:key>/", views.walk_view, name="walk_view"),
    path("facilities/<slug:code>/", views.facility_view, name="facility_view"),
]
