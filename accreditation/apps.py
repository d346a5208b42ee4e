from django.apps import AppConfig


class AccreditationConfig(AppConfig):
    name = "accreditation"

    def ready(self) -> None:
        from accreditation.permissions import GUARDS, RULES
        from organisation.policy import register

        register(RULES, GUARDS)
