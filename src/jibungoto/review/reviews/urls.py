from django.urls import path

from .views import requests, rounds

app_name = "reviews"
urlpatterns = [
    path("reviews/", rounds.round_list, name="round_list"),
    path("reviews/new/<slug:slug>/", rounds.round_open, name="round_open"),
    path("reviews/<uuid:public_id>/", rounds.round_view, name="round_view"),
    path("reviews/<uuid:public_id>/change/", rounds.round_change, name="round_change"),
    path("reviews/<uuid:public_id>/close/", rounds.round_close, name="round_close"),
    path("reviews/<uuid:public_id>/reopen/", rounds.round_reopen, name="round_reopen"),
    path("reviews/requests/<uuid:public_id>/", requests.request_view, name="request_view"),
    path(
        "reviews/requests/<uuid:public_id>/answer/", requests.request_answer, name="request_answer"
    ),
    path(
        "reviews/requests/<uuid:public_id>/reopen/", requests.request_reopen, name="request_reopen"
    ),
    path(
        "reviews/requests/<uuid:public_id>/<slug:code>/report/",
        requests.item_report,
        name="item_report",
    ),
    path(
        "reviews/requests/<uuid:public_id>/<slug:code>/same/",
        requests.item_repeat,
        name="item_repeat",
    ),
    path(
        "reviews/requests/<uuid:public_id>/<slug:code>/evidence/",
        requests.evidence_remove,
        name="evidence_remove",
    ),
]
