from . import buildings, estate, holdings, identifiers, imports, mapping, plots, quality, returns, sites

API = [*sites.API, *identifiers.API, *buildings.API, *holdings.API, *plots.API, *returns.API, *imports.API, *mapping.API, *quality.API]

VIEWS = [*estate.VIEWS, *quality.VIEWS]

PATHS = estate.PATHS
