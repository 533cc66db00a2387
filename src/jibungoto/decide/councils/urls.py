from django.urls import path

from . import views

app_name = "councils"
urlpatterns = [
    path("councils/", views.council_list, name="council_list"),
    path("councils/new/", views.council_create, name="council_create"),
    path("councils/<slug:slug>/", views.council_open, name="council_open"),
    path("councils/<slug:slug>/edit/", views.council_edit, name="council_edit"),
    path("councils/<slug:slug>/stage/", views.stage_enter, name="stage_enter"),
    path("councils/<slug:slug>/stage/undo/", views.stage_undo, name="stage_undo"),
    path("councils/<slug:slug>/seats/new/", views.seat_add, name="seat_add"),
    path("councils/<slug:slug>/seats/<int:seat_id>/", views.seat_fill, name="seat_fill"),
    path("councils/<slug:slug>/seats/<int:seat_id>/close/", views.seat_close, name="seat_close"),
]
