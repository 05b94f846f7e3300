from . import holdings, imports, returns, sites

API = [*sites.API, *holdings.API, *returns.API, *imports.API]
