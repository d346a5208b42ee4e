"""Filling in the particulars as they become known, by several people at once: a page that is out of date is shown both texts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from examinations.models import Examination, Particulars
from examinations.refusals import Refusal
from organisation.policy import Actor


class StaleVersion(Refusal):
    """Somebody else saved first. `theirs` is the row as it stands; `mine` what was sent; `fields` the names that differ between them."""

    def __init__(self, theirs: Particulars, mine: Mapping[str, Any]) -> None:
        super().__init__("Somebody else has saved this since you opened it. Nothing you wrote is lost.")
        self.theirs = theirs
        self.mine = dict(mine)
        self.fields = [name for name, value in mine.items() if getattr(theirs, name) != value]


def update_particulars(*, examination: Examination, by: Actor, at: datetime, version: int, changes: Mapping[str, Any]) -> Particulars:
    """Set the named fields, if `version` is the one that stands; raises `StaleVersion` otherwise. Only changed fields count."""
    raise NotImplementedError
