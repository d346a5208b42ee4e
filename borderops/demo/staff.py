"""The demo's people: the sign-ins that the README prints, and enough colleagues to work five ports round the clock. All fictional."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.contrib.auth.hashers import make_password

import audit.actions as ledger
from accreditation.models import Award, Requirement
from borderops.kit.clock import LONDON
from organisation.build import Built
from organisation.models import Posting, Role, User
from rostering.models import Duty

EXAMINES = (Requirement.S7_EXAM, Requirement.S3_EXAM)
REVIEWS = (*EXAMINES, Requirement.S7_REVIEW, Requirement.S3_REVIEW)
NAMES = """
Alma Fennick, Bram Oyelaran, Cerys Haddow, Dilan Pashley, Esme Torvald, Femi Larkspur, Greta Omondi, Hugo Vantor, Imani Crake,
Joss Penhallow, Kaia Brimble, Lior Dunmere, Mina Ostrow, Noor Fairlamb, Otis Grenn, Petra Quill, Quincy Adair, Rosa Tamworth,
Soren Blyth, Tilda Marrow, Umar Selwick, Vera Lindholm, Wes Carrow, Xenia Holt, Yusuf Dray, Zara Pellow, Ansel Birch
"""


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign-in of the demo; `unit` is a port's name, or "office". `covers` are ports covered besides."""

    username: str
    name: str
    rank: str
    role: str
    unit: str
    awards: tuple[Requirement, ...] = ()
    kind: str = ""
    covers: tuple[str, ...] = ()


AT_PORT, ON_CALL = Duty.Kind.AT_PORT.value, Duty.Kind.ON_CALL.value
SIGN_INS = (
    Sign("pc.luton", "Adaeze Okoro", "CONSTABLE", Role.CONSTABLE, "Luton", EXAMINES, AT_PORT),
    Sign("pc.stansted", "Ben Harker", "CONSTABLE", Role.CONSTABLE, "Stansted", EXAMINES, AT_PORT),
    Sign("pc.harwich", "Dev Mistry", "CONSTABLE", Role.CONSTABLE, "Harwich", EXAMINES, AT_PORT),
    Sign("sgt.luton", "Ewa Nowicka", "SERGEANT", Role.SERGEANT, "Luton", REVIEWS, AT_PORT),
    Sign("sgt.stansted", "Farid Aziz", "SERGEANT", Role.SERGEANT, "Stansted", REVIEWS, AT_PORT, ("Norwich", "Harwich")),
    Sign("sgt.norwich", "Gwen Abbott", "SERGEANT", Role.SERGEANT, "Norwich", REVIEWS, AT_PORT, ("Stansted", "Southend", "Harwich")),
    Sign("insp.region", "Hamish Roy", "INSPECTOR", Role.INSPECTOR, "office", REVIEWS, ON_CALL),
    Sign("di.region", "Ines Duarte", "INSPECTOR", Role.DI, "office", REVIEWS),
    Sign("supt.oncall", "Jonah Whitlock", "SUPERINTENDENT", Role.SUPERINTENDENT, "office", (), ON_CALL),
    Sign("admin.vetting", "Kemi Balogun", "", Role.ADMIN, "office"),
    Sign("admin.second", "Piers Dunnock", "", Role.ADMIN, "office"),
    Sign("psd.auditor", "Lowri Vaughan", "SERGEANT", Role.AUDITOR, "office"),
)
COLLEAGUES = {"Luton": (6, 1), "Stansted": (8, 2), "Norwich": (2, 0), "Southend": (2, 1), "Harwich": (3, 1)}  # constables, sergeants


@dataclass(slots=True)
class Staff:
    """Who is where: constables and sergeants by port, and everybody by user name."""

    people: dict[str, User] = field(default_factory=dict)
    constables: dict[str, list[User]] = field(default_factory=dict)
    sergeants: dict[str, list[User]] = field(default_factory=dict)


def hire(built: Built, *, password: str, at: datetime) -> Staff:
    """Everybody with postings, accreditations and duties for the past day and the next fortnight, in one entry of the ledger."""
    hashed = make_password(password)
    staff = Staff(constables={name: [] for name in built.ports}, sergeants={name: [] for name in built.ports})
    rows: list[object] = []
    numbers = iter(range(4101, 4999))
    for sign in SIGN_INS:
        rows += _take_on(built, staff, sign, str(next(numbers)), hashed, at)
    spare = (name.strip() for name in NAMES.split(","))
    for port, (constables, sergeants) in COLLEAGUES.items():
        for index in range(constables + sergeants):
            is_sergeant = index >= constables
            name = next(spare)
            sign = Sign(
                username=name.lower().replace(" ", "."),
                name=name,
                rank="SERGEANT" if is_sergeant else "CONSTABLE",
                role=Role.SERGEANT if is_sergeant else Role.CONSTABLE,
                unit=port,
                awards=REVIEWS if is_sergeant else EXAMINES,
                kind=AT_PORT if index % 2 == 0 else "",
            )
            rows += _take_on(built, staff, sign, str(next(numbers)), hashed, at)
    ledger.record("demo.staffed", changed=rows, detail={"people": len(staff.people)})  # type: ignore[arg-type]
    return staff


def _take_on(built: Built, staff: Staff, sign: Sign, number: str, hashed: str, at: datetime) -> list[object]:
    user = User.objects.create(
        username=sign.username,
        collar_number=number,
        name=sign.name,
        rank=sign.rank,
        phone=f"01632 96{number}",
        email=f"{number}@force.example",
        password=hashed,
    )
    staff.people[sign.username] = user
    office = sign.unit == "office"
    units = [built.office if office else built.teams[sign.unit], *(built.teams[port] for port in sign.covers)]
    rows: list[object] = [user]
    long_ago = at - timedelta(days=500)
    rows += [
        Posting.objects.create(
            user=user,
            unit=unit,
            role=sign.role,
            posted_from=long_ago,
            posted_at=long_ago,
            state=Posting.State.CONFIRMED,
            decided_at=long_ago,
        )
        for unit in units
    ]
    today = at.astimezone(LONDON).date()
    rows += [_award(user, requirement, today, at) for requirement in sign.awards]
    if not office:
        if sign.role == Role.CONSTABLE:
            staff.constables[sign.unit].append(user)
        elif sign.role == Role.SERGEANT:
            for port in (sign.unit, *sign.covers):
                staff.sergeants[port].append(user)
    if sign.kind:
        ports = list(built.ports.values()) if office else [built.ports[sign.unit]]
        rows += [duty for port in ports for duty in _duties(user, port.pk, sign.kind, today)]
    return rows


def _award(user: User, requirement: Requirement, today: date, at: datetime) -> Award:
    awarded = today - timedelta(days=400 + (int(user.collar_number) * 37) % 320)
    return Award.objects.create(
        holder=user,
        requirement=requirement,
        awarded_on=awarded,
        valid_through=awarded + timedelta(days=729),
        entered_at=at - timedelta(days=60),
    )


def _duties(user: User, port_id: object, kind: str, today: date) -> list[Duty]:
    """Duties of twelve hours from six to six that meet end to end, so that a demo started at any hour has somebody on duty."""
    found = []
    for day in range(-1, 15):
        start = datetime.combine(today + timedelta(days=day), time(6), LONDON)
        end = datetime.combine(today + timedelta(days=day + 1), time(6), LONDON)
        found.append(
            Duty.objects.create(officer=user, port_id=port_id, kind=kind, duty_from=start, duty_until=end, reachable_on=user.phone)  # type: ignore[misc]
        )
    return found
