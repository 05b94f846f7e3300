from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    default_site = "devo_portal.core.administration.PortalAdminSite"
