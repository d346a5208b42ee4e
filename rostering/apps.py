from django.apps import AppConfig


class RosteringConfig(AppConfig):
    name = "rostering"

    def ready(self) -> None:
        from borderops.kit import navigation
        from organisation import tabs
        from organisation.policy import register
        from rostering.permissions import GUARDS, RULES

        register(RULES, GUARDS)
        navigation.register(navigation.Item("Duties", "rostering:duties", verb="duty.view", order=60))
        tabs.register(tabs.Tab("Duties", "rostering:person", "duty.view", order=30))
