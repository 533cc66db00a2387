"""What hangs below /<slug>/: one line for each app."""

from django.urls import include, path

urlpatterns = [
    # First, for hundreds vote at once: looking through all other addresses costs a tenth of a vote.
    path("", include("jibungoto.hear.opinions.urls")),
    path("", include("jibungoto.people.urls")),
    path("", include("jibungoto.portal.urls")),
    path("", include("jibungoto.decide.councils.urls")),
    path("", include("jibungoto.decide.plans.urls")),
    path("", include("jibungoto.support.desk.urls")),
    path("", include("jibungoto.review.reviews.urls")),
    path("", include("jibungoto.kernel.urls")),
    path("", include("jibungoto.kernel.intake.urls")),
    path("", include("jibungoto.know.statistics.urls")),
    path("", include("jibungoto.know.facilities.urls")),
    path("", include("jibungoto.know.places.urls")),
    path("", include("jibungoto.know.organisations.urls")),
    path("", include("jibungoto.know.karte.urls")),
    path("", include("jibungoto.know.findings.urls")),
    path("", include("jibungoto.hear.sheets.urls")),
    path("", include("jibungoto.hear.surveys.urls")),
    path("", include("jibungoto.hear.ideas.urls")),
    path("", include("jibungoto.hear.groupings.urls")),
]
