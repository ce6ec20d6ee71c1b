#!/usr/bin/env python3
"""Makes the SQL of the catalogue and docs/model.md from the data model.

The model is model.yaml and the files it names: classes with attributes and references (they become tables in the
SQL schema `store`), and published tables (views over them, with their rows in TAP_SCHEMA). An attribute has

  type        text, unicode, int, long, double, bool, time, region (numbers as in DALI), json
  text        what it is, in a sentence; goes into comments, TAP_SCHEMA and the documentation
  unit ucd utype xtype std principal    as TAP_SCHEMA wants them
  key identity required unique indexed  part of the key, numbered by the database, not null, alone unique, indexed
  default check generated               SQL; in a check {} stands for the column

A reference {to: class} becomes a column <role>_<key of the class> (or `column`) with a foreign key; a many_to_many
becomes an association table <class>_<other class>. A column of a published table is alias.attribute of its FROM
clause, which inherits everything said of the attribute, or has name, type, sql and text of its own; visible(alias)
in a where is the rule of who may see a row.

  generate.py           writes the files
  generate.py --check   says which are stale and ends with status 1 if any is
"""

import argparse
import sys
from pathlib import Path

from generator import model as models
from generator import pages, tables_sql, tap_schema_sql, views, views_sql

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent.parent


def made_files():
    model = models.load(HERE)
    schemas, published = views.load(model)
    generated = PROJECT / "catalog" / "schema" / "generated"
    return {
        generated / "tables.sql": tables_sql.tables_sql(model),
        generated / "comments.sql": tables_sql.comments_sql(model),
        generated / "views.sql": views_sql.views_sql(model, schemas, published),
        generated / "tap_schema.sql": tap_schema_sql.tap_schema_sql(model, schemas, published),
        PROJECT / "docs" / "model.md": pages.model_page(model, published),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing, compare")
    arguments = parser.parse_args()
    try:
        files = made_files()
    except models.ModelError as error:
        sys.exit(f"generate.py: {error}")
    stale = [p for p, text in files.items() if not p.exists() or p.read_text(encoding="utf-8") != text]
    if arguments.check:
        for path in stale:
            print(f"{path.relative_to(PROJECT)} is stale: run catalog/model/generate.py", file=sys.stderr)
        sys.exit(1 if stale else 0)
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(files[path], encoding="utf-8")
        print(f"wrote {path.relative_to(PROJECT)}")


if __name__ == "__main__":
    main()
