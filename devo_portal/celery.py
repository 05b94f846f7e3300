"""The worker's application: `celery -A devo_portal worker`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "devo_portal.settings")
app = Celery("devo_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["devo_portal.core"], related_name="notices")
