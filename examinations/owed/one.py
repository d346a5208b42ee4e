"""One thing that a record owes, and the pages that take it. Pure; what owes it is decided in `owed` and `owed_rights`."""

from dataclasses import dataclass

PARTICULARS, TIMELINE, REVIEW, BREACHES, CLOSE = "particulars", "timeline", "review", "breaches", "close"
RIGHTS, DETAILS, GOODS, PROPERTY, CASH, PLACE, ACT = "rights", "details", "goods", "property", "cash", "place", "act"
CORRECT = "correct"


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing missing. `field` is its name in `examinations.fields`; `where` the page that takes it: particulars, timeline, review,
    breaches, close, rights, goods, property, cash, place, the act `code`, or the details or the correction of the entry `event`. An urgent
    one cannot wait until the record is completed. `code` says what kind of thing it is. `whole` says all of it where the sentence is cut
    short."""

    field: str
    sentence: str
    where: str
    is_urgent: bool = False
    code: str = ""
    event: str = ""
    whole: str = ""
