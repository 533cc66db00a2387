from django.urls import path

from . import views

app_name = "portal"
urlpatterns = [
    path("", views.municipality_home, name="municipality_home"),
]
