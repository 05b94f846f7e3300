from . import buildings, holdings, identifiers, imports, plots, returns, sites

API = [*sites.API, *identifiers.API, *buildings.API, *holdings.API, *plots.API, *returns.API, *imports.API]
