from . import assumptions, benefits, budgets, claims, confidence, pilots, propositions, returns, risks

API = [*pilots.API, *budgets.API, *claims.API, *confidence.API, *propositions.API, *benefits.API, *risks.API, *assumptions.API, *returns.API]

VIEWS = [*pilots.VIEWS, *propositions.VIEWS, *returns.VIEWS]
