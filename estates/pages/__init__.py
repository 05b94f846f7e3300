from . import estate, imports, register, sites

urlpatterns = [*sites.urlpatterns, *estate.urlpatterns, *register.urlpatterns, *imports.urlpatterns]
