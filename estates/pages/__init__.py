from . import bulk, estate, exports, imports, mapping, merging, places, quality, register, sites

urlpatterns = [
    *sites.urlpatterns,
    *exports.urlpatterns,
    *register.urlpatterns,
    *imports.urlpatterns,
    *mapping.urlpatterns,
    *places.urlpatterns,
    *estate.urlpatterns,
    *quality.urlpatterns,
    *merging.urlpatterns,
    *bulk.urlpatterns,
]
