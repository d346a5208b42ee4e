from django.apps import AppConfig


class ExaminationsConfig(AppConfig):
    name = "examinations"

    def ready(self) -> None:
        from examinations.permissions import GUARDS, RULES
        from organisation.policy import register

        register(RULES, GUARDS)
