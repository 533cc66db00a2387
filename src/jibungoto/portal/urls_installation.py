"""Pages of the installation itself, before a municipality is chosen."""

from django.urls import path

from .views import homes, me

app_name = "installation"
urlpatterns = [
    path("", homes.installation_home, name="home"),
    path("me/", me.after_sign_in, name="after_sign_in"),
    path("healthz", homes.health, name="health"),
]
