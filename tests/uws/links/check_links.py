"""The routes of uws/links under the eyes of pyvo, STILTS, astropy, xmllint and plain HTTP."""
import http.server
import io
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import threading
import urllib.error
import urllib.parse
import urllib.request
import warnings
import zipfile

import pyvo
from astropy.coordinates import SkyCoord
from astropy.io.votable import parse
from pyvo.dal.adhoc import DatalinkResults

RUN1 = "ivo://distiller.example/data/open-dr1?1"
RUN2 = "ivo://distiller.example/data/open-dr1?2"
CLOSED = "ivo://distiller.example/data/closed?1"
JARS = {"VOTable1.4.xsd": ("/usr/share/java/starlink-util.jar", "uk/ac/starlink/util/text/VOTable1.4.xsd"),
        "VOResource.xsd": ("/usr/share/java/starlink-ttools.jar", "uk/ac/starlink/ttools/taplint/VOResource-v1.1.xsd"),
        "VODataService.xsd": ("/usr/share/java/starlink-ttools.jar", "uk/ac/starlink/ttools/taplint/VODataService-v1.1.xsd"),
        "stc.xsd": ("/usr/share/java/starlink-ttools.jar", "uk/ac/starlink/ttools/taplint/stc-v1.30.xsd"),
        "xlink.xsd": ("/usr/share/java/starlink-ttools.jar", "uk/ac/starlink/ttools/taplint/xlink.xsd"),
        "xml.xsd": ("/usr/share/java/starlink-ttools.jar", "uk/ac/starlink/ttools/taplint/xmlnamespace.xsd")}
RECORD_SCHEMA = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:vr="http://www.ivoa.net/xml/VOResource/v1.0"
 targetNamespace="http://www.ivoa.net/xml/RegistryInterface/v1.0">
 <xs:import namespace="http://www.ivoa.net/xml/VOResource/v1.0" schemaLocation="VOResource.xsd"/>
 <xs:import namespace="http://www.ivoa.net/xml/VODataService/v1.1" schemaLocation="VODataService.xsd"/>
 <xs:element name="Resource" type="vr:Resource"/></xs:schema>"""


class Sesame(http.server.BaseHTTPRequestHandler):
    """Answers in the text form of CDS's service."""
    asked = []

    def do_GET(self):
        Sesame.asked.append(self.path)
        name = urllib.parse.unquote(self.path.split("?")[1])
        known = b"# NGC 6240\t#Q1\n#=S=Simbad (via url):    1\n%@ 3278\n%C.0 SyG\n%J 253.2453 +02.4009 = 16 52 58.9 +02 24 03\n%I.0 NGC  6240\n"
        body = known if name == "NGC 6240" else b"# x\t#Q1\n#!S=Simbad: Nothing found\n"
        if name == "broken":
            self.send_response(500)
            self.end_headers()
            return
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Client:
    def __init__(self, base):
        self.base = base

    def get(self, path, user=None, **parameters):
        url = self.base + path
        if parameters:
            url += "?" + urllib.parse.urlencode(parameters, doseq=True)
        request = urllib.request.Request(url, headers={"X-User": user} if user else {})
        opener = urllib.request.build_opener(NoRedirect)
        try:
            with opener.open(request, timeout=30) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read()


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def table_in(body):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.simplefilter("ignore", ResourceWarning)
        return parse(io.BytesIO(body)).get_first_table().to_table()


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=100)
    return done.returncode, done.stdout + done.stderr


def check_datalink(client, folder):
    status, headers, body = client.get("/links", ID=[RUN1, "ivo://no/where", RUN2])
    assert status == 200 and headers["Content-Type"] == "application/x-votable+xml;content=datalink"
    rows = table_in(body)
    assert [str(i) for i in dict.fromkeys(rows["ID"])] == [RUN1, "ivo://no/where", RUN2]
    for row in rows:
        assert sum(bool(row[c]) for c in ("access_url", "service_def", "error_message")) == 1, row
    first = [(str(r["semantics"]), str(r["content_qualifier"])) for r in rows if r["ID"] == RUN1]
    for wanted in (("#this", "event-list"), ("#calibration", "aeff"), ("#calibration", "psf"), ("#package", "event-bundle"), ("#cutout", "event-list")):
        assert first.count(wanted) == 1, (wanted, first)
    assert ("#preview", "") in first and ("#derivation", "") in first and ("#auxiliary", "gti") not in first
    second = [(str(r["semantics"]), str(r["content_qualifier"])) for r in rows if r["ID"] == RUN2]
    assert ("#calibration", "bkgrate") in second and ("#package", "event-bundle") not in second
    missing = [r for r in rows if r["ID"] == "ivo://no/where"]
    assert len(missing) == 1 and missing[0]["semantics"] == "#this" and missing[0]["error_message"].startswith("NotFoundFault")
    for path, wanted in (("/links", ""), ("/links?ID=x", ""), ("/links?" + urllib.parse.urlencode({"ID": [RUN1, RUN2, CLOSED]}, doseq=True), "")):
        name = folder / "links.vot"
        name.write_bytes(client.get(path)[2])
        code, said = run("stilts", "votlint", str(name))
        assert code == 0 and said.strip() == wanted, said
        code, said = run("xmllint", "--nonet", "--noout", "--schema", str(folder / "VOTable1.4.xsd"), str(name))
        assert code == 0, said
    code, said = run("stilts", "datalinklint", f"votable={client.base}/links?" + urllib.parse.urlencode({"ID": RUN1}))
    assert code == 0 and "ERROR" not in said and "FAILURE" not in said, said
    assert table_in(client.get("/links", ID=RUN1, MAXREC=0)[2]).__len__() == 0
    assert b'value="OVERFLOW"' in client.get("/links", ID=[RUN1, RUN2], MAXREC=12)[2]
    assert client.get("/links", ID=RUN1, MAXREC="x")[0] == 400 and b"UsageFault" in client.get("/links", ID=RUN1, RESPONSEFORMAT="nonsense")[2]
    assert client.get("/links", ID=RUN1, RESPONSEFORMAT="csv")[1]["Content-Type"].startswith("text/csv")


def check_pyvo(client):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        links = DatalinkResults.from_result_url(f"{client.base}/links?" + urllib.parse.urlencode({"ID": RUN1}))
        assert sum(1 for _ in links.bysemantics("#calibration", include_narrower=False)) == 2
        this = next(links.bysemantics("#this", include_narrower=False))
        assert this["access_url"].endswith("/files/open-dr1/data/run%201.fits.gz") and this["content_length"] == 8
        cutout = next(links.bysemantics("#cutout", include_narrower=False))
        resource = links.get_adhocservice_by_id(cutout["service_def"])
        names = {p.name for g in resource.groups for p in g.entries}
        assert names == {"ID", "CIRCLE", "POLYGON", "BAND", "TIME"}, names
        cone = pyvo.dal.SCSService(client.base + "/scs?").search(pos=SkyCoord(83.6, 22.0, unit="deg"), radius=1)
        assert {r["obs_publisher_did"] for r in cone} >= {RUN1, RUN2} and cone.votable.version == "1.4"
        rows = pyvo.dal.TAPResults.from_result_url(f"{client.base}/sia2/query?" + urllib.parse.urlencode({"ID": [RUN1, RUN2]}, doseq=True))
        links = rows[0].getdatalink()
        assert sum(1 for _ in links.bysemantics("#this", include_narrower=False)) == 1 and links[0].id == rows[0]["obs_publisher_did"]
        assert len(list(rows.iter_datalinks())) == 2


def check_rights(client):
    def authorized(user):
        row = table_in(client.get("/links", user=user, ID=CLOSED)[2])[0]
        return str(row["link_auth"]), bool(row["link_authorized"])
    assert authorized(None) == ("true", False) and authorized("other") == ("true", False) and authorized("pi") == ("true", True)
    secret = "/files/closed/secret.fits"
    assert [client.get(secret, user=u)[0] for u in (None, "other", "pi")] == [401, 403, 200]
    assert client.get(secret, user="pi")[2] == b"SECRET"
    assert [client.get("/files/hidden/hidden.fits", user=u)[0] for u in (None, "other", "pi")] == [404, 404, 404]
    assert [client.get("/files/open-dr1/mine.fits", user=u)[0] for u in (None, "other", "pi")] == [404, 404, 200]
    mine = "ivo://distiller.example/data/open-dr1?mine"
    assert b"NotFoundFault" in client.get("/links", user="other", ID=mine)[2] and b"NotFoundFault" not in client.get("/links", user="pi", ID=mine)[2]
    assert "mine" not in client.get("/links", ID=RUN1)[2].decode() and "mine" in client.get("/links", user="pi", ID=RUN1)[2].decode()
    assert client.get("/collections/hidden")[0] == 404 and client.get("/registry/collections/hidden")[0] == 404
    assert b"Hidden" not in client.get("/collections")[2] and b"Closed" in client.get("/collections")[2]
    assert client.get("/resolve", name="Secret")[0] == 404


def check_files(client):
    status, headers, body = client.get("/files/open-dr1/data/run%201.fits.gz")
    assert status == 200 and body == b"12345678" and headers["Content-Type"] == "application/fits"
    assert headers["Content-Disposition"] == 'inline; filename="run 1.fits.gz"' and headers.get("Content-Encoding") is None
    request = urllib.request.Request(client.base + "/files/open-dr1/data/run%201.fits.gz", headers={"Range": "bytes=2-3"})
    with urllib.request.urlopen(request) as part:
        assert part.status == 206 and part.read() == b"34"
    assert client.get("/files/open-dr1/irf/aeff%2Bpsf.fits")[2] == b"RESP"
    status, headers, _ = client.get("/files/open-dr1/elsewhere.fits")
    assert status == 303 and headers["Location"] == "https://example.org/e.fits"
    for path in ("link.fits", "../outside.fits", "%2e%2e/outside.fits", "..%2Foutside.fits", "gone.fits", "nothing.fits", "", "data", "/etc/passwd",
                 "%2Fetc%2Fpasswd", "data/run%201.fits.gz/x", "data/run%201.fits.gz%00"):
        status, _, body = client.get("/files/open-dr1/" + path)
        assert status in (400, 404) and b"PASSWD" not in body and b"root:" not in body, (path, status)
    assert client.get("/files/open-dr1'--/x")[0] == 404


def check_cone(client, folder):
    _, _, body = client.get("/scs", RA=83.633, DEC=22.014, SR=0.6)
    table = table_in(body)
    assert set(table["obs_publisher_did"]) >= {RUN1, RUN2}
    assert len(table_in(client.get("/scs", RA=83.633, DEC=22.014, SR=0)[2])) == 0
    assert len(table_in(client.get("/scs", RA=180, DEC=-89.9, SR=1)[2])) == 0  # hidden from the anonymous
    verbose = [len(table_in(client.get("/scs", RA=83.633, DEC=22.014, SR=1, VERB=v)[2]).columns) for v in (1, 2, 3)]
    assert verbose[0] == 3 and verbose[0] < verbose[1] < verbose[2], verbose
    name = folder / "scs.vot"
    for parameters in ({"RA": 83.6, "DEC": 22, "SR": 3, "VERB": 3}, {"RA": "x"}, {"RA": 400, "DEC": 0, "SR": 1}, {"RA": 1, "DEC": 1, "SR": "1;DROP"}):
        status, _, body = client.get("/scs", **parameters)
        name.write_bytes(body)
        assert status == 200
        code, said = run("xmllint", "--nonet", "--noout", "--schema", str(folder / "VOTable1.4.xsd"), str(name))
        assert code == 0, said
        code, said = run("stilts", "votlint", str(name))
        assert code == 0 and not [line for line in said.splitlines() if "ERROR" in line and "UCD" not in line], said
    assert b'name="Error"' in body
    for form in ("fits", "csv", "json", "votable/b2"):
        assert client.get("/scs", RA=83.6, DEC=22, SR=3, VERB=3, RESPONSEFORMAT=form)[0] == 200, form


def check_sia(client):
    def ids(**parameters):
        status, _, body = client.get("/sia2/query", **parameters)
        assert status == 200, body
        return {str(i).split("?")[1] for i in table_in(body)["obs_publisher_did"] if "open-dr1" in i}
    assert ids() >= {"1", "2", "map", "picture"}
    assert ids(POS="CIRCLE 83.633 24.9 0.2") == {"1"}
    assert ids(POS=["CIRCLE 83.633 24.9 0.2", "CIRCLE 83.633 19.1 0.2"]) == {"1", "2"}
    assert ids(POS="RANGE 0 360 24.5 +Inf") == {"1"} and ids(POS="RANGE 83 84 19 19.5") == {"2"}
    assert ids(POS="RANGE 350 80 -90 90") == set() and ids(POS="RANGE 83 84 -90 90") >= {"1", "2", "map"}
    assert ids(POS="POLYGON 83 24.7 84 24.7 84 24.9 83 24.9") == {"1"}
    assert ids(DPTYPE="image") == {"map", "picture"} and ids(DPTYPE=["image", "event"]) >= {"1", "map"}
    assert ids(TIME="53343 53344") == {"1"} and ids(TIME="53343.93") == {"1"} and ids(TIME="-Inf +Inf") == {"1", "2"}
    assert ids(BAND="1.2e-20 1.3e-20") == {"1"} and ids(COLLECTION="OPEN-DR1", ID=RUN1) == {"1"} and ids(TARGET="crab nebula") == {"1", "2"}
    assert ids(FACILITY="x' OR 1=1 --") == set() and ids(EXPTIME="1000 2000") == {"1", "2"} and ids(CALIB=3) == {"map", "picture"} and ids(POL="I") == set()
    for bad in ({"POS": "CIRCLE 1 2"}, {"POS": "BOX 1 2 3 4"}, {"BAND": "a"}, {"TIME": "2 1"}, {"CALIB": 9}, {"MAXREC": -1}, {"POS": "RANGE 0 360 91 92"}):
        status, _, body = client.get("/sia2/query", **bad)
        assert status == 400 and parse(io.BytesIO(body)).resources[0].infos[0].value == "ERROR", (bad, status)
    assert b'value="OVERFLOW"' in client.get("/sia2/query", MAXREC=1)[2]


def check_resolver(client):
    def resolve(name):
        status, headers, body = client.get("/resolve", name=name)
        assert headers["Content-Type"].startswith("application/json")
        return status, json.loads(body)
    status, crab = resolve("Crab Nebula")
    assert status == 200 and crab["found"] and [m["resolver"] for m in crab["matches"]] == ["targets", "sources"]
    assert abs(crab["matches"][0]["ra"] - 83.633) < 1e-9 and crab["matches"][0]["runs"] == 2
    for name in ("M1", "crab", "PSR J0534+2200", "mrk 421", "Sgr A*", "PKS 2155\N{MINUS SIGN}304"):
        assert resolve(name)[0] == 200, name
    status, unknown = resolve("Crap Nebula")
    assert status == 404 and "Crab Nebula" in unknown["suggestions"] and unknown["resolvers_asked"] == ["targets", "sources", "sesame"]
    status, far = resolve("NGC 6240")
    assert status == 200 and far["matches"][0]["resolver"] == "sesame" and abs(far["matches"][0]["ra"] - 253.2453) < 1e-9 and far["matches"][0]["answered"].endswith("Z")
    asked = len(Sesame.asked)
    assert resolve("ngc6240")[0] == 200 and resolve("Crap nebula")[0] == 404 and len(Sesame.asked) == asked, "the cache was not used"
    status, broken = resolve("broken")
    assert status == 404 and broken["trouble"]
    assert client.get("/resolve")[0] == 400 and client.get("/resolve", name="x" * 300)[0] == 400


def check_documents(client, folder):
    for path in ("/registry", "/registry/collections/open-dr1", "/registry/collections/closed"):
        status, _, body = client.get(path)
        (folder / "record.xml").write_bytes(body)
        assert status == 200
        code, said = run("xmllint", "--nonet", "--noout", "--schema", str(folder / "record.xsd"), str(folder / "record.xml"))
        assert code == 0, said
    page = client.get("/collections/open-dr1")[2].decode()
    for wanted in ("Open data &amp; more", "Some &lt;runs&gt;", "Be nice.", "We thank everybody.", "A&amp;A 1, 2", "open_dr1.obscore", "2 (0.9 h livetime)"):
        assert wanted in page, wanted
    assert client.get("/collections/nothing")[0] == 404


def prepare_schemas(folder):
    for name, (jar, member) in JARS.items():
        text = zipfile.ZipFile(jar).read(member).decode()
        for old, new in (("VOResource", "VOResource.xsd"), ("VODataService", "VODataService.xsd"), ("stc-v", "stc.xsd"), ("xlink", "xlink.xsd"), ("xml.xsd", "xml.xsd")):
            text = re.sub(r'schemaLocation="[^"]*' + old + r'[^"]*"', f'schemaLocation="{new}"', text)
        (folder / name).write_text(text)
    (folder / "record.xsd").write_text(RECORD_SCHEMA)


def main():
    warnings.simplefilter("ignore", ResourceWarning)  # pyvo leaves its sockets to the collector
    sesame = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Sesame)
    threading.Thread(target=sesame.serve_forever, daemon=True).start()
    server = subprocess.Popen([sys.argv[1], f"http://127.0.0.1:{sesame.server_port}/sesame"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        client = Client(server.stdout.readline().strip())
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            prepare_schemas(folder)
            check_datalink(client, folder)
            check_pyvo(client)
            check_rights(client)
            check_files(client)
            check_cone(client, folder)
            check_sia(client)
            check_resolver(client)
            check_documents(client, folder)
    finally:
        server.stdin.close()
        server.wait(timeout=30)
        sesame.shutdown()
    assert server.returncode == 0
    print("links, files, cones, names and records are as their clients want them")


main()
