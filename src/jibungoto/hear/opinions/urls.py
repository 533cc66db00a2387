from django.urls import path

from . import views

app_name = "opinions"
urlpatterns = [
    path("opinions/", views.conversation_list, name="conversation_list"),
    path("opinions/<slug:slug>/", views.conversation_view, name="conversation_view"),
    path(
        "opinions/<slug:slug>/statements/<int:number>/",
        views.statement_view,
        name="statement_view",
    ),
]
