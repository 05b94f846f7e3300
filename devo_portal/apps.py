from django.contrib.admin.apps import AdminConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class PortalAdminConfig(AdminConfig):
    default_site = "devo_portal.core.administration.PortalAdminSite"


class PortalStaticConfig(StaticFilesConfig):
    """Leaves out what no page of ours asks for: collecting and compressing it takes a minute."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "redoc", "rest_framework", "swagger-ui-es-*", "*.scss"]
