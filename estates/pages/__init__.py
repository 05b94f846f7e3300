from . import estate, imports, mapping, places, quality, register, sites

urlpatterns = [
    *sites.urlpatterns,
    *register.urlpatterns,
    *imports.urlpatterns,
    *mapping.urlpatterns,
    *places.urlpatterns,
    *estate.urlpatterns,
    *quality.urlpatterns,
]
