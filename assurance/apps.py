from django.apps import AppConfig


class AssuranceConfig(AppConfig):
    name = "assurance"

    def ready(self) -> None:
        from assurance.criteria import PART
        from assurance.permissions import GUARDS, RULES
        from examinations.law import parts
        from organisation.policy import register

        register(RULES, GUARDS)
        parts.register(PART)
