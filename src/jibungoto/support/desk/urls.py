from django.urls import path

from . import views

app_name = "desk"
urlpatterns = [
    path("desk/", views.desk_mine, name="desk_mine"),
    path("desk/new/", views.contact_add, name="contact_add"),
    path("desk/settings/", views.desk_settings, name="desk_settings"),
    path("desk/contacts/<int:pk>/", views.contact_edit, name="contact_edit"),
    path("desk/contacts/<int:pk>/done/", views.contact_done, name="contact_done"),
    path("desk/contacts/<int:pk>/withdraw/", views.contact_withdraw, name="contact_withdraw"),
    path("desk/contacts/<int:pk>/withdrawn/", views.contact_withdrawn, name="contact_withdrawn"),
    path("desk/districts/<slug:district>/", views.desk_district, name="desk_district"),
    path("desk/districts/<slug:district>/handover/", views.desk_handover, name="desk_handover"),
]
