from . import assumptions, benefits, budgets, cases, claims, confidence, people, pilots, propositions, risks

API = [
    *pilots.API,
    *budgets.API,
    *claims.API,
    *confidence.API,
    *propositions.API,
    *benefits.API,
    *risks.API,
    *assumptions.API,
    *cases.API,
    *people.API,
]

VIEWS = [*pilots.VIEWS, *propositions.VIEWS]
