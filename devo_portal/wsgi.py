"""What the web server runs. Warm before it serves, with what it has loaded out of the collector's sight."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "devo_portal.settings")
application = get_wsgi_application()


def warm_up() -> None:
    """Import the routes and compile the read models' shapes, so that the first request pays for neither."""
    from django.urls import get_resolver

    get_resolver().url_patterns  # noqa: B018  # reading it imports the routes
    from devo_portal.core.shapes import compiled
    from devo_portal.urls import RESOURCES

    for _, viewset in RESOURCES:
        compiled(viewset.read.shape, None, ("id", viewset.read.order[0].removeprefix("-")))
        compiled(viewset.read.detail or viewset.read.shape, None, ("id",))
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


warm_up()
