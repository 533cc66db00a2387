from django.urls import path, register_converter
from django.urls.converters import StringConverter

from jibungoto.kernel.registry import Stage

from .views import cockpit, homes, me, settings


class StageConverter(StringConverter):
    """Only the six parts, so that other rooms may hang their own pages below a district."""

    regex = "|".join(Stage.values)


register_converter(StageConverter, "stage")

app_name = "portal"
urlpatterns = [
    path("", homes.municipality_home, name="municipality_home"),
    path("me/", me.me, name="me"),
    path("me/district/", me.me_district, name="me_district"),
    path("cockpit/", cockpit.cockpit, name="cockpit"),
    path("cockpit/board.csv", cockpit.cockpit_csv, name="cockpit_csv"),
    path("settings/words/", settings.words_edit, name="words_edit"),
    path("settings/details/", settings.details_edit, name="details_edit"),
    path("parts/<stage:stage>/", homes.municipality_stage, name="municipality_stage"),
    path("districts/<slug:district>/", homes.district_home, name="district_home"),
    path("districts/<slug:district>/follow/", homes.district_follow, name="district_follow"),
    path("districts/<slug:district>/<stage:stage>/", homes.district_stage, name="district_stage"),
]
