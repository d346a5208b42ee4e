"""Who may not review. The same comparison finds the breach in a review that was made and refuses to nominate an officer for the next
one."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from examinations.clocks.events import Event, Kind, Officer, Timeline, events_of
from examinations.clocks.results import Basis, Objection


def objections_to(reviewer: Officer, questions: Sequence[Event]) -> list[Objection]:
    """What stands against this officer as review officer, given the questions asked so far, earliest first.

    The rank is compared with everybody who questioned other than the reviewer; failing only because of a second examiner is policy. The
    reviewer's own questions are R2 alone. (TACT Sch 8 para 20K(6),(7); CTBSA Sch 3 para 52)
    """
    found: list[Objection] = []
    others = [question.by for question in questions if question.by is not None and question.by.id != reviewer.id]
    if others:
        highest = max(other.rank for other in others)
        if reviewer.rank <= others[0].rank:
            text = (
                f"The review officer's rank ({reviewer.rank.label}) is not higher than the examining officer's ({others[0].rank.label}). "
                "A constable of a higher rank must review."
            )
            found.append(Objection("R1", Basis.STATUTE, text))
        elif reviewer.rank <= highest:
            text = (
                f"The review officer's rank ({reviewer.rank.label}) is higher than the first examining officer's ({others[0].rank.label}) "
                f"but not higher than another's who questioned ({highest.label}). By policy the review officer outranks all of them."
            )
            found.append(Objection("R1", Basis.POLICY, text))
    if any(question.by is not None and question.by.id == reviewer.id for question in questions):
        text = "The review officer questioned the person. Only an officer who was not directly involved in the questioning may review."
        found.append(Objection("R2", Basis.STATUTE, text))
    return found


def reviewer_objections(source: Timeline | Iterable[Event], reviewer: Officer) -> list[Objection]:
    """Why this officer should not be asked to review, judged by every question on the record; empty when nothing stands against it."""
    asked = [event for event in events_of(source) if event.kind is Kind.FIRST_QUESTION or event.kind is Kind.QUESTION]
    asked.sort(key=in_order)
    return objections_to(reviewer, asked)


def in_order(question: Event) -> tuple[datetime, bool, int]:
    """Sorts questions by instant, the first question before others, then senior officers first, so that the file's order never matters."""
    return question.at, question.kind is not Kind.FIRST_QUESTION, 0 if question.by is None else -question.by.rank
