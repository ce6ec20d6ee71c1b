"""The referees: taplint over the whole service, and the IVOA's schemas for every XML answer."""
import json
import pathlib
import re
import subprocess
import zipfile

import pytest
import requests
from lxml import etree

from jobs_client import UWS, create, wait

JARS = pathlib.Path("/usr/share/java")
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"


@pytest.fixture(scope="session")
def schemas(tmp_path_factory):
    """STILTS carries the IVOA's schemas; lxml finds imports in them through a catalogue of namespaces."""
    folder = tmp_path_factory.mktemp("xsd")
    for jar in JARS.glob("*.jar"):
        with zipfile.ZipFile(jar) as archive:
            for name in archive.namelist():
                if name.endswith(".xsd"):
                    (folder / pathlib.Path(name).name).write_bytes(archive.read(name))
    by_namespace = {}
    for path in sorted(folder.glob("*.xsd")):
        if "pre-Erratum" in path.name:  # identifiers in it may have no '#', which the erratum put right
            continue
        by_namespace[etree.parse(str(path)).getroot().get("targetNamespace")] = path
    assert "http://www.ivoa.net/xml/VOSITables/v1.0" in by_namespace
    return by_namespace


@pytest.fixture(scope="session")
def taplint(service):
    """What taplint (3.4.7) says of the whole service, without summaries."""
    done = subprocess.run(["stilts", "taplint", f"tapurl={service.url}/tap", "format=json", "maxrepeat=50",
                           "report=EWF"], capture_output=True, text=True, timeout=900)
    return [(line["level"], section["code"], line["text"])
            for section in json.loads(done.stdout)["sections"] for line in section["reports"]]


def test_taplint_finds_no_error(taplint):
    # There is no table of planned observations here, which taplint calls a failure of every service.
    expected = [("FAILURE", "LOC", "No table with name ivoa.obsplan")]
    assert [line for line in taplint if line[0] != "WARNING"] == expected


def test_taplint_warns_of_what_we_mean(taplint):
    # Results carry their checksum as an attribute in the namespace that UWS 1.1 names for additions; progress and links
    # stand in jobInfo, which may hold anything.
    meant = {f"Schema from unknown namespace during validation: {uri}" for uri in ("urn:uwscustom", "urn:distiller:job")}
    assert [line for line in taplint if line[0] == "WARNING" and line[2] not in meant] == []


def validate(document, schemas, tmp_path):
    """Against the schemas of all namespaces that the document names."""
    root = etree.fromstring(document)
    namespaces = {uri for element in root.iter(etree.Element) for uri in element.nsmap.values()}
    wrapper = ['<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">']
    for uri in sorted(namespaces & set(schemas)):
        wrapper.append(f'<xs:import namespace="{uri}" schemaLocation="{local(schemas, uri, tmp_path)}"/>')
    path = tmp_path / "all.xsd"
    path.write_text("\n".join(wrapper + ["</xs:schema>"]))
    schema = etree.XMLSchema(etree.parse(str(path)))
    assert schema.validate(root), schema.error_log


def local(schemas, uri, folder):
    """A copy of the schema whose imports point at copies too, so that nothing is fetched."""
    path = folder / schemas[uri].name
    if not path.exists():
        path.write_text("")
        tree = etree.parse(str(schemas[uri]))
        for node in tree.getroot().findall("{http://www.w3.org/2001/XMLSchema}import"):
            target = node.get("namespace")
            if target in schemas:
                node.set("schemaLocation", local(schemas, target, folder))
            elif "schemaLocation" in node.attrib:
                del node.attrib["schemaLocation"]
        tree.write(str(path))
    return str(path)


@pytest.mark.parametrize("path", ["capabilities", "tables", "tables?detail=min", "tables/ivoa.obscore", "availability",
                                  "async"])
def test_documents_follow_their_schema(service, schemas, tmp_path, path):
    response = requests.get(f"{service.url}/tap/{path}", headers={"Accept": "application/xml"})
    assert response.status_code == 200
    validate(response.content, schemas, tmp_path)


def votlint(document, tmp_path):
    path = tmp_path / "answer.vot"
    path.write_bytes(document)
    done = subprocess.run(["stilts", "votlint", str(path)], capture_output=True, text=True, timeout=120)
    return done.stdout + done.stderr


@pytest.mark.parametrize("form", ["votable", "votable/td", "application/x-votable+xml;serialization=BINARY",
                                  "application/x-votable+xml;serialization=BINARY2"])
def test_votables_are_clean(service, tmp_path, form):
    response = requests.get(f"{service.url}/tap/sync", params={"LANG": "ADQL", "RESPONSEFORMAT": form,
                                                             "QUERY": "SELECT TOP 5 * FROM ivoa.obscore"})
    assert response.status_code == 200
    assert not re.search(r"^(ERROR|WARNING)", votlint(response.content, tmp_path), re.M), votlint(response.content, tmp_path)


def test_errors_are_votables_too(service, tmp_path):
    response = requests.get(f"{service.url}/tap/sync", params={"LANG": "ADQL", "QUERY": "SELECT * FRM x"})
    assert response.status_code == 400
    assert 'value="ERROR"' in response.text and "line 1, column" in response.text
    assert "ERROR" not in re.sub(r'value="ERROR"', "", votlint(response.content, tmp_path))


def test_examples_are_well_formed_and_all_run(service):
    # Some ask for jobs: one that ended well, and one that failed.
    for extra, phase in (({}, "COMPLETED"), ({"where": "NOSUCHCOLUMN > 1"}, "ERROR")):
        done = wait(create(service.url, "map", {"obs-ids": "23526", "width": "2", "bin": "0.1"} | extra))
        assert done.find(UWS + "phase").text == phase
    page = requests.get(f"{service.url}/tap/examples")
    root = etree.fromstring(page.content)
    queries = root.xpath("//*[@property='query']")
    assert len(queries) >= 6
    for query in queries:
        answer = requests.get(f"{service.url}/tap/sync", params={"LANG": "ADQL", "QUERY": query.text, "FORMAT": "csv"})
        assert answer.status_code == 200, answer.text
        assert len(answer.text.splitlines()) > 1, query.text
