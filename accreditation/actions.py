"""Entering an accreditation and withdrawing it. Nobody does either for themselves."""

from datetime import date, datetime

from django.db import transaction

import audit.actions as ledger
from accreditation.currency import through
from accreditation.models import Award, Requirement
from accreditation.queries import statuses
from borderops.kit.localtime import london_date
from organisation import policy
from organisation.models import User
from organisation.policy import Actor, Forbidden
from organisation.refusals import Refusal


class AwardRefused(Refusal):
    """The award would be impossible or is there already."""


def not_for_oneself(by: Actor, holder: User) -> None:
    """Raise `Forbidden` when somebody would enter or withdraw their own accreditation."""
    if by.id == holder.pk:
        raise Forbidden("Nobody enters or withdraws their own accreditation. Ask another administrator.")


@transaction.atomic
def enter_award(
    *, holder: User, requirement: Requirement, awarded_on: date, by: Actor, at: datetime, valid_through: date | None = None
) -> Award:
    """Enter an accreditation. Without `valid_through` it counts for 24 months, from the anniversary when it renews one about to lapse.

    Raises `AwardRefused` for a date in the future, an end that is not after the award, or one entered before.
    """
    policy.require(by, "award.enter", Award(holder=holder))
    not_for_oneself(by, holder)
    User.objects.select_for_update(no_key=True).get(pk=holder.pk)  # two entries for one person come one after the other
    if awarded_on > london_date(at):
        raise AwardRefused("The date of the award must be today or in the past.", field="awarded_on")
    earlier = Award.objects.filter(holder=holder, requirement=requirement, withdrawn_at__isnull=True)
    if earlier.filter(awarded_on=awarded_on).exists():
        raise AwardRefused("This award has been entered already.", field="awarded_on")
    if valid_through is None:
        before = earlier.filter(awarded_on__lt=awarded_on).order_by("-valid_through").values_list("valid_through", flat=True).first()
        valid_through = through(awarded_on, before)
    if valid_through <= awarded_on:
        raise AwardRefused("The last day must be after the date of the award.", field="valid_through")
    award = Award(
        holder=holder, requirement=requirement, awarded_on=awarded_on, valid_through=valid_through, entered_by=by.user, entered_at=at
    )
    award.save(force_insert=True)
    ledger.record("award.entered", award, detail={"requirement": requirement.value, "holder": str(holder.pk)})
    return award


@transaction.atomic
def withdraw_awards(*, holder: User, requirement: Requirement, by: Actor, at: datetime, reason: str) -> list[Award]:
    """Withdraw an accreditation from `at`: every award of it that still counts or would come to count. Raises `AwardRefused` if none does.

    Earlier acts keep the authority that they had.
    """
    awards = list(
        Award.objects.select_for_update()
        .filter(holder=holder, requirement=requirement, withdrawn_at__isnull=True, valid_through__gte=london_date(at))
        .order_by("awarded_on")
    )
    policy.require(by, "award.withdraw", awards[0] if awards else Award(holder=holder))
    not_for_oneself(by, holder)
    if not awards:
        now_standing = statuses([holder.pk], [requirement], at)[holder.pk, requirement]
        raise AwardRefused(f"There is nothing to withdraw: {requirement.label} accreditation {now_standing.words}.")
    for award in awards:
        award.withdrawn_at, award.withdrawn_reason = at, reason
        award.save()
    ledger.record(
        "award.withdrawn",
        awards[0],
        changed=awards[1:],
        reason=reason,
        detail={"requirement": requirement.value, "holder": str(holder.pk)},
    )
    return awards
