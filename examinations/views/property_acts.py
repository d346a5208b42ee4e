"""The acts about an item, a copy or a biometric: what each asks for, and what it calls to record it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.urls import reverse

from examinations import actions
from examinations.forms import biometrics as of_biometrics
from examinations.forms import property as of_property
from examinations.forms.commissioning import step_form
from examinations.instants import Instant
from examinations.models import Examination, Kind
from examinations.property import commissioner
from examinations.queries import BiometricLine, CopyLine, ItemLine
from organisation.policy import Actor


@dataclass(frozen=True, slots=True)
class Thing:
    """What an act is about, and where its page is."""

    examination: Examination
    line: ItemLine | None = None
    copy: CopyLine | None = None
    biometric: BiometricLine | None = None

    @property
    def item_line(self) -> ItemLine:
        assert self.line is not None
        return self.line

    @property
    def item(self) -> Any:
        return self.item_line.item

    @property
    def name(self) -> str:
        if self.biometric is not None:
            return str(self.biometric.taken.get_what_display())
        return f"Item {self.item.number}, copy {self.copy.copy.number}" if self.copy else f"Item {self.item.number}"

    @property
    def url(self) -> str:
        pk = self.examination.pk
        return reverse("examinations:property", args=[pk]) if self.line is None else reverse("examinations:item", args=[pk, self.item.pk])


YES_OR_NO = {True: "yes", False: "no"}
Perform = Callable[[Thing, Any, Actor, datetime], object]


@dataclass(frozen=True, slots=True)
class ThingAct:
    """One act. `asks`: the press opens a form first. `renamed` maps the action's fields to the form's."""

    label: str
    form: type[forms.Form]
    perform: Perform
    asks: bool = True
    title: str = ""
    initial: Callable[[Thing], dict[str, Any]] = lambda thing: {}
    renamed: Mapping[str, str] = field(default_factory=dict)

    @property
    def heading(self) -> str:
        return self.title or self.label


def prepared(act: ThingAct, data: Any, thing: Thing, at: datetime) -> Any:
    """The form of an act, fitted to the record and its power."""
    # A yes or no that is on record is chosen already, so that saving again does not lose it.
    initial = {name: YES_OR_NO.get(value, value) if isinstance(value, bool) else value for name, value in act.initial(thing).items()}
    form: Any = act.form(data, at=at, initial=initial)  # type: ignore[call-arg]  # every one of them knows which day it is
    if hasattr(form, "about"):
        form.about(thing.examination)
    elif "ground" in form.fields:
        of_property.set_grounds(form, thing.examination)
    if hasattr(form, "copying"):
        form.copying(thing.item)
    return form


def _when(form: Any, at: datetime) -> Instant:
    found: Instant = form.instant(at)
    return found


def _describe(thing: Thing, form: Any, by: Actor, at: datetime) -> object:
    return actions.describe_item(item=thing.item, by=by, version=form.cleaned_data["version"], changes=form.changes())


def _fields_of(form: type[forms.Form]) -> Callable[[Thing], dict[str, Any]]:
    return lambda thing: {name: getattr(thing.item, name) for name in form.base_fields if hasattr(thing.item, name)}


def _move(thing: Thing, form: Any, by: Actor, at: datetime) -> object:
    given = form.cleaned_data
    return actions.move_item(
        item=thing.item,
        holder=form.holder(),
        by=by,
        when=_when(form, at),
        place=given["place"],
        seal_number=given["seal_number"],
        reason=given["why"],
    )


def _change_ground(thing: Thing, form: Any, by: Actor, at: datetime) -> object:
    given = form.cleaned_data
    return actions.keep_on_ground(item=thing.item, ground=given["ground"], reason=given["reason_for_ground"], by=by, when=_when(form, at))


def _return(thing: Thing, form: Any, by: Actor, at: datetime) -> object:
    given = form.cleaned_data
    return actions.return_item(
        item=thing.item,
        returned_to=given["returned_to"],
        signature=given["signature"],
        by=by,
        when=_when(form, at),
        reason=given["words"],
    )


def _hold(is_held: bool) -> Perform:
    return lambda thing, form, by, at: actions.set_hold(
        item=thing.item, by=by, when=_when(form, at), reason=form.cleaned_data["reason_for_act"], is_held=is_held
    )


def _destroy(thing: Thing, form: Any, by: Actor, at: datetime) -> object:
    given = {"reason": form.cleaned_data["reason_for_act"], "in_spite": form.cleaned_data["in_spite"]}
    if thing.copy is not None:
        return actions.destroy_copy(copy=thing.copy.copy, by=by, when=_when(form, at), **given)
    return actions.destroy_item(item=thing.item, by=by, when=_when(form, at), **given)


def _passcode(kind: Kind) -> Perform:
    return lambda thing, form, by, at: actions.record_passcode(item=thing.item, kind=kind, by=by, when=_when(form, at))


def _copy(thing: Thing, form: Any, by: Actor, at: datetime) -> object:
    return actions.copy_device(item=thing.item, by=by, when=_when(form, at), details=form.details())


def _keep_copy(thing: Thing, form: Any, by: Actor, at: datetime) -> object:
    assert thing.copy is not None
    given = form.cleaned_data
    return actions.keep_copy(
        copy=thing.copy.copy,
        by=by,
        when=_when(form, at),
        version=given["version"],
        ground=given["ground"],
        reason=given["ground_reason"],
        review_on=given["review_on"],
        is_confidential=given["is_confidential"],
        is_business=given.get("is_business"),
        ended_at=given["ended_at"],
    )


def _copy_as_it_stands(thing: Thing) -> dict[str, Any]:
    assert thing.copy is not None
    names = ("version", "ground", "ground_reason", "review_on", "is_confidential", "is_business")
    found = {name: getattr(thing.copy.copy, name) for name in names}
    # A day that has gone by is not proposed again: left empty, the next one is worked out.
    return {**found, "review_on": None} if thing.copy.is_review_past else found


def _authorise_business(thing: Thing, form: Any, by: Actor, at: datetime) -> object:
    assert thing.copy is not None
    given = form.cleaned_data
    return actions.authorise_business(copy=thing.copy.copy, officer=given["officer"], why=given["why"], by=by, when=_when(form, at))


def _step(act: str) -> ThingAct:
    def perform(thing: Thing, form: Any, by: Actor, at: datetime) -> object:
        copy = thing.copy.copy if thing.copy else None
        return actions.record_step(item=thing.item, copy=copy, act=act, by=by, when=_when(form, at), details=form.details())

    return ThingAct(commissioner.ACTS[act], step_form(act), perform, asks=act != commissioner.INFORM)


STEPS = {act: _step(act) for act in commissioner.ACTS}
ITEM_ACTS: dict[str, ThingAct] = {
    "describe": ThingAct("Describe", of_property.DescribeForm, _describe, title="What it is", initial=_fields_of(of_property.DescribeForm)),
    "passcode-demanded": ThingAct("Passcode demanded", of_property.Act, _passcode(Kind.PASSCODE_DEMANDED), asks=False),
    "passcode-given": ThingAct("Passcode given", of_property.Act, _passcode(Kind.PASSCODE_GIVEN), asks=False),
    "passcode-refused": ThingAct("Passcode refused", of_property.Act, _passcode(Kind.PASSCODE_REFUSED), asks=False),
    "copy": ThingAct("Copied", of_property.CopyForm, _copy, title="A copy was made"),
    "filter": ThingAct("Protected material", of_property.FilterForm, _describe, initial=_fields_of(of_property.FilterForm)),
    "move": ThingAct("Handed on", of_property.MoveForm, _move, renamed={"holder": "holder_number"}),
    "ground": ThingAct("Other ground", of_property.GroundForm, _change_ground, title="Keep it on another ground"),
    "return": ThingAct("Returned", of_property.ReturnForm, _return),
    "hold": ThingAct("Litigation hold", of_property.HoldForm, _hold(True), title="Place a litigation hold"),
    "lift-hold": ThingAct("Lift the hold", of_property.HoldForm, _hold(False), title="Lift the litigation hold"),
    "destroy": ThingAct("Destroyed", of_property.DestroyForm, _destroy),
    **STEPS,
}
COPY_ACTS: dict[str, ThingAct] = {
    "keep": ThingAct("Why it is kept", of_property.KeepCopyForm, _keep_copy, title="Why the copy is kept", initial=_copy_as_it_stands),
    "business-authority": ThingAct(
        "Superintendent's authority",
        of_property.BusinessForm,
        _authorise_business,
        title="Authority to keep and use confidential business material",
    ),
    "destroy": ThingAct("Destroyed", of_property.DestroyForm, _destroy),
    **STEPS,
}


def _fate(kind: Kind) -> Perform:
    def perform(thing: Thing, form: Any, by: Actor, at: datetime) -> object:
        assert thing.biometric is not None
        return actions.record_fate(
            biometric=thing.biometric.taken, kind=kind, by=by, when=_when(form, at), words=form.cleaned_data["words"]
        )

    return perform


def _determine(thing: Thing, form: Any, by: Actor, at: datetime) -> object:
    assert thing.biometric is not None
    names = ("made_by", "is_by_chief_officer", "is_written", "lasts_through")
    given = {name: form.cleaned_data[name] for name in names}
    return actions.record_determination(biometric=thing.biometric.taken, by=by, when=_when(form, at), **given)


def _follow(thing: Thing, form: Any, by: Actor, at: datetime) -> object:
    assert thing.biometric is not None
    given = form.cleaned_data
    return actions.determine_further_prints(
        biometric=thing.biometric.taken,
        further=given["words"],
        is_written=given["is_written"],
        officer=given["officer"],
        by=by,
        when=_when(form, at),
    )


BIOMETRIC_ACTS: dict[str, ThingAct] = {
    "sample-destroyed": ThingAct("Sample destroyed", of_biometrics.FateForm, _fate(Kind.SAMPLE_DESTROYED), asks=False),
    "data-destroyed": ThingAct("Prints or profile destroyed", of_biometrics.FateForm, _fate(Kind.BIOMETRIC_DATA_DESTROYED), asks=False),
    "determination": ThingAct("Determination", of_biometrics.DeterminationForm, _determine, title="National security determination"),
    "further-prints": ThingAct("Further prints", of_biometrics.FurtherPrintsForm, _follow, title="Further prints follow these"),
}
