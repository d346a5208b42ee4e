"""Addresses of this app. None holds a name or anything else of a person."""

from django.urls import path

from examinations.views import acts, attachments, board, completing, documents, people, record, returned, reviewing, sections, starting

app_name = "examinations"
urlpatterns = [
    path("start/", starting.start, name="start"),
    path("late-entry/", starting.late_entry, name="late_entry"),
    path("blank-pad/", starting.blank_pad, name="blank_pad"),
    path("blank-pad.pdf", starting.blank_pad_pdf, name="blank_pad_pdf"),
    path("join/", people.joining, name="joining"),
    path("board/", board.board, name="board"),
    path("board/rows/", board.board_rows, name="board_rows"),
    path("board/wall/", board.wall, name="wall"),
    path("board/wall/rows/", board.wall_rows, name="wall_rows"),
    path("<uuid:pk>/", record.record, name="record"),
    path("<uuid:pk>/clocks/", record.clock_panel, name="clocks"),
    path("<uuid:pk>/acts/<slug:slug>/", acts.act, name="act"),
    path("<uuid:pk>/timeline/<uuid:event_pk>/correct/", acts.correct, name="correct"),
    path("<uuid:pk>/timeline/<uuid:event_pk>/withdraw/", acts.withdraw, name="withdraw"),
    path("<uuid:pk>/join/", people.join, name="join"),
    path("<uuid:pk>/hand-over/", people.hand_over, name="hand_over"),
    path("<uuid:pk>/hand-over/answer/", people.answer_handover, name="answer_handover"),
    path("<uuid:pk>/hand-over/take-back/", people.take_back_handover, name="take_back_handover"),
    path("<uuid:pk>/nominate/", people.nominate, name="nominate"),
    path("<uuid:pk>/nominate/take-back/", people.take_back_nomination, name="take_back_nomination"),
    path("<uuid:pk>/review/", reviewing.review, name="review"),
    path("<uuid:pk>/release-now/", reviewing.release_now, name="release_now"),
    path("<uuid:pk>/particulars/", completing.particulars, name="particulars"),
    path("<uuid:pk>/particulars/discard/", completing.discard, name="discard_particulars"),
    path("<uuid:pk>/breaches/", completing.breaches, name="breaches"),
    path("<uuid:pk>/submit/", completing.submit, name="submit"),
    path("<uuid:pk>/returned/", returned.returned, name="returned"),
    path("<uuid:pk>/returned/send/", returned.resubmit, name="resubmit"),
    path("<uuid:pk>/facts/", sections.facts, name="facts"),
    path("<uuid:pk>/reviews/", sections.reviews, name="reviews"),
    path("<uuid:pk>/versions/", sections.versions, name="versions"),
    path("<uuid:pk>/seen-by/", sections.readers, name="readers"),
    path("<uuid:pk>/attachments/", attachments.attachments, name="attachments"),
    path("<uuid:pk>/attachments/<uuid:attachment_pk>/file/", attachments.attachment_file, name="attachment"),
    path("<uuid:pk>/attachments/<uuid:attachment_pk>/release/", attachments.release_file, name="release_file"),
    path("<uuid:pk>/attachments/<uuid:attachment_pk>/take-back/", attachments.withdraw_file, name="withdraw_file"),
    path("<uuid:pk>/documents/", documents.documents, name="documents"),
    path("<uuid:pk>/documents/<uuid:disclosure_pk>.pdf", documents.document, name="document"),
]
