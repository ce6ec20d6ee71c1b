"""Method x resource x phase x role for one job list, with the codes that UWS 1.1 (and DALI 1.1) ask for; and every document of
every phase by the schema. Each cell has a job of its own, put into the database in its phase."""
import itertools
import pathlib
import re
import subprocess
import xml.etree.ElementTree as ElementTree
import zipfile

import pytest
import requests

from conftest import daemon

LIST = "/tap/async"
PHASES = ["PENDING", "QUEUED", "EXECUTING", "COMPLETED", "ERROR", "ABORTED", "UNKNOWN", "HELD", "SUSPENDED", "ARCHIVED"]
FINAL = {"COMPLETED", "ERROR", "ABORTED", "ARCHIVED"}
ROLES = ["anonymous", "owner", "other", "admin"]
METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"]
# What is posted, where something may be.
FORMS = {"/phase run": {"PHASE": "RUN"}, "/phase abort": {"PHASE": "ABORT"}, "": {"PHASE": "ABORT"}, " delete": {"ACTION": "DELETE"},
         "/executionduration": {"EXECUTIONDURATION": "60"}, "/destruction": {"DESTRUCTION": "2099-01-01T00:00:00Z"},
         "/parameters": {"QUERY": "SELECT 1"}}
RESOURCES = ["", "/phase", "/executionduration", "/destruction", "/quote", "/owner", "/runid", "/jobinfo", "/error", "/parameters",
             "/parameters/QUERY", "/parameters/NONE", "/results", "/results/result", "/results/none", "/archive.zip", "/log", "/nonsense"]


class Users:
    """Tokens by role; the service's database by psql."""

    def __init__(self, service):
        self.service = service
        self.headers = {"anonymous": {}}
        for role, name, more in (("owner", "ada", []), ("other", "bob", []), ("admin", "root", ["--role", "admin"])):
            service.run("user", "add", name, *more, stdin="a long enough secret of mine\n")
            token = service.run("user", "token", name).stdout.strip().splitlines()[-1].split()[-1]
            self.headers[role] = {"Authorization": f"Bearer {token}"}
        self.database = service.run("database", "url").stdout.strip()
        self.count = itertools.count()

    def sql(self, text):
        subprocess.run(["psql", "-qAtX", "-v", "ON_ERROR_STOP=1", self.database], input=text, text=True, check=True, capture_output=True)

    def jobs(self, phases):
        """One job of ada's per phase given, at once."""
        ids = [f"M{next(self.count):021d}" for _ in phases]
        error = {"ERROR": "'it broke', 'fatal', '', ''"}
        rows = [f"('{name}', 'tap', 'ada', '{phase}', now(), now() + interval '1 day', {error.get(phase, 'NULL, NULL, NULL, NULL')})"
                for name, phase in zip(ids, phases)]
        results = [f"('{name}', 1, 'result', 'https://example.org/result')" for name, phase in zip(ids, phases) if phase == "COMPLETED"]
        self.sql("INSERT INTO store.job (id, list, owner, phase, created, destruction, error_message, error_type, error_document, error_document_type) VALUES " + ",".join(rows)
                 + ";" + ("INSERT INTO store.job_result (job_id, position, name, href) VALUES " + ",".join(results) if results else "")
                 + "; INSERT INTO store.job_parameter (job_id, position, name, value) VALUES "
                 + ",".join(f"('{name}', 1, 'QUERY', 'SELECT TOP 1 obs_id FROM ivoa.obscore')" for name in ids))
        return ids

    def ask(self, method, path, role, form=None):
        return requests.request(method, self.service.url + path, headers=self.headers[role], data=form, allow_redirects=False, timeout=60)


@pytest.fixture(scope="module")
def users():
    with daemon("rates.exempt=127.0.0.0/8") as made:
        yield Users(made.start())


def reading(resource, phase):
    """GET of an existing job by someone who may."""
    if resource in ("/nonsense", "/parameters/NONE", "/results/none", "/log"):
        return 404
    if resource == "/error":
        return 200 if phase == "ERROR" else 404
    if resource == "/results/result":  # the file, or 303 to it
        return 303 if phase == "COMPLETED" else 404
    if resource == "/archive.zip":
        return 200 if phase == "COMPLETED" else 404
    return 200


def posting(act, phase):
    if act == "/phase run":
        return 403 if phase in FINAL else 303
    if act in ("/phase abort", ""):
        return 403 if phase in FINAL - {"ABORTED"} else 303
    if act == "/executionduration":
        return 403 if phase in FINAL else 303
    if act == "/destruction":
        return 403 if phase == "ARCHIVED" else 303
    if act == "/parameters":
        return 303 if phase == "PENDING" else 403
    return 303  # deletion


def test_reading_everything_in_every_phase_by_everybody(users):
    wrong = []
    for phase, job in zip(PHASES, users.jobs(PHASES)):
        for resource, role in itertools.product(RESOURCES, ROLES):
            expected = reading(resource, phase)
            if role in ("anonymous", "other") and resource != "/nonsense":
                expected = 403
            got, head = (users.ask(method, f"{LIST}/{job}{resource}", role) for method in ("GET", "HEAD"))
            if got.status_code != expected or head.status_code != expected or head.content:
                wrong.append((phase, resource, role, expected, got.status_code, head.status_code))
    assert not wrong


def test_changing_everything_in_every_phase_by_everybody(users):
    cells = list(itertools.product(PHASES, FORMS, ROLES))
    wrong = []
    for (phase, act, role), job in zip(cells, users.jobs([phase for phase, _, _ in cells])):
        expected = posting(act, phase) if role in ("owner", "admin") else 403
        got = users.ask("POST", f"{LIST}/{job}{act.split(' ')[0]}", role, FORMS[act])
        if got.status_code != expected:
            wrong.append((phase, act, role, expected, got.status_code, got.text))
        elif expected == 303:
            place = users.service.url + LIST + ("" if act == " delete" else "/" + job)
            if got.headers["Location"] != place:
                wrong.append((phase, act, role, place, got.headers["Location"]))
        else:
            assert len(got.text.strip()) > 20, "a refusal says why"
    assert not wrong


def test_put_and_delete_in_every_phase_by_everybody(users):
    cells = list(itertools.product(PHASES, ["PUT", "DELETE"], ROLES))
    wrong = []
    for (phase, method, role), job in zip(cells, users.jobs([phase for phase, _, _ in cells])):
        expected = 303 if method == "DELETE" or phase == "PENDING" else 403
        if role not in ("owner", "admin"):
            expected = 403
        path = f"{LIST}/{job}" + ("/parameters/QUERY" if method == "PUT" else "")
        got = users.ask(method, path, role, "SELECT 1" if method == "PUT" else None)
        after = users.ask("GET", f"{LIST}/{job}", "owner").status_code
        if got.status_code != expected or after != (404 if method == "DELETE" and expected == 303 else 200):
            wrong.append((phase, method, role, expected, got.status_code, after))
    assert not wrong


def test_methods_that_a_resource_has_not_are_405_with_what_it_has(users):
    allowed = {"": {"GET", "POST", "DELETE"}, "/phase": {"GET", "POST"}, "/executionduration": {"GET", "POST"}, "/destruction": {"GET", "POST"},
               "/runid": {"GET", "POST"}, "/parameters": {"GET", "POST"},
               "/parameters/QUERY": {"GET", "PUT"}, "/parameters/NONE": {"GET", "PUT"}}
    job, = users.jobs(["PENDING"])
    for resource in RESOURCES[:-1]:
        has = allowed.get(resource, {"GET"}) | {"HEAD", "OPTIONS"}
        for method in set(METHODS) - has:
            answer = users.ask(method, f"{LIST}/{job}{resource}", "owner")
            assert answer.status_code == (501 if method == "PATCH" and answer.status_code == 501 else 405), (method, resource)
            if answer.status_code == 405:
                assert set(re.split(r", *", answer.headers["Allow"])) == has
        options = users.ask("OPTIONS", f"{LIST}/{job}{resource}", "anonymous")
        assert options.status_code == 204 and set(re.split(r", *", options.headers["Allow"])) == has


def test_the_list_shows_each_their_own(users):
    job, = users.jobs(["COMPLETED"])
    for role, finds in (("owner", True), ("admin", True), ("other", False), ("anonymous", False)):
        answer = users.ask("GET", LIST, role)
        assert answer.status_code == 200 and (job in answer.text) == finds
    archived, = users.jobs(["ARCHIVED"])
    assert archived not in users.ask("GET", LIST, "owner").text
    assert archived in users.ask("GET", LIST + "?PHASE=ARCHIVED", "owner").text


@pytest.mark.parametrize("name", ["M99999999999999999999A", "nonsense", "%00", "..%2f..", "m" * 300])
def test_a_job_that_is_not_there(users, name):
    for method in ("GET", "POST", "DELETE"):
        assert users.ask(method, f"{LIST}/{name}", "admin", {"PHASE": "RUN"}).status_code in (400, 404)


def schema_folder(folder):
    """UWS 1.1 from STILTS, and 1.0: the same without what 1.1 added, all of which is optional there."""
    with zipfile.ZipFile("/usr/share/java/starlink-ttools.jar") as jar:
        for name in jar.namelist():
            if name.endswith(("UWS-v1.1.xsd", "xlink.xsd", "xmlnamespace.xsd")):
                (folder / pathlib.Path(name).name).write_bytes(jar.read(name))
    entries = [("http://www.ivoa.net/xml/Xlink/xlink.xsd", "xlink.xsd"), ("http://www.w3.org/2001/xml.xsd", "xmlnamespace.xsd")]
    lines = [f'<{kind} {key}="{uri}" uri="{path}"/>' for uri, path in entries for kind, key in (("system", "systemId"), ("uri", "name"))]
    (folder / "catalog.xml").write_text('<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">' + "".join(lines) + "</catalog>")
    added = re.compile(r'\s*<xs:element name="creationTime".*?</xs:element>|<xs:enumeration value="ARCHIVED">.*?</xs:enumeration>', re.S)
    text = (folder / "UWS-v1.1.xsd").read_text()
    (folder / "UWS-v1.0.xsd").write_text(added.sub("", text))
    return folder


def as_version_1_0(text):
    """What a client of 1.0 sees if it leaves out what it does not know."""
    text = re.sub(r'<uws:creationTime>[^<]*</uws:creationTime>', "", text)
    return re.sub(r' (?:version|size|mime-type|custom:\w+)="[^"]*"', "", text.replace('<?xml version="1.0"', "<?xml VERSION")).replace(
        "<?xml VERSION", '<?xml version="1.0"')


def test_every_document_in_every_phase_follows_the_schemas(users, tmp_path):
    schema_folder(tmp_path)
    documents = {"1.1": [], "1.0": []}
    for phase, job in zip(PHASES, users.jobs(PHASES)):
        for number, path in enumerate([f"{LIST}?PHASE={phase}", f"{LIST}/{job}", f"{LIST}/{job}/parameters", f"{LIST}/{job}/results"]):
            answer = requests.get(users.service.url + path, headers={**users.headers["owner"], "Accept": "application/xml"}, timeout=60)
            assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("application/xml")
            for version, text in (("1.1", answer.text), ("1.0", as_version_1_0(answer.text))):
                if version == "1.0" and phase == "ARCHIVED":
                    continue
                file = tmp_path / f"{phase}-{number}-{version}.xml"
                file.write_text(text)
                documents[version].append(str(file))
    for version, files in documents.items():
        done = subprocess.run(["xmllint", "--nonet", "--noout", "--schema", str(tmp_path / f"UWS-v{version}.xsd"), *files],
                              capture_output=True, text=True, env={"XML_CATALOG_FILES": str(tmp_path / "catalog.xml"), "PATH": "/usr/bin:/bin"})
        assert done.returncode == 0, done.stderr


def test_a_real_job_through_its_life(users):
    """Created, changed, run, waited for, fetched; its list followed with WAIT and SINCE the while."""
    def uws(text):
        return ElementTree.fromstring(text).find("{http://www.ivoa.net/xml/UWS/v1.0}phase").text

    before = users.ask("GET", LIST, "owner").headers["UWS-Revision"]
    made = users.ask("POST", LIST, "owner", {"LANG": "ADQL", "QUERY": "SELECT TOP 3 table_name FROM TAP_SCHEMA.tables"})
    job = made.headers["Location"].removeprefix(users.service.url)
    assert users.ask("GET", job + "/phase", "owner").text == "PENDING"
    follow = users.ask("GET", f"{LIST}?WAIT=30&SINCE={before}", "owner")
    assert follow.headers["UWS-Revision"] != before and job.rpartition("/")[2] in follow.text
    assert users.ask("POST", job + "/phase", "owner", {"PHASE": "RUN"}).status_code == 303
    phase = "QUEUED"
    while phase in ("QUEUED", "EXECUTING"):
        phase = uws(users.ask("GET", job + "?WAIT=30", "owner").text)
    assert phase == "COMPLETED"
    result = users.ask("GET", job + "/results/result", "owner")
    assert result.status_code == 200 and result.content.count(b"<TR>") in (0, 3)
    link = users.ask("POST", job + "/results/result/link", "owner")
    assert requests.get(link.text, timeout=60).content == result.content
    part = requests.get(link.text, headers={"Range": "bytes=0-9"}, timeout=60)
    assert part.status_code == 206 and part.content == result.content[:10]
    archive = users.ask("GET", job + "/archive.zip", "owner")
    (tmp := pathlib.Path(users.service.folder) / "a.zip").write_bytes(archive.content)
    with zipfile.ZipFile(tmp) as members:
        assert result.content in [members.read(name) for name in members.namelist()]
    assert users.ask("DELETE", job, "owner").status_code == 303
    assert requests.get(link.text, timeout=60).status_code == 404
    assert users.ask("GET", job, "owner").status_code == 404


def test_many_jobs_at_once(users):
    ids = users.jobs(["PENDING", "EXECUTING", "COMPLETED"])
    refused = users.ask("POST", LIST, "other", {"ACTION": "DELETE", "JOB": ids})
    assert refused.status_code == 403
    some = requests.post(users.service.url + LIST, data={"ACTION": "ABORT", "JOB": ids}, timeout=60,
                         headers={**users.headers["owner"], "Accept": "application/json"}).json()
    assert [one["status"] for one in some["jobs"]] == [200, 200, 403]
    done = users.ask("POST", LIST, "owner", {"ACTION": "DELETE", "JOB": ids})
    assert done.status_code == 303 and done.headers["Location"] == users.service.url + LIST
    assert all(users.ask("GET", f"{LIST}/{job}", "owner").status_code == 404 for job in ids)
    assert users.ask("POST", LIST, "owner", {"ACTION": "EXPLODE", "JOB": ids}).status_code == 400
    assert users.ask("POST", LIST, "owner", {"ACTION": "DELETE"}).status_code == 400
