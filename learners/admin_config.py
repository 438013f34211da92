"""The stock admin behind the site's own door. Not in `apps`, where Django would take it for this app's."""

from django.contrib.admin.apps import AdminConfig


class GuardedAdminConfig(AdminConfig):
    default_site = "learners.admin_site.GuardedAdminSite"
