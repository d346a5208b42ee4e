"""Where in the port it took place, and under which power."""

from typing import Any

from borderops.kit.forms import Form, Once
from examinations.forms.when import line, text
from examinations.models import Examination


class PlaceForm(Once, Form):
    """The place, with a reason where it replaces another."""

    place = line("Place", most=80, required=True, hint="For example, Gate 12 or Arrivals hall")
    reason = text("Why the place named before was wrong", rows=2, most=500)
    mark_optional = False

    def __init__(self, *args: Any, examination: Examination, **kwargs: Any) -> None:
        super().__init__(*args, initial={"place": examination.place}, **kwargs)
        self.fields["place"].widget.attrs["list"] = "places"
        if not examination.place:
            del self.fields["reason"]


class PowerForm(Once, Form):
    """The other power, with the reason why the recorded one is wrong."""

    reason = text("Why the power on record is wrong", rows=3, most=500, required=True)
    mark_optional = False
