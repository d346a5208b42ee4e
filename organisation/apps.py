from django.apps import AppConfig
from django.db.models.signals import post_migrate


class OrganisationConfig(AppConfig):
    name = "organisation"

    def ready(self) -> None:
        from organisation.permissions import GUARDS, RULES
        from organisation.policy import register
        from organisation.privileges import grant_to_the_service

        register(RULES, GUARDS)
        post_migrate.connect(grant_to_the_service, sender=self, dispatch_uid="organisation.privileges")
