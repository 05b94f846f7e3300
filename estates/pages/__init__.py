from . import imports, sites

urlpatterns = [*sites.urlpatterns, *imports.urlpatterns]
