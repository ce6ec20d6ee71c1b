"""The whole story: search, map, products in gammapy, provenance in W3C prov, and the same once more."""
import io
import json
import os
import shutil

import numpy
import prov.model
import pytest
import requests
from astropy.io import fits

from conftest import COLLECTIONS, DATA, daemon
from jobs_client import UWS, completed, create, job, message, phase, results, wait

CRAB = "SELECT obs_publisher_did FROM ivoa.obscore WHERE obs_collection = 'HESS-DR1' AND target_name = 'Crab Nebula'"
MAP = {"center": "83.63308333 22.0145", "width": "5", "bin": "0.02", "proj": "TAN", "emin": "0.5", "emax": "50", "enumbins": "10"}
RUNS = "23523,23526,23559,23592"


def image(url):
    return fits.open(io.BytesIO(requests.get(url, timeout=60).content), checksum=True)


def datasums(hdus):
    return {hdu.name: hdu.header["DATASUM"] for hdu in hdus if hdu.name not in ("PROVENANCE", "INPUTS")}


@pytest.fixture(scope="module")
def crab_map(service):
    location = create(service.url, "map", MAP | {"ADQL": CRAB, "gti": "apply"})
    return location, completed(location)


@pytest.mark.parametrize("gti, counts", [("apply", 22147), ("ignore", 22156)])
@pytest.mark.parametrize("how", [{"ADQL": CRAB}, {"obs-ids": RUNS}, {"in": "HESS-DR1", "obs-ids": RUNS},
                                 {"in": "HESS-DR1:23523,HESS-DR1:23526,23559,23592"}])
def test_map_of_the_four_crab_runs(service, how, gti, counts):
    document = completed(create(service.url, "map", MAP | how | {"gti": gti}))
    with image(results(document)["counts.fits"]) as hdus:
        assert hdus[0].data.sum() == counts
        assert hdus[0].header["TOTCTS"] == counts


def test_products_open_in_gammapy(crab_map, tmp_path):
    from gammapy.maps import Map
    path = tmp_path / "cube.fits"
    path.write_bytes(requests.get(results(crab_map[1])["counts_cube.fits"], timeout=60).content)
    cube = Map.read(path, hdu="COUNTS") if "COUNTS" in [h.name for h in fits.open(path)] else Map.read(path)
    assert cube.data.sum() > 20000


def test_results_have_type_size_and_checksum(crab_map):
    import hashlib
    listed = requests.get(crab_map[0], headers={"Accept": "application/json"}, timeout=60).json()
    by_name = {one["id"]: one for one in listed["results"]}
    assert {"counts.fits", "counts_cube.fits", "counts.png", "map_report.json"} <= set(by_name)
    for name, one in by_name.items():
        content = requests.get(results(crab_map[1])[name], timeout=60).content
        assert one["size"] == len(content)
        assert one["sha256"] == hashlib.sha256(content).hexdigest()


def test_nothing_tells_where_the_service_keeps_its_files(service, crab_map):
    for name, url in results(crab_map[1]).items():
        content = requests.get(url, timeout=60).content
        for path in (str(service.folder), str(DATA)):
            assert path.encode() not in content, name
    for form in ("json", "xml", "n", "svg", "vot"):
        assert str(service.folder) not in document_of(crab_map[0], form) and str(DATA) not in document_of(crab_map[0], form)


def test_pyvo_follows_any_job(service):
    """Its UWS classes know nothing of our job types."""
    from pyvo.dal import AsyncTAPJob
    from pyvo.io.uws import parse_job, parse_job_list
    location = create(service.url, "map", MAP | {"obs-ids": RUNS}, run=False)
    followed = AsyncTAPJob(location)
    assert followed.phase == "PENDING"
    followed.run().wait(phases={"COMPLETED", "ERROR", "ABORTED"}, timeout=120)
    followed.raise_if_error()
    assert followed.phase == "COMPLETED"
    assert any(uri.endswith("/counts.fits") for uri in followed.result_uris)
    document = parse_job(io.BytesIO(requests.get(location, timeout=60).content))
    assert document.phase == "COMPLETED" and document.jobid == location.rsplit("/", 1)[1]
    listed = parse_job_list(io.BytesIO(requests.get(service.url + "/uws", timeout=60).content))
    assert document.jobid in {one.jobid for one in listed}
    followed.delete()
    assert requests.get(location, timeout=60).status_code == 404


def test_progress_and_quote(service):
    location = create(service.url, "map", MAP | {"obs-ids": RUNS}, run=False)
    quote = requests.get(location + "/quote", timeout=60).text
    assert quote.endswith("Z")
    requests.post(location + "/phase", data={"PHASE": "RUN"}, timeout=60)
    completed(location)


def document_of(location, form):
    answer = requests.get(f"{location}/prov{form}", timeout=60)
    assert answer.status_code == 200, answer.text
    return answer.content.decode()


def test_provenance_loads_in_w3c_prov_and_goes_round(crab_map):
    from_json = prov.model.ProvDocument.deserialize(content=document_of(crab_map[0], "json"), format="json")
    from_xml = prov.model.ProvDocument.deserialize(content=document_of(crab_map[0], "xml"), format="xml")
    assert from_json == from_xml
    again = prov.model.ProvDocument.deserialize(content=from_json.serialize(format="xml"), format="xml")
    assert again == from_json
    used = [r for r in from_json.get_records(prov.model.ProvUsage)]
    generated = [r for r in from_json.get_records(prov.model.ProvGeneration)]
    assert len(used) >= 4 and len(generated) >= 3


def test_provenance_answers_by_tap(service, crab_map, tap):
    job_id = crab_map[0].rsplit("/", 1)[1]
    rows = tap.search(f"SELECT e.id, e.obs_id, u.role FROM prov.used u JOIN prov.entity e ON e.id = u.entity_id "
                      f"WHERE u.activity_id = '{job_id}' AND u.role = 'events'")
    assert {row["obs_id"] for row in rows} == set(RUNS.split(","))
    products = tap.search("SELECT DISTINCT d.name FROM prov.lineage l JOIN prov.entity a ON a.id = l.ancestor_id "
                          "JOIN prov.entity d ON d.id = l.entity_id JOIN prov.was_generated_by g ON g.entity_id = d.id "
                          f"WHERE a.obs_id = '23526' AND g.activity_id = '{job_id}'")
    assert "counts.fits" in {row["name"] for row in products}


@pytest.mark.parametrize("by", ["job", "product", "file"])
def test_redo_gives_the_same(service, crab_map, by):
    location, document = crab_map
    job_id = location.rsplit("/", 1)[1]
    if by == "file":
        product = requests.get(results(document)["counts.fits"], timeout=60).content
        again = create(service.url, "map", {}, files={"PROVENANCE": ("counts.fits", product, "application/fits")})
    else:
        name = job_id if by == "job" else f"ivo://distiller.example/jobs?{job_id}/counts.fits"
        again = create(service.url, "map", {"PROVENANCE": name})
    redone = completed(again)
    for product in ("counts.fits", "counts_cube.fits"):
        with image(results(document)[product]) as before, image(results(redone)[product]) as now:
            assert datasums(before) == datasums(now)
    report = requests.get(results(redone)["redo_report.json"], timeout=60).json()
    assert report["verdict"] in ("identical", "identical content"), report
    assert report["inputs"]["checked"] == 4 and report["inputs"]["changed"] == []
    assert report["original"] == job_id


def test_reuse_offers_the_existing_result(service, crab_map):
    asked = MAP | {"ADQL": CRAB, "gti": "apply"}
    before = requests.get(f"{service.url}/uws/map", headers={"Accept": "application/json"}, timeout=60).json()["jobs"]
    location = create(service.url, "map", asked | {"REUSE": "yes"})
    assert phase(location) == "COMPLETED"  # at once
    assert location.rsplit("/", 1)[1] in {one["jobId"] for one in before}
    with image(results(job(location))["counts.fits"]) as hdus:
        assert hdus[0].data.sum() == 22147
    other = create(service.url, "map", asked | {"REUSE": "no"}, run=False)
    assert phase(other) == "PENDING"


def test_products_of_a_job_are_inputs_of_another(service):
    selected = create(service.url, "select", {"obs-ids": "23523", "emin": "1"})
    completed(selected)
    document = completed(create(service.url, "map", MAP | {"in": "job:" + selected.rsplit("/", 1)[1]}))
    with image(results(document)["counts.fits"]) as hdus:
        assert 0 < hdus[0].data.sum() < 8000


def test_simulated_runs_are_inputs_too(service):
    made = create(service.url, "simulate", {"runs": "2", "seed": "7"})
    listed = results(completed(made))
    assert {"obs-index.fits.gz", "hdu-index.fits.gz", "simulate_report.json"} <= set(listed)
    document = completed(create(service.url, "map", {"in": "job:" + made.rsplit("/", 1)[1], "width": "5", "bin": "0.05"}))
    with image(results(document)["counts.fits"]) as hdus:
        assert hdus[0].data.sum() > 1000 and len(hdus["INPUTS"].data) >= 2


def test_one_answer_names_every_mistake(service):
    answer = create(service.url, "map", {"obs-ids": "23523,999999", "emin": "much", "proj": "XYZ", "nosuch": "1", "out": "/tmp"},
                    run=False, expect=400)
    for word in ("999999", "emin", "proj", "nosuch", "out"):
        assert word in answer.text, (word, answer.text)


def test_texts_cannot_name_files_of_the_service(service):
    for form in ({"region": "/etc/passwd"}, {"obs-ids": "@/etc/passwd"}, {"like": "/etc/passwd"}, {"in": "/etc"},
                 {"targets": "/etc/passwd"}, {"in": "@/etc/passwd"}):
        answer = create(service.url, "map", {"obs-ids": "23523"} | form, run=False, expect=400)
        assert "root:" not in answer.text


def test_a_flipped_byte_is_told(tmp_path):
    """A copy of a run, one byte of it changed with its time kept: the redo must say so."""
    copy = tmp_path / "set"
    shutil.copytree(DATA / "magic-rad-max", copy)
    os.chmod(tmp_path, 0o755)
    with daemon(f"data.roots={copy}") as made:
        done = made.run("ingest", COLLECTIONS / "magic_dl3.yaml", copy, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        made.start()
        first = create(made.url, "map", {"obs-ids": "5029747,5029748", "width": "4", "bin": "0.1"})
        completed(first)
        path = next(copy.glob("*5029747*.fits"))
        before = path.stat()
        with fits.open(path) as hdus:
            place = hdus["EVENTS"].fileinfo()["datLoc"] + 40
        content = bytearray(path.read_bytes())
        content[place] ^= 1
        path.write_bytes(content)
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        again = create(made.url, "map", {"PROVENANCE": first.rsplit("/", 1)[1]})
        document = wait(again)
        if document.find(UWS + "phase").text == "COMPLETED":
            report = requests.get(results(document)["redo_report.json"], timeout=60).json()
            assert any("5029747" in one for one in report["inputs"]["changed"]), report
        else:
            assert "5029747" in message(document)


def test_every_ended_job_has_its_record(service):
    """Failed and aborted ones too."""
    bad = create(service.url, "map", {"obs-ids": "23523", "width": "5", "bin": "0.02", "where": "NOSUCHCOLUMN > 1"}, run=False)
    requests.post(bad + "/phase", data={"PHASE": "ABORT"}, timeout=60)
    wait(bad)
    document = json.loads(document_of(bad, "json"))
    activity = next(iter(document["activity"].values()))
    assert activity["uws:phase"] == "ABORTED"


def test_private_jobs_are_for_their_owner_and_for_those_who_oversee():
    from identity_kit import PASSWORD, serve
    people = {"ada": "astronomer", "bob": "astronomer", "quinn": "quality", "root": "admin"}
    with daemon() as made:
        serve(made, *people.items())
        location = create(made.url, "echo", {"MESSAGE": "hers"}, auth=("ada", PASSWORD))
        completed(location, auth=("ada", PASSWORD))
        job_id = location.rsplit("/", 1)[1]
        query = {"LANG": "ADQL", "FORMAT": "csv", "QUERY": f"SELECT phase FROM prov.activity WHERE job_id = '{job_id}'"}
        for who, sees in {None: False, "bob": False, "ada": True, "quinn": True, "root": True}.items():
            auth = (who, PASSWORD) if who else None
            rows = requests.get(f"{made.url}/tap/sync", params=query, auth=auth, timeout=60).text.split()[1:]
            assert rows == (["COMPLETED"] if sees else []), who
            documents = {requests.get(url, auth=auth, timeout=60).status_code
                         for url in (location + "/provjson", f"{made.url}/provsap?ID={job_id}")}
            assert documents == ({200} if sees else {404}), who
            assert requests.get(location, auth=auth, timeout=60).status_code == (200 if sees else 403), who
        assert requests.delete(location, auth=("quinn", PASSWORD), allow_redirects=False, timeout=60).status_code == 403


def test_a_product_becomes_a_dataset_of_the_catalogue(service, tap):
    """Row H15: metadata of the product from its inputs; DataLink leads back to them."""
    from identity_kit import PASSWORD
    service.run("user", "add", "publisher", "--role", "data_manager", stdin=PASSWORD + "\n")
    auth = ("publisher", PASSWORD)
    location = create(service.url, "map", MAP | {"obs-ids": RUNS}, auth=auth)
    document = completed(location, auth=auth)
    form = {"COLLECTION": "crab-maps", "TITLE": "The Crab", "PUBLIC": "yes"}
    publish = results(document)["counts.fits"] + "/publish"
    assert requests.post(publish, data=form, timeout=60).status_code in (401, 403)
    answer = requests.post(publish, data=form, auth=auth, timeout=60)
    assert answer.status_code == 200, answer.text
    did = answer.text.strip()
    assert did == f"ivo://distiller.example/jobs?{location.rsplit('/', 1)[1]}/counts.fits"
    row = tap.search(f"SELECT * FROM ivoa.obscore WHERE obs_publisher_did = '{did}'")[0]
    runs = tap.search(f"SELECT MIN(t_min) AS t_one, MAX(t_max) AS t_two, SUM(t_exptime) AS livetime FROM ivoa.obscore "
                      f"WHERE obs_collection = 'HESS-DR1' AND target_name = 'Crab Nebula'")[0]
    assert row["dataproduct_type"] == "image" and row["calib_level"] == 3 and row["target_name"] == "Crab Nebula"
    assert row["t_min"] == pytest.approx(runs["t_one"], abs=1e-9) and row["t_max"] == pytest.approx(runs["t_two"], abs=1e-9)
    assert row["t_exptime"] == pytest.approx(runs["livetime"], rel=1e-6)
    assert row["s_ra"] == pytest.approx(83.63308333, abs=0.02) and row["s_dec"] == pytest.approx(22.0145, abs=0.02)
    links = list(row.getdatalink())
    progenitors = [link for link in links if link["semantics"] == "#progenitor"]
    assert len(progenitors) >= 4
    file = next(link["access_url"] for link in links if link["semantics"] == "#this")
    with image(file) as hdus:
        assert hdus[0].data.sum() == 22147
    requests.delete(location, auth=auth, timeout=60)
    with image(file) as hdus:  # what is published stays
        assert hdus[0].data.sum() == 22147
    assert requests.post(publish, data={"ACTION": "WITHDRAW", "REASON": "test", "COLLECTION": "crab-maps"}, auth=auth,
                         timeout=60).status_code == 404  # the job is gone; administrators withdraw by /admin/products
