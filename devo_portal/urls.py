from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import SimpleRouter

import estates.urls
import governance.urls
import pilots.urls
from devo_portal import home
from devo_portal.core import directory, health
from devo_portal.core.activation import Activate
from devo_portal.core.metrics import metrics
from devo_portal.core.middleware import handler
from devo_portal.core.wire import JSON

RESOURCES = [*directory.API, *governance.urls.API, *pilots.urls.API, *estates.urls.API]
VIEWS = [*governance.urls.VIEWS, *pilots.urls.VIEWS, *estates.urls.VIEWS]
ROOMS = (*(plural for plural, _ in RESOURCES), *(name for name, _ in VIEWS), "programme", "search")  # what the root lists
router = SimpleRouter(use_regex_path=False)
for plural, viewset in RESOURCES:
    router.register(plural, viewset, basename=f"api-{plural}")

urlpatterns = [
    path("", home.programme, name="home"),
    path("search/", home.search_page, name="search"),
    path("", include("devo_portal.core.directory")),
    path("", include("governance.urls")),
    *governance.urls.FEEDS,
    path("", include("pilots.urls")),
    path("", include("estates.urls")),
    path("api/v1/", home.Root.as_view(resources=ROOMS), name="api-root"),
    path("api/v1/programme/", home.Programme.as_view(), name="api-programme"),
    path("api/v1/search/", home.Search.as_view(), name="api-search"),
    *(path(f"api/v1/{name}/", view.as_view(), name=f"api-{name.replace('/', '-')}") for name, view in VIEWS),
    path("api/v1/openapi.json", SpectacularAPIView.as_view(renderer_classes=[JSON]), name="openapi"),
    path("api/v1/docs/", SpectacularSwaggerSplitView.as_view(url_name="openapi"), name="api-docs"),
    path("api/v1/", include(governance.urls.API_PATHS)),
    path("api/v1/", include(router.urls)),
    path("accounts/email/", RedirectView.as_view(pattern_name="mfa_index")),  # an administrator changes addresses
    path("accounts/2fa/totp/activate/", Activate.as_view()),
    path("accounts/", include("allauth.urls")),
    path("", include("allauth.idp.urls")),
    path("admin/", admin.site.urls),
    path("health/live", health.live),
    path("health/ready", health.ready),
    path("metrics", metrics),
]
handler400, handler403, handler404, handler429, handler500 = (handler(status) for status in (400, 403, 404, 429, 500))
