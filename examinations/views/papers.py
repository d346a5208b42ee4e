"""Notices, receipts and the records of reviews, printed from the record as it stands. Each that is printed is entered as a reading of its
own, since paper leaves the room."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

import audit.actions as ledger
from borderops.kit.clock import now
from borderops.kit.methods import require_GET
from examinations.actions.writing import officer_of
from examinations.models import Examination
from examinations.papers import notices_and_receipts as papers
from examinations.papers.notice_words import ENGLISH, Words, code_of, words_by_language
from examinations.queries.rights import language_of
from examinations.timeline import law_for
from examinations.views.common import actor_of, record_for
from examinations.views.documents import as_file
from examinations.views.record import head
from organisation.doors import forbidden_is_403, needs


@needs("examination.view")
@require_GET
def printable(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What can be printed for the person, in which languages."""
    examination = record_for(request, pk)
    offered = papers.offered(examination)
    spoken = language_of(examination)
    law_for(examination)  # with the facts that were read comes which lists are in force
    by_kind = {kind: words_by_language(papers.WORDED[kind], examination.power, examination.started_at) for kind in offered}
    listed = [(kind, papers.TITLES[kind], _spoken_first(words, spoken)) for kind, words in by_kind.items()]
    missing = any(not code_of(spoken, words) for words in by_kind.values())
    context = {
        **head(actor_of(request), examination, "papers"),
        "notices": [each for each in listed if each[0] in papers.NOTICES],
        "receipts": [each for each in listed if each[0] not in papers.NOTICES],
        "missing": spoken if missing else "",
        "reviews": range(1, examination.reviews.count() + 1),
    }
    return render(request, "examinations/papers.html", context)


def _spoken_first(words: dict[str, Words], spoken: str) -> list[Words]:
    first = code_of(spoken, words) or ENGLISH
    return sorted(words.values(), key=lambda each: each.language != first)


@needs("examination.view")
@require_GET
@forbidden_is_403
def paper_file(request: HttpRequest, pk: UUID, kind: str, language: str) -> HttpResponse:
    """A notice or a receipt as PDF, in a language that it has words in."""
    actor, at = actor_of(request), now()
    examination = record_for(request, pk)
    if kind not in papers.offered(examination):
        raise Http404("There is no such paper.")
    made = papers.make(kind, examination, language=language, by=officer_of(actor).collar_number, at=at)
    if made is None:
        raise Http404("There is no such paper in this language.")
    return _out(examination, made, kind)


@needs("examination.view")
@require_GET
@forbidden_is_403
def review_file(request: HttpRequest, pk: UUID, position: int) -> HttpResponse:
    """The record of one review as PDF."""
    actor, at = actor_of(request), now()
    examination = record_for(request, pk)
    made = papers.make_review(examination, position, by=officer_of(actor).collar_number, at=at)
    if made is None:
        raise Http404("There is no such review.")
    return _out(examination, made, f"review-{position}")


def _out(examination: Examination, made: bytes, name: str) -> HttpResponse:
    ledger.reading("paper.print", examination)
    return as_file(made, f"{examination.reference}-{name}.pdf")
