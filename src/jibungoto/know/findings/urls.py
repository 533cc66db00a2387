from django.urls import path

from . import views

app_name = "findings"
urlpatterns = [
    *views.work.paths(),
    path("findings/", views.finding_list, name="finding_list"),
    path("findings/table/", views.finding_table, name="finding_table"),
    path("findings/feed/", views.finding_feed, name="finding_feed"),
    path("resources/", views.resource_matrix, name="resource_matrix"),
    path("findings/new/", views.finding_create, name="finding_create"),
    path("findings/new/<uuid:public_id>/", views.draft_tell, name="draft_tell"),
    path("findings/new/<uuid:public_id>/place/", views.draft_place, name="draft_place"),
    path("findings/new/<uuid:public_id>/near/", views.draft_near, name="draft_near"),
    path("findings/new/<uuid:public_id>/same/", views.draft_same, name="draft_same"),
    path("findings/new/<uuid:public_id>/photo/", views.draft_photo, name="draft_photo"),
    path("findings/new/<uuid:public_id>/drop/", views.draft_drop, name="draft_drop"),
    path("findings/mine/", views.finding_mine, name="finding_mine"),
    path("findings/record/", views.finding_record, name="finding_record"),
    path("findings/board/", views.finding_board, name="finding_board"),
    path("findings/settings/", views.finding_settings, name="finding_settings"),
    path("findings/settings/theme/", views.theme_save, name="theme_save"),
    path("findings/deeds/<int:number>/undo/", views.deed_undo, name="deed_undo"),
    path("findings/<code>/", views.finding_view, name="finding_view"),
    path("findings/<code>/me-too/", views.finding_me_too, name="finding_me_too"),
    path("findings/<code>/report/", views.finding_report, name="finding_report"),
    path("findings/<code>/edit/", views.finding_edit, name="finding_edit"),
    path("findings/<code>/photo/", views.finding_photo, name="finding_photo"),
    path("findings/<code>/withdraw/", views.finding_withdraw, name="finding_withdraw"),
    path("findings/<code>/restore/", views.finding_restore, name="finding_restore"),
    path("findings/<code>/contact/forget/", views.contact_forget, name="contact_forget"),
    path("findings/<code>/themes/", views.finding_themes, name="finding_themes"),
    path("findings/<code>/deed/", views.finding_deed, name="finding_deed"),
]
