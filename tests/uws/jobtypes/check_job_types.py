#!/usr/bin/env python3
"""check_job_types.py <write_job_types> <shipped folder>: stilts, xmllint and wadllib read the descriptions, and find the
same parameters in all three forms."""
import io
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import zipfile
from xml.etree import ElementTree

from wadllib.application import Application

VOT = "{http://www.ivoa.net/xml/VOTable/v1.3}"
PROV = "{http://www.ivoa.net/documents/ProvenanceDM/index.html#}"
STILTS_SCHEMAS = pathlib.Path("/usr/share/java/starlink-util.jar")
XS_OF_VOTABLE = {"char": "string", "long": "long", "double": "double", "boolean": "boolean"}
XS = "{http://www.w3.org/2001/XMLSchema}"


def run(*words):
    done = subprocess.run(words, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def number(text):
    return None if text is None else float(text)


def text_of(element):
    return None if element is None else element.text


def from_json(path):
    """name -> (type, default, minimum, maximum, options, unit, ucd, required, text)"""
    out = {}
    for p in json.loads(path.read_text())["parameters"]:
        assert p["concern"] == "science" or p["name"] in ("in", "inobs"), p["name"]
        bounds = p["range"] or {"min": None, "max": None}
        default = p["default"]
        if isinstance(default, bool):
            default = "true" if default else "false"
        elif isinstance(default, (int, float)):
            default = float(default)
        out[p["name"]] = (default, bounds["min"], bounds["max"], p["options"], p["unit"] or "", p.get("ucd") or "",
                          p["required"], p["text"])
    return out


def from_votable(path):
    resource = ElementTree.parse(path).getroot().find(f"{VOT}RESOURCE")
    assert resource.get("ID") == resource.get("name") == path.stem
    assert resource.get("utype") == "voprov:ActivityDescription"
    groups = {group.get("name"): group for group in resource.findall(f"{VOT}GROUP")}
    assert list(groups) == ["InputParams", "Used", "Generated"]
    kinds, out = {}, {}
    for p in groups["InputParams"].findall(f"{VOT}PARAM"):
        datatype = p.get("datatype")
        assert (datatype == "char") == (p.get("arraysize") == "*")
        kinds[p.get("name")] = XS_OF_VOTABLE[datatype]
        default = p.get("value") or None
        if default is not None and datatype in ("long", "double"):
            default = float(default)
        values = p.find(f"{VOT}VALUES")
        bound = lambda tag: None if values is None or values.find(VOT + tag) is None else values.find(VOT + tag).get("value")
        options = [] if values is None else [o.get("value") for o in values.findall(f"{VOT}OPTION")]
        out[p.get("name")] = (default, number(bound("MIN")), number(bound("MAX")), options, p.get("unit", ""), p.get("ucd", ""),
                              p.get("type") != "no_query", text_of(p.find(f"{VOT}DESCRIPTION")) or "")
    for used in groups["Used"]:
        assert used.get("name") in out
    return kinds, out


def from_wadl(path):
    """By wadllib, which is strict about the links inside of a description. It knows the draft's namespace only; of what is
    used here nothing but that has changed since."""
    document = path.read_bytes().replace(b"http://wadl.dev.java.net/2009/02", b"http://research.sun.com/wadl/2006/10")
    application = Application("https://h.example/p/uws/", document)
    lists = application.get_resource_by_path(path.stem)
    assert lists.url == f"https://h.example/p/uws/{path.stem}", lists.url
    assert {m.get("name") for m in lists.tag if m.tag.endswith("method")} == {"GET", "POST"}
    create = lists.get_method("post")
    kinds, out = {}, {}
    for p in create.request.query_params:
        tag = p.tag
        if p.name in ("PHASE", "RUNID"):
            continue
        kinds[p.name] = tag.get("type").split(":")[1]
        default = tag.get("default")
        if default is not None and kinds[p.name] in ("long", "double"):
            default = float(default)
        options = [o.value for o in p.options]
        space = "{http://research.sun.com/wadl/2006/10}"
        out[p.name] = (default or None if kinds[p.name] == "string" else default, number(tag.get(PROV + "min")),
                       number(tag.get(PROV + "max")), options, tag.get(PROV + "unit", ""), tag.get(PROV + "ucd", ""),
                       p.is_required, text_of(tag.find(space + "doc")) or "")
    return kinds, out


def as_documents(parameters):
    """Defaults as the two XML forms can have them: an empty text is none; a number of a text parameter is its text."""
    out = {}
    for name, (default, *rest) in parameters.items():
        out[name] = (None if default == "" else default, *rest)
    return out


def check_same(folder, name):
    said = as_documents(from_json(folder / f"{name}.json"))
    kinds, votable = from_votable(folder / f"{name}.vot")
    wadl_kinds, wadl = from_wadl(folder / f"{name}.wadl")
    assert list(said) == list(votable) == list(wadl), name
    assert kinds == wadl_kinds, name
    for key in said:
        plain = list(said[key])
        if kinds[key] == "string" and isinstance(plain[0], float):
            plain[0], other = float(plain[0]), (float(votable[key][0]), *votable[key][1:])
            assert tuple(plain) == other, (name, key)
        else:
            assert tuple(plain) == votable[key], (name, key, plain, votable[key])
        assert votable[key] == wadl[key], (name, key, votable[key], wadl[key])


def check_votable(folder, name):
    path = folder / f"{name}.vot"
    code, said = run("stilts", "votlint", str(path))
    # That an upload has this xtype is OPUS's convention, not DALI's.
    unexpected = [line for line in said.splitlines() if line and 'Non-DALI xtype value "application/octet-stream"' not in line]
    assert code == 0 and not unexpected, (name, said)
    code, said = run("xmllint", "--nonet", "--noout", "--schema", str(folder / "VOTable1.4.xsd"), str(path))
    assert code == 0, (name, said)


def check_wadl(folder, name):
    schema = pathlib.Path(__file__).with_name("wadl.rng")
    code, said = run("xmllint", "--nonet", "--noout", "--relaxng", str(schema), str(folder / f"{name}.wadl"))
    assert code == 0, (name, said)


def check_opus(folder, name):
    """The keys that OPUS's client looks for."""
    opus = json.loads((folder / f"{name}.opus").read_text())
    assert opus["parameters_keys"] == list(opus["parameters"]) == list(from_json(folder / f"{name}.json"))
    for p in opus["parameters"].values():
        assert p["datatype"] in ("file", "xs:long", "xs:double", "xs:boolean", "xs:string") and p["required"] in ("true", "false")


def main():
    writer, shipped = sys.argv[1:]
    folder = pathlib.Path(tempfile.mkdtemp())
    try:
        code, said = run(writer, shipped, str(folder))
        assert code == 0 and not said, said
        with zipfile.ZipFile(STILTS_SCHEMAS) as jar:
            (folder / "VOTable1.4.xsd").write_bytes(jar.read("uk/ac/starlink/util/text/VOTable1.4.xsd"))
        names = [entry["name"] for entry in json.loads((folder / "all.list").read_text())["jobtypes"]]
        assert {"map", "select", "simulate", "ctbin", "echo", "testmap", "hostile"} <= set(names), names
        for name in names:
            check_votable(folder, name)
            check_wadl(folder, name)
            check_same(folder, name)
            check_opus(folder, name)
        page = (folder / "hostile.html").read_text()
        assert "<b>&" not in page and "a < b" not in page and "漢" in page
        print(len(names), "job types: votlint, XML schemas, wadllib and the three forms agree")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
