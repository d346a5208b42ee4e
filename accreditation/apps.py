from django.apps import AppConfig


class AccreditationConfig(AppConfig):
    name = "accreditation"

    def ready(self) -> None:
        from accreditation.permissions import GUARDS, RULES
        from organisation import tabs
        from organisation.policy import register

        register(RULES, GUARDS)
        tabs.register(tabs.Tab("Accreditation", "accreditation:person", "award.view", order=20))
