from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ExaminationsConfig(AppConfig):
    name = "examinations"

    def ready(self) -> None:
        from borderops.kit import navigation
        from examinations.law.seeds import seed_after_migrating
        from examinations.papers import parts
        from examinations.papers.frozen import PARTS
        from examinations.papers.frozen_property import PROPERTY_PARTS
        from examinations.permissions import GUARDS, RULES
        from organisation.policy import register

        register(RULES, GUARDS)
        PARTS["cash"] = parts.cash
        PARTS.update(PROPERTY_PARTS)
        PARTS["screening"] = parts.screening
        PARTS["goods"] = parts.goods
        PARTS["linked"] = parts.linked
        navigation.register(
            navigation.Item("Start", "examinations:start", verb="examination.start", order=10),
            navigation.Item("Review board", "examinations:board", verb="board.view", order=20),
            navigation.Item("Limits", "examinations:limits", verb="examination.list", order=25),
            navigation.Item("Calculator", "law:calculator", verb="clock.calculate", order=75),
            navigation.Item("The law", "law:law", verb="law.view", order=80),
            navigation.Item("Authorities", "examinations:authorities", verb="examination.authorise", order=25),
        )
        post_migrate.connect(seed_after_migrating, sender=self, dispatch_uid="examinations.law")
