"""Addresses of the parts that belong to no app."""

from django.urls import path

from borderops.kit import health

urlpatterns = [
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
]
