from django.urls import path

from . import views

app_name = "people"
urlpatterns = [
    path("roles/", views.role_list, name="role_list"),
    path("roles/grant/", views.grant_create, name="grant_create"),
    path("roles/kinds/", views.role_kinds, name="role_kinds"),
    path("roles/kinds/new/", views.role_kind_create, name="role_kind_create"),
    path("roles/kinds/<slug:key>/", views.role_kind_change, name="role_kind_change"),
    path("roles/<int:pk>/", views.grant_change, name="grant_change"),
    path("roles/<int:pk>/end/", views.grant_end, name="grant_end"),
    path("roles/<int:pk>/extend/", views.grant_extend, name="grant_extend"),
    path("roles/<int:pk>/department/", views.grant_assign, name="grant_assign"),
    path("departments/", views.department_list, name="department_list"),
    path("departments/<int:pk>/", views.department_change, name="department_change"),
    path("roles/turn-over/", views.turn_over_create, name="turn_over_create"),
    path("roles/turn-over/<int:pk>/", views.turn_over_open, name="turn_over_open"),
    path("roles/turn-over/<int:pk>/undo/", views.turn_over_undo, name="turn_over_undo"),
    path("invitations/<str:token>/", views.invitation_accept, name="invitation_accept"),
    path("roles/invitations/<uuid:public_id>/send/", views.invitation_send, name="invitation_send"),
    path(
        "roles/invitations/<uuid:public_id>/withdraw/",
        views.invitation_withdraw,
        name="invitation_withdraw",
    ),
    path("view-as/", views.view_as_start, name="view_as_start"),
    path("view-as/stop/", views.view_as_stop, name="view_as_stop"),
    path("code/", views.code_enter, name="code_enter"),
    path("code/<str:code>/", views.code_enter, name="code_open"),
    path("letters/", views.batch_list, name="batch_list"),
    path("letters/new/", views.batch_create, name="batch_create"),
    path("letters/<int:pk>/withdraw/", views.batch_withdraw, name="batch_withdraw"),
    path("counter/", views.counter_start, name="counter_start"),
    path("counter/stop/", views.counter_stop, name="counter_stop"),
    path("me/name/", views.name_change, name="name_change"),
    path("personal-data/", views.inventory, name="privacy"),
    path("personal-data/forget-device/", views.device_forget, name="device_forget"),
]
