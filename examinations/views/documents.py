"""Documents: the record as it was submitted, filed as a disclosure, and made again for download only after the reading has been
entered; and the pack that a worker makes."""

import hashlib
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

import audit.actions as ledger
from borderops.kit import vault
from borderops.kit.clock import now
from borderops.kit.methods import require_GET, require_POST
from borderops.kit.pdf import pdf_of
from borderops.kit.waking import wake
from examinations.actions import ask_again, ask_for_pack, disclose
from examinations.actions.packing import DOCUMENT as PACK_DOCUMENT
from examinations.actions.writing import officer_of
from examinations.forms.disclosing import DiscloseForm
from examinations.models import Disclosure, Examination, Pack, SubmittedVersion
from examinations.papers.printing import RECORD, record_context
from examinations.views.attachments import as_download
from examinations.views.common import actor_of, page, record_for, refusals_beside, refusals_told
from examinations.views.record import head
from organisation.doors import forbidden_is_403, needs
from organisation.models import User
from organisation.once import once
from organisation.policy import Actor
from organisation.sessions import is_background

MAKE_PACKS = "examinations.tasks.make_packs"


def as_file(made: bytes, name: str) -> HttpResponse:
    """A document to be saved, never drawn inside another page. The names of files hold references alone."""
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def document_of(version: SubmittedVersion, *, recipients: list[str], purpose: str, by: User, at: datetime) -> bytes:
    """The record of one frozen version as it is disclosed, with what had come onto it since, by `at`. The same arguments give the same
    bytes unless something was changed in place meanwhile."""
    return pdf_of(RECORD, record_context(version, recipients=recipients, purpose=purpose, by=by.collar_number, at=at))


def _latest(examination: Examination) -> SubmittedVersion:
    version = examination.versions.select_related("submitted_by").order_by("-number").first()
    if version is None:
        raise Http404("This record has not been submitted.")
    return version


@needs("examination.disclose")
@forbidden_is_403
@once
def documents(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What has left the service, and the form by which the record or a whole pack is disclosed."""
    actor, at = actor_of(request), now()
    examination = record_for(request, pk, "examination.disclose")
    version = _latest(examination)
    form = DiscloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_beside(form):
            if form.wants_pack:
                return _asked(request, examination, form, at)
            _file_record(examination, version, form, actor, at)
            messages.success(request, "Filed as a disclosure. Download the document below.")
            return redirect("examinations:documents", pk)
    filed = examination.disclosures.select_related("disclosed_by").order_by("-disclosed_at")
    packs = examination.packs.exclude(state=Pack.State.MADE).select_related("asked_by").order_by("-asked_at")
    context = {**head(actor, examination, "documents"), "form": form, "version": version, "filed": filed, "packs": packs}
    return page(request, "examinations/documents.html", context)


def _file_record(examination: Examination, version: SubmittedVersion, form: DiscloseForm, actor: Actor, at: datetime) -> None:
    recipients, purpose = form.cleaned_data["recipients"], form.cleaned_data["purpose"]
    made = document_of(version, recipients=recipients, purpose=purpose, by=officer_of(actor), at=at)
    vault.keep(made)  # for the day when a changed layout or a changed description no longer makes the same bytes
    disclose(
        examination=examination,
        recipients=recipients,
        purpose=purpose,
        content_hash=version.content_hash,
        file_hash=hashlib.sha256(made).hexdigest(),
        by=actor,
        at=at,
    )


def _asked(request: HttpRequest, examination: Examination, form: DiscloseForm, at: datetime) -> HttpResponse:
    """Have the pack made, and lead to the page that shows how far it is."""
    recipients, purpose = form.cleaned_data["recipients"], form.cleaned_data["purpose"]
    pack = ask_for_pack(examination=examination, recipients=recipients, purpose=purpose, by=actor_of(request), at=at)
    wake(MAKE_PACKS)
    return redirect("examinations:pack", examination.pk, pack.pk)


def _pack(examination: Examination, pk: UUID) -> Pack:
    found = examination.packs.select_related("asked_by", "disclosure", "examination").filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such pack.")
    return found


@needs("examination.disclose")
@require_GET
def pack(request: HttpRequest, pk: UUID, pack_pk: UUID) -> HttpResponse:
    """How far a pack is. The page asks for itself again while the pack is being made, and that is no new reading."""
    examination = record_for(request, pk, "examination.disclose", read=not is_background(request))
    row = _pack(examination, pack_pk)
    is_open = row.state in {Pack.State.ASKED, Pack.State.MAKING}
    context = {**head(actor_of(request), examination, "documents"), "pack": row, "is_open": is_open}
    return page(request, "examinations/pack.html", context)


@needs("examination.disclose")
@require_POST
@forbidden_is_403
@once
def pack_again(request: HttpRequest, pk: UUID, pack_pk: UUID) -> HttpResponse:
    """Have a pack that was given up made after all."""
    examination = record_for(request, pk, "examination.disclose")
    with refusals_told(request):
        ask_again(pack=_pack(examination, pack_pk), by=actor_of(request), at=now())
        wake(MAKE_PACKS)
    return redirect("examinations:pack", pk, pack_pk)


@needs("examination.disclose")
@require_GET
@forbidden_is_403
def document(request: HttpRequest, pk: UUID, disclosure_pk: UUID) -> HttpResponseBase:
    """The document of one disclosure, made again from the frozen version or as it was kept; let out only if its bytes are those that were
    filed."""
    examination = record_for(request, pk, "examination.disclose")
    filed = examination.disclosures.select_related("disclosed_by").filter(pk=disclosure_pk).first()
    if filed is None:
        raise Http404("There is no such document.")
    made = (None if filed.document == PACK_DOCUMENT else _made_again(examination, filed)) or _kept(filed)
    if made is None:
        messages.error(request, "This document can no longer be given out exactly as it was filed. File a new disclosure of the record.")
        return redirect("examinations:documents", pk)
    ledger.reading("disclosure.download", filed, port_id=examination.port_id)
    if isinstance(made, bytes):
        return as_file(made, f"{examination.reference}.pdf")
    return as_download(made, "application/pdf", f"{examination.reference}-pack.pdf")


def _kept(filed: Disclosure) -> BinaryIO | None:
    try:
        return vault.opened(filed.file_hash)
    except vault.NotKept:
        return None


def _made_again(examination: Examination, filed: Disclosure) -> bytes | None:
    version = examination.versions.select_related("submitted_by").filter(content_hash=filed.content_hash).order_by("number").first()
    if version is None:
        return None
    made = document_of(version, recipients=list(filed.recipients), purpose=filed.purpose, by=filed.disclosed_by, at=filed.disclosed_at)
    return made if hashlib.sha256(made).hexdigest() == filed.file_hash else None
