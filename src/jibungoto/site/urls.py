"""Every address of the house. An app's urls hang below /<slug>/ unless they are the installation's."""

from django.urls import include, path

urlpatterns = [
    path("", include("jibungoto.portal.urls_installation")),
    path("", include("jibungoto.ui.urls")),
    path("<slug:municipality>/", include("jibungoto.site.urls_municipality")),
]
