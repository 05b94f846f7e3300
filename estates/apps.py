from django.apps import AppConfig


class EstatesConfig(AppConfig):
    name = "estates"
    verbose_name = "Estates"

    def ready(self) -> None:
        from devo_portal.core import activity

        from .selectors.sensitive import hidden_subjects

        activity.HIDDEN.append(hidden_subjects)
