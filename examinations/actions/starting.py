"""Starting an examination: with the first question, or with a detention that came before it. Two presses, and the clock runs."""

from examinations.instants import Instant
from examinations.models import Examination
from organisation.models import Compartment, Port
from organisation.policy import Actor


def start_examination(
    *,
    port: Port,
    power: str,
    place: str,
    by: Actor,
    when: Instant,
    is_detained_first: bool = False,
    compartment: Compartment | None = None,
) -> Examination:
    """Open a record whose first fact is the first question at `when.at` (or the detention, where that came first), by `by`.

    Needs `examination.start` at the port. Creates the record, its empty particulars, its first examiner and its first event.
    """
    raise NotImplementedError
