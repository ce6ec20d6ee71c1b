"""TAP from the outside: formats, limits, uploads, jobs, and what happens to those who ask for too much."""
import csv
import io
import json
import time

import pytest
import pyvo
import requests
from astropy.io import fits
from astropy.io.votable import from_table, parse_single_table
from astropy.table import Table

COLUMNS = "obs_id, s_ra, t_exptime, target_name, calib_level"
QUERY = f"SELECT {COLUMNS} FROM ivoa.obscore ORDER BY obs_publisher_did"


def sync(service, query, method="post", **more):
    form = {"REQUEST": "doQuery", "LANG": "ADQL", "QUERY": query, **more}
    call = requests.post if method == "post" else requests.get
    key = "data" if method == "post" else "params"
    return call(f"{service.url}/tap/sync", **{key: form}, timeout=120)


def votable(response):
    assert response.status_code == 200, response.text
    return parse_single_table(io.BytesIO(response.content)).to_table()


def test_every_format_has_the_same_values(service):
    truth = votable(sync(service, QUERY, RESPONSEFORMAT="votable/td"))
    tables = [votable(sync(service, QUERY, RESPONSEFORMAT=f"application/x-votable+xml;serialization={kind}"))
              for kind in ("BINARY", "BINARY2")]
    rows = list(csv.DictReader(io.StringIO(sync(service, QUERY, RESPONSEFORMAT="csv").text)))
    tab = list(csv.DictReader(io.StringIO(sync(service, QUERY, RESPONSEFORMAT="tsv").text), delimiter="\t"))
    listed = sync(service, QUERY, RESPONSEFORMAT="json").json()
    binary = fits.open(io.BytesIO(sync(service, QUERY, RESPONSEFORMAT="fits").content))[1].data
    assert len(truth) == 60
    for i, row in enumerate(truth):
        for other in (*(table[i] for table in tables), rows[i], tab[i], binary[i]):
            assert str(other["obs_id"]).strip() == str(row["obs_id"])
            assert float(other["s_ra"]) == row["s_ra"]
        assert listed["data"][i][1] == row["s_ra"]


def test_maxrec_overflows_and_top_does_not(service):
    for maxrec, rows, overflow in ((0, 0, True), (5, 5, True), (60, 60, False), (100, 60, False)):
        answer = sync(service, QUERY, MAXREC=str(maxrec), RESPONSEFORMAT="votable/td")
        assert len(votable(answer)) == rows
        assert ('value="OVERFLOW"' in answer.text) == overflow, maxrec
    assert 'value="OVERFLOW"' not in sync(service, "SELECT TOP 5 * FROM ivoa.obscore", RESPONSEFORMAT="votable/td").text


@pytest.mark.parametrize("query, place", [
    ("SELECT * FRM ivoa.obscore", "line 1, column"),
    ("SELECT nothing FROM ivoa.obscore", "line 1, column 8"),
    ("SELECT obs_id\nFROM ivoa.obscoer", "ivoa.obscore"),
    ("SELECT * FROM store.job", "line 1"),
    ("SELECT * FROM pg_catalog.pg_authid", "line 1"),
    ("SELECT 1; DROP TABLE store.job", "line 1"),
    ("SELECT pg_sleep(10) FROM ivoa.obscore", "pg_sleep"),
])
def test_what_is_refused_says_where(service, query, place):
    answer = sync(service, query)
    assert answer.status_code == 400
    assert 'value="ERROR"' in answer.text and place in answer.text


def test_nothing_leaks_of_what_is_not_published(service):
    for query in ("SELECT * FROM tap_schema.columns WHERE table_name LIKE 'store%'",
                  "SELECT * FROM tap_schema.columns WHERE column_name = 'access_url_local'"):
        assert len(votable(sync(service, query, RESPONSEFORMAT="votable/td"))) == 0
    assert "access_url_local" not in sync(service, "SELECT TOP 1 * FROM cta.vo_obscore", FORMAT="csv").text


def test_uploads_by_part_join_with_the_catalogue(service):
    table = Table({"name": ["crab", "msh"], "ra": [83.633, 228.529], "dec": [22.0145, -59.157], "n": [1, 2]})
    buffer = io.BytesIO()
    from_table(table).to_xml(buffer)
    form = {"LANG": "ADQL", "UPLOAD": "mine,param:upl", "FORMAT": "csv",
            "QUERY": "SELECT m.name, COUNT(*) AS runs FROM TAP_UPLOAD.mine AS m JOIN ivoa.obscore AS o"
                     " ON DISTANCE(POINT(o.s_ra, o.s_dec), POINT(m.ra, m.dec)) < 1 GROUP BY m.name ORDER BY m.name"}
    answer = requests.post(f"{service.url}/tap/sync", data=form, files={"upl": ("t.vot", buffer.getvalue())})
    assert answer.status_code == 200, answer.text
    counted = {row["name"]: int(row["runs"]) for row in csv.DictReader(io.StringIO(answer.text))}
    assert counted["crab"] >= 4 and set(counted) <= {"crab", "msh"}
    # It was there for that query only.
    assert sync(service, "SELECT * FROM TAP_UPLOAD.mine").status_code == 400


def test_uploads_by_pyvo(tap):
    table = Table({"id": [23523, 23526]})
    found = tap.search("SELECT o.obs_id FROM hess_dr.obscore AS o JOIN TAP_UPLOAD.t AS t ON o.obs_id = t.id",
                       uploads={"t": table})
    assert len(found) == 2


@pytest.mark.parametrize("uri", ["http://127.0.0.1:1/x", "http://169.254.169.254/latest", "file:///etc/passwd",
                                 "http://example.org/t.vot", "param:absent"])
def test_uploads_from_elsewhere_are_refused(service, uri):
    answer = sync(service, "SELECT * FROM TAP_UPLOAD.t", UPLOAD=f"t,{uri}")
    assert answer.status_code == 400 and "UPLOAD" in answer.text or "cannot fetch" in answer.text


def finished(job):
    """The final phase; WAIT answers at every change of the phase, so it is asked again."""
    for _ in range(20):
        phase = requests.get(job + "/phase").text
        if phase not in ("PENDING", "QUEUED", "EXECUTING"):
            return phase
        requests.get(job, params={"WAIT": "10"})
    raise AssertionError(f"the job stays {phase}")


def test_a_job_from_creation_to_deletion(service):
    base = f"{service.url}/tap/async"
    made = requests.post(base, data={"LANG": "ADQL", "QUERY": QUERY, "RESPONSEFORMAT": "csv"}, allow_redirects=False)
    assert made.status_code == 303
    job = made.headers["Location"]
    assert job.startswith(base + "/")
    assert requests.get(job + "/phase").text == "PENDING"
    requests.post(job + "/phase", data={"PHASE": "RUN"})
    assert finished(job) == "COMPLETED"
    result = requests.get(job + "/results/result")
    assert len(result.text.splitlines()) == 61
    assert requests.delete(job, allow_redirects=False).status_code == 303
    assert requests.get(job).status_code == 404


def test_a_job_that_fails_keeps_its_error(service):
    job = requests.post(f"{service.url}/tap/async", data={"LANG": "ADQL", "QUERY": "SELECT x FROM y", "PHASE": "RUN"},
                        allow_redirects=False).headers["Location"]
    assert finished(job) == "ERROR"
    error = requests.get(job + "/error")
    assert error.status_code == 200 and 'value="ERROR"' in error.text and "line 1" in error.text


def test_a_running_query_is_aborted(service):
    slow = ("SELECT COUNT(*) FROM dl3.header AS a, dl3.header AS b, dl3.header AS c"
            " WHERE a.number_value + b.number_value + c.number_value = 0.1")
    job = requests.post(f"{service.url}/tap/async", data={"LANG": "ADQL", "QUERY": slow, "PHASE": "RUN"},
                        allow_redirects=False).headers["Location"]
    for _ in range(100):
        if requests.get(job + "/phase").text == "EXECUTING":
            break
        time.sleep(0.05)
    requests.post(job + "/phase", data={"PHASE": "ABORT"})
    assert requests.get(job + "/phase").text == "ABORTED"
    active = "SELECT 1"
    assert sync(service, f"{active} FROM tap_schema.schemas").status_code == 200


def test_pyvo_asks_all_it_knows(tap):
    assert tap.maxrec and tap.hardlimit and tap.available
    assert "ivoa.obscore" in [name.lower() for name in tap.tables.keys()]
    assert tap.get_job_list() is not None
    assert len(tap.examples) >= 6


def test_cors_on_answers_and_errors(service):
    for response in (sync(service, QUERY), sync(service, "nonsense"), requests.get(service.url + "/nothing/here")):
        assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_gzip_when_asked(service):
    plain = requests.get(f"{service.url}/tap/tables", headers={"Accept-Encoding": "identity"})
    packed = requests.get(f"{service.url}/tap/tables", headers={"Accept-Encoding": "gzip"}, stream=True)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.raw.read()) < len(plain.content) / 3
