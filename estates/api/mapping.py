"""Column mappings over the API."""

from devo_portal.core.api import ReadViewSet

from .. import selectors


class ColumnMappingViewSet(ReadViewSet):
    """How files name their columns. One is kept when a person says what the columns of an import hold."""

    read = selectors.column_mappings


API = [("column-mappings", ColumnMappingViewSet)]
