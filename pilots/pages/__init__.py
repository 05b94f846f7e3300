from . import assumptions, benefits, budgets, claims, comparisons, confidence, pilots, portfolios, propositions, risks

urlpatterns = [
    *pilots.urlpatterns,
    *portfolios.urlpatterns,
    *comparisons.urlpatterns,
    *budgets.urlpatterns,
    *claims.urlpatterns,
    *confidence.urlpatterns,
    *propositions.urlpatterns,
    *benefits.urlpatterns,
    *risks.urlpatterns,
    *assumptions.urlpatterns,
]
