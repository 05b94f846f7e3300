from . import budgets, claims, confidence, pilots, propositions

API = [*pilots.API, *budgets.API, *claims.API, *confidence.API, *propositions.API]

VIEWS = [*pilots.VIEWS, *propositions.VIEWS]
