"""Pages of the installation that belong to the look itself: parts, preferences, accessibility."""

from django.urls import path

from . import views

app_name = "guide"
urlpatterns = [
    path("styleguide/", views.styleguide, name="styleguide"),
    path("styleguide/print/", views.sheet, name="sheet"),
    path("styleguide/accessibility/", views.accessibility, name="accessibility"),
    path("styleguide/offline/", views.offline, name="offline"),
    path("offline.js", views.offline_worker, name="offline_worker"),
    path("preferences/", views.preferences, name="preferences"),
]
