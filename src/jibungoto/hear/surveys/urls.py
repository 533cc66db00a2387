from django.urls import path

from .views import answering, editor, public, results, staff

app_name = "surveys"
_S = "surveys/<code>/"
_Q = f"{_S}questions/<key>/"
urlpatterns = [
    path("surveys/", public.survey_list, name="survey_list"),
    path("surveys/mine/", public.survey_mine, name="survey_mine"),
    path("surveys/new/", staff.survey_create, name="survey_create"),
    path("surveys/replies/<int:number>/hide/", staff.reply_hide, name="reply_hide"),
    path("surveys/replies/<int:number>/show/", staff.reply_show, name="reply_show"),
    path("surveys/outcomes/<int:number>/undo/", staff.outcome_undo, name="outcome_undo"),
    path(_S, public.survey_view, name="survey_view"),
    path(f"{_S}answer/", answering.survey_answer, name="survey_answer"),
    path(f"{_S}thanks/", answering.survey_thanks, name="survey_thanks"),
    path(f"{_S}take-back/", answering.survey_take_back, name="survey_take_back"),
    path(f"{_S}result/", results.survey_result, name="survey_result"),
    path(f"{_S}result/cross/", results.survey_cross, name="survey_cross"),
    path(f"{_S}result/trend/", results.survey_trend, name="survey_trend"),
    path(f"{_S}result/words/", results.survey_texts, name="survey_texts"),
    path(f"{_S}result/data/", results.survey_data, name="survey_data"),
    path(f"{_S}result/print/", results.survey_print, name="survey_print"),
    path(f"{_S}codebook/", results.survey_codebook, name="survey_codebook"),
    path(f"{_S}work/", staff.survey_work, name="survey_work"),
    path(f"{_S}edit/", staff.survey_edit, name="survey_edit"),
    path(f"{_S}try/", staff.survey_try, name="survey_try"),
    path(f"{_S}wipe/", staff.survey_wipe, name="survey_wipe"),
    path(f"{_S}open/", staff.survey_open, name="survey_open"),
    path(f"{_S}close/", staff.survey_close, name="survey_close"),
    path(f"{_S}reopen/", staff.survey_reopen, name="survey_reopen"),
    path(f"{_S}copy/", staff.survey_copy, name="survey_copy"),
    path(f"{_S}discard/", staff.survey_discard, name="survey_discard"),
    path(f"{_S}conclude/", staff.survey_conclude, name="survey_conclude"),
    path(f"{_S}preview/", editor.survey_preview, name="survey_preview"),
    path(f"{_S}questions/", editor.question_list, name="question_list"),
    path(f"{_S}questions/new/", editor.question_create, name="question_create"),
    path(_Q, editor.question_edit, name="question_edit"),
    path(f"{_Q}move/", editor.question_move, name="question_move"),
    path(f"{_Q}duplicate/", editor.question_duplicate, name="question_duplicate"),
    path(f"{_Q}remove/", editor.question_remove, name="question_remove"),
    path(f"{_Q}restore/", editor.question_restore, name="question_restore"),
]
