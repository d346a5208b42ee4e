"""Goods examined on their own: begun in two presses, listed apart from people, and described on a page of their own."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from borderops.kit.clock import now
from borderops.kit.methods import require_GET
from borderops.kit.parts import Fact
from borderops.kit.tables import keyset
from examinations import queries
from examinations.actions import describe_goods, start_goods
from examinations.faces import SHORT_POWERS
from examinations.forms.goods import GoodsForm, GoodsStartForm
from examinations.goods import goods_rows, goods_values
from examinations.models import Examination, Goods, Subject
from examinations.models.examination import Power
from examinations.views.common import actor_of, finished, form_page, page, record_for, refusals_beside
from examinations.views.record import head, may
from examinations.views.starting import _from_duty, ports_to_start_at
from organisation.doors import forbidden_is_403, needs, shown
from organisation.once import once
from organisation.policy import may as may_try


@needs("examination.start")
@forbidden_is_403
@once
def start(request: HttpRequest) -> HttpResponse:
    """First press: the power. Second press: the goods are examined, now."""
    actor, at = actor_of(request), now()
    ports = ports_to_start_at(actor)
    power = request.GET.get("power", "")
    initial = {"power": power if power in Power.values else Power.TACT_S7.value, **_from_duty(actor, ports, at)}
    form = GoodsStartForm(request.POST or None, ports=ports, at=at, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with refusals_beside(form):
            examination = start_goods(
                port=given["port"],
                power=given["power"],
                place_kind=given["place_kind"],
                place=given["place"],
                by=actor,
                when=form.instant(at),
                details={"what": given["what"]},
            )
            return redirect("examinations:record", examination.pk)
    chosen = SHORT_POWERS.get(str(form["power"].value() or ""), "")
    return page(request, "examinations/goods_start.html", {"form": form, "power_short": chosen})


@needs("examination.list")
@require_GET
def goods_list(request: HttpRequest) -> HttpResponse:
    """Every examination of goods that the reader may see, newest first."""
    actor = actor_of(request)
    found = keyset(request, queries.goods_records(actor), ("-started_at", "-pk"))
    shown(request, "goods.view", found.rows)
    context = {"page": found, "may_start": may_try(actor, "examination.start"), "powers": list(SHORT_POWERS.items())}
    return render(request, "examinations/goods_list.html", context)


def goods_of(examination: Examination) -> Goods:
    """The goods of a record that is about goods; a record about a person has none, and no such page."""
    if examination.subject != Subject.GOODS:
        raise Http404("This record is about a person.")
    goods: Goods = examination.goods
    return goods


@needs("examination.view")
@require_GET
def goods(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was examined."""
    actor = actor_of(request)
    examination = record_for(request, pk)
    context = {
        **head(actor, examination, "goods"),
        "facts": [Fact(*row) for row in goods_rows(goods_values(goods_of(examination)))],
    }
    context["may_complete"] = may(actor, "examination.complete", examination)
    return render(request, "examinations/goods.html", context)


@needs("examination.complete")
@forbidden_is_403
@once
def describe(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Filling in what is known."""
    examination = record_for(request, pk, "examination.complete")
    known = goods_of(examination)
    form = GoodsForm(request.POST or None, initial=GoodsForm.initial_of(known))
    if request.method == "POST" and form.is_valid():
        with refusals_beside(form):
            describe_goods(examination=examination, by=actor_of(request), version=form.cleaned_data["version"], changes=form.changes())
            messages.success(request, "Goods: saved")
            return finished(request, "examinations:goods", examination.pk)
    context = {"form": form, "examination": examination, "title": "About the goods"}
    return form_page(request, "examinations/goods_form.html", context)
