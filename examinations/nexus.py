"""Whether the power is there at all, asked before it is used. Pure: the same rules that find a breach afterwards say here why not to go
on, and what to do instead; what has happened already is never refused."""

from datetime import datetime

from examinations import clocks

BY_SEA = "DOMESTIC_SEA"
GO_ON = (
    "Do not examine. If this is not the whole of it, choose what is: coming from or going abroad or to Northern Ireland, or still on board "
    "a ship that has arrived. If questions were asked already, type the time of the first: it is recorded, with its breach."
)


def why_not(
    *,
    power: str,
    at: datetime,
    journey: str = "",
    premises: str = "",
    landed_at: datetime | None = None,
    apprehended_at: datetime | None = None,
    apprehension: str = "",
    law: clocks.Law | None = None,
) -> str:
    """Why a first question at `at` would have no power (TACT Sch 7 paras 1 and 2; CTBSA Sch 3 para 1) and how to go on; empty when nothing
    that was said speaks against it."""
    held = clocks.Apprehension(apprehension) if apprehension else None
    events = [
        clocks.Event(
            clocks.Kind.FIRST_QUESTION,
            at,
            journey=clocks.Journey(journey) if journey else None,
            premises=clocks.Premises(premises) if premises else None,
        ),
        *(clocks.Event(clocks.Kind.LANDED, landed_at) for _ in range(1) if landed_at is not None),
        *(clocks.Event(clocks.Kind.APPREHENDED, apprehended_at, apprehension=held) for _ in range(1) if apprehended_at is not None),
    ]
    found = clocks.evaluate(clocks.Timeline(clocks.Power(power), tuple(events), at), law)
    said = [breach.text for breach in found.breaches if breach.rule == "R7"]
    if not said:
        return ""
    return f"{said[0].replace('was not available', 'is not available').replace('would have been', 'would be')} {GO_ON}"
