"""Attachments of a record: the list with the form that adds to it, and each file, which leaves as a download after its reading has been
entered and is never drawn inside a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

import audit.actions as ledger
from borderops.kit import vault
from borderops.kit.clock import now
from borderops.kit.contents import ENDING, too_large
from borderops.kit.methods import require_GET
from borderops.kit.uploading import files_too_large
from examinations.actions import attach_file, release_attachment, withdraw_attachment
from examinations.forms.attaching import AttachForm, ReleaseFileForm, WithdrawFileForm
from examinations.models import Attachment, Examination
from examinations.refusals import Refusal
from examinations.views.common import actor_of, page, record_for, refusals_beside
from examinations.views.record import head, may
from organisation.doors import forbidden_is_403, needs
from organisation.once import once
from organisation.policy import Actor

Scan = Attachment.Scan
TONES = {Scan.NOT_SCANNED.value: "amber", Scan.UNREADABLE.value: "amber", Scan.CLEAN.value: "green", Scan.QUARANTINED.value: "red"}
SENT_BY_SCRIPT = "X-Upload"


@dataclass(frozen=True, slots=True)
class Shown:
    """An attachment as this person sees it. `why_shut` says why they cannot open it."""

    row: Attachment
    tone: str
    why_shut: str
    may_release: bool
    may_withdraw: bool
    is_later: bool


def why_shut(row: Attachment, *, actor: Actor, supervises: bool) -> str:
    """Why this person cannot open the file; empty when they can."""
    if row.scan == Scan.QUARANTINED:
        return "The malware scanner found something in it. Nobody can open it."
    if row.withdrawn_at is not None and not supervises:
        return "It was taken back. A supervisor can open it."
    if row.scan == Scan.CLEAN or row.released_at is not None or row.added_by_id == actor.id:
        return ""
    return "It has not been scanned for malware. Until a supervisor releases it, only the officer who attached it can open it."


def shown_to(actor: Actor, examination: Examination, rows: Sequence[Attachment]) -> list[Shown]:
    attaches, supervises = may(actor, "examination.attach", examination), may(actor, "examination.release_file", examination)
    return [
        Shown(
            row=row,
            tone=TONES[row.scan],
            why_shut=why_shut(row, actor=actor, supervises=supervises),
            may_release=supervises and _waits_for_release(row) and row.added_by_id != actor.id,
            may_withdraw=attaches and row.withdrawn_at is None,
            is_later=examination.submitted_at is not None and row.added_at > examination.submitted_at,
        )
        for row in rows
    ]


def _waits_for_release(row: Attachment) -> bool:
    return row.scan in {Scan.NOT_SCANNED, Scan.UNREADABLE} and row.released_at is None and row.withdrawn_at is None


def _rows(examination: Examination) -> list[Attachment]:
    return list(examination.attachments.select_related("added_by", "released_by", "withdrawn_by").order_by("number"))


@needs("examination.view")
@forbidden_is_403
@once
def attachments(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is attached, and the form that attaches more. What cannot be taken is named with its reason; the others are taken."""
    actor, is_sent = actor_of(request), request.method == "POST"
    examination = record_for(request, pk, "examination.attach" if is_sent else "examination.view")
    if not is_sent and request.headers.get(SENT_BY_SCRIPT):  # the script that sent the files follows here, and then loads the page itself
        return HttpResponse(status=204)
    form = AttachForm(request.POST, request.FILES, too_large=files_too_large(request)) if is_sent else AttachForm()
    if is_sent and form.is_valid():
        kept, faults = _attach_all(examination, form, actor)
        if kept:
            messages.success(request, f"{len(kept)} attached." if len(kept) > 1 else f"Attached as number {kept[0].number}.")
            for fault in faults:
                messages.error(request, fault)
            return redirect("examinations:attachments", pk)
        for fault in faults:
            form.add_error("chosen", fault)
    context = {
        **head(actor, examination, "attachments"),
        "form": form,
        "shown": shown_to(actor, examination, _rows(examination)),
        "may_attach": may(actor, "examination.attach", examination),
        "has_scanner": bool(settings.CLAMD),
    }
    return page(request, "examinations/attachments.html", context)


def _attach_all(examination: Examination, form: AttachForm, actor: Actor) -> tuple[list[Attachment], list[str]]:
    """What was taken, and a sentence for each file that was not."""
    kept, faults = [], [too_large(name) for name in form.too_large]
    for file in form.sent():
        try:
            kept.append(_attach(examination, file, form.cleaned_data["words"], actor))
        except Refusal as refusal:
            faults.append(str(refusal))
    return kept, faults


def _attach(examination: Examination, file: "UploadedFile[Any]", words: str, actor: Actor) -> Attachment:
    return attach_file(examination=examination, name=file.name or "", content=file.read(), words=words, by=actor, at=now())


def _one(examination: Examination, pk: UUID) -> Attachment:
    found = examination.attachments.select_related("added_by", "examination").filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such attachment.")
    return found


@needs("examination.view")
@require_GET
def attachment_file(request: HttpRequest, pk: UUID, attachment_pk: UUID) -> HttpResponseBase:
    """The file itself, to be saved. Its bytes are read through and held against their hash before the first one leaves."""
    actor = actor_of(request)
    examination = record_for(request, pk)
    row = _one(examination, attachment_pk)
    if shut := why_shut(row, actor=actor, supervises=may(actor, "examination.release_file", examination)):
        raise PermissionDenied(shut)
    try:
        file = vault.opened(row.sha256)
    except vault.NotKept:
        messages.error(request, f"Attachment {row.number} is no longer as it was kept, so it is not let out. Tell the service's keepers.")
        return redirect("examinations:attachments", pk)
    ledger.reading("attachment.download", row, port_id=examination.port_id)
    return as_download(file, row.media_type, f"{examination.reference}-{row.number}.{ENDING[row.media_type]}")


def as_download(file: Any, media_type: str, name: str) -> FileResponse:
    """A stored file, never drawn by the browser. Its name holds references alone, whatever it was called when it came."""
    response = FileResponse(file, as_attachment=True, filename=name, content_type=media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@needs("examination.release_file")
@forbidden_is_403
@once
def release_file(request: HttpRequest, pk: UUID, attachment_pk: UUID) -> HttpResponse:
    """Let an unscanned file out, with a reason."""
    examination = record_for(request, pk, "examination.release_file")
    row = _one(examination, attachment_pk)
    form = ReleaseFileForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_beside(form):
            release_attachment(attachment=row, reason=form.cleaned_data["reason"], by=actor_of(request), at=now())
            messages.success(request, f"Attachment {row.number} can be opened by everybody who may see this record.")
            return redirect("examinations:attachments", pk)
    return page(request, "examinations/release_file.html", {"form": form, "examination": examination, "row": row})


@needs("examination.attach")
@forbidden_is_403
@once
def withdraw_file(request: HttpRequest, pk: UUID, attachment_pk: UUID) -> HttpResponse:
    """Take a file back, with a reason."""
    examination = record_for(request, pk, "examination.attach")
    row = _one(examination, attachment_pk)
    form = WithdrawFileForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_beside(form):
            withdraw_attachment(attachment=row, reason=form.cleaned_data["reason"], by=actor_of(request), at=now())
            messages.success(request, f"Attachment {row.number} was taken back. It stays in the list, struck through.")
            return redirect("examinations:attachments", pk)
    return page(request, "examinations/withdraw_file.html", {"form": form, "examination": examination, "row": row})
