from django.urls import path

from . import views

app_name = "karte"
urlpatterns = [
    path("karte/", views.karte_list, name="karte_list"),
    path("karte/all/table.csv", views.karte_all_table, name="karte_all_table"),
    path("karte/build/new/", views.karte_build, name="karte_build"),
    path("karte/issue/new/", views.edition_issue, name="edition_issue"),
    path("karte/<slug:slug>/", views.karte_view, name="karte_view"),
    path("karte/<slug:slug>/a4.pdf", views.karte_sheets, name="karte_sheets_download"),
    path("karte/<slug:slug>/a3.pdf", views.karte_summary, name="karte_summary_download"),
    path("karte/<slug:slug>/figures.csv", views.karte_table, name="karte_table"),
    path("karte/<slug:slug>/editions/<int:number>/", views.edition_view, name="edition_view"),
    path(
        "karte/<slug:slug>/editions/<int:number>/a4.pdf",
        views.edition_sheets,
        name="edition_sheets_download",
    ),
    path(
        "karte/<slug:slug>/editions/<int:number>/a3.pdf",
        views.edition_summary,
        name="edition_summary_download",
    ),
    path(
        "karte/<slug:slug>/editions/<int:number>/figures.csv",
        views.edition_table,
        name="edition_table",
    ),
    path(
        "karte/<slug:slug>/editions/<int:number>/withdraw/",
        views.edition_withdraw,
        name="edition_withdraw",
    ),
]
