"""The model and its generator: made files are fresh, words are those of the standards, mistakes are told."""

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import yaml
from astropy import units
from astropy.io.votable import ucd

MODEL = Path(__file__).resolve().parents[3] / "catalog" / "model"
sys.path.insert(0, str(MODEL))

from generator import model as models  # noqa: E402
from generator import tables_sql, tap_schema_sql, views, views_sql  # noqa: E402

# Words of UCD1+ 1.3 to 1.5, newer than the list inside astropy 5.2.
NEWER_WORDS = {"meta.checksum", "meta.ref.doi", "meta.ref.ivoid"}


def all_columns():
    model = models.load(MODEL)
    _, published = views.load(model)
    return [(t.name, c) for t in model.tables.values() for c in t.columns] + \
           [(v.name, c) for v in published for c in v.columns]


def write_model(folder, classes, published=""):
    (folder / "model.yaml").write_text("version: 1\ntitle: t\ntext: t\nclasses: [c.yaml]\npublished: [p.yaml]\n")
    (folder / "c.yaml").write_text("package: p\ntext: t\nclasses:\n" + textwrap.indent(textwrap.dedent(classes), "  "))
    if published:
        (folder / "p.yaml").write_text(textwrap.dedent(published))
    return models.load(folder)


TWO_CLASSES = """
    sheep:
      text: A sheep.
      attributes:
        id: {type: int, identity: true, text: Number.}
        weight: {type: double, unit: kg, ucd: phys.mass, text: Weight.}
      many_to_many:
        field: {text: Where it grazes.}
    field:
      text: A field.
      attributes:
        name: {type: text, key: true, text: Name.}
    """


def test_made_files_are_those_of_the_model():
    done = subprocess.run([sys.executable, MODEL / "generate.py", "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_ucds_are_words_of_the_controlled_vocabulary():
    wrong = []
    for where, column in all_columns():
        known = ";".join(w for w in column.ucd.split(";") if w not in NEWER_WORDS)
        if known and not ucd.check_ucd(known, check_controlled_vocabulary=True, has_colon=True):
            # A word that may only follow another is right behind one of the newer ones.
            if not ucd.check_ucd("meta.id;" + known, check_controlled_vocabulary=True, has_colon=True):
                wrong.append((where, column.name, column.ucd))
    # ObsCore 1.1 itself has this one, with a word that astropy's list knows in the other position only.
    assert [w for w in wrong if w[2] != "pos.outline;obs.field"] == []


def test_units_are_vounits():
    for where, column in all_columns():
        if column.unit:
            units.Unit(column.unit, format="vounit", parse_strict="raise")


def test_many_to_many_becomes_an_association_table(tmp_path):
    model = write_model(tmp_path, TWO_CLASSES)
    table = model.tables["sheep_field"]
    assert [(c.name, c.type, c.key) for c in table.columns] == [("sheep_id", "int", True), ("field_name", "text", True)]
    sql = tables_sql.tables_sql(model)
    assert "CONSTRAINT sheep_field_field_name_fkey FOREIGN KEY (field_name) REFERENCES store.field (name)" in sql
    assert sql.index("TABLE store.field ") < sql.index("TABLE store.sheep_field ")


def test_a_view_inherits_what_is_said_of_the_attribute(tmp_path):
    model = write_model(tmp_path, TWO_CLASSES, """
        schemas: {farm: {text: The farm.}}
        views:
          - name: farm.sheep
            text: Sheep.
            from: store.sheep s
            columns: [s.weight, {of: s.id, name: sheep_number}]
        """)
    schemas, published = views.load(model)
    assert "s.weight AS weight" in views_sql.views_sql(model, schemas, published)
    assert ("('farm.sheep', 'weight', 'double', NULL, NULL, NULL, 'Weight.', NULL, 'kg', 'phys.mass', 0, 0, 0, 1)"
            in tap_schema_sql.tap_schema_sql(model, schemas, published))


@pytest.mark.parametrize("classes, complaint", [
    ("a: {text: t, attributes: {x: {type: number, text: t}}}", "a.x: needs a text and a type"),
    ("a: {text: t, attributes: {x: {type: int, text: t, ukd: y}}}", "unknown word ukd"),
    ("a: {text: t, attributes: {x: {type: int, text: t}}}", "a: no key"),
    ("a: {text: t, attributes: {x: {type: int, key: true, text: t}}, references: {b: {to: b, text: t}}}", "no class b"),
    ("a: {text: t, attributes: {x: {type: int, key: true, text: t}}, many_to_many: {b: {text: t}}}", "b, which is no"),
    ("a: {text: t, attributes: {x: {type: int, key: true, text: t}}, unique: [[y]]}", "a: no column y"),
    ("""
     a: {text: t, attributes: {x: {type: int, key: true, text: t}}, references: {b: {to: b, text: t}}}
     b: {text: t, attributes: {x: {type: int, key: true, text: t}}, references: {a: {to: a, text: t}}}
     """, "circle: a -> b -> a"),
])
def test_mistakes_in_classes_are_told(tmp_path, classes, complaint):
    with pytest.raises(models.ModelError, match=complaint):
        write_model(tmp_path, classes)


@pytest.mark.parametrize("columns, complaint", [
    ("[s.length]", "sheep: no column length"), ("[z.weight]", "z.weight: no such table"),
    ("[{of: s.weight, name: size}]", "reserved word"), ("[s.weight, {of: s.id, name: y}, {name: z, type: int}]", "needs sql"),
])
def test_mistakes_in_views_are_told(tmp_path, columns, complaint):
    model = write_model(tmp_path, TWO_CLASSES, f"""
        schemas: {{farm: {{text: The farm.}}}}
        views:
          - {{name: farm.sheep, text: Sheep., from: store.sheep s, columns: {columns}}}
        """)
    with pytest.raises(models.ModelError, match=complaint):
        views.load(model)


def test_model_files_are_valid_and_each_is_read():
    index = yaml.safe_load((MODEL / "model.yaml").read_text())
    assert {p.name for p in MODEL.glob("*.yaml")} == {"model.yaml", *index["classes"], *index["published"]}
