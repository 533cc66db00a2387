from django.urls import path

from . import views

app_name = "sheets"
urlpatterns = [
    path("sheets/", views.form_list, name="form_list"),
    path("sheets/prints/<uuid:public_id>/", views.batch_open, name="batch_open"),
    path("sheets/stacks/<int:number>/", views.stack_key, name="stack_key"),
    path("sheets/stacks/<int:number>/second/", views.stack_second, name="stack_second"),
    path("sheets/scans/<uuid:public_id>/", views.scan_view, name="scan_view"),
    path("sheets/scans/<uuid:public_id>/accept/", views.scan_accept, name="scan_accept"),
    path("sheets/pages/<uuid:public_id>/image/", views.page_image, name="page_image"),
    path("sheets/pages/<uuid:public_id>/aside/", views.page_aside, name="page_aside"),
    path("sheets/filled/<uuid:public_id>/", views.sheet_view, name="sheet_view"),
    path("sheets/filled/<uuid:public_id>/settle/", views.sheet_settle, name="sheet_settle"),
    path("sheets/filled/<uuid:public_id>/enter/", views.sheet_enter, name="sheet_enter"),
    path("sheets/filled/<uuid:public_id>/withdraw/", views.sheet_withdraw, name="sheet_withdraw"),
    path("sheets/filled/<uuid:public_id>/restore/", views.sheet_restore, name="sheet_restore"),
    path("sheets/<code>/", views.form_view, name="form_view"),
    path("sheets/<code>/print/", views.batch_create, name="batch_create"),
    path("sheets/<code>/stacks/", views.stack_open, name="stack_open"),
    path("sheets/<code>/scan/", views.scan_create, name="scan_create"),
    path("sheets/<code>/check/", views.check_next, name="check_next"),
]
