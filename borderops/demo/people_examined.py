"""Who is examined in the demo: made-up people on made-up journeys. Shares of ethnicity recording follow the published figures of 2021 to
2024 (8,095 stops: 69.4% minority ethnic, 19.6% White, 11.0% not recorded); nobody here exists."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

MINORITY = ("A1", "A2", "A3", "A9", "B1", "B2", "B9", "M1", "M3", "M9", "O2", "O9")
WHITE = ("W1", "W2", "W9")
SHARE_MINORITY, SHARE_WHITE = 0.694, 0.196

FAMILY = [
    "Ardenne",
    "Belcourt",
    "Castellan",
    "Dovecote",
    "Estermann",
    "Falkrig",
    "Garrowby",
    "Hollinsend",
    "Iverach",
    "Jessamy",
    "Kestrevan",
    "Lorrimer",
    "Mandeville",
    "Northgraves",
]
GIVEN = [
    "Aurel",
    "Bettan",
    "Cosmin",
    "Delphie",
    "Emrys",
    "Fionnan",
    "Galia",
    "Harun",
    "Ilse",
    "Jovan",
    "Kirsi",
    "Leontyne",
    "Marek",
    "Nessa",
    "Orhan",
    "Pilar",
]
NATIONALITIES = ("British", "Irish", "French", "Turkish", "Dutch", "German", "Spanish", "Polish", "Moroccan", "Pakistani")
AIR = (("Fictional Air", "FX"), ("Example Wings", "EW"), ("Sample Jet", "SJ"))
SEA = (("Fictional Ferries", "FF"),)
CITIES = ("Istanbul", "Malaga", "Krakow", "Marrakech", "Berlin", "Amsterdam", "Dublin", "Sofia", "Larnaca", "Tirana")
REASONS = (
    "Route and short-notice booking match a pattern in this week's briefing; the onward plans given at screening did not fit the ticket.",
    "Document shows travel to an area named in current reporting, with a gap that the person could not account for when first asked.",
    "Referred by the carrier after the booking was changed twice by a third party; contact details match an earlier circulation.",
    "Observed turning back from the control point twice and parting from a companion whom he then denied knowing.",
    "Travelling with documents and money out of keeping with the purpose stated at screening, on a route under local watch.",
)
CONSIDERATIONS = ("known_suspected_sources", "activity_current_emerging", "means_of_travel_docs", "local_trends_patterns", "behaviour")


@dataclass(frozen=True, slots=True)
class Traveller:
    """What the officer writes down about one person and journey: field name and value."""

    particulars: dict[str, Any]


def traveller(chance: Random, *, by_sea: bool, day: date) -> Traveller:
    """One made-up person. The same seed always gives the same people."""
    carrier, code = chance.choice(SEA if by_sea else AIR)
    city = "Hook of Holland" if by_sea else chance.choice(CITIES)
    inbound = chance.random() < 0.65
    here = "Harwich" if by_sea else "this port"
    fields: dict[str, Any] = {
        "direction": "INBOUND" if inbound else "OUTBOUND",
        "carrier": carrier,
        "service_number": f"{code}{chance.randint(100, 989)}",
        "origin": city if inbound else here,
        "destination": here if inbound else city,
        "considerations": sorted(chance.sample(CONSIDERATIONS, chance.randint(1, 3))),
        "selection_reason": chance.choice(REASONS),
        "is_intelligence_led": chance.random() < 0.3,
        "family_name": chance.choice(FAMILY),
        "given_names": chance.choice(GIVEN),
        "born_on": day - timedelta(days=chance.randint(19 * 365, 64 * 365)),
        "sex": chance.choice(("FEMALE", "MALE", "MALE")),
        "nationality": chance.choice(NATIONALITIES),
        "document_number": f"X{chance.randint(10_000_000, 99_999_999)}",
        "address": "1 Example Street, Fictional Town",
        "is_vulnerable": False,
        "outcome": [chance.choice(("NO_FURTHER_ACTION", "NO_FURTHER_ACTION", "INTELLIGENCE"))],
        "account": "Questions about the journey, its purpose and its payment. Account given freely and checked where it could be.",
    }
    return Traveller(fields | _ethnicity(chance))


def _ethnicity(chance: Random) -> dict[str, str]:
    draw = chance.random()
    if draw < SHARE_MINORITY:
        return {"ethnicity_stated": chance.choice(MINORITY)}
    if draw < SHARE_MINORITY + SHARE_WHITE:
        return {"ethnicity_stated": chance.choice(WHITE)}
    return {"ethnicity_not_stated_reason": chance.choice(("Did not wish to say", "Not asked: left in a hurry for the flight", ""))}
