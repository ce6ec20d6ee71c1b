"""The model as values: classes become tables, attributes and references become columns."""

from dataclasses import dataclass, field
from pathlib import Path

import yaml

# Name in the model -> (PostgreSQL, VOTable datatype, arraysize, xtype as published).
TYPES = {
    "text": ("text", "char", "*", ""),
    "unicode": ("text", "unicodeChar", "*", ""),  # what people write, beyond ASCII
    "int": ("integer", "int", "", ""),
    "long": ("bigint", "long", "", ""),
    "double": ("double precision", "double", "", ""),
    "bool": ("boolean", "int", "", ""),          # published as 0 and 1: ADQL has no booleans
    "time": ("timestamp with time zone", "char", "*", "timestamp"),  # published as DALI text
    "region": ("double precision[]", "char", "*", "adql:REGION"),
    "json": ("jsonb", "char", "*", "json"),
}
PUBLISHABLE = ("unit", "ucd", "utype", "xtype", "std", "principal", "text")
ATTRIBUTE_WORDS = {"type", "key", "identity", "required", "unique", "indexed", "default", "check", "generated",
                   *PUBLISHABLE}
REFERENCE_WORDS = {"to", "column", "key", "required", "unique", "on_delete", "text"}
CLASS_WORDS = {"text", "attributes", "references", "many_to_many", "unique", "indexes", "checks"}


class ModelError(Exception):
    """Something in the model files is wrong; the message says which file and class."""


@dataclass
class Column:
    name: str
    type: str
    text: str
    key: bool = False
    identity: bool = False
    required: bool = False
    unique: bool = False
    indexed: bool = False
    default: str = ""
    check: str = ""
    generated: str = ""
    unit: str = ""
    ucd: str = ""
    utype: str = ""
    xtype: str = ""
    std: bool = False
    principal: bool = False


@dataclass
class Reference:
    name: str      # role of the reference; the class it points at, unless said otherwise
    column: str
    target: str    # table
    target_column: str
    on_delete: str
    text: str


@dataclass
class Table:
    name: str
    package: str
    text: str
    columns: list = field(default_factory=list)
    references: list = field(default_factory=list)
    unique: list = field(default_factory=list)
    indexes: list = field(default_factory=list)
    checks: dict = field(default_factory=dict)
    association: bool = False   # made from a many-to-many of the model

    def column(self, name):
        for column in self.columns:
            if column.name == name:
                return column
        raise ModelError(f"{self.name}: no column {name}")

    def key(self):
        return [c.name for c in self.columns if c.key]

    def is_indexed(self, column):
        """Whether an index begins with the column."""
        return any(cols[0] == column for cols in [self.key(), *self.unique, *self.indexes])


@dataclass
class Model:
    version: str
    title: str
    text: str
    packages: dict              # name -> text, in order
    tables: dict                # name -> Table, each behind those it refers to
    published: list             # the raw documents of the published views


def load(folder):
    folder = Path(folder)
    index = _read(folder / "model.yaml")
    packages, classes = {}, {}
    for name in index["classes"]:
        document = _read(folder / name)
        packages[document["package"]] = document["text"]
        for class_name, body in document["classes"].items():
            _only(body, CLASS_WORDS, f"{name}: {class_name}")
            classes[class_name] = (document["package"], body)
    tables = {name: _own_columns(name, package, body) for name, (package, body) in classes.items()}
    for name, (_, body) in classes.items():
        for role, words in (body.get("references") or {}).items():
            _add_reference(tables, tables[name], role, words)
    for name, (package, body) in classes.items():
        _finish(tables[name], body)
        for other, words in (body.get("many_to_many") or {}).items():
            association = _association(tables, package, name, other, words)
            tables[association.name] = association
    published = [_read(folder / name) for name in index["published"] if (folder / name).exists()]
    return Model(str(index["version"]), index["title"], index["text"], packages, _in_order(tables), published)


def _read(path):
    with open(path, encoding="utf-8") as stream:
        return yaml.safe_load(stream)


def _only(words, allowed, where):
    unknown = set(words) - set(allowed)
    if unknown:
        raise ModelError(f"{where}: unknown word {', '.join(sorted(unknown))}")


def _own_columns(name, package, body):
    table = Table(name, package, " ".join(body["text"].split()))
    for column, words in body["attributes"].items():
        _only(words, ATTRIBUTE_WORDS, f"{name}.{column}")
        if words.get("type") not in TYPES or not words.get("text"):
            raise ModelError(f"{name}.{column}: needs a text and a type of {', '.join(TYPES)}")
        made = Column(column, **words)
        if made.identity:
            made.key = True
        made.required = made.required or made.key
        table.columns.append(made)
    return table


def _add_reference(tables, table, role, words):
    where = f"{table.name}.{role}"
    _only(words, REFERENCE_WORDS, where)
    if words.get("to") not in tables:
        raise ModelError(f"{where}: there is no class {words.get('to')}")
    target = tables[words["to"]]
    key = target.key()
    if len(key) != 1:
        raise ModelError(f"{where}: {target.name} has no key of one column")
    name = words.get("column", f"{role}_{key[0]}")
    on_delete = words.get("on_delete", "no action")
    table.references.append(Reference(role, name, target.name, key[0], on_delete, words["text"]))
    if any(c.name == name for c in table.columns):
        return  # the attribute is declared with its own metadata
    of = target.column(key[0])
    is_key = bool(words.get("key"))
    table.columns.append(Column(name, of.type, words["text"], key=is_key,
                                required=is_key or bool(words.get("required")),
                                unique=bool(words.get("unique")), ucd=of.ucd or "meta.id"))


def _finish(table, body):
    # Keys lead: references that are part of the key come before the table's own part of it.
    referring = {r.column for r in table.references}
    keys = [c for c in table.columns if c.key and c.name in referring]
    keys += [c for c in table.columns if c.key and c.name not in referring]
    table.columns = keys + [c for c in table.columns if not c.key]
    table.unique = [[c.name] for c in table.columns if c.unique] + (body.get("unique") or [])
    table.indexes = (body.get("indexes") or []) + [
        [c.name] for c in table.columns if c.indexed and [c.name] not in (body.get("indexes") or [])]
    table.checks = body.get("checks") or {}
    for columns in table.unique + table.indexes:
        for name in columns:
            table.column(name)
    if not table.key():
        raise ModelError(f"{table.name}: no key")
    # Without an index on it, deleting what a foreign key points at scans this table.
    for reference in table.references:
        if reference.target not in ("data_level", "product_kind") and not table.is_indexed(reference.column):
            table.indexes.append([reference.column])


def _association(tables, package, left, right, words):
    if right not in tables:
        raise ModelError(f"{left}: many to many with {right}, which is no class")
    table = Table(f"{left}_{right}", package, words["text"], association=True)
    for side in (left, right):
        key = tables[side].key()
        column = Column(f"{side}_{key[0]}", tables[side].column(key[0]).type, tables[side].text, key=True,
                        required=True, ucd="meta.id")
        table.columns.append(column)
        table.references.append(Reference(side, column.name, side, key[0], "cascade", tables[side].text))
    table.indexes.append([table.columns[1].name])
    return table


def _in_order(tables):
    done = {}

    def place(name, path):
        if name in done:
            return
        if name in path:
            raise ModelError(f"references go round in a circle: {' -> '.join(path + [name])}")
        for reference in tables[name].references:
            if reference.target != name:
                place(reference.target, path + [name])
        done[name] = tables[name]

    for name in tables:
        place(name, [])
    return done
