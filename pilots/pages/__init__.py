from . import confidence, pilots, propositions

urlpatterns = [*pilots.urlpatterns, *confidence.urlpatterns, *propositions.urlpatterns]
