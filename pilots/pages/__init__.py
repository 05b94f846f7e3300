from . import assumptions, benefits, pilots, risks

urlpatterns = [*pilots.urlpatterns, *benefits.urlpatterns, *risks.urlpatterns, *assumptions.urlpatterns]
