"""Goods: the press that begins their examination, and what is known of them."""

from typing import Any

from django import forms

from borderops.kit.forms import Form, Once, Radios, Versioned
from examinations.actions.goods import DESCRIBED
from examinations.forms.reviewing import yes_no
from examinations.forms.starting import Placed
from examinations.forms.when import When, line, text
from examinations.models import Goods


class About(Form):
    """What is known of the goods; each of it may come later."""

    what = text("What the goods are", rows=2, most=2000)
    freight = forms.ChoiceField(label="How they travelled", choices=Goods.Freight.choices, required=False, widget=Radios(small=True))
    consignment = line("Reference of the consignment", most=60, hint="For example, the air waybill or container number")
    is_sender_known = yes_no("Is the sender known?", reveals={"yes": "sender"})
    sender = line("Sender", most=200, width="30")
    is_recipient_known = yes_no("Is the recipient known?", reveals={"yes": "recipient"})
    recipient = line("Recipient", most=200, width="30")
    was_opened = yes_no("Were they opened?")
    notice = text("Notice given to the owner, sender or recipient", rows=2, most=1000, hint="If one was given. The Acts ask for none.")
    reasons = text("Reasons for examining them", rows=3)
    account = text("Account of the examination", rows=4)


class GoodsStartForm(Placed, When):
    """The second press. The kind of place is asked for because the power depends on it."""

    mark_optional = False

    place_kind = forms.ChoiceField(label="Kind of place", choices=Goods.Place.choices, initial=Goods.Place.PORT, widget=Radios(small=True))
    what = text("What the goods are", rows=2, most=2000)
    field_order = ("power", "place_kind", "what", "port", "place", "typed_at", "reason")


class GoodsForm(Once, Versioned, About):
    """What is known, filled in as it becomes known."""

    mark_optional = False

    @classmethod
    def initial_of(cls, goods: Goods) -> dict[str, Any]:
        known = {name: getattr(goods, name) for name in DESCRIBED}
        words = {True: "yes", False: "no", None: ""}
        return {name: words[value] if value is None or isinstance(value, bool) else value for name, value in known.items()} | {
            "version": goods.version
        }

    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in DESCRIBED}
