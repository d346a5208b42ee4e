"""The gallery's addresses, and stand-ins for those of other apps which the frame links to."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path
from django.views.generic import RedirectView

from borderops.kit import gallery, statement

SESSION = {"left": 3.0, "stayed": 0.0}


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


def keep_alive(request: HttpRequest) -> JsonResponse:
    if request.method == "POST":
        SESSION["stayed"] += 1
        return JsonResponse({"left": 1800})
    return JsonResponse({"left": SESSION["left"]})


workbench = (
    [
        path("find/", nothing, name="find"),
        path("notices/", nothing, name="notices"),
    ],
    "workbench",
)
urlpatterns = [
    path("kit/", gallery.page, name="gallery"),
    path("kit/clocks/", gallery.fragment),
    path("kit/draft/", gallery.draft),
    path("kit/<slug:name>/", gallery.page),
    path("signed-out/", RedirectView.as_view(url="/kit/")),
    path("preferences/", nothing, name="preferences"),
    path("accessibility/", statement.accessibility, name="accessibility"),
    path("keep-alive/", keep_alive, name="keep_alive"),
    path("", include(workbench)),
]
