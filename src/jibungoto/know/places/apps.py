from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "jibungoto.know.places"
    label = "places"
