"""Lists as files: csv, xlsx and GeoJSON, row by row from PostgreSQL, in constant memory. What may be seen is the caller's to say."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from django.core.exceptions import ValidationError
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
_MOST_TOGETHER = 20  # cells in one concat, which takes a hundred arguments; each cell of text is four


def export(user: Any, name: str, form: str, params: Mapping[str, Any]) -> Any:
    """A list as a file, of the rows that its filters leave and this person may see. Raises ValidationError, by parameter; Http404."""
    if name == FINDINGS and form != "geojson":
        columns, cells = findings(user, params)
        made: Any = lines(chain([[each.heading for each in columns]], cells)) if form == "csv" else cells
    elif name in EXPORTS and form in EXPORTS[name].forms:
        rows, columns = EXPORTS[name].rows(user, params), EXPORTS[name].chosen(params)
        made = csv_lines(rows, columns) if form == "csv" else geojson(rows, columns) if form == "geojson" else cells_of(rows, columns)
    else:
        raise Http404("There is no such list.")
    if form == "xlsx":
        file = TemporaryFile()  # noqa: SIM115  # the answer closes it
        write_xlsx(made, columns, file, name.capitalize())
        file.seek(0)
        answer: Any = FileResponse(file, content_type=TYPES[form])
    else:
        answer = StreamingHttpResponse(_begun(made), content_type=TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _begun(pieces: Iterator[str]) -> Iterator[str]:
    """With its first rows in hand, so that what cannot be asked of the database fails before an answer is begun."""
    first = [piece for _, piece in zip(range(2), pieces, strict=False)]
    return chain(first, pieces)


# --- csv ----------------------------------------------------------------------------------------------------------------
class _Text(Func):
    """A cell of text, in quotation marks, and harmless where a spreadsheet would run it: as `tables.neutral` makes it.

    These are arguments of `_Line`'s concat. Its first letter says of nearly every cell that it is harmless.
    """

    output_field: Any = TextField()

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> Any:
        sql, params = compiler.compile(self.get_source_expressions()[0])
        runs = f"""ascii({sql}) IN (9, 13, 32, 39, 43, 45, 61, 64) AND left(ltrim({sql}, ' '''), 1) IN ('=', '+', '-', '@', E'\\t', E'\\r')"""
        return f"""CASE WHEN {runs} THEN '"''' ELSE '"' END, replace({sql}, '"', '""'), '"'""", (*params, *params, *params)


class _Quoted(Func):
    """A cell of the portal's own words."""

    template = """'"', %(expressions)s, '"'"""
    output_field: Any = TextField()


class _Line(Func):
    """Cells as a line of CSV; one concat, which copies each once."""

    template = "concat(%(expressions)s, E'\\r\\n')"
    arg_joiner = ", ',', "
    output_field: Any = TextField()


class _Cells(_Line):
    template = "concat(%(expressions)s)"


def csv_lines(rows: QuerySet[Any], columns: Sequence[Column]) -> Iterator[str]:
    """Some thousand lines at a time, made by PostgreSQL, with the mark by which spreadsheets know UTF-8."""
    yield "\ufeff" + ",".join(f'"{neutral(each.heading)}"' for each in columns) + "\r\n"
    cells = [each.cell if each.number else _Quoted(each.cell) if each.ours else _Text(each.cell) for each in columns]
    some = [_Cells(*cells[at : at + _MOST_TOGETHER]) for at in range(0, len(cells), _MOST_TOGETHER)] if len(cells) > _MOST_TOGETHER else cells
    yield from _together(rows.values_list(_Line(*some), flat=True).iterator(chunk_size=_ROWS))


def _together(every: Iterable[str], between: str = "") -> Iterator[str]:
    waiting: list[str] = []
    for line in every:
        waiting.append(line)
        if len(waiting) == _ROWS:
            yield between.join(waiting)
            waiting.clear()
    if waiting:
        yield between.join(waiting)


def write_csv(rows: QuerySet[Any], columns: Sequence[Column], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        out.writelines(csv_lines(rows, columns))


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
