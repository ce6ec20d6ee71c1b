"""docs/model.md: every table and column for people, with a diagram for each package."""

from .model import TYPES


def model_page(model, views):
    out = [f"# {model.title}, version {model.version}\n",
           "Made by `catalog/model/generate.py` from `catalog/model/*.yaml`. Do not edit.\n", f"{model.text}\n",
           "Base tables are in the SQL schema `store`, which only the service itself reads and writes. What users "
           "may query are views over them, made from the same model and described in TAP_SCHEMA; they show a row "
           "only to those who may see it.\n",
           "To change the model edit the YAML files, run `catalog/model/generate.py`, and, if base tables have changed, "
           "add a migration with the next number to `catalog/schema/migrations` that does the same to tables full of data; "
           "a test compares the two. Functions and views need no migration: they are made anew whenever one of the scripts "
           "in `catalog/schema` has changed.\n",
           "In the tables below a key is **bold**, `*` marks what may not be null, and an arrow says which table a "
           "column refers to. A many-to-many relation of the model is a table named after both sides.\n"]
    out.append("## Base tables\n")
    for package, text in model.packages.items():
        tables = [t for t in model.tables.values() if t.package == package]
        out.append(f"### {package}\n\n{text}\n")
        out.append(_diagram(model, package, tables))
        out += [_table(table) for table in tables]
    out.append("## Published tables\n")
    out += [_view(view) for view in views]
    return "\n".join(out)


def _diagram(model, package, tables):
    lines = ["```mermaid", "erDiagram"]
    seen = set()
    for table in tables:
        for reference in table.references:
            if table.association:
                continue
            left = "||" if table.column(reference.column).required else "|o"
            line = f"  {reference.target} {left}--o{{ {table.name} : {reference.name}"
            if line not in seen:
                lines.append(line)
                seen.add(line)
        if table.association:
            left, right = (r.target for r in table.references)
            lines.append(f"  {left} }}o--o{{ {right} : {table.name}")
        elif not table.references:
            lines.append(f"  {table.name}")
    return "\n".join(lines + ["```\n"])


def _cell(text):
    return text.replace("|", "\\|")


def _table(table):
    references = {r.column: r for r in table.references}
    out = [f"#### store.{table.name}\n", f"{table.text}\n", "| column | type | unit | |", "|---|---|---|---|"]
    for column in table.columns:
        name = f"**{column.name}**" if column.key else column.name
        sql = TYPES[column.type][0].replace("timestamp with time zone", "timestamptz")
        notes = [column.text]
        if column.name in references:
            reference = references[column.name]
            notes.append(f"→ store.{reference.target}.{reference.target_column}")
        if column.identity:
            notes.append("Given by the database if left out.")
        if column.generated:
            notes.append("Computed; cannot be written.")
        if column.default:
            notes.append(f"Default {column.default}.")
        star = "*" if column.required else ""
        out.append(f"| {name}{star} | {sql} | {column.unit} | {_cell(' '.join(notes))} |")
    for columns in table.unique:
        if len(columns) > 1:
            out.append(f"\nUnique: {', '.join(columns)}.")
    return "\n".join(out) + "\n"


def _view(view):
    out = [f"### {view.name}\n", f"{view.text}\n", "| column | type | unit | ucd | |", "|---|---|---|---|---|"]
    for c in view.columns:
        kind = c.datatype + (f"[{c.arraysize}]" if c.arraysize else "") + (f" {c.xtype}" if c.xtype else "")
        out.append(f"| {c.name} | {kind} | {c.unit} | {c.ucd} | {_cell(c.text)} |")
    return "\n".join(out) + "\n"
