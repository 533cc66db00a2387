from django.urls import path

from . import views

app_name = "ideas"
urlpatterns = [
    *views.work.paths(),
    path("ideas/", views.idea_list, name="idea_list"),
    path("ideas/table/", views.idea_table, name="idea_table"),
    path("ideas/print/", views.idea_print, name="idea_print"),
    path("ideas/new/", views.idea_create, name="idea_create"),
    path("ideas/near/", views.idea_near, name="idea_near"),
    path("ideas/mine/", views.idea_mine, name="idea_mine"),
    path("ideas/record/", views.idea_record, name="idea_record"),
    path("ideas/board/", views.idea_board, name="idea_board"),
    path("ideas/settings/", views.idea_settings, name="idea_settings"),
    path("ideas/comments/<int:number>/withdraw/", views.comment_withdraw, name="comment_withdraw"),
    path("ideas/comments/<int:number>/report/", views.comment_report, name="comment_report"),
    path("ideas/comments/<int:number>/check/", views.comment_check, name="comment_check"),
    path("ideas/comments/<int:number>/hide/", views.comment_hide, name="comment_hide"),
    path("ideas/comments/<int:number>/show/", views.comment_show, name="comment_show"),
    path("ideas/campaigns/new/", views.campaign_create, name="campaign_create"),
    path("ideas/campaigns/<code>/", views.campaign_view, name="campaign_view"),
    path("ideas/campaigns/<code>/edit/", views.campaign_edit, name="campaign_edit"),
    path("ideas/campaigns/<code>/withdraw/", views.campaign_withdraw, name="campaign_withdraw"),
    path("ideas/<code>/", views.idea_view, name="idea_view"),
    path("ideas/<code>/support/", views.idea_support, name="idea_support"),
    path("ideas/<code>/comment/", views.idea_comment, name="idea_comment"),
    path("ideas/<code>/report/", views.idea_report, name="idea_report"),
    path("ideas/<code>/edit/", views.idea_edit, name="idea_edit"),
    path("ideas/<code>/photo/", views.idea_photo, name="idea_photo"),
    path("ideas/<code>/withdraw/", views.idea_withdraw, name="idea_withdraw"),
    path("ideas/<code>/restore/", views.idea_restore, name="idea_restore"),
    path("ideas/<code>/promise/", views.idea_promise, name="idea_promise"),
]
