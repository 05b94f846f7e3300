from . import buildings, bulk, estate, exports, holdings, identifiers, imports, mapping, plots, quality, returns, sites, trust_returns

API = [
    *sites.API,
    *identifiers.API,
    *buildings.API,
    *holdings.API,
    *plots.API,
    *returns.API,
    *trust_returns.API,
    *imports.API,
    *mapping.API,
    *quality.API,
    *bulk.API,
]

VIEWS = [*estate.VIEWS, *quality.VIEWS]

PATHS = [*estate.PATHS, *exports.PATHS]
