from . import estate, imports, places, register, sites

urlpatterns = [*sites.urlpatterns, *register.urlpatterns, *imports.urlpatterns, *places.urlpatterns, *estate.urlpatterns]
