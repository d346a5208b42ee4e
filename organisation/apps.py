from django.apps import AppConfig
from django.db.models.signals import post_migrate


class OrganisationConfig(AppConfig):
    name = "organisation"

    def ready(self) -> None:
        from borderops.kit import navigation
        from organisation import tabs
        from organisation.permissions import GUARDS, RULES
        from organisation.policy import register
        from organisation.privileges import grant_to_the_service

        register(RULES, GUARDS)
        navigation.register(navigation.Item("People", "organisation:people", verb="people.list", order=70))
        tabs.register(tabs.Tab("Account", "organisation:person", "people.view", order=10))
        post_migrate.connect(grant_to_the_service, sender=self, dispatch_uid="organisation.privileges")
