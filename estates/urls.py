from django.urls import path

from . import api, pages

app_name = "estates"
urlpatterns = [
    path("estates/", pages.site_list, name="register"),
    path("estates/sites/<uuid:pk>/", pages.site_detail, name="site"),
    path("estates/sites/<uuid:pk>/edit/", pages.EditSite.as_view(), name="site-edit"),
    path("estates/imports/", pages.import_list, name="imports"),
    path("estates/imports/new/", pages.NewImport.as_view(), name="import-new"),
    path("estates/imports/<uuid:pk>/", pages.import_detail, name="import"),
    path("estates/imports/<uuid:pk>/progress/", pages.import_progress, name="import-progress"),
    path("estates/imports/<uuid:pk>/confirm/", pages.import_confirm, name="import-confirm"),
    path("estates/imports/<uuid:pk>/cancel/", pages.import_cancel, name="import-cancel"),
]
API = [("sites", api.SiteViewSet), ("holdings", api.HoldingViewSet), ("estate-returns", api.ReturnViewSet), ("imports", api.ImportViewSet)]
