from . import assumptions, benefits, budgets, cases, claims, confidence, people, pilots, propositions, returns, risks

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
    *returns.API,
]

VIEWS = [*pilots.VIEWS, *propositions.VIEWS, *returns.VIEWS]
