"""Addresses of the parts that belong to no app. `/healthz` and `/readyz` are answered by kit.health before any address is looked up."""

from django.conf import settings
from django.urls import URLPattern, path

from borderops.kit import gallery, statement

urlpatterns: list[URLPattern] = [path("accessibility/", statement.accessibility, name="accessibility")]
if settings.DEMO:
    urlpatterns += [
        path("kit/", gallery.page, name="gallery"),
        path("kit/clocks/", gallery.fragment, name="gallery_clocks"),
        path("kit/draft/", gallery.draft, name="gallery_draft"),
        path("kit/<slug:name>/", gallery.page, name="gallery_page"),
    ]
