from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class RecruiterConfig(AppConfig):
    name = "recruiter"
    verbose_name = "Recruiter's desk"

    def ready(self) -> None:
        # Celery's app and the checks register themselves on import. Not in the package's
        # __init__: importing recruiter.tiering must not drag Django and Celery along.
        from recruiter import celery, checks  # noqa: F401, PLC0415


class DeskAdminConfig(admin_apps.AdminConfig):
    """Django's administration with our site in it."""

    default = False  # RecruiterConfig is this package's own
    default_site = "recruiter.site.DeskAdminSite"
