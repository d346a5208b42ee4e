"""Addresses of this app."""

from django.urls import URLPattern

app_name = "examinations"
urlpatterns: list[URLPattern] = []
