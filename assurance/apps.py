from django.apps import AppConfig


class AssuranceConfig(AppConfig):
    name = "assurance"

    def ready(self) -> None:
        from assurance.permissions import GUARDS, RULES
        from organisation.policy import register

        register(RULES, GUARDS)
