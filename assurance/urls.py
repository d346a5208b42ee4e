"""Addresses of quality assurance."""

from django.urls import path

from assurance import views

app_name = "assurance"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("claim/<uuid:pk>/", views.claim, name="claim"),
    path("criteria/", views.criteria, name="criteria"),
    path("criteria/add/", views.add_criterion, name="add_criterion"),
    path("criteria/<uuid:pk>/correct/", views.correct_criterion, name="correct_criterion"),
    path("<uuid:pk>/", views.assess, name="assess"),
    path("<uuid:pk>/decide/", views.decide, name="decide"),
    path("<uuid:pk>/put-back/", views.release, name="release"),
    path("learning/<uuid:pk>/", views.learning, name="learning"),
]
