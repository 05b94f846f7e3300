from . import assumptions, benefits, budgets, claims, confidence, pilots, propositions, risks

urlpatterns = [
    *pilots.urlpatterns,
    *budgets.urlpatterns,
    *claims.urlpatterns,
    *confidence.urlpatterns,
    *propositions.urlpatterns,
    *benefits.urlpatterns,
    *risks.urlpatterns,
    *assumptions.urlpatterns,
]
