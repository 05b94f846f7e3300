from . import budgets, claims, pilots

API = [*pilots.API, *budgets.API, *claims.API]

VIEWS = [*pilots.VIEWS]
