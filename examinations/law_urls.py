"""Addresses of the law as it is applied and of the calculator: neither is about a record."""

from django.urls import path

from examinations.views import calculating, law, law_proposing

app_name = "law"
urlpatterns = [
    path("clocks/", calculating.calculator, name="calculator"),
    path("clocks/from/<uuid:pk>/", calculating.from_record, name="calculate_from"),
    path("law/", law.law, name="law"),
    path("law/rules/<uuid:pk>/correct/", law_proposing.correct_provision, name="correct_provision"),
    path("law/readings/<uuid:pk>/correct/", law_proposing.correct_reading, name="correct_reading"),
    path("law/lists/<uuid:pk>/correct/", law_proposing.correct_entry, name="correct_entry"),
    path("law/lists/<slug:kind>/<slug:power>/add/", law_proposing.add_entry, name="add_entry"),
    path("law/bank-holidays/correct/", law_proposing.correct_calendar, name="correct_calendar"),
    path("law/corrections/<uuid:pk>/", law.correction, name="correction"),
    path("law/corrections/<uuid:pk>/decide/", law.decide, name="decide"),
    path("law/corrections/<uuid:pk>/withdraw/", law.withdraw, name="withdraw"),
]
