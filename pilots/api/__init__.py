from . import confidence, pilots, propositions

API = [*pilots.API, *confidence.API, *propositions.API]

VIEWS = [*pilots.VIEWS, *propositions.VIEWS]
