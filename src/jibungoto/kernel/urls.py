from django.urls import path

from . import views

app_name = "kernel"
urlpatterns = [
    path("n/<code>/", views.node_open, name="node_open"),
    path("n/<code>/follow/", views.node_follow, name="node_follow"),
]
