from . import buildings, holdings, identifiers, imports, plots, quality, returns, sites

API = [*sites.API, *identifiers.API, *buildings.API, *holdings.API, *plots.API, *returns.API, *quality.API, *imports.API]
VIEWS = quality.VIEWS
