"""Forms in the markup of the GOV.UK Design System, by Django's own renderer: plain fields and widgets come out with label, hint and error
beside them. A form may name what a choice reveals, and may carry the hidden one-time id, version and moment of pressing that acts need."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django import forms
from django.forms.boundfield import BoundField as DjangoBoundField
from django.forms.renderers import TemplatesSetting
from django.forms.utils import pretty_name
from django.utils.safestring import SafeString, mark_safe

from borderops.kit.widgets import DateBoxes, DateField, LondonDateTimeField, TimeBoxes

__all__ = [
    "BoundField",
    "Checkboxes",
    "DateField",
    "Form",
    "LondonDateTimeField",
    "ModelForm",
    "Once",
    "Option",
    "Pressed",
    "Radios",
    "Renderer",
    "Versioned",
    "errors_of",
]


class Radios(forms.RadioSelect):
    """Radio buttons. `hints` and `reveals` are keyed by value: a hint under the choice, and the name of the field which it opens."""

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Any = (),
        *,
        hints: Mapping[str, str] | None = None,
        reveals: Mapping[str, str] | None = None,
        inline: bool = False,
        small: bool = False,
    ) -> None:
        super().__init__(attrs, choices)
        self.hints, self.reveals = dict(hints or {}), dict(reveals or {})
        self.inline, self.small = inline, small


class Checkboxes(forms.CheckboxSelectMultiple):
    """Check boxes, with the same `hints` and `reveals` as Radios."""

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Any = (),
        *,
        hints: Mapping[str, str] | None = None,
        reveals: Mapping[str, str] | None = None,
        small: bool = False,
    ) -> None:
        super().__init__(attrs, choices)
        self.hints, self.reveals = dict(hints or {}), dict(reveals or {})
        self.inline, self.small = False, small


@dataclass(frozen=True, slots=True)
class Option:
    """One radio button or check box, ready to be drawn."""

    id: str
    value: str
    label: str
    checked: bool
    disabled: bool
    hint: str
    reveals: "BoundField | None"
    group: str


class BoundField(DjangoBoundField):
    """A field that knows its GOV.UK class, its hint, its errors and what describes it."""

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        self.count_limit = self._take_count_limit()
        self.field.widget.attrs.pop("placeholder", None)  # it disappears when it is needed; labels and hints do not

    def _take_count_limit(self) -> int | None:
        # A long text is counted, never cut: with the attribute, a paste would lose its end without a word.
        widget = self.field.widget
        if isinstance(widget, forms.Textarea) and "maxlength" in widget.attrs:
            return int(widget.attrs.pop("maxlength"))
        return None

    @property
    def kind(self) -> str:
        widget = self.field.widget
        for kinds, word in KINDS:
            if isinstance(widget, kinds):
                return word
        return "input"

    @property
    def use_fieldset(self) -> bool:
        return self.kind in {"radios", "checkboxes", "date", "time"}

    @property
    def is_revealed(self) -> bool:
        """Whether a choice opens this field, so that it is drawn inside that choice and not again in the form's own order."""
        return any(self.name in getattr(field.widget, "reveals", {}).values() for field in self.form.fields.values())

    @property
    def is_optional(self) -> bool:
        if self.field.required or self.kind == "checkbox" or self.is_revealed:
            return False
        return bool(getattr(self.form, "mark_optional", True))

    @property
    def hint_id(self) -> str:
        return f"{self.auto_id}_hint"

    @property
    def error_id(self) -> str:
        return f"{self.auto_id}_error"

    @property
    def described_by(self) -> str:
        parts = [self.hint_id] if self.help_text else []
        parts += [self.error_id] if self.errors else []
        parts += [f"{self.auto_id}-info"] if self.count_limit else []
        return " ".join(parts)

    aria_describedby = described_by

    @property
    def error_target(self) -> str:
        """The id which a link in the error summary leads to: the first thing that can be typed into or chosen."""
        widget, own = self.field.widget, self.auto_id
        if isinstance(widget, DateBoxes | TimeBoxes):
            return widget.first_id(own)
        return f"{own}_0" if self.kind in {"radios", "checkboxes"} else own

    @property
    def options(self) -> list[Option]:
        return list(self._options())

    def _options(self) -> Iterator[Option]:
        widget = self.field.widget
        hints = getattr(widget, "hints", {})
        reveals = getattr(widget, "reveals", {})
        for group, entries, _ in widget.optgroups(self.html_name, self._chosen(), {"id": self.auto_id}):
            for entry in entries:
                value = str(entry["value"])
                yield Option(
                    id=entry["attrs"].get("id", ""),
                    value=value,
                    label=str(entry["label"]),
                    checked=bool(entry["selected"]),
                    disabled=bool(self.field.disabled or entry["attrs"].get("disabled")),
                    hint=str(hints.get(value, "")),
                    reveals=self.form[reveals[value]] if value in reveals else None,  # type: ignore[arg-type]
                    group=str(group or ""),
                )

    def _chosen(self) -> list[str]:
        value = self.field.widget.format_value(self.value())
        return [str(each) for each in value] if isinstance(value, list | tuple) else [str(value)]

    def build_widget_attrs(self, attrs: Any, widget: forms.Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        built = super().build_widget_attrs(attrs, widget)
        if widget.is_hidden:
            return built
        built.pop("required", None)  # the browser's own bubbles are turned off in favour of the error summary
        if described := self.described_by:
            built.setdefault("aria-describedby", described)
        names = [CLASSES.get(self.kind, "govuk-input")]
        names += [f"{names[0]}--error"] if self.errors else []
        names += ["govuk-js-character-count"] if self.count_limit else []
        names += [given] if (given := str(widget.attrs.get("class", ""))) else []
        built["class"] = " ".join(names)
        return built

    def as_widget(self, widget: forms.Widget | None = None, attrs: Any = None, only_initial: bool = False) -> SafeString:
        if widget is None and self.kind in {"radios", "checkboxes"}:
            return mark_safe(self.form.renderer.render("kit/forms/options.html", {"field": self}))  # noqa: S308 (a template's own output)
        return super().as_widget(widget, attrs, only_initial)


KINDS: tuple[tuple[Any, str], ...] = (
    (DateBoxes, "date"),
    (TimeBoxes, "time"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.FileInput, "file"),
    (forms.PasswordInput, "password"),
)
CLASSES = {
    "checkbox": "govuk-checkboxes__input",
    "select": "govuk-select",
    "textarea": "govuk-textarea",
    "file": "govuk-file-upload",
    "password": "govuk-input govuk-password-input__input govuk-js-password-input-input",
}


class Renderer(TemplatesSetting):
    """The project's form renderer: `FORM_RENDERER = "borderops.kit.forms.Renderer"`."""

    form_template_name = "django/forms/div.html"
    formset_template_name = "django/forms/formsets/div.html"
    field_template_name = "django/forms/field.html"
    bound_field_class = BoundField


def _required_words(field: forms.Field, label: str) -> str:
    """What to say when a compulsory field is empty, in words that name it: 'Enter the reason', 'Choose a port'."""
    low = label if label[:2].isupper() else label[:1].lower() + label[1:]
    if isinstance(field, forms.BooleanField):
        return f"Tick to confirm: {low}"
    if isinstance(field, forms.FileField):
        return f"Choose a file: {low}"
    return f"Choose {low}" if isinstance(field, forms.ChoiceField | forms.ModelChoiceField) else f"Enter {low}"


class Words(forms.BaseForm):
    """Gives every compulsory field a message that names it, unless the form's author wrote one."""

    mark_optional = True
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            label = str(field.label) if field.label is not None else pretty_name(name)
            if isinstance(field, forms.CharField):
                field.error_messages.setdefault(
                    "max_length", f"{label} must be %(limit_value)d characters or fewer; it has %(show_value)d."
                )
            if str(field.error_messages.get("required")) == str(forms.Field.default_error_messages["required"]):
                field.error_messages["required"] = _required_words(field, label.rstrip("?"))


class Form(Words, forms.Form):
    """A form whose error messages name the field."""


class ModelForm(Words, forms.ModelForm):  # type: ignore[type-arg]
    """A model form whose error messages name the field."""


class Once(forms.Form):
    """Carries the one-time id by which a repeated submission returns the first one's result."""

    submission_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class Versioned(forms.Form):
    """Carries the version that the writer saw, so that two writers never overwrite each other unseen."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class Pressed(forms.Form):
    """Carries the moment of pressing, by the device's clock corrected with the offset measured at page load; empty without JavaScript."""

    pressed_at = forms.DateTimeField(
        widget=forms.HiddenInput(attrs={"data-pressed": ""}),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%dT%H:%M:%S%z"],
    )


def errors_of(*given: Any) -> list[tuple[str, str]]:
    """(link target, message) for every error of the forms and formsets, in page order, for the error summary."""
    found: list[tuple[str, str]] = []
    for item in given:
        if not item:
            continue
        if isinstance(item, forms.BaseFormSet):
            found += [("", str(message)) for message in item.non_form_errors()]
            found += errors_of(*item.forms)
        elif isinstance(item, forms.BaseForm) and item.is_bound:
            found += [("", str(message)) for message in item.non_field_errors()]
            found += [(_target(item, name), str(message)) for name in item.fields for message in item.errors.get(name, [])]
    return found


def _target(form: forms.BaseForm, name: str) -> str:
    bound = form[name]
    if bound.is_hidden:
        return ""
    return bound.error_target if isinstance(bound, BoundField) else bound.auto_id
