from . import imports, places, sites

urlpatterns = [*sites.urlpatterns, *places.urlpatterns, *imports.urlpatterns]
