from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    name = "workbench"

    def ready(self) -> None:
        from borderops.kit.context import provide
        from borderops.kit.navigation import Item, register
        from organisation.policy import register as register_policy
        from organisation.reconciling import when_found
        from workbench.banner import late_banner, notice_count
        from workbench.differences import tell_readers
        from workbench.permissions import GUARDS, RULES

        register_policy(RULES, GUARDS)
        when_found(tell_readers)
        provide("notice_count", notice_count)
        provide("late_banner", late_banner)
        register(Item("Home", "workbench:home", order=0))
        register(Item("My records", "workbench:my-records", verb="examination.start", order=20))
        register(Item("QA", "assurance:queue", verb="assessment.queue", order=30))
        register(Item("Region", "workbench:dashboard", verb="dashboard.view", order=40))
        register(Item("Ledger", "workbench:ledger", verb="ledger.view", order=60))
