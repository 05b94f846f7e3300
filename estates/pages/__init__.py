from . import imports, register, sites

urlpatterns = [*sites.urlpatterns, *register.urlpatterns, *imports.urlpatterns]
