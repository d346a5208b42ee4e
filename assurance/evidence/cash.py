"""Cash seized: on what grounds, how it was counted and by whom, and every step since."""

from collections.abc import Iterable

from assurance.evidence.shapes import Part, Section, lines, said_at
from borderops.kit.dates import spoken_date, spoken_limit
from borderops.kit.parts import STATES, Fact
from examinations.faces import number_of
from examinations.queries.cash import Counted, Held, Step


def cash(held: Iterable[Held]) -> Section:
    """Each seizure of the record, earliest first."""
    return Section("cash", "Cash", tuple(_seizure(one) for one in held), "cash", "No cash was seized.")


def _seizure(one: Held) -> Part:
    seizure = one.seizure
    receipt = seizure.receipt or (f"None: {seizure.no_receipt_reason}" if seizure.no_receipt_reason else "")
    facts = [
        Fact("Under", seizure.get_power_display()),
        *_count(one.count, one.recounts),
        Fact("Place", seizure.place),
        Fact("Grounds of the suspicion", lines([seizure.grounds])),
        Fact("Explanation given", lines([seizure.explanation])),
        Fact("Sealed bag", one.bag, mono=True),
        Fact("Receipt", receipt),
        *([Fact("Why it was seized afresh", lines([seizure.afresh_reason]))] if seizure.afresh_reason else ()),
        *(Fact(clock.name, f"{STATES.get(clock.state.value, '')}; due {spoken_limit(clock.due_at)}") for clock in one.clocks),
        *(Fact(str(step.row.get_kind_display()), lines(_step(step))) for step in one.steps),
        *([Fact("Still owed", lines(one.owed))] if one.owed else ()),
    ]
    title = f"Seized {said_at(one.seized_at)}" if one.seized_at else "Seizure taken back"
    return Part(title, tuple(facts), ((one.word, one.tone),))


def _count(count: Counted | None, recounts: int) -> list[Fact]:
    if count is None:
        return [Fact("Amount")]
    row = count.row
    after = f", after {recounts} earlier count{'' if recounts == 1 else 's'}" if recounts else ""
    counters = f"{number_of(row.first_counter)} and {number_of(row.second_counter)}"
    return [
        Fact("Amount", lines([*(f"{code} {total:,.2f}" for code, total in count.totals.items()), count.below_minimum])),
        Fact("Counted", f"{said_at(row.counted_at)} by {counters}{after}"),
    ]


def _step(step: Step) -> list[str]:
    row = step.row
    grounds = {True: "The grounds continue", False: "The grounds have gone", None: ""}[row.grounds_continue]
    until = f", until the end of {spoken_date(row.expires_on)}" if row.expires_on else ""
    return [
        f"{said_at(step.at)} by {number_of(row.officer)}",
        "Too late: unlawful" if step.is_late else "",
        step.struck_word if step.is_struck else "",
        grounds,
        f"{row.court}{until}" if row.court else "",
        row.words,
    ]
