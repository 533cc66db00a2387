from django.urls import path

from . import mapping_views, views

app_name = "statistics"
urlpatterns = [
    path("population/", views.population_whole, name="population_whole"),
    path(
        "districts/<slug:slug>/population/", views.population_district, name="population_district"
    ),
    path("intake/<uuid:public_id>/columns/", mapping_views.columns_edit, name="columns_edit"),
    path("statistics/mappings/", mapping_views.mapping_list, name="mapping_list"),
    path("statistics/mappings/<int:pk>/", mapping_views.mapping_edit, name="mapping_edit"),
    path(
        "statistics/mappings/<int:pk>/remove/", mapping_views.mapping_remove, name="mapping_remove"
    ),
    path("statistics/words/", mapping_views.word_list, name="word_list"),
    path("statistics/words/<int:pk>/remove/", mapping_views.word_remove, name="word_remove"),
    path("population/sources/", views.sources_whole, name="sources_whole"),
    path(
        "districts/<slug:slug>/population/sources/",
        views.sources_district,
        name="sources_district",
    ),
    path("indicators/", views.indicator_list, name="indicator_list"),
    path("indicators/new/", views.indicator_create, name="indicator_create"),
    path("indicators/<slug:slug>/", views.indicator_view, name="indicator_view"),
    path("indicators/<slug:slug>/table/", views.indicator_table, name="indicator_table"),
    path("indicators/<slug:slug>/edit/", views.indicator_edit, name="indicator_edit"),
    path("indicators/<slug:slug>/figures/new/", views.figure_create, name="figure_create"),
    path("indicators/<slug:slug>/figures/<int:pk>/", views.figure_edit, name="figure_edit"),
    path(
        "indicators/<slug:slug>/figures/<int:pk>/remove/",
        views.figure_remove,
        name="figure_remove",
    ),
]
