from . import estate, imports, merging, places, quality, register, sites

urlpatterns = [
    *sites.urlpatterns,
    *register.urlpatterns,
    *merging.urlpatterns,
    *imports.urlpatterns,
    *places.urlpatterns,
    *estate.urlpatterns,
    *quality.urlpatterns,
]
