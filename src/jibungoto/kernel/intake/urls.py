from django.urls import path

from . import views

app_name = "intake"
urlpatterns = [
    path("intake/", views.run_list, name="run_list"),
    path("intake/new/<str:key>/", views.kind_use, name="kind_use"),
    path("intake/new/<str:key>/sample/", views.kind_sample, name="kind_sample"),
    path("intake/<uuid:public_id>/", views.run_view, name="run_view"),
    path("intake/<uuid:public_id>/faults/", views.run_faults, name="run_faults"),
    path("intake/<uuid:public_id>/choose/", views.run_choose, name="run_choose"),
    path("intake/<uuid:public_id>/hand-over/", views.run_hand_over, name="run_hand_over"),
    path("intake/<uuid:public_id>/apply/", views.run_apply, name="run_apply"),
    path("intake/<uuid:public_id>/undo/", views.run_undo, name="run_undo"),
]
