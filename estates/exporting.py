"""Lists as files: csv, xlsx and GeoJSON, row by row from PostgreSQL, in constant memory. What may be seen is the caller's to say."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from tempfile import TemporaryFile
from typing import Any

from django.core.exceptions import EmptyResultSet, ValidationError
from django.db import connection
from django.db.models import F, Func, QuerySet, TextField, Value
from django.http import FileResponse, Http404, StreamingHttpResponse

from .lists.columns import Column
from .lists.exports import EXPORTS, FINDINGS, findings
from .tables import lines, neutral

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
}
_ROWS = 2_000  # asked of the server's cursor at a time
_MOST_ROWS = 1_048_576  # of a spreadsheet


def export(user: Any, name: str, form: str, params: Mapping[str, Any]) -> Any:
    """A list as a file, of the rows that its filters leave and this person may see. Raises ValidationError, by parameter; Http404.

    A table is made whole before it is sent: what comes is complete, says its length, and a slow reader holds no transaction.
    """
    if name == FINDINGS and form != "geojson":
        columns, cells = findings(user, params)
        answer = _file(lambda file: write_xlsx(cells, columns, file, "Findings")) if form == "xlsx" else _stream(_finding_lines(columns, cells))
    elif name in EXPORTS and form in EXPORTS[name].forms:
        rows, columns = EXPORTS[name].rows(user, params), EXPORTS[name].chosen(params)
        if form == "geojson":
            answer = _stream(geojson(rows, columns))
        elif form == "csv":
            answer = _file(lambda file: write_csv(rows, columns, file))
        else:
            answer = _file(lambda file: write_xlsx(cells_of(rows, columns), columns, file, name.capitalize()))
    else:
        raise Http404("There is no such list.")
    answer["Content-Type"] = TYPES[form]
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _file(write: Callable[[Any], None]) -> FileResponse:
    file = TemporaryFile()  # noqa: SIM115  # the answer closes it
    write(file)
    file.seek(0)
    answer = FileResponse(file)
    answer.block_size = 65_536
    return answer


def _stream(pieces: Iterator[str]) -> StreamingHttpResponse:
    """With its first rows in hand, so that what cannot be asked of the database fails before an answer is begun."""
    first = [piece for _, piece in zip(range(2), pieces, strict=False)]
    return StreamingHttpResponse(chain(first, pieces))


def _finding_lines(columns: Sequence[Column], cells: Iterable[Sequence[str]]) -> Iterator[str]:
    return lines(chain([[each.heading for each in columns]], cells))


# --- csv ----------------------------------------------------------------------------------------------------------------
class _Neutral(Func):
    """A cell of text, harmless where a spreadsheet would run it: as `tables.neutral` makes it.

    Its first letter says of nearly every cell that it is harmless.
    """

    output_field: Any = TextField()

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> Any:
        cell, params = compiler.compile(self.get_source_expressions()[0])
        runs = f"""ascii({cell}) IN (9, 13, 32, 39, 43, 45, 61, 64) AND left(ltrim({cell}, ' '''), 1) IN ('=', '+', '-', '@', E'\\t', E'\\r')"""
        return f"CASE WHEN {runs} THEN '''' || {cell} ELSE {cell} END", (*params, *params, *params, *params)


def write_csv(rows: QuerySet[Any], columns: Sequence[Column], file: Any) -> None:
    """The rows as PostgreSQL's COPY writes CSV, below their headings and the mark by which spreadsheets know UTF-8."""
    cells = [each.cell if each.number or each.ours else _Neutral(each.cell) for each in columns]
    file.write(("\ufeff" + ",".join(f'"{neutral(each.heading)}"' for each in columns) + "\n").encode())
    try:
        sql, params = rows.values_list(*cells).query.sql_with_params()
    except EmptyResultSet:  # Django sees that no row can be meant
        return
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.copy_expert(f"COPY ({cursor.mogrify(sql, params).decode()}) TO STDOUT WITH (FORMAT csv)", file)


# --- xlsx ---------------------------------------------------------------------------------------------------------------
def cells_of(rows: QuerySet[Any], columns: Sequence[Column]) -> Iterator[Sequence[str]]:
    return rows.values_list(*(each.cell for each in columns)).iterator(chunk_size=_ROWS)


def write_xlsx(rows: Iterable[Sequence[str]], columns: Sequence[Column], file: Any, title: str) -> None:
    """One sheet; numbers as numbers, the rest as texts. Raises ValidationError where there are more rows than a sheet has."""
    import xlsxwriter

    numbers = [each.number for each in columns]
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet(title[:31])
        for place, column in enumerate(columns):
            sheet.write_string(0, place, column.heading)
        for number, cells in enumerate(rows, 1):
            if number >= _MOST_ROWS:
                raise ValidationError({"order": ["The list has more rows than a spreadsheet can hold. Take it as CSV, or ask for fewer."]})
            for place, cell in enumerate(cells):
                if not cell:
                    continue
                if numbers[place] and len(cell) <= 15:  # what a spreadsheet's number holds to the last digit
                    sheet.write_number(number, place, float(cell))
                else:
                    sheet.write_string(number, place, neutral(cell))


# --- GeoJSON ------------------------------------------------------------------------------------------------------------
class _Feature(Func):
    """A row as a Feature (RFC 7946): its outline, or else its point, or null."""

    function = "json_build_object"
    template = "%(function)s(%(expressions)s)::text"
    output_field: Any = TextField()


class _Properties(Func):
    function = "json_build_object"
    output_field: Any = TextField()


class _Number(Func):
    """The number that a cell holds, and null where it holds none."""

    template = "nullif(%(expressions)s, '')::numeric"
    output_field: Any = TextField()


class _Place(Func):
    """Of an outline, a longitude and a latitude."""

    template = "coalesce(%(expressions)s)"
    output_field: Any = TextField()

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> Any:
        outline, longitude, latitude = (compiler.compile(each)[0] for each in self.get_source_expressions())
        point = f"json_build_object('type', 'Point', 'coordinates', json_build_array({longitude}, {latitude}))"
        return f"coalesce({outline}::json, CASE WHEN {longitude} IS NOT NULL THEN {point} END)", []


def _together(every: Iterable[str], between: str) -> Iterator[str]:
    waiting: list[str] = []
    for line in every:
        waiting.append(line)
        if len(waiting) == _ROWS:
            yield between.join(waiting)
            waiting.clear()
    if waiting:
        yield between.join(waiting)


def geojson(rows: QuerySet[Any], columns: Sequence[Column]) -> Iterator[str]:
    said: list[Any] = []
    for each in columns:
        said += [Value(each.name, output_field=TextField()), _Number(each.cell) if each.number else each.cell]
    text = {name: Value(name, output_field=TextField()) for name in ("type", "Feature", "id", "geometry", "properties")}
    place = _Place(F("outline"), F("longitude"), F("latitude"))
    feature = _Feature(text["type"], text["Feature"], text["id"], F("pk"), text["geometry"], place, text["properties"], _Properties(*said))
    yield '{"type":"FeatureCollection","features":[\n'
    between = ""
    for piece in _together(rows.values_list(feature, flat=True).iterator(chunk_size=_ROWS), ",\n"):
        yield between + piece
        between = ",\n"
    yield "\n]}\n"
