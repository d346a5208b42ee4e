"""The written report to the appointed person about a search for cash: it falls due when it is known what became of the cash, which may be
long after the record was submitted."""

from datetime import datetime

from django.db import transaction

import audit.actions as ledger
from examinations import states
from examinations.actions.cash import require_keeper
from examinations.actions.correcting import frozen_again
from examinations.actions.rights import write_supplement
from examinations.actions.writing import NotNow, locked, save
from examinations.models import Supplement, TimelineEvent
from examinations.property.gaps import SEARCHES
from examinations.refusals import Refusal
from examinations.timeline import keep, standing_events
from examinations.timeline import standing as standing_of
from organisation.policy import Actor


def report_cash_search(*, event: TimelineEvent, report: str, by: Actor, at: datetime) -> Supplement:
    """Record the written report to the appointed person about a search for cash that no justice of the peace had approved, in any state of
    the record: it falls due when it is known what became of the cash. (Proceeds of Crime Act 2002 s.290)

    A submitted record is frozen with it as its next version, and its assurer told. Raises `Refusal` without words, for one that
    was not for cash or that a justice approved, and after submission where a report stands already; `NotNow` for an entry that stands no
    longer.
    """
    if not report.strip():
        raise Refusal("Say when the report was given, to whom and how.", field="report")
    with transaction.atomic():
        row = locked(event.examination)
        require_keeper(by, row)
        standing = next((one for one in standing_events(row) if one.pk == event.pk), None)
        if standing is None:
            raise NotNow("This entry has been corrected or taken back. Record it at the one that stands.")
        supplement = Supplement.objects.filter(event=event).first()
        before = supplement.given if supplement else {}
        given = {**standing.detail, **before}
        if event.kind not in SEARCHES or given.get("for_cash") != "YES" or given.get("cash_approval") == "JUSTICE":
            raise Refusal("No report is due: this was no search for cash, or a justice of the peace had approved it.")
        if given.get("cash_report") and row.state not in {states.LIVE, states.ENDED}:
            raise Refusal("A report was submitted and stays as it is. Add to the record what is to be added.", field="report")
        written = write_supplement(supplement, row, event, {**before, "cash_report": report.strip()}, by, at)
        save(row)
        keep(row, standing_of([row.pk], supplemented=True)[row.pk])  # read again, with what has just been written
        ledger.record("examination.cash_search_reported", row, changed=[written, *frozen_again(row, written, by, at)])
    return written
