from . import budgets, claims, pilots

urlpatterns = [*pilots.urlpatterns, *budgets.urlpatterns, *claims.urlpatterns]
