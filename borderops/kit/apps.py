from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "borderops.kit"
    label = "kit"

    def ready(self) -> None:
        from borderops.kit import checks  # noqa: F401  (registers the deployment checks)
        from borderops.kit.instants import read_instants_fast

        read_instants_fast()
