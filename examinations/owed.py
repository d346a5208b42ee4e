"""What a record still owes: listed with where to put it right, never demanded. Pure: facts in, sentences out."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing missing. `field` is its name in `examinations.fields`; `where` the page that takes it: particulars, timeline, review
    or breaches."""

    field: str
    sentence: str
    where: str
    is_urgent: bool = False
