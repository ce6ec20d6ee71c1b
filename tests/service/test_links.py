"""DataLink, files, SODA and the small services on real runs. Truth: astropy, gammapy, pyvo, stilts and the files."""
import gzip
import http.client
import io
import re
import subprocess
import urllib.parse

import astropy.units as u
import numpy as np
import pytest
import pyvo
import requests
from astropy.coordinates import SkyCoord
from astropy.io import fits
from astropy.io.votable import parse_single_table
from astropy.time import Time
from pyvo.dal import sia2

from conftest import DATA, ENGINE, daemon
from test_standards import local, schemas, validate  # noqa: F401 (a fixture)

HESS = "ivo://example.org/HESS-DR1?23523"
CTA = "ivo://example.org/CTA-1DC?110380"
MAGIC = "ivo://example.org/MAGIC-DL3?5029747"
EVENT_FILES = {
    HESS: "hess-dl3-dr1/data/hess_dl3_dr1_obs_id_023523.fits.gz",
    CTA: "cta-1dc/data/baseline/gps/gps_baseline_110380.fits",
    MAGIC: "magic-rad-max/20131004_05029747_DL3_CrabNebula-W0.40+035.fits",
}
CTA_RESPONSES = "cta-1dc/caldb/data/cta/1dc/bcf/South_z20_50h/irf_file.fits"
# GADF's classes of the HDU that each kind of content must be found in.
CLASSES = {"event-list": {"EVENTS"}, "aeff": {"EFF_AREA"}, "edisp": {"EDISP"}, "psf": {"PSF", "RPSF"},
           "bkgrate": {"BKG"}, "rad_max": {"RAD_MAX"}}
KINDS = {HESS: ["event-list", "aeff", "edisp", "psf", "bkgrate", "event-bundle"],
         CTA: ["event-list", "aeff", "edisp", "psf", "bkgrate"],
         MAGIC: ["event-list", "aeff", "edisp", "rad_max", "event-bundle"]}
RI_SCHEMA = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:vr="http://www.ivoa.net/xml/VOResource/v1.0"
    targetNamespace="http://www.ivoa.net/xml/RegistryInterface/v1.0">
  <xs:import namespace="http://www.ivoa.net/xml/VOResource/v1.0" schemaLocation="{}"/>
  <xs:element name="Resource" type="vr:Resource"/>
</xs:schema>"""
HC_TEV_M = 1.239841984332e-18


def links_url(service, did):
    return f"{service.url}/links?ID={urllib.parse.quote(did, safe='')}"


def hdu_classes(content):
    with fits.open(io.BytesIO(gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content)) as hdus:
        found = {hdu.header.get(f"HDUCLAS{level}") for hdu in hdus for level in (1, 2)}
        return found - {None}


# DataLink


@pytest.mark.parametrize("did", [HESS, CTA, MAGIC])
def test_links_lead_to_the_right_files(service, did):
    rows = parse_single_table(links_url(service, did)).to_table()
    files = [row for row in rows if "/files/" in str(row["access_url"])]
    assert [str(row["content_qualifier"]) for row in files] == KINDS[did]
    assert [str(row["semantics"]) for row in files] == ["#this"] + ["#calibration"] * (len(files) - 1 - (did != CTA)) + \
        ["#package"] * (did != CTA)
    for row in files:
        kind = str(row["content_qualifier"])
        answer = requests.get(str(row["access_url"]), headers={"Accept-Encoding": "identity"}, timeout=60)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == str(row["content_type"]) == "application/fits"
        assert len(answer.content) == int(row["content_length"]) == int(answer.headers["Content-Length"])
        original = CTA_RESPONSES if did == CTA and kind != "event-list" else EVENT_FILES[did]
        assert answer.content == (DATA / original).read_bytes()
        classes = hdu_classes(answer.content)
        wanted = [CLASSES[k] for k in KINDS[did] if k in CLASSES] if kind == "event-bundle" else [CLASSES[kind]]
        if did == CTA and kind == "event-list":
            wanted = []  # the HDUs of these files do not say their class
        assert all(classes & names for names in wanted), (kind, classes)
    pages = [str(row["access_url"]) for row in rows if str(row["semantics"]) == "#documentation"]
    assert pages and all(requests.get(page).status_code == 200 for page in pages)


@pytest.mark.parametrize("did", [HESS, CTA, MAGIC])
def test_datalinklint_has_nothing_to_say(service, did):
    done = subprocess.run(["stilts", "datalinklint", f"votable={links_url(service, did)}"],
                          capture_output=True, text=True, timeout=120)
    assert "I-DLNR-1" in done.stdout, done.stdout + done.stderr
    # Its own copy of the vocabulary (3.4.7, without a network) is older than these two terms.
    new = re.compile("Unknown predicate '(package|documentation)'")
    found = [line for line in done.stdout.splitlines() if re.match("[EWF]-", line) and not new.search(line)
             and "vocabulary" not in line.lower()]
    assert not found, found


def test_pyvo_goes_from_a_row_to_its_links_and_cuts(service, tap):
    runs = tap.search("SELECT * FROM ivoa.obscore WHERE obs_id = '23523'")
    links = runs[0].getdatalink()
    this = next(link for link in links if link.semantics == "#this")
    assert this["content_qualifier"] == "event-list"
    cutout = next(link for link in links if link.semantics == "#cutout")
    content = cutout.process(circle=(83.633, 22.0145, 0.2)).read()
    with fits.open(io.BytesIO(content)) as hdus:
        assert 0 < len(hdus["EVENTS"].data) < 1000


def test_several_and_unknown_identifiers(service):
    answer = requests.get(f"{service.url}/links", params={"ID": [HESS, "ivo://example.org/none?1", CTA]})
    assert answer.status_code == 200
    rows = parse_single_table(io.BytesIO(answer.content)).to_table()
    wrong = [row for row in rows if str(row["error_message"])]
    assert len(wrong) == 1 and str(wrong[0]["error_message"]).startswith("NotFoundFault")
    assert str(wrong[0]["ID"]) == "ivo://example.org/none?1"
    assert {str(row["ID"]) for row in rows} == {HESS, CTA, "ivo://example.org/none?1"}
    assert len(parse_single_table(io.BytesIO(requests.get(f"{service.url}/links").content)).to_table()) == 0


# Files


@pytest.fixture(scope="module")
def hess_file(service):
    return f"{service.url}/files/HESS-DR1/data/hess_dl3_dr1_obs_id_023523.fits.gz", \
        (DATA / EVENT_FILES[HESS]).read_bytes()


@pytest.mark.parametrize("asked, first, last", [("bytes=0-99", 0, 99), ("bytes=100-", 100, None), ("bytes=-500", -500, None),
                                                ("bytes=500000-99999999", 500000, None), ("bytes=0-0", 0, 0)])
def test_ranges(hess_file, asked, first, last):
    url, truth = hess_file
    answer = requests.get(url, headers={"Range": asked, "Accept-Encoding": "identity"})
    expected = truth[first:] if last is None else truth[first:last + 1]
    assert answer.status_code == 206 and answer.content == expected
    start = first if first >= 0 else len(truth) + first
    assert answer.headers["Content-Range"] == f"bytes {start}-{start + len(expected) - 1}/{len(truth)}"


def test_ranges_that_cannot_be(hess_file):
    url, truth = hess_file
    answer = requests.get(url, headers={"Range": f"bytes={len(truth)}-"})
    assert answer.status_code == 416 and answer.headers["Content-Range"] == f"bytes */{len(truth)}"
    for nonsense in ("bytes=9-3", "lines=1-2", "bytes=x-y", "bytes=99999999999999999999999-"):
        assert requests.get(url, headers={"Range": nonsense}).status_code in (200, 416), nonsense


def test_head_and_conditions(hess_file):
    url, truth = hess_file
    head = requests.head(url)
    assert head.status_code == 200 and int(head.headers["Content-Length"]) == len(truth) and not head.content
    assert head.headers["Accept-Ranges"] == "bytes"
    tag, date = head.headers["ETag"], head.headers["Last-Modified"]
    status = lambda **headers: requests.get(url, headers=headers).status_code
    assert status(**{"If-None-Match": tag}) == 304
    assert status(**{"If-None-Match": f'"other", {tag}'}) == 304
    assert status(**{"If-None-Match": '"other"'}) == 200
    assert status(**{"If-Modified-Since": date}) == 304
    assert status(**{"If-Match": '"other"'}) == 412
    assert status(**{"Range": "bytes=0-9", "If-Range": tag}) == 206
    assert status(**{"Range": "bytes=0-9", "If-Range": '"other"'}) == 200


def raw_get(service, path):
    """As written: requests and browsers would clean the path up first."""
    connection = http.client.HTTPConnection(service.url.removeprefix("http://"), timeout=30)
    connection.putrequest("GET", path)
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body


@pytest.mark.parametrize("path", [
    "../../../../../../etc/passwd", "..%2f..%2f..%2f..%2fetc/passwd", "%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "data/../../../../../../etc/passwd", "/etc/passwd", "%2fetc%2fpasswd", "//etc/passwd", "..\\..\\etc\\passwd",
    "....//....//etc/passwd", "data/%252e%252e/%252e%252e/etc/passwd", "data/hess_dl3_dr1_obs_id_023523.fits.gz%00.txt",
    "%c0%ae%c0%ae/etc/passwd", "README.txt", "data", "data/", "", "data/./hess_dl3_dr1_obs_id_023523.fits.gz/..",
    "file:///etc/passwd", "../CTA-1DC/data/baseline/gps/../../../../../etc/passwd"])
def test_only_what_was_ingested_can_be_had(service, path):
    status, body = raw_get(service, f"/files/HESS-DR1/{path}")
    assert status in (400, 404), (path, status)
    assert b"root:" not in body and str(DATA).encode() not in body


def test_links_in_the_file_system_lead_nowhere(tmp_path):
    data = tmp_path / "dl3"
    subprocess.run([ENGINE, "simulate", "runs=2", "events-per-run=500", f"out={data}"], check=True, capture_output=True)
    description = tmp_path / "linked.yaml"
    description.write_text("name: linked\nschema: linked\ntitle: A set\ndescription: Simulated\n"
                           "authority: test.example\nrights: public\n")
    secret = tmp_path / "secret.fits"
    with daemon(f"data.roots={data}") as service:
        service.run("ingest", description, data)
        service.start()
        dids = requests.get(f"{service.url}/tap/sync", params={
            "LANG": "ADQL", "FORMAT": "csv", "QUERY": "SELECT obs_publisher_did FROM ivoa.obscore"}).text.splitlines()[1:]
        urls = [str(next(iter(parse_single_table(links_url(service, did)).to_table()["access_url"]))) for did in dids]
        files = [data / urllib.parse.unquote(url.split("/files/linked/")[1]) for url in urls]
        assert len(files) == 2
        secret.write_bytes(files[0].read_bytes())
        files[0].unlink()
        files[0].symlink_to(secret)                 # leads out of the root
        moved = files[1].with_name("moved.fits")
        files[1].rename(moved)
        files[1].symlink_to(moved)                  # stays in it
        answer = requests.get(urls[0])
        assert answer.status_code == 404 and str(tmp_path) not in answer.text
        cut = requests.get(f"{service.url}/soda/sync", params={"ID": dids[0]})
        assert cut.status_code == 404 and cut.text.startswith("NotFoundFault") and str(tmp_path) not in cut.text
        assert requests.get(urls[1]).content == moved.read_bytes()


# SODA


class Events:
    """The events of a run within its good time intervals, as the file says them."""

    def __init__(self, did):
        with fits.open(DATA / EVENT_FILES[did]) as hdus:
            header, gti = hdus["EVENTS"].header, hdus["GTI"].data
            rows = hdus["EVENTS"].data
            self.mjdref, self.scale = (header["MJDREFI"], header["MJDREFF"]), header["TIMESYS"].lower()
            seconds = np.asarray(rows["TIME"], dtype=float)
            good = np.zeros(len(rows), dtype=bool)
            for start, stop in zip(gti["START"], gti["STOP"]):
                good |= (seconds >= start) & (seconds < stop)
            self.seconds = seconds[good]
            self.ids = np.asarray(rows["EVENT_ID"])[good]
            self.ra, self.dec = (np.asarray(rows[name], dtype=float)[good] for name in ("RA", "DEC"))
            self.ra = self.ra % 360  # CTA 1DC writes right ascensions below zero
            self.energy = np.asarray(rows["ENERGY"], dtype=float)[good]
        self.sky = SkyCoord(self.ra, self.dec, unit="deg", frame="icrs")

    def since_reference(self, mjd_utc):
        """Seconds of the file's clock at a UTC date."""
        reference = Time(*self.mjdref, format="mjd", scale=self.scale)
        return (getattr(Time(mjd_utc, format="mjd", scale="utc"), self.scale) - reference).sec

    def mjd_utc(self, seconds):
        reference = Time(*self.mjdref, format="mjd", scale=self.scale)
        return (reference + seconds * u.s).utc.mjd


@pytest.fixture(scope="module")
def runs(service):
    return {did: Events(did) for did in (HESS, CTA, MAGIC)}


def in_polygon(sky, vertices):
    """Convex, counter-clockwise or clockwise: on one side of the great circle of each edge."""
    points = sky.cartesian.xyz.value
    corners = SkyCoord(vertices[0::2], vertices[1::2], unit="deg").cartesian.xyz.value.T
    sides = [np.cross(a, b) @ points for a, b in zip(corners, np.roll(corners, -1, axis=0))]
    return np.all(np.array(sides) > 0, axis=0) | np.all(np.array(sides) < 0, axis=0)


def cut(service, did, **parameters):
    return requests.get(f"{service.url}/soda/sync", params={"ID": did, **parameters}, timeout=120)


def cut_ids(service, did, tmp_path, **parameters):
    answer = cut(service, did, **parameters)
    assert answer.status_code == 200, (parameters, answer.text[:300])
    assert answer.headers["Content-Type"] == "application/fits"
    path = tmp_path / "cut.fits"
    path.write_bytes(answer.content)
    with fits.open(path, checksum=True) as hdus:
        hdus.verify("exception")
        assert "GTIs are applied" in " ".join(map(str, hdus["EVENTS"].header["HISTORY"]))
        ids = np.array(hdus["EVENTS"].data["EVENT_ID"])
    from gammapy.data import EventList, GTI
    assert len(EventList.read(path).table) == len(ids)
    assert GTI.read(path).time_sum > 0 * u.s
    return ids


def quantile_between(values, q):
    """A limit that no value is near."""
    ordered = np.unique(values)
    k = int(q * (len(ordered) - 1))
    return (ordered[k] + ordered[k + 1]) / 2


@pytest.mark.parametrize("did", [HESS, CTA, MAGIC])
def test_soda_cuts_what_astropy_cuts(service, runs, tmp_path, did):
    run = runs[did]
    ra, dec = float(np.median(run.ra)), float(np.median(run.dec))
    circle = run.sky.separation(SkyCoord(ra, dec, unit="deg")) < 0.5 * u.deg
    polygon = [ra - 0.6, dec - 0.4, ra + 0.7, dec - 0.3, ra + 0.4, dec + 0.5, ra - 0.5, dec + 0.6]
    inside = in_polygon(run.sky, polygon)
    ranged = (run.ra >= ra - 0.3) & (run.ra <= ra + 0.3) & (run.dec >= dec - 0.2) & (run.dec <= dec + 0.2)
    low, high = quantile_between(run.energy, 0.3), quantile_between(run.energy, 0.9)
    energies = (run.energy >= low) & (run.energy < high)
    band = f"{HC_TEV_M / high!r} {HC_TEV_M / low!r}"
    begin, end = (run.mjd_utc(quantile_between(run.seconds, q)) for q in (0.25, 0.6))
    times = (run.seconds >= run.since_reference(begin)) & (run.seconds < run.since_reference(end))
    interval = f"{begin!r} {end!r}"
    words = {"CIRCLE": f"{ra!r} {dec!r} 0.5", "POLYGON": " ".join(map(repr, polygon)),
             "RANGE": f"RANGE {ra - 0.3!r} {ra + 0.3!r} {dec - 0.2!r} {dec + 0.2!r}"}
    for parameters, expected in (
            ({}, np.ones(len(run.ids), dtype=bool)),
            ({"CIRCLE": words["CIRCLE"]}, circle),
            ({"POS": "CIRCLE " + words["CIRCLE"]}, circle),
            ({"POLYGON": words["POLYGON"]}, inside),
            ({"POS": words["RANGE"]}, ranged),
            ({"BAND": band}, energies),
            ({"BAND": f"-Inf {HC_TEV_M / low!r}"}, run.energy >= low),
            ({"TIME": interval}, times),
            ({"TIME": f"{begin!r} +Inf"}, run.seconds >= run.since_reference(begin)),
            ({"CIRCLE": words["CIRCLE"], "BAND": band, "TIME": interval}, circle & energies & times),
            ({"POS": words["RANGE"], "BAND": band}, ranged & energies),
            ({"CIRCLE": words["CIRCLE"], "POLYGON": words["POLYGON"]}, circle | inside)):
        assert 0 < expected.sum()
        ids = cut_ids(service, did, tmp_path, **parameters)
        assert sorted(ids) == sorted(run.ids[expected]), parameters


def test_soda_has_nothing_to_give(service):
    for parameters in ({"CIRCLE": "10 -60 1"}, {"BAND": "1e-7 2e-7"}, {"TIME": "50000 50001"},
                       {"POS": "RANGE 10 11 -Inf +Inf"}):
        answer = cut(service, HESS, **parameters)
        assert answer.status_code == 204 and not answer.content, (parameters, answer.status_code, answer.text)


@pytest.mark.parametrize("parameters, status, word", [
    ({"CIRCLE": "1 2"}, 400, "UsageFault"), ({"CIRCLE": "1 2 x"}, 400, "UsageFault"),
    ({"CIRCLE": "1 2 -3"}, 400, "UsageFault"), ({"CIRCLE": "1 2 nan"}, 400, "UsageFault"),
    ({"CIRCLE": "1 99 3"}, 400, "UsageFault"), ({"POLYGON": "1 2 3 4"}, 400, "UsageFault"),
    ({"POLYGON": "1 2 3 4 5 6 7"}, 400, "UsageFault"), ({"POS": "BOX 1 2 3 4"}, 400, "UsageFault"),
    ({"POS": "1 2 3"}, 400, "UsageFault"), ({"BAND": "2e-19 1e-19"}, 400, "UsageFault"),
    ({"BAND": "-2 -1"}, 400, "UsageFault"), ({"TIME": "53344 53343"}, 400, "UsageFault"),
    ({"TIME": "yesterday"}, 400, "UsageFault"), ({"POL": "I"}, 400, "UsageFault"),
    ({"TIME": "1e300 2e300"}, 400, "UsageFault"), ({"RESPONSEFORMAT": "image/png"}, 400, "UsageFault"),
    ({"BAND": ["1e-19 2e-19", "3e-19 4e-19"]}, 400, "MultiValuedParamNotSupported"),
    ({"ID": [HESS, CTA]}, 400, "MultiValuedParamNotSupported"),
    ({"ID": ""}, 400, "UsageFault"), ({"ID": "ivo://example.org/none?1"}, 404, "NotFoundFault"),
    ({"ID": "out=/tmp/x"}, 404, "NotFoundFault"),
])
def test_soda_says_what_is_wrong(service, parameters, status, word):
    answer = requests.get(f"{service.url}/soda/sync", params={"ID": HESS, **parameters}, timeout=60)
    assert answer.status_code == status, answer.text[:300]
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert answer.text.startswith(word), answer.text


def test_a_soda_job_gives_a_set_that_gammapy_opens(service, runs, tmp_path):
    base = f"{service.url}/soda/async"
    other = HESS.replace("23523", "23526")
    form = [("ID", HESS), ("ID", other), ("CIRCLE", "83.633 22.0145 0.3"), ("PHASE", "RUN")]
    job = requests.post(base, data=form, allow_redirects=False).headers["Location"]
    for _ in range(20):
        phase = requests.get(job + "/phase").text
        if phase not in ("PENDING", "QUEUED", "EXECUTING"):
            break
        requests.get(job, params={"WAIT": "10"})
    assert phase == "COMPLETED", requests.get(job + "/error").text
    results = re.findall(r'<uws:result\b[^>]*?id="([^"]+)"', requests.get(job, headers={"Accept": "text/xml"}).text)
    assert len(results) >= 5, results
    for name in results:
        answer = requests.get(f"{job}/results/{name}")
        assert answer.status_code == 200
        content = gzip.decompress(answer.content) if answer.content[:2] == b"\x1f\x8b" else answer.content
        for private in (str(service.folder), str(DATA), "/tmp/", "/home/"):
            assert private.encode() not in content, (name, private)
        called = re.search(r'filename="([^"]+)"', answer.headers.get("Content-Disposition", ""))
        (tmp_path / (called.group(1) if called else name)).write_bytes(answer.content)
    from gammapy.data import DataStore
    store = DataStore.from_dir(tmp_path)
    assert sorted(store.obs_table["OBS_ID"]) == [23523, 23526]
    run = runs[HESS]
    expected = run.ids[run.sky.separation(SkyCoord(83.633, 22.0145, unit="deg")) < 0.3 * u.deg]
    observation = store.obs(23523)
    assert sorted(observation.events.table["EVENT_ID"]) == sorted(expected)
    assert observation.aeff is not None and observation.psf is not None
    report = next(name for name in results if "report" in name)
    assert requests.get(f"{job}/results/{report}").json()


# Cone search, SIA, names, collections, registry


def test_cone_search_finds_what_lies_in_the_cone(service, tap):
    centre = SkyCoord(83.633, 22.0145, unit="deg")
    found = pyvo.dal.SCSService(service.url + "/scs").search(pos=centre, radius=1 * u.deg)
    everything = tap.search("SELECT obs_publisher_did, s_ra, s_dec FROM ivoa.obscore").to_table()
    near = SkyCoord(everything["s_ra"], everything["s_dec"], unit="deg").separation(centre) < 1 * u.deg
    assert set(found["obs_publisher_did"]) == set(everything["obs_publisher_did"][near]) and 0 < near.sum() < 60
    wrong = requests.get(service.url + "/scs", params={"RA": "x", "DEC": "1", "SR": "1"})
    assert wrong.status_code < 500 and 'name="Error"' in wrong.text


def test_sia_parameters_find_the_crab(service):
    found = parse_single_table(io.BytesIO(requests.get(f"{service.url}/sia2/query", params={
        "POS": "CIRCLE 83.633 22.0145 0.1"}).content)).to_table()
    assert len(found) == 6
    found = parse_single_table(io.BytesIO(requests.get(f"{service.url}/sia2/query", params={
        "POS": "CIRCLE 83.633 22.0145 0.1", "FACILITY": "MAGIC"}).content)).to_table()
    assert set(found["obs_collection"]) == {"MAGIC-DL3"} and len(found) == 2


def test_sia_by_pyvo(service):
    sia = sia2.SIAService(service.url + "/sia2")
    found = sia.search(pos=(83.633 * u.deg, 22.0145 * u.deg, 0.1 * u.deg))
    assert len(found) == 6
    assert len(sia.search(collection="CTA-1DC")) == 2


def test_names_become_positions(service):
    answer = requests.get(f"{service.url}/resolve", params={"name": "Crab Nebula"})
    best = answer.json()["matches"][0]
    truth = SkyCoord(83.6331, 22.0145, unit="deg")
    assert SkyCoord(best["ra"], best["dec"], unit="deg").separation(truth) < 0.02 * u.deg
    assert requests.get(f"{service.url}/resolve", params={"name": "No Such Source"}).status_code == 404
    assert requests.get(f"{service.url}/resolve").status_code == 400


def test_collections_say_how_to_thank(service):
    page = requests.get(f"{service.url}/collections/HESS-DR1").text
    assert "This work made use of data from the H.E.S.S. DL3 public test data release 1" in page
    listed = requests.get(f"{service.url}/collections").text
    assert all(name in listed for name in ("HESS-DR1", "CTA-1DC", "MAGIC-DL3"))
    assert requests.get(f"{service.url}/collections/none").status_code == 404


@pytest.mark.parametrize("path", ["", "/collections/HESS-DR1", "/collections/CTA-1DC", "/collections/MAGIC-DL3"])
def test_registry_records_follow_their_schema(service, schemas, tmp_path, path):  # noqa: F811
    answer = requests.get(service.url + "/registry" + path)
    assert answer.status_code == 200
    assert str(DATA) not in answer.text
    # The schema of ri: is not among those of stilts; it only makes an element of the type vr:Resource.
    ri = tmp_path / "RegistryInterface.xsd"
    ri.write_text(RI_SCHEMA.format(local(schemas, "http://www.ivoa.net/xml/VOResource/v1.0", tmp_path)))
    validate(answer.content, {**schemas, "http://www.ivoa.net/xml/RegistryInterface/v1.0": ri}, tmp_path)
