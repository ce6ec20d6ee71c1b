"""views.sql: the published views with their comments."""

from .tables_sql import HEADER, quoted

# Views of an earlier version may have other columns, or may be none of ours any more: the old TAP_SCHEMA knows.
DROP_OLD = """
DO $$
DECLARE old text;
BEGIN
  IF to_regclass('tap_schema.tables') IS NOT NULL THEN
    FOR old IN SELECT table_name FROM tap_schema.tables WHERE table_type = 'view' LOOP
      IF to_regclass(old) IS NOT NULL THEN EXECUTE format('DROP VIEW %s CASCADE', to_regclass(old)); END IF;
    END LOOP;
  END IF;
END $$;
"""


def views_sql(model, schemas, views):
    out = [HEADER.format(model.version), DROP_OLD]
    for schema in schemas:
        out.append(f"\nCREATE SCHEMA IF NOT EXISTS {schema.name};\n")
        out.append(f"COMMENT ON SCHEMA {schema.name} IS {quoted(schema.text)};\n")
    for view in views:
        if not view.base:
            out.append(_create(view))
    return "".join(out)


def sql_name(view):
    """The template is a view as well, from which the view of each collection takes its rows."""
    return "store.collection_obscore" if view.template else view.name


def _create(view):
    name = sql_name(view)
    barrier = " WITH (security_barrier)" if view.barrier else ""
    lines = [f"{c.sql} AS {c.name}" for c in view.columns]
    if view.template:
        lines += ["d.collection_id AS of_collection_id", "d.obs_id AS text_obs_id"]
    out = f"\nDROP VIEW IF EXISTS {name} CASCADE;\nCREATE VIEW {name}{barrier} AS SELECT\n  "
    out += ",\n  ".join(lines) + f"\nFROM {view.source}"
    out += f"\nWHERE {view.where};\n" if view.where else ";\n"
    out += f"COMMENT ON VIEW {name} IS {quoted(view.text)};\n"
    for column in view.columns:
        out += f"COMMENT ON COLUMN {name}.{column.name} IS {quoted(column.text)};\n"
    return out
