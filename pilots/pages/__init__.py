from . import assumptions, benefits, budgets, claims, confidence, pilots, propositions, returns, risks, roll_up

urlpatterns = [
    *pilots.urlpatterns,
    *budgets.urlpatterns,
    *claims.urlpatterns,
    *confidence.urlpatterns,
    *propositions.urlpatterns,
    *benefits.urlpatterns,
    *risks.urlpatterns,
    *assumptions.urlpatterns,
    *roll_up.urlpatterns,
    *returns.urlpatterns,
]
