"""What is still owed of the notices, and of telling a detained person of their rights. Pure: facts in, sentences out."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from examinations.rights.exercised import NAMED_PERSON, QUESTIONS, SOLICITOR, Fact, detained_at
from examinations.rights.told import TOLD_UNDER, is_untold_again, untold

Said = Iterator[tuple[str, str, bool]]
"""A code, the sentence, and whether it cannot wait."""
TELL = "rights-told"
"""The act that records it, which is the code of what is owed too."""
RIGHTS_TO = {NAMED_PERSON: "the right to have somebody informed", SOLICITOR: "the right to consult a solicitor"}


def told_owed(power: str, facts: Sequence[Fact]) -> Iterator[str]:
    """That the person was told of both rights on being detained, and of the one that arises again after a move."""
    if missing := untold(facts):
        which = " and of ".join(RIGHTS_TO[key] for key in missing)
        yield f"It is not recorded that the person was told of {which}, as is due on first being detained ({TOLD_UNDER[power]})."
    elif is_untold_again(facts):
        yield (
            "The person was moved. It is not recorded that they were told that the right to have somebody informed arises again at this "
            "place (that it is told again is not verified)."
        )


def notices_owed(facts: Sequence[Fact]) -> Said:
    """The notice of detention, once the person is detained, and that of examination. Each is owed on its own: whoever was questioned
    without being detained had a right to the first notice then, and detention does not serve it."""
    detained = detained_at(facts)
    served = [fact for fact in facts if fact.kind == "NOTICE_SERVED"]
    of_detention = [fact for fact in served if _is_of_detention(fact, detained)]
    if detained is not None and not of_detention:
        yield "notice", "The notice of detention has not been served and explained.", True
    if len(served) > len(of_detention) or _is_needless(facts, detained, of_detention):
        return
    before = "" if detained is None else ", although questions were put before the detention"
    yield "notice", f"The notice of examination has not been served and explained{before} (rule not verified).", False


def _is_of_detention(fact: Fact, detained: datetime | None) -> bool:
    """As it says; where nobody has said yet which notice it was, one that was served once the person was detained."""
    named = str(fact.given.get("notice") or "")
    return named.startswith("DETENTION") if named else detained is not None and fact.at >= detained


def _is_needless(facts: Sequence[Fact], detained: datetime | None, of_detention: Sequence[Fact]) -> bool:
    """Whether no notice of examination is asked for: nobody was questioned before the detention, or its notice, which says more, was served
    before any question was put."""
    first = min((fact.at for fact in facts if fact.kind in QUESTIONS), default=None)
    if first is None:
        return detained is not None or bool(of_detention)
    return (detained is not None and detained <= first) or any(fact.at <= first for fact in of_detention)
