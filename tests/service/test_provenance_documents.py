"""Provenance as documents, from the daemon: runs as they were ingested, jobs as they ended. Judges: prov, stilts, TAP."""
import sys
import time

import pytest
import requests

from conftest import ROOT, daemon

sys.path.insert(0, str(ROOT / "tests" / "uws" / "provenance"))
from prov_judges import check_form, check_svg, constraint_problems, read_json, read_xml, votlint  # noqa: E402
from provn_reader import read_provn  # noqa: E402

HESS = "ivo://example.org/HESS-DR1?23523"
CTA = "ivo://example.org/CTA-1DC?110380"
MAGIC = "ivo://example.org/MAGIC-DL3?5029747"
QUERY = "SELECT TOP 5 obs_id, target_name FROM ivoa.obscore WHERE target_name LIKE '%Crab%' ORDER BY obs_id"


def get(url, status=200, auth=None, **query):
    answer = requests.get(url, params=query, auth=auth, timeout=120)
    assert answer.status_code == status, (answer.url, answer.status_code, answer.text[:600])
    answer.encoding = "utf-8"
    return answer


def check_all_forms(fetch):
    """The same in all forms; returns the document."""
    text = {word: fetch(word) for word in ("PROV-JSON", "PROV-XML", "PROV-N", "PROV-VOTABLE", "PROV-SVG")}
    document = read_json(text["PROV-JSON"].text)
    check_form(document)
    assert document == read_xml(text["PROV-XML"].text) == read_provn(text["PROV-N"].text)
    assert not constraint_problems(document), constraint_problems(document)
    assert not votlint(text["PROV-VOTABLE"].text)
    check_svg(text["PROV-SVG"].text)
    return document


def uris(document, kind):
    return {r.identifier.uri for r in document.get_records() if r.get_type().localpart == kind}


@pytest.mark.parametrize("did", [HESS, CTA, MAGIC])
def test_a_run_knows_where_it_comes_from(service, tap, did):
    document = check_all_forms(
        lambda word: get(service.url + "/provsap", ID=did, DEPTH="ALL", RESPONSEFORMAT=word))
    made_by = tap.search(f"SELECT generated_by FROM prov.entity WHERE id = '{did}'")["generated_by"][0]
    assert did in uris(document, "Entity")
    assert str(made_by) in uris(document, "Activity")


def test_agents_are_those_of_tap(service, tap):
    document = read_json(get(service.url + "/provsap", ID=HESS, DEPTH="ALL").text)
    names = {str(r.label) for r in document.get_records() if r.get_type().localpart == "Agent"}
    told = tap.search(f"SELECT DISTINCT a.name FROM prov.agent a JOIN prov.was_attributed_to w ON w.agent_id = a.id "
                      f"WHERE w.entity_id = '{HESS}'")
    assert {str(name) for name in told["name"]} <= names


def test_datalink_leads_to_the_provenance(service):
    from astropy.io.votable import parse_single_table
    rows = parse_single_table(get(service.url + "/links", ID=HESS).url).to_table()
    urls = [str(row["access_url"]) for row in rows if "/provsap" in str(row["access_url"])]
    forms = {url.rsplit("=", 1)[1]: url for url in urls}
    assert set(forms) == {"PROV-JSON", "PROV-XML", "PROV-VOTABLE", "PROV-SVG"}
    assert HESS in uris(read_json(get(forms["PROV-JSON"]).text), "Entity")


def run_query(url, auth=None):
    made = requests.post(url + "/tap/async", data={"LANG": "ADQL", "QUERY": QUERY, "PHASE": "RUN"}, auth=auth,
                         allow_redirects=False, timeout=60)
    job = made.headers["Location"]
    for _ in range(60):
        phase = get(job + "/phase", auth=auth).text
        if phase in ("COMPLETED", "ERROR"):
            break
        time.sleep(0.5)
    assert phase == "COMPLETED"
    return job


def test_a_query_is_recorded_the_moment_it_has_ended(service):
    job = run_query(service.url)
    child = {"PROV-JSON": "provjson", "PROV-XML": "provxml", "PROV-N": "provn", "PROV-VOTABLE": "provvot", "PROV-SVG": "provsvg"}
    document = check_all_forms(lambda word: get(f"{job}/{child[word]}"))
    identifier = job.rsplit("/", 1)[1]
    assert any(uri.endswith("=" + identifier) for uri in uris(document, "Activity"))
    text = get(f"{job}/provn").text
    assert "Crab" in text and "COMPLETED" in text
    assert get(f"{job}/provpng").content.startswith(b"\x89PNG")
    assert get(service.url + "/provsap", ID=identifier).status_code == 200


def test_a_waiting_job_has_none_yet(service):
    made = requests.post(service.url + "/tap/async", data={"LANG": "ADQL", "QUERY": QUERY}, allow_redirects=False, timeout=60)
    assert "PENDING" in get(made.headers["Location"] + "/provjson", status=404).text
    requests.delete(made.headers["Location"], timeout=60)


def test_mistakes_and_strangers(service):
    text = get(service.url + "/provsap", status=400, ID=HESS, DEPTH="x", DIRECTION="x", MODEL="x").text
    assert all(word in text for word in ("DEPTH", "DIRECTION", "MODEL"))
    assert "ivo://none/none?1" in get(service.url + "/provsap", status=404, ID="ivo://none/none?1").text


def test_what_belongs_to_somebody_is_nobody_elses():
    with daemon() as made:
        for name in ("ada", "bob"):
            made.run("user", "add", name, stdin="a long enough secret of mine\n")
        made.start()
        ada, bob = (("ada", "a long enough secret of mine"), ("bob", "a long enough secret of mine"))
        job = run_query(made.url, ada)
        assert get(job + "/provjson", auth=ada)
        identifier = job.rsplit("/", 1)[1]
        for who in (bob, None):
            get(job + "/provjson", status=404, auth=who)
            get(made.url + "/provsap", status=404, auth=who, ID=identifier)
