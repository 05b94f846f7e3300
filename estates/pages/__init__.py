from . import bulk, estate, imports, places, quality, register, sites

urlpatterns = [
    *sites.urlpatterns,
    *register.urlpatterns,
    *imports.urlpatterns,
    *places.urlpatterns,
    *estate.urlpatterns,
    *quality.urlpatterns,
    *bulk.urlpatterns,
]
