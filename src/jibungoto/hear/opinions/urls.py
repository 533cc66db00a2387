from django.urls import path

from . import views
from .result_urls import RESULTS

app_name = "opinions"
urlpatterns = [
    # Votes first: they come by the hundred.
    path("opinions/<slug:slug>/vote/cast/", views.vote_cast, name="vote_cast"),
    path("opinions/<slug:slug>/vote/", views.vote, name="vote"),
    path("q/<code>/", views.vote_short, name="vote_short"),
    path("opinions/", views.conversation_list, name="conversation_list"),
    path("opinions/new/", views.conversation_create, name="conversation_create"),
    path("opinions/<slug:slug>/", views.conversation_view, name="conversation_view"),
    path("opinions/<slug:slug>/mine/", views.part_mine, name="part_mine"),
    path("opinions/<slug:slug>/about/", views.part_about, name="part_about"),
    path("opinions/<slug:slug>/write/", views.statement_write, name="statement_write"),
    path("opinions/<slug:slug>/write/near/", views.statement_near, name="statement_near"),
    path("opinions/<slug:slug>/handlings/", views.handling_list, name="handling_list"),
    path("opinions/<slug:slug>/poster/", views.conversation_poster, name="conversation_poster"),
    path("opinions/<slug:slug>/edit/", views.conversation_edit, name="conversation_edit"),
    path("opinions/<slug:slug>/edit/seeds/", views.conversation_seeds, name="conversation_seeds"),
    path("opinions/<slug:slug>/edit/rules/", views.conversation_rules, name="conversation_rules"),
    path(
        "opinions/<slug:slug>/edit/languages/",
        views.conversation_languages,
        name="conversation_languages",
    ),
    path("opinions/<slug:slug>/open/", views.conversation_open, name="conversation_open"),
    path("opinions/<slug:slug>/period/", views.conversation_period, name="conversation_period"),
    path("opinions/<slug:slug>/copy/", views.conversation_copy, name="conversation_copy"),
    path("opinions/<slug:slug>/remove/", views.conversation_remove, name="conversation_remove"),
    path("opinions/<slug:slug>/board/", views.statement_board, name="statement_board"),
    path("opinions/<slug:slug>/board/undo/", views.statement_undo, name="statement_undo"),
    path(
        "opinions/<slug:slug>/statements/<int:number>/",
        views.statement_view,
        name="statement_view",
    ),
    *RESULTS,
]
