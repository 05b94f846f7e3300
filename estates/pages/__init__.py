from . import estate, exports, imports, places, quality, register, sites

urlpatterns = [
    *sites.urlpatterns,
    *exports.urlpatterns,
    *register.urlpatterns,
    *imports.urlpatterns,
    *places.urlpatterns,
    *estate.urlpatterns,
    *quality.urlpatterns,
]
