from django.urls import path

from .views import links, reports, requests, rounds

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
    path("reviews/by-link/<str:token>/", links.link_view, name="link_view"),
    path("reviews/by-link/<str:token>/answer/", links.link_answer, name="link_answer"),
    path("reviews/by-link/<str:token>/reopen/", links.link_reopen, name="link_reopen"),
    path("reviews/by-link/<str:token>/<slug:code>/report/", links.link_report, name="link_report"),
    path("reviews/by-link/<str:token>/<slug:code>/same/", links.link_repeat, name="link_repeat"),
    path("reviews/contacts/<int:pk>/stop/", links.link_stop, name="link_stop"),
    path("reviews/contacts/<int:pk>/renew/", links.link_renew, name="link_renew"),
    path("reports/", reports.report_list, name="report_list"),
    path("reports/<slug:slug>/", reports.report_years, name="report_years"),
    path("reports/<slug:slug>/<int:year>/draft/", reports.report_draft, name="report_draft"),
    path(
        "reports/<slug:slug>/<int:year>/draft/freeze/", reports.report_freeze, name="report_freeze"
    ),
    path(
        "reports/<slug:slug>/<int:year>/draft/pdf/",
        reports.report_draft_sheets,
        name="report_draft_sheets",
    ),
    path(
        "reports/<slug:slug>/<int:year>/<int:number>/withdraw/",
        reports.report_withdraw,
        name="report_withdraw",
    ),
    path(
        "reports/<slug:slug>/<int:year>/<int:number>/reinstate/",
        reports.report_reinstate,
        name="report_reinstate",
    ),
    path("reports/<slug:slug>/<int:year>/<int:number>/", reports.report_view, name="report_view"),
    path(
        "reports/<slug:slug>/<int:year>/<int:number>/publish/",
        reports.report_publish,
        name="report_publish",
    ),
    path(
        "reports/<slug:slug>/<int:year>/<int:number>/pdf/",
        reports.report_sheets,
        name="report_sheets",
    ),
    path(
        "reports/<slug:slug>/<int:year>/<int:number>/book/", reports.report_book, name="report_book"
    ),
]
