from . import imports, quality, register, sites

urlpatterns = [*sites.urlpatterns, *register.urlpatterns, *quality.urlpatterns, *imports.urlpatterns]
