"""The cast: one region at its real ports and everybody whom the tests need by name, with their postings, accreditations and duties.
All of them are fictional, and all their times are counted from the instant at which the cast is made."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from accreditation.models import Requirement
from borderops.kit.clock import london, now
from organisation.build import Built, build_region, grant
from organisation.models import Compartment, Port, Posting, Role, Unit, User
from organisation.policy import Actor
from organisation.standing import standing_of
from rostering.models import Duty
from tests.factories import (
    AwardFactory,
    CompartmentFactory,
    DutyFactory,
    MemberFactory,
    PersonFactory,
    PortFactory,
    PostingFactory,
    RegionFactory,
    UnitFactory,
    entered_once,
)

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
EXAMINES = (Requirement.S7_EXAM, Requirement.S3_EXAM)
REVIEWS = (*EXAMINES, Requirement.S7_REVIEW, Requirement.S3_REVIEW)


@dataclass(frozen=True, slots=True)
class Part:
    """One person of the cast. `unit` is a port's team, "office" for the regional one, or "Newcastle" for another region's."""

    key: str
    number: str
    name: str
    rank: str
    role: str
    unit: str
    awards: tuple[Requirement, ...] = ()
    duty: Duty.Kind | None = None


AT_PORT, ON_CALL = Duty.Kind.AT_PORT, Duty.Kind.ON_CALL
PARTS = (
    Part("pc.luton", "4101", "Adaeze Okoro", "CONSTABLE", Role.CONSTABLE, "Luton", EXAMINES, AT_PORT),
    Part("pc.stansted", "4201", "Ben Harker", "CONSTABLE", Role.CONSTABLE, "Stansted", EXAMINES, AT_PORT),
    Part("pc.stansted.second", "4202", "Carys Pugh", "CONSTABLE", Role.CONSTABLE, "Stansted", EXAMINES, AT_PORT),
    Part("pc.harwich", "4501", "Dev Mistry", "CONSTABLE", Role.CONSTABLE, "Harwich", EXAMINES, AT_PORT),
    Part("sgt.luton", "3101", "Ewa Nowicka", "SERGEANT", Role.SERGEANT, "Luton", REVIEWS, AT_PORT),
    Part("sgt.stansted", "3201", "Farid Aziz", "SERGEANT", Role.SERGEANT, "Stansted", REVIEWS, AT_PORT),
    Part("sgt.norwich", "3301", "Gwen Abbott", "SERGEANT", Role.SERGEANT, "Norwich", REVIEWS, AT_PORT),
    Part("insp.region", "2001", "Hamish Roy", "INSPECTOR", Role.INSPECTOR, "office", REVIEWS, ON_CALL),
    Part("di.region", "2002", "Ines Duarte", "INSPECTOR", Role.DI, "office", REVIEWS),
    Part("supt.oncall", "1001", "Jonah Whitlock", "SUPERINTENDENT", Role.SUPERINTENDENT, "office", (), ON_CALL),
    Part("admin.vetting", "7001", "Kemi Balogun", "", Role.ADMIN, "office"),
    Part("psd.auditor", "7002", "Lowri Vaughan", "SERGEANT", Role.AUDITOR, "office"),
    Part("pc.compartment", "4203", "Mara Lindqvist", "CONSTABLE", Role.CONSTABLE, "Stansted", EXAMINES),
    Part("pc.leaver", "4204", "Nikhil Rao", "CONSTABLE", Role.CONSTABLE, "Stansted", EXAMINES),
    Part("pc.deactivated", "4205", "Orla Keane", "CONSTABLE", Role.CONSTABLE, "Stansted", EXAMINES),
    Part("pc.elsewhere", "6101", "Piotr Zielinski", "CONSTABLE", Role.CONSTABLE, "Newcastle", EXAMINES),
    Part("sgt.elsewhere", "6102", "Quentin Marsh", "SERGEANT", Role.SERGEANT, "Newcastle", REVIEWS),
)
NAMES = tuple(part.key for part in PARTS)


@dataclass(slots=True)
class Cast:
    """Everybody and everywhere, by name."""

    at: datetime
    built: Built
    people: dict[str, User] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    ports: dict[str, Port] = field(default_factory=dict)
    compartment: Compartment = field(default_factory=Compartment)

    def __getitem__(self, name: str) -> User:
        return self.people[name]

    def actor(self, name: str, at: datetime | None = None) -> Actor:
        """The person as the policy engine sees them at an instant (default: when the cast was made), read anew."""
        return standing_of(User.objects.get(pk=self.people[name].pk), at or self.at)

    def sign_in(self, client: Client, name: str) -> Client:
        """Sign the test client in as this person, as after a full sign-in."""
        client.force_login(self.people[name], backend=BACKEND)
        return client


def make_cast(at: datetime) -> Cast:
    """The whole cast as it stands at `at`."""
    with entered_once("cast.made"):
        built = build_region(from_date=london(at).date() - timedelta(days=365))
        cast = Cast(at, built, units={**built.teams, "office": built.office}, ports=dict(built.ports))
        _make_another_region(cast)
        for part in PARTS:
            cast.people[part.key] = PersonFactory.make(
                username=part.key,
                collar_number=part.number,
                name=part.name,
                rank=part.rank,
                phone=f"01632 96{part.number}",
                is_active=part.key != "pc.deactivated",
            )
            _give(cast, part)
        _single_out(cast)
    return cast


def _make_another_region(cast: Cast) -> None:
    region = RegionFactory.make(name="Northern")
    port = PortFactory.make(region=region, name="Newcastle", iata="NCL", icao="EGNT", unlocode="GBNCS")
    unit = UnitFactory.make(region=region, name="Newcastle ports team", home_port=port)
    grant(port, unit)
    cast.ports["Newcastle"], cast.units["Newcastle"] = port, unit


def _give(cast: Cast, part: Part) -> None:
    """Posting, awards and today's duty."""
    person, at = cast.people[part.key], cast.at
    until = at - timedelta(days=1) if part.key == "pc.leaver" else None
    PostingFactory.make(user=person, unit=cast.units[part.unit], role=part.role, posted_from=at - timedelta(days=365), posted_until=until)
    today = london(at).date()
    for requirement in part.awards:
        AwardFactory.make(
            holder=person,
            requirement=requirement,
            awarded_on=today - timedelta(days=200),
            valid_through=today + timedelta(days=500),
            entered_at=at - timedelta(days=190),
        )
    if part.duty:
        ports = [cast.ports[part.unit]] if part.unit in cast.ports else list(cast.built.ports.values())
        for port in ports:
            DutyFactory.make(
                officer=person,
                port=port,
                kind=part.duty,
                duty_from=at - timedelta(hours=2),
                duty_until=at + timedelta(hours=8),
                reachable_on=person.phone,
                place=port.places[0] if port.places and part.role == Role.CONSTABLE else "",
            )


def _single_out(cast: Cast) -> None:
    """What makes some of them worth a name: cover elsewhere, and a compartment."""
    at = cast.at
    PostingFactory.make(
        user=cast["sgt.norwich"],
        unit=cast.units["Stansted"],
        role=Role.SERGEANT,
        posted_from=at - timedelta(days=3),
        posted_until=at + timedelta(days=11),
        posted_by=cast["admin.vetting"],
        decided_by=cast["di.region"],
    )
    cast.compartment = CompartmentFactory.make(name="KESTREL", opened_at=at - timedelta(days=30))
    MemberFactory.make(
        compartment=cast.compartment,
        user=cast["pc.compartment"],
        proposed_by=cast["sgt.stansted"],
        approved_by=cast["di.region"],
        member_from=at - timedelta(days=30),
        member_until=at + timedelta(days=60),
    )


@pytest.fixture
def midday(settings: Settings) -> None:
    """The latest noon in London, for what must be of one day: some hours before it and after it are of that day, whenever the tests run.
    It is past, since the instants of the ledger are the database's own. To be used by name before `cast`: `usefixtures("midday")`."""
    at = now()
    noon = london(at).replace(hour=12, minute=0, second=0, microsecond=0)
    latest = noon if noon <= at else noon - timedelta(days=1)
    settings.TIME_OFFSET += round((latest - at).total_seconds())


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast as of now, undone after the test."""
    return make_cast(now())


__all__ = ["NAMES", "PARTS", "Cast", "Posting", "cast", "make_cast", "midday"]
