"""Addresses of categories and their drafts: versions, leads, drafting, consultation, agreement."""

from django.urls import path

from fairplace.web.council.market import (
    consult_change,
    consult_comments,
    consult_open,
    draft,
    draft_agree,
    draft_answer,
    draft_board,
    draft_fields,
    draft_lead,
    draft_list,
    draft_model_answer,
    draft_preview,
    draft_thing,
    draft_weights,
    versions,
)

app_name = "categories"
urlpatterns = [
    path("", draft_board.board, name="board"),
    path("<uuid:category_id>/lead/", draft_lead.appoint, name="lead"),
    path("<uuid:category_id>/draft/", draft_board.start, name="start"),
    path("<slug:code>/versions/", versions.versions, name="versions"),
    path("consultations/<uuid:consultation_id>/", consult_comments.comments, name="comments"),
    path("consultations/<uuid:consultation_id>/last-day/", consult_change.change, name="change_consultation"),
    path("consultations/<uuid:consultation_id>/<uuid:comment_id>/", consult_comments.reply, name="reply"),
    path("drafts/<uuid:draft_id>/", draft.show_draft, name="draft"),
    path("drafts/<uuid:draft_id>/preview/", draft_preview.preview, name="preview"),
    path("drafts/<uuid:draft_id>/changes/", draft_preview.changes, name="changes"),
    path("drafts/<uuid:draft_id>/weights/", draft_weights.weights, name="weights"),
    path("drafts/<uuid:draft_id>/fields/<slug:part>/", draft_fields.edit_fields, name="fields"),
    path("drafts/<uuid:draft_id>/lists/<slug:part>/", draft_list.edit_list, name="list"),
    path("drafts/<uuid:draft_id>/lists/<slug:part>/add/", draft_thing.add_thing, name="add"),
    path("drafts/<uuid:draft_id>/lists/<slug:part>/change/", draft_thing.change_thing, name="change"),
    path("drafts/<uuid:draft_id>/lists/<slug:part>/remove/", draft_thing.remove_thing, name="remove"),
    path("drafts/<uuid:draft_id>/model-answers/<slug:code>/", draft_model_answer.sign_off, name="model_answer"),
    path("drafts/<uuid:draft_id>/consult/", consult_open.put_out, name="consult"),
    path("drafts/<uuid:draft_id>/put-to-partners/", draft_agree.put_to_partners, name="put_to_partners"),
    path("drafts/<uuid:draft_id>/take-back/", draft_agree.take_back, name="take_back"),
    path("drafts/<uuid:draft_id>/give-up/", draft_agree.give_up, name="give_up"),
    path("drafts/<uuid:draft_id>/agree/", draft_answer.answer, name="agree"),
]
