from . import assumptions, benefits, budgets, claims, comparisons, confidence, pilots, portfolios, propositions, risks

API = [*pilots.API, *budgets.API, *claims.API, *confidence.API, *propositions.API, *benefits.API, *risks.API, *assumptions.API]

VIEWS = [*pilots.VIEWS, *portfolios.VIEWS, *comparisons.VIEWS, *propositions.VIEWS]
