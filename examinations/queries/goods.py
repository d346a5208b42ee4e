"""Goods examined: their list, apart from everything that counts people, and what one of these records still owes."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet

from examinations import clocks
from examinations.models import Examination, Goods, State, Subject
from examinations.owed.cash import cash_owed
from examinations.owed.kept import derived_owed, unauthorised_owed
from examinations.owed.one import GOODS, Owed
from examinations.queries.described import described
from organisation import policy
from organisation.policy import Actor


def goods_records(actor: Actor) -> QuerySet[Examination]:
    """Examinations of goods that the actor may see, to be ordered by when they began and paged."""
    rows = Examination.objects.filter(subject=Subject.GOODS).select_related("port", "goods")
    return policy.scope(actor, "examination.list", rows)


def owed_of_goods(examination: Examination, evaluation: clocks.Evaluation, at: datetime) -> Iterator[Owed]:
    """What is missing at `at` from a record of goods, and about what was kept, copied and seized of them. One query where anything was, and
    one for goods that were not read with the record."""
    goods: Goods = examination.goods
    missing = [
        ("what", goods.what, "Say what the goods are."),
        ("freight", goods.freight, "Say how they travelled: air or sea freight, post or left luggage."),
        ("consignment", goods.consignment, "Give the reference of the consignment."),
        ("is_sender_known", goods.is_sender_known is not None, "Say whether the sender is known."),
        ("is_recipient_known", goods.is_recipient_known is not None, "Say whether the recipient is known."),
        ("was_opened", goods.was_opened is not None, "Say whether they were opened."),
        ("reasons", goods.reasons, "Give the reasons for examining them."),
    ]
    if examination.state != State.LIVE:
        missing.append(("account", goods.account, "Write the account of the examination."))
    for field, there, sentence in missing:
        if not there:
            yield Owed(field, sentence, GOODS)
    found = described(examination, evaluation, at)
    yield from unauthorised_owed(found["unauthorised"])
    yield from derived_owed(found["derived"])
    yield from cash_owed(found["cash"])
