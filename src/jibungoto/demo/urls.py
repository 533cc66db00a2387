from django.urls import path

from . import views

app_name = "demo"
urlpatterns = [path("demo/", views.sign_in, name="sign_in")]
