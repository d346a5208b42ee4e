from django.apps import AppConfig


class RosteringConfig(AppConfig):
    name = "rostering"

    def ready(self) -> None:
        from organisation.policy import register
        from rostering.permissions import GUARDS, RULES

        register(RULES, GUARDS)
