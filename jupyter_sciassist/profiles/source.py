"""Python source that chooses the rows of a `Table` again, from the live variable, in the open.

After it runs, `data` is a pandas DataFrame of exactly the table's rows, under the display names:

- roles numeric, count and boolean, and ids that are numbers: numbers, NaN where missing; an
  infinite value counts as missing, as it does in the table;
- role time: float64, seconds since 1970-01-01 UTC, NaN where missing;
- roles category and text, and ids that are texts: the original values, whose `str` is the display
  level; missing where `isna`.

Its row index is not reset: use `.to_numpy()` where rows are to be paired by position.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..errors import UnknownColumnError
from ..records import ColumnProfile
from . import lazy_source
from .table import Table

_EPOCH = 'np.datetime64(0, "us")) / np.timedelta64(1, "s")'
_FLOATS = '{c}.to_numpy("float64", na_value=np.nan)'
_RECIPES: dict[str, tuple[str, ...]] = {
    "as is": (),
    "opaque": (),
    "object": ("{c} = {c}.astype(object)",),
    "float": ("{c} = " + _FLOATS,),
    "finite": ("{c} = " + _FLOATS, "{c} = {c}.where(np.isfinite({c}))"),
    "datetime": ('{c} = ({c}.to_numpy("datetime64[us]") - ' + _EPOCH,),
    "dates": (
        "{c} = pd.to_datetime({c}, utc=True)",
        '{c} = ({c}.to_numpy("datetime64[us]") - ' + _EPOCH,
    ),
    "iso": (
        '{c} = pd.to_datetime({c}, format="ISO8601", utc=True)',
        '{c} = ({c}.to_numpy("datetime64[us]") - ' + _EPOCH,
    ),
    "period": (
        "{c} = {c}.dt.to_timestamp()",
        '{c} = ({c}.to_numpy("datetime64[us]") - ' + _EPOCH,
    ),
    "year": (
        "{c} = (" + _FLOATS + ' - 1970).astype("datetime64[Y]").astype("datetime64[us]")',
        '{c} = ({c}.to_numpy("datetime64[us]") - ' + _EPOCH,
    ),
    "duration": (
        '{c} = pd.to_timedelta({c}).to_numpy("timedelta64[us]") / np.timedelta64(1, "s")',
    ),
}


def preamble(table: Table, columns: Iterable[str] | None = None) -> str:
    """Source that binds `data`; it imports numpy and pandas (and hashlib where rows are split).

    Parameters
    ----------
    table : Table
        As `profiles.read` gave it.
    columns : iterable of str, optional
        Display names that the cell needs; all columns of the table where it is left out.

    Raises
    ------
    UnknownColumnError
        A name is no column of the table.
    """
    chosen = _chosen(table, columns)
    lines = ["import hashlib", ""] if table.rows.split != "all" else []
    own = lazy_source.imports(table)
    lines += [*sorted([*own, "import numpy as np", "import pandas as pd"]), ""]
    lines += _selection(table, chosen)
    for column in chosen:
        recipe = _RECIPES[table.columns[column.name].recipe]
        if recipe and column.role == "time":
            lines.append(f"# {column.name!r} as seconds since 1970-01-01 UTC")
        lines += [line.format(c=f"data[{_quoted(column.name)}]") for line in recipe]
    lines += _side(table)
    return "\n".join(lines) + "\n"


def _chosen(table: Table, columns: Iterable[str] | None) -> list[ColumnProfile]:
    names = list(table.columns) if columns is None else list(dict.fromkeys(columns))
    unknown = [name for name in names if name not in table.columns]
    if unknown:
        raise UnknownColumnError(f"{table.profile.variable} has no column {unknown[0]!r}.")
    if table.rows.unit is not None and table.rows.unit not in names:
        names.append(table.rows.unit)
    return [table.columns[name].profile for name in names]


def _quoted(text: str) -> str:
    """A Python literal of a name, in double quotes where that reads well."""
    plain = text.isprintable() and '"' not in text and "\\" not in text
    return f'"{text}"' if plain else ascii(text)


def _listed(items: Iterable[str]) -> str:
    return "[" + ", ".join(items) + "]"


def _variable(table: Table) -> str:
    name = table.profile.variable
    return name if name.isidentifier() else f"globals()[{name!r}]"


def _selection(table: Table, chosen: Sequence[ColumnProfile]) -> list[str]:
    """Lines that bind `data` to the sampled rows of the chosen columns."""
    live, lines = _variable(table), []
    if table.profile.type in _CONVERTED:
        lines.append(f"frame = {live}{_CONVERTED[table.profile.type].format(**_own_name(table))}")
        live = "frame"
    if table.rows.sample is not None:
        lines.append(f"rows = np.random.default_rng({table.rows.seed}).choice(")
        lines.append(
            f"    {table.rows.total}, {table.rows.sample}, replace=False, shuffle=False\n)"
        )
        lines.append("rows = np.sort(rows)")
        if table.profile.type in ("list", "tuple"):
            lines.append(f"sample = [{live}[row] for row in rows]")
            live = "sample"
        elif table.profile.type in _TAKE:
            lines.append(f"sample = {live}{_TAKE[table.profile.type]}")
            live = "sample"
    kind = table.profile.type
    if kind in _CONVERTED:
        return lines + _frame(table, live, chosen)
    if kind in _QUERIES:
        return lines + _query(table, live, chosen)
    if kind == "pandas.DataFrame":
        return lines + _frame(table, live, chosen)
    if kind == "pandas.Series":
        return lines + _series(live, chosen)
    if not chosen:
        return [f"data = pd.DataFrame(index=range({table.rows.total}))"]
    cells = [f"{_quoted(one.name)}: {_cell(table, live, one)}" for one in chosen]
    lines += [
        "data = pd.DataFrame(",
        "    {",
        *(f"        {cell}," for cell in cells),
        "    }",
        ")",
    ]
    if table.rows.sample is not None:
        lines.append("data = data.iloc[rows]" if kind == "dict" else "data.index = rows")
    if kind == "dict":
        lines.append("data = data.copy()")
    return lines


_QUERIES = {"polars.LazyFrame", "duckdb.DuckDBPyRelation", "dask.DataFrame", "dask.Series"}
_CONVERTED = {
    "xarray.DataArray": ".to_dataframe(name={name}).reset_index()",
    "xarray.Dataset": ".to_dataframe().reset_index()",
    "astropy.Table": ".to_pandas()",
    "astropy.TimeSeries": ".to_pandas()",
    "sunpy.TimeSeries": ".to_dataframe()",
}
_TAKE = {
    **dict.fromkeys(_CONVERTED, ".iloc[rows]"),
    "numpy.recarray": "[rows]",
    "astropy.Quantity": ".value[rows]",
    "pandas.DataFrame": ".iloc[rows]",
    "pandas.Series": ".iloc[rows]",
    "polars.DataFrame": "[rows]",
    "polars.Series": "[rows]",
    "pyarrow.Table": ".take(rows)",
    "numpy.ndarray": "[rows]",
}


def _own_name(table: Table) -> dict[str, str]:
    """The name under which a DataArray stands in its frame: that of its last column."""
    columns = list(table.columns.values())
    return {"name": _quoted(str(columns[-1].profile.key.label))} if columns else {"name": '""'}


def _frame(table: Table, live: str, chosen: Sequence[ColumnProfile]) -> list[str]:
    plain = [one for one in chosen if one.key.position >= 0]
    names = _listed(_quoted(one.name) for one in plain)
    labels = [column.profile.key.label for column in table.columns.values()]
    unique = all(one.key.label == one.name and labels.count(one.name) == 1 for one in plain)
    seen = table.profile.plan.columns >= table.profile.shape[1]
    if seen and unique and [one.key.position for one in plain] == [*range(table.profile.shape[1])]:
        lines = [f"data = {live}.copy()"]
    elif seen and unique:
        lines = [f"data = {live}[{names}].copy()"]
    else:
        places = _listed(str(one.key.position) for one in plain)
        lines = [f"data = {live}.iloc[:, {places}].set_axis({names}, axis=1).copy()"]
    return lines + _levels(live, chosen)


def _query(table: Table, live: str, chosen: Sequence[ColumnProfile]) -> list[str]:
    """Lines that run a query for the sampled rows of the chosen columns."""
    plain = [one for one in chosen if one.key.position >= 0]
    lines = lazy_source.lines(table, live, [_label(one) for one in plain], _quoted)
    if table.profile.type == "polars.LazyFrame":
        cells = [
            f"{_quoted(one.name)}: sample.to_series({place})."
            f"{'to_list' if table.columns[one.name].recipe == 'opaque' else 'to_numpy'}()"
            for place, one in enumerate(plain)
        ]
        lines += [
            "data = pd.DataFrame(",
            "    {",
            *(f"        {cell}," for cell in cells),
            "    }",
            ")",
        ]
    else:
        names = _listed(_quoted(one.name) for one in plain)
        lines += [f"data = sample.set_axis({names}, axis=1).copy()", *_levels("sample", chosen)]
    place = "rows" if table.rows.sample is not None else "range(len(data))"
    return [*lines, f"data.index = {place}"]


def _label(column: ColumnProfile) -> str:
    return column.name if column.key.label is None else str(column.key.label)


def _levels(live: str, chosen: Sequence[ColumnProfile]) -> list[str]:
    """Lines that make columns of levels of the row index."""
    return [
        f"data[{_quoted(one.name)}] = {live}.index.get_level_values({one.key.position})"
        for one in chosen
        if one.key.position < 0
    ]


def _series(live: str, chosen: Sequence[ColumnProfile]) -> list[str]:
    names = [one.name for one in chosen if one.key.position >= 0]
    if names:
        return [f"data = {live}.to_frame({_quoted(names[0])}).copy()", *_levels(live, chosen)]
    return [f"data = pd.DataFrame(index={live}.index)", *_levels(live, chosen)]


def _cell(table: Table, live: str, column: ColumnProfile) -> str:
    """Expression of one column of an object that is no pandas object."""
    position, label, kind = column.key.position, column.key.label, table.profile.type
    cells = table.columns[column.name].recipe == "opaque"
    if kind == "polars.DataFrame":
        return f"{live}.to_series({position}).{'to_list' if cells else 'to_numpy'}()"
    if kind == "polars.Series":
        return f"{live}.{'to_list' if cells else 'to_numpy'}()"
    if kind == "pyarrow.Table":
        return f"{live}.column({position}).{'to_pylist' if cells else 'to_numpy'}()"
    if kind == "dict of numbers":
        return f"list({live}.values())" if position else f"list(map(str, {live}))"
    if kind == "dict":
        plain = label is not None and type(label) is not float
        key = _quoted(label) if isinstance(label, str) else repr(label)
        return f"list({live}[{key}])" if plain else f"list(list({live}.values())[{position}])"
    cell = _array_cell(table, live, column)
    return f"list({cell})" if cells else cell


def _array_cell(table: Table, live: str, column: ColumnProfile) -> str:
    position, shape = column.key.position, table.profile.shape
    if table.profile.type == "astropy.Quantity" and table.rows.sample is None:
        live = f"{live}.value"
    if isinstance(column.key.label, str):
        cell = f"{live}[{_quoted(str(column.key.label))}]"
    elif len(shape) == 1:
        cell = live
    elif len(shape) == 2:
        cell = f"{live}[:, {position}]"
    else:
        cell = f"{live}[:, {position // shape[2]}, {position % shape[2]}]"
    foreign = column.dtype.startswith(">")
    return f'{cell}.astype("{column.dtype[1:]}")' if foreign else cell


def _side(table: Table) -> list[str]:
    """Lines that keep one side of the split; nothing where all rows are kept."""
    rows = table.rows
    if rows.split == "all":
        return []
    place = "np.arange(len(data))" if rows.sample is None else "rows"
    if rows.unit is not None:
        column = f"data[{_quoted(rows.unit)}]"
        if table.columns[rows.unit].levels:
            labels = f'["" if pd.isna(value) else str(value) for value in {column}]'
        else:
            labels = f'[f"{{value:.17g}}" for value in {column}]'
    elif rows.block is not None:
        labels = f"{place} // {rows.block}"
    else:
        labels = "data.index" if rows.labels == "index" else place
    salt = rows.salt.replace("{", "{{").replace("}", "}}")
    side = "side" if rows.split == "explore" else "~side"
    return [
        f"# the {rows.split} half: a salted hash of each row's label says which side it is on",
        f"labels = {labels}",
        f"keys = [f{_quoted(salt + '|{label!s}')}.encode() for label in labels]",
        "side = np.array([hashlib.blake2b(key, digest_size=8).digest()[0] < 128 for key in keys], bool)",
        f"data = data[{side}].copy()",
    ]
