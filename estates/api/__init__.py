from . import buildings, bulk, estate, holdings, identifiers, imports, plots, quality, returns, sites

API = [*sites.API, *identifiers.API, *buildings.API, *holdings.API, *plots.API, *returns.API, *imports.API, *quality.API, *bulk.API]

VIEWS = [*estate.VIEWS, *quality.VIEWS]

PATHS = estate.PATHS
