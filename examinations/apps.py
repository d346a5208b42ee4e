from django.apps import AppConfig


class ExaminationsConfig(AppConfig):
    name = "examinations"

    def ready(self) -> None:
        from borderops.kit import navigation
        from examinations import parts
        from examinations.frozen import PARTS
        from examinations.frozen_property import PROPERTY_PARTS
        from examinations.permissions import GUARDS, RULES
        from organisation.policy import register

        register(RULES, GUARDS)
        PARTS["cash"] = parts.cash
        PARTS.update(PROPERTY_PARTS)
        navigation.register(
            navigation.Item("Start", "examinations:start", verb="examination.start", order=10),
            navigation.Item("Review board", "examinations:board", verb="board.view", order=20),
        )
