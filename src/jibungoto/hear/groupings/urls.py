from django.urls import path

from . import views

app_name = "groupings"
urlpatterns = [
    path("groupings/", views.grouping_list, name="grouping_list"),
    path("groupings/new/", views.grouping_create, name="grouping_create"),
    path("groupings/<code>/", views.grouping_view, name="grouping_view"),
    path("groupings/<code>/texts/<part>/", views.grouping_texts, name="grouping_texts"),
    path("groupings/<code>/table/", views.grouping_table, name="grouping_table"),
    path("groupings/<code>/print/", views.grouping_print, name="grouping_print"),
    path("groupings/<code>/work/", views.grouping_work, name="grouping_work"),
    path("groupings/<code>/merge/", views.bundle_merge, name="bundle_merge"),
    path("groupings/<code>/undo/", views.step_undo, name="step_undo"),
    path("groupings/<code>/publish/", views.grouping_publish, name="grouping_publish"),
    path("groupings/<code>/withdraw/", views.grouping_withdraw, name="grouping_withdraw"),
    path("groupings/<code>/move/", views.item_move, name="item_move"),
    path("groupings/<code>/statement/", views.item_turn, name="item_turn"),
    path("groupings/<code>/rename/", views.bundle_rename, name="bundle_rename"),
]
