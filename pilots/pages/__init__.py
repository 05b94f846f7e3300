from . import budgets, claims, confidence, pilots, propositions

urlpatterns = [*pilots.urlpatterns, *budgets.urlpatterns, *claims.urlpatterns, *confidence.urlpatterns, *propositions.urlpatterns]
