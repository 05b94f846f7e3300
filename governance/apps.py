from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "governance"
    verbose_name = "Governance"

    def ready(self) -> None:
        from devo_portal.core import activity

        from .selectors import hidden_minutes
        from .services import effects  # noqa: F401  # tells what decisions may change

        activity.HIDDEN.append(hidden_minutes)
