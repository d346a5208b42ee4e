"""Addresses of the parts that belong to no app."""

from django.conf import settings
from django.urls import path

from borderops.kit import gallery, health

urlpatterns = [
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
]
if settings.DEMO:
    urlpatterns += [
        path("kit/", gallery.page, name="gallery"),
        path("kit/clocks/", gallery.fragment, name="gallery_clocks"),
        path("kit/draft/", gallery.draft, name="gallery_draft"),
        path("kit/<slug:name>/", gallery.page, name="gallery_page"),
    ]
