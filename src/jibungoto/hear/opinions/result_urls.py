"""The addresses of what the votes say, and of what comes of it."""

from django.urls import path

from .views import deeds, results

_AT = "opinions/<slug:slug>/result/"
_STATEMENT = "opinions/<slug:slug>/statements/<int:number>/"
RESULTS = [
    path(_AT, results.result_view, name="result_view"),
    path(f"{_AT}statements/", results.result_table, name="result_table"),
    path(f"{_AT}figures/", results.result_csv, name="result_csv"),
    path(f"{_AT}data/", results.result_release, name="result_release"),
    path(f"{_AT}sheets/", results.result_sheets, name="result_sheets"),
    path(f"{_AT}slides/", results.result_slides, name="result_slides"),
    path(f"{_AT}poster/", results.result_poster, name="result_poster"),
    path(f"{_AT}screen/", results.result_screen, name="result_screen"),
    path(f"{_AT}groups/", deeds.group_words, name="group_words"),
    path(f"{_AT}deeds/", deeds.deed_list, name="deed_list"),
    path(f"{_STATEMENT}deed/", deeds.deed_promise, name="deed_promise"),
    path(f"{_STATEMENT}deed/answer/", deeds.deed_answer, name="deed_answer"),
    path(f"{_STATEMENT}deed/connect/", deeds.deed_connect, name="deed_connect"),
    path(f"{_STATEMENT}deed/take-back/", deeds.deed_take_back, name="deed_take_back"),
]
