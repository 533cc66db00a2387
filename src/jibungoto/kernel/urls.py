from django.urls import path

from . import views

app_name = "kernel"
urlpatterns = [
    path("audit/", views.audit_list, name="audit_list"),
    path("audit/term/", views.audit_term, name="audit_term"),
    path("search/", views.search_page, name="search"),
    path("jobs/", views.job_list, name="job_list"),
    path("jobs/<uuid:public_id>/", views.job_show, name="job_show"),
    path("jobs/<uuid:public_id>/cancel/", views.job_cancel, name="job_cancel"),
    path("jobs/<uuid:public_id>/retry/", views.job_retry, name="job_retry"),
    path("notices/", views.notice_list, name="notice_list"),
    path("notices/read/", views.notice_read, name="notice_read"),
    path("notices/mail/", views.digest_choose, name="digest_choose"),
    path("notices/mail/stop/<str:token>/", views.digest_stop, name="digest_stop"),
    path("files/<uuid:public_id>/thumb/", views.file_thumb, name="file_thumb"),
    path("files/<uuid:public_id>/remove/", views.file_remove, name="file_remove"),
    path("files/<uuid:public_id>/removed/", views.file_removed, name="file_removed"),
    path("files/<uuid:public_id>/restore/", views.file_restore, name="file_restore"),
    path("files/<uuid:public_id>/<str:name>", views.file_open, name="file_open"),
    path("n/<code>/", views.node_open, name="node_open"),
    path("n/<code>/follow/ask/", views.node_follow_ask, name="node_follow_ask"),
    path("n/<code>/follow/", views.node_follow, name="node_follow"),
]
