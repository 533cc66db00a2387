from django.urls import URLPattern

app_name = "groupings"
urlpatterns: list[URLPattern] = []
