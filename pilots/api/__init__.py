from . import assumptions, benefits, budgets, cases, claims, comparisons, confidence, people, pilots, portfolios, propositions, returns, risks

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

VIEWS = [*pilots.VIEWS, *propositions.VIEWS, *returns.VIEWS, *portfolios.VIEWS, *comparisons.VIEWS]
