from django.urls import path

from . import views
from .result_urls import RESULTS

app_name = "opinions"
urlpatterns = [
    path("opinions/", views.conversation_list, name="conversation_list"),
    path("opinions/<slug:slug>/", views.conversation_view, name="conversation_view"),
    path("opinions/<slug:slug>/vote/", views.vote, name="vote"),
    path("opinions/<slug:slug>/vote/cast/", views.vote_cast, name="vote_cast"),
    path("opinions/<slug:slug>/mine/", views.part_mine, name="part_mine"),
    path("opinions/<slug:slug>/about/", views.part_about, name="part_about"),
    path("opinions/<slug:slug>/write/", views.statement_write, name="statement_write"),
    path("opinions/<slug:slug>/write/near/", views.statement_near, name="statement_near"),
    path(
        "opinions/<slug:slug>/statements/<int:number>/",
        views.statement_view,
        name="statement_view",
    ),
    *RESULTS,
]
