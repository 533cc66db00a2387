"""Every address of the house: the apps' hang below /<slug>/ unless they are the installation's."""

from django.urls import include, path

from jibungoto.site import api

urlpatterns = [
    path("", include("jibungoto.portal.urls_installation")),
    path("", include("jibungoto.portal.guide.urls")),
    path("account/", include("jibungoto.people.urls_account")),
    path("", include("jibungoto.demo.urls")),
    path("api/v1/", api.urls()),
    path("<slug:municipality>/", include("jibungoto.site.urls_municipality")),
]

handler400 = "jibungoto.ui.errors.handler400"
handler403 = "jibungoto.ui.errors.handler403"
handler404 = "jibungoto.ui.errors.handler404"
handler429 = "jibungoto.ui.errors.handler429"
handler500 = "jibungoto.ui.errors.handler500"
