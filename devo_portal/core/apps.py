from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "devo_portal.core"
    label = "core"
    verbose_name = "Organisations and people"

    def ready(self) -> None:
        from .migrating import quicken

        quicken()
