from . import assumptions, benefits, budgets, cases, claims, confidence, people, pilots, propositions, returns, risks, roll_up, sections, stages

urlpatterns = [
    *pilots.urlpatterns,
    *sections.urlpatterns,
    *stages.urlpatterns,
    *cases.urlpatterns,
    *people.urlpatterns,
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
