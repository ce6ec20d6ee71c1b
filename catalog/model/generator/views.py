"""Published views as values: the documents of the model with macros expanded and metadata inherited."""

import re
from dataclasses import dataclass, field

from .model import TYPES, ModelError

# What a view may show of a row of `alias`: rows of collections that the session's user may know of, and of those only
# what belongs to nobody or to that user. Records of what was done are also for those who oversee the service; products
# that their owners keep to themselves are not. The sub-selects are evaluated once for a query, not per row. The rules
# are cheaper, in the planner's eyes, than any condition that can fail, and therefore tested before those.
COLLECTION_RULE = "(SELECT store.visible_collections())[{0}.collection_id]"
SHARED_RULE = "({0}.collection_id IS NULL OR " + COLLECTION_RULE + ")"
OWNER_RULE = ("({0}.owner IS NULL OR {0}.owner IS NOT DISTINCT FROM "
              "(SELECT nullif(current_setting('distill.user', true), '')))")
RECORD_RULE = OWNER_RULE[:-1] + " OR (SELECT store.oversees()))"
RULES = {
    "of_collection": COLLECTION_RULE,
    "owned": RECORD_RULE,
    "listed": "(SELECT store.visible_collections())[{0}.id]",
    "visible": COLLECTION_RULE + " AND " + OWNER_RULE,
    "visible_or_shared": SHARED_RULE + " AND " + RECORD_RULE,
}

# Words of ADQL 2.1 that cannot be names of columns without quotes, as far as anyone would use them here.
RESERVED = set("""absolute action any area at begin between bit both box by cascade case cast catalog char check circle
close collation column commit connection constraint contains continue coord1 coord2 count create current cursor date
day declare default delete desc describe distance domain double drop else end escape except exception exec execute
exists external false fetch first float for foreign found from full get global go grant group hour identity in
indicator input insert int integer intersect interval into is isolation join key language last left level like local
lower match max min minute mod module month names national next no not null numeric of offset on only open option or
order output overlaps pad partial point polygon position power precision prepare primary prior procedure public read
real references region relative restrict revoke right rollback round rows schema scroll second section select session
set size smallint some space sql sum table temporary then time timestamp to top trailing transaction translate trim
true truncate union unique unknown update upper usage user using value values varchar view when where with work write
year zone""".split())


@dataclass
class ViewColumn:
    name: str
    sql: str
    type: str
    text: str
    unit: str = ""
    ucd: str = ""
    utype: str = ""
    xtype: str = ""
    std: bool = False
    principal: bool = False
    indexed: bool = False

    @property
    def datatype(self):
        return TYPES[self.type][1]

    @property
    def arraysize(self):
        return TYPES[self.type][2]


@dataclass
class View:
    name: str                   # schema.table as published
    text: str
    utype: str
    source: str                 # FROM clause
    where: str
    columns: list
    keys: list = field(default_factory=list)
    template: bool = False      # made once for each collection
    base: bool = False          # a table with rows of its own: TAP_SCHEMA
    barrier: bool = False       # conditions that could fail on a hidden row are tested on the view's rows only

    @property
    def schema(self):
        return self.name.split(".")[0]


@dataclass
class Schema:
    name: str
    text: str
    utype: str = ""


def load(model):
    """Schemas and views in the order of the documents."""
    schemas, views, lists = {}, [], {}
    for document in model.published:
        for name, words in document.get("schemas", {}).items():
            schemas[name] = Schema(name, words["text"], words.get("utype", ""))
        lists.update(document.get("lists", {}))
        for body in document["views"]:
            views.append(_view(model, body, lists))
    for view in views:
        if view.schema not in schemas and not view.template:
            raise ModelError(f"{view.name}: schema {view.schema} is not described")
    return list(schemas.values()), views


def _view(model, body, lists):
    name, source = body["name"], " ".join(body.get("from", "").split())
    aliases = {alias: table for table, alias in re.findall(r"store\.(\w+) (?:AS )?(\w+)", source)}
    columns = []
    for item in _flattened(body["columns"], lists):
        columns.append(_column(model, name, aliases, item))
    names = [c.name for c in columns]
    for column in names:
        if names.count(column) > 1:
            raise ModelError(f"{name}: column {column} twice")
        if column in RESERVED and not body.get("base"):
            raise ModelError(f"{name}.{column}: a reserved word of ADQL")
    return View(name, " ".join(body["text"].split()), body.get("utype", ""), _expanded(source), _expanded(body.get("where", "")),
                columns, body.get("keys", []), bool(body.get("template")), bool(body.get("base")),
                bool(body.get("barrier")))


def _flattened(items, lists):
    """Lists put in place; a later item of the same name replaces the earlier one where that stood."""
    out = {}
    for item in items:
        if isinstance(item, dict) and "list" in item:
            leave_out = item.get("without", [])
            inner = [i for i in _flattened(lists[item["list"]], lists) if _name_of(i) not in leave_out]
        else:
            inner = [item]
        for one in inner:
            out[_name_of(one)] = one
    return list(out.values())


def _name_of(item):
    if isinstance(item, str):
        return item.split(".")[-1]
    return item.get("name") or item["of"].split(".")[-1]


def _column(model, view, aliases, item):
    words = {"of": item} if isinstance(item, str) else dict(item)
    inherited = {}
    if "of" in words:
        alias, attribute = words.pop("of").split(".")
        if alias not in aliases or aliases[alias] not in model.tables:
            raise ModelError(f"{view}: {alias}.{attribute}: no such table in the FROM clause")
        table = model.tables[aliases[alias]]
        of = table.column(attribute)
        sql = f"{alias}.{attribute}"
        inherited = {"name": of.name, "type": of.type, "text": of.text, "unit": of.unit, "ucd": of.ucd,
                     "utype": of.utype, "std": of.std, "principal": of.principal, "xtype": of.xtype,
                     "sql": sql, "indexed": "sql" not in words and table.is_indexed(attribute)}
    made = {**inherited, **words}
    missing = {"name", "type", "text", "sql"} - set(made)
    if missing:
        raise ModelError(f"{view}.{made.get('name')}: needs {', '.join(sorted(missing))}")
    made["xtype"] = made.get("xtype") or TYPES[made["type"]][3]
    if "sql" not in words:
        made["sql"] = _as_published(made["sql"], made["type"])
    return ViewColumn(**made)


def _as_published(sql, kind):
    """Booleans are 0 and 1 to ADQL, times UTC without a zone, JSON its text."""
    return {"bool": f"{sql}::integer", "time": f"({sql} AT TIME ZONE 'UTC')", "json": f"{sql}::text"}.get(kind, sql)


def _expanded(where):
    def rule(match):
        if match.group(1) not in RULES:
            return match.group(0)
        return RULES[match.group(1)].format(match.group(2))
    return re.sub(r"\b(\w+)\((\w+)\)", rule, " ".join(where.split()))
