from . import pilots

API = [*pilots.API]

VIEWS = [*pilots.VIEWS]
