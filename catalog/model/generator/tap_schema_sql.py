"""tap_schema.sql: the tables of TAP_SCHEMA and the rows that describe what is published, themselves included."""

from .model import TYPES
from .tables_sql import HEADER, quoted

KEYS = {"schemas": "schema_name", "tables": "table_name", "columns": "table_name, column_name", "keys": "key_id",
        "key_columns": "key_id, from_column"}
FOREIGN = {"tables": ("schema_name", "schemas (schema_name)"), "columns": ("table_name", "tables (table_name)"),
           "key_columns": ("key_id", "keys (key_id)")}


def tap_schema_sql(model, schemas, views):
    base = [v for v in views if v.base]
    published = [v for v in views if not v.template]
    template = [v for v in views if v.template]
    out = [HEADER.format(model.version), "\n"]
    out += [f"DROP TABLE IF EXISTS {view.name} CASCADE;\n" for view in reversed(base)]
    out += [_create(view) for view in base]
    out.append(_insert("tap_schema.schemas", "schema_name, utype, description, schema_index",
                       [(s.name, s.utype, s.text, i) for i, s in enumerate(schemas, 1)]))
    out.append(_insert("tap_schema.tables", "schema_name, table_name, table_type, utype, description, table_index",
                       [(v.schema, v.name, "table" if v.base else "view", v.utype, v.text, i)
                        for i, v in enumerate(published, 1)]))
    columns = [(v.name, *row) for v in published for row in _columns(v)]
    out.append(_insert("tap_schema.columns", "table_name, " + COLUMN_WORDS, columns))
    keys = [(f"{v.name}_{i}", v.name, key) for v in published for i, key in enumerate(v.keys, 1)]
    out.append(_insert("tap_schema.keys", "key_id, from_table, target_table, description",
                       [(name, of, key["target"], key["text"]) for name, of, key in keys]))
    out.append(_insert("tap_schema.key_columns", "key_id, from_column, target_column",
                       [(name, *pair) for name, _, key in keys for pair in sorted(key["columns"].items())]))
    for view in template:
        out.append(_template(view))
    return "".join(out)


COLUMN_WORDS = ('column_name, datatype, arraysize, xtype, "size", description, utype, unit, ucd, indexed, principal, '
                "std, column_index")


def _columns(view):
    for i, c in enumerate(view.columns, 1):
        name = '"size"' if c.name == "size" else c.name  # a reserved word of ADQL
        yield (name, c.datatype, c.arraysize, c.xtype, None, c.text, c.utype, c.unit, c.ucd, int(c.indexed),
               int(c.principal), int(c.std), i)


def _create(view):
    short = view.name.split(".")[1]
    lines = []
    for c in view.columns:
        name = '"size"' if c.name == "size" else c.name
        lines.append(f"  {name} {TYPES[c.type][0]} {c.sql}".rstrip())
    lines.append(f"  PRIMARY KEY ({KEYS[short]})")
    if short in FOREIGN:
        column, target = FOREIGN[short]
        lines.append(f"  FOREIGN KEY ({column}) REFERENCES tap_schema.{target} ON DELETE CASCADE")
    out = f"\nCREATE TABLE {view.name} (\n" + ",\n".join(lines) + "\n);\n"
    return out + f"COMMENT ON TABLE {view.name} IS {quoted(view.text)};\n"


def _literal(value):
    if value is None or value == "":
        return "NULL"
    return str(value) if isinstance(value, int) else quoted(value)


def _insert(table, words, rows):
    if not rows:
        return ""
    values = ",\n".join("  (" + ", ".join(_literal(v) for v in row) + ")" for row in rows)
    return f"\nINSERT INTO {table} ({words}) VALUES\n{values};\n"


def _template(view):
    """Rows for the table of one collection, to be copied by store.publish_collection()."""
    name = "store.collection_obscore_columns"
    rows = ",\n".join("    (" + ", ".join(_literal(v) for v in row) + ")" for row in _columns(view))
    return (f"\nDROP VIEW IF EXISTS {name};\n-- What each collection's own table is described by.\n"
            f"CREATE VIEW {name} AS\n  SELECT t.*, {quoted(view.text)}::text AS table_description FROM (VALUES\n{rows}\n"
            f'  ) AS t ({COLUMN_WORDS});\n')
