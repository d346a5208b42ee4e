"""The life of an examination record as one table: live, to be completed, awaiting quality assurance, returned, accepted. Pure."""

from borderops.kit.states import Move, NoSuchMove, StateTable

__all__ = ["ACCEPTED", "ENDED", "LIVE", "RETURNED", "SUBMITTED", "TABLE", "NoSuchMove"]

LIVE, ENDED, SUBMITTED, RETURNED, ACCEPTED = "LIVE", "ENDED", "SUBMITTED", "RETURNED", "ACCEPTED"
END, REOPEN, SUBMIT, RETURN, RESUBMIT, ACCEPT = "end", "reopen", "submit", "return", "resubmit", "accept"

TABLE = StateTable(
    [
        Move(LIVE, END, ENDED, "an examiner records the release or the arrest"),
        Move(ENDED, REOPEN, LIVE, "an examiner takes back a release or an arrest that did not happen"),
        Move(ENDED, SUBMIT, SUBMITTED, "an examiner sends the record to quality assurance"),
        Move(SUBMITTED, RETURN, RETURNED, "the assurer sends it back, naming the fields"),
        Move(RETURNED, RESUBMIT, SUBMITTED, "an examiner sends it in again with addenda"),
        Move(SUBMITTED, ACCEPT, ACCEPTED, "the assurer accepts it, and it is locked"),
    ],
    {
        LIVE: "This examination is still live. Record the release or the arrest first.",
        ENDED: "This record has not been submitted, or its examination has ended already.",
        SUBMITTED: "This record awaits quality assurance. It is changed only when it is returned.",
        RETURNED: "This record has been returned. Add to it and send it in again.",
        ACCEPTED: "This record has been accepted and is locked.",
    },
)
