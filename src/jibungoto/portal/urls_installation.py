"""Pages of the installation itself, before a municipality is chosen."""

from django.urls import path

from . import views

app_name = "installation"
urlpatterns = [
    path("", views.installation_home, name="home"),
    path("healthz", views.health, name="health"),
]
