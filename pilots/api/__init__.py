from . import assumptions, benefits, pilots, risks

API = [*pilots.API, *benefits.API, *risks.API, *assumptions.API]

VIEWS = [*pilots.VIEWS]
