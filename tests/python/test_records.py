"""What products, reports and progress say of how they were made; astropy, fitsverify and prov are the referees."""
import hashlib
import json
import os
import re
import signal
import subprocess
import time
import warnings

import numpy as np
import prov.model
import pytest
from astropy.io import fits
from conftest import PROGRAM, fitsverify

VIEW = ["width=4", "bin=0.05", "emin=0.3", "emax=30", "enumbins=4", "picture=png"]
LONG = "https://a-service-with-a-rather-long-name.observatory.example.org/uws/map/" + "0123456789abcdef" * 4 + "/prov/{name}"


@pytest.fixture(scope="module")
def activity(simulated, tmp_path_factory):
    """What a service says of a job; its id is in every text that depends on it."""
    runs = sorted((simulated / "data").glob("*.fits"))
    facts = {"id": "8f1c-42", "namespace": "https://host.example/provsap?ID=", "start": "2026-09-20T10:00:00.123Z", "provurl": LONG,
             "product_id": "ivo://host.example/jobs?8f1c-42/{name}", "products": {"counts_cube.fits": "ivo://host.example/jobs?8f1c-42/cube"},
             "contact": {"name": "O'Brian, Ada", "organization": "Institute of 'quotes'", "email": "ada@host.example"},
             "process": {"type": "Observation", "subtype": "survey", "id": "17"},
             "agents": [{"id": "https://host.example/users/ada", "name": "Ada", "type": "Individual", "role": "Operator"},
                        {"id": "ivo://host.example/org", "name": "Host", "type": "Organization", "role": "Publisher"}],
             "inputs": [{"file": str(path), "did": f"ivo://host.example/set?{n}", "sha256": "0" * 63 + str(n)} for n, path in enumerate(runs, 1)],
             "a key of tomorrow": [1, 2]}
    path = tmp_path_factory.mktemp("service") / "activity.json"
    path.write_text(json.dumps(facts))
    return path


@pytest.fixture(scope="module")
def products(distill, simulated, activity, tmp_path_factory):
    """The same map and selection, alone and for a service."""
    out = tmp_path_factory.mktemp("products")
    for name, words in [("alone", []), ("served", [f"activity={activity}"]), ("summed", ["checksums=yes"])]:
        distill("map", simulated, *VIEW, "format=fits,gammapy", *words, f"out={out / name / 'map'}")
        distill("select", simulated, "emin=0.5", "merge=both", "format=fits,hdf5", *words, f"out={out / name / 'select'}")
    return out


def fits_files(folder):
    files = sorted(path for path in folder.rglob("*.fits"))
    assert files
    return files


def report_of(folder):
    return json.loads(next(folder.glob("*_report.json")).read_text())


def document_in(path):
    with fits.open(path) as hdus:
        hdu = hdus["PROVENANCE"]
        start = hdu.fileinfo()["datLoc"] + hdu.header["NAXIS1"] * hdu.header["NAXIS2"]
        return path.read_bytes()[start:start + hdu.header["PCOUNT"]].decode()


@pytest.mark.parametrize("kind", ["alone", "served", "summed"])
def test_fitsverify_and_astropy_are_silent(products, kind):
    for path in fits_files(products / kind):
        fitsverify(path)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with fits.open(path, checksum=True) as hdus:
                hdus.verify("exception")
                for hdu in hdus:
                    assert hdu.data is None or len(hdu.data) >= 0
                    repr(hdu.header)


def cta(header):
    return {key: value for key, value in header.items() if key.startswith("CTA ")}


def test_headers_carry_the_reference_metadata_of_ctapipe(products):
    header = fits.getheader(products / "served" / "map" / "counts.fits")
    assert header["CTA REFERENCE VERSION"] == "1"
    assert header["CTA CONTACT NAME"] == "O'Brian, Ada" and header["CTA CONTACT ORGANIZATION"] == "Institute of 'quotes'"
    assert header["CTA CONTACT EMAIL"] == "ada@host.example"
    assert header["CTA PRODUCT ID"] == "ivo://host.example/jobs?8f1c-42/counts.fits" and header["CTA PRODUCT DATA LEVELS"] == "DL4"
    assert header["CTA ACTIVITY ID"] == "8f1c-42" and header["CTA ACTIVITY START TIME"] == "2026-09-20 10:00:00.123"
    assert header["CTA ACTIVITY SOFTWARE NAME"] == "Distiller" and header["CTA ACTIVITY NAME"] == "distill map"
    assert header["CTA PROCESS TYPE"] == "Observation" and header["CTA PROCESS SUBTYPE"] == "survey" and header["CTA PROCESS ID"] == "17"
    assert header["PROVURL"] == LONG.format(name="counts.fits")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", header["DATE"])
    assert header["CTA PRODUCT CREATION TIME"].startswith(header["DATE"].replace("T", " "))
    cube = fits.getheader(products / "served" / "map" / "counts_cube.fits", "COUNTS")
    assert cube["CTA PRODUCT ID"] == "ivo://host.example/jobs?8f1c-42/cube"
    # The groups and words of ctapipe.io.metadata.Reference, current version.
    known = {"REFERENCE": {"VERSION"}, "CONTACT": {"NAME", "EMAIL", "ORGANIZATION"},
             "PRODUCT": {"DESCRIPTION", "CREATION TIME", "ID", "DATA CATEGORY", "DATA LEVELS", "DATA ASSOCIATION", "DATA MODEL NAME",
                         "DATA MODEL VERSION", "DATA MODEL URL", "FORMAT"},
             "PROCESS": {"TYPE", "SUBTYPE", "ID"},
             "ACTIVITY": {"NAME", "TYPE", "ID", "START TIME", "STOP TIME", "SOFTWARE NAME", "SOFTWARE VERSION"},
             "INSTRUMENT": {"SITE", "CLASS", "TYPE", "SUBTYPE", "VERSION", "ID"}}
    for path in fits_files(products / "served"):
        if path.parent.name == "irf":
            continue
        for hdu in [0, "EVENTS"] if path.parent.name == "select" else [0]:
            found = cta(fits.getheader(path, hdu))
            assert len(found) > 20
            for key in found:
                group, word = key.split(" ", 2)[1:]
                assert word in known[group], key


def test_products_made_alone_have_no_clock_time_and_ids_from_the_recipe(distill, simulated, products, tmp_path):
    distill("map", simulated, *VIEW, "format=fits,gammapy", f"out={tmp_path}")
    for path in fits_files(tmp_path):
        assert path.read_bytes() == (products / "alone" / "map" / path.name).read_bytes()
        header = fits.getheader(path)
        assert "DATE" not in header and "PROVURL" not in header and not [key for key in cta(header) if key.endswith("TIME")]
        assert header["CTA PRODUCT ID"].startswith("urn:distiller:product:")
        assert header["CTA ACTIVITY ID"] == "urn:distiller:job:" + report_of(tmp_path)["recipe_hash"][:16]


@pytest.mark.parametrize("kind", ["served", "summed"])
def test_what_a_service_says_changes_no_data(products, kind):
    for path in fits_files(products / "alone"):
        other = products / kind / path.relative_to(products / "alone")
        with fits.open(path) as one, fits.open(other) as two:
            assert [hdu.name for hdu in one] == [hdu.name for hdu in two]
            for a, b in zip(one, two):
                if a.name not in ("INPUTS", "PROVENANCE"):
                    assert a.header["DATASUM"] == b.header["DATASUM"], (path, a.name)
    for command in ["map", "select"]:
        one, two = report_of(products / "alone" / command), report_of(products / kind / command)
        for a, b in zip(one["products"], two["products"]):
            assert a["name"] == b["name"] and a["content_sum"] == b["content_sum"] and len(a["content_sum"]) == 64, a["name"]


def test_the_content_sum_notices_a_shift_that_datasum_does_not(distill, simulated, products, tmp_path):
    """The same pixels one place further have the same DATASUM; moved WCS, other units, other runs are other content too."""
    sums = [{product["name"]: product["content_sum"] for product in report_of(products / "alone" / "map")["products"]}]
    for n, words in enumerate([["center=83.68 22.0145"], ["emin=0.31"], ["obs-ids=1,2,3"], ["gti=ignore", "obs-ids=1,2"]]):
        distill("map", simulated, *[word for word in VIEW if not any(word.startswith(w.split("=")[0]) for w in words)], *words,
                "format=fits,gammapy", f"out={tmp_path / str(n)}")
        sums.append({product["name"]: product["content_sum"] for product in report_of(tmp_path / str(n))["products"]})
    for name in ["counts.fits", "counts_cube.fits", "dataset.fits"]:
        values = [one[name] for one in sums]
        assert all(values) and len(set(values)) == len(values)


def test_the_content_sum_of_columns_knows_their_values(distill, simulated, products, tmp_path):
    def sum_of(report):
        return next(product["content_sum"] for product in report["products"] if product["role"] == "columns")

    known = sum_of(report_of(products / "alone" / "select"))
    words = ["format=hdf5", "merge=yes"]
    assert sum_of(distill.json("select", simulated, "emin=0.5", *words, f"out={tmp_path / 'same'}")) == known
    assert sum_of(distill.json("select", simulated, "emin=0.51", *words, f"out={tmp_path / 'other'}")) != known


def test_the_table_of_inputs_names_every_table_used(simulated, products, activity):
    known = {entry["file"].rsplit("/")[-1]: entry for entry in json.loads(activity.read_text())["inputs"]}
    first = ["OBS_ID", "ROLE", "DID", "FILE", "HDU", "SHA256", "DATASUM", "NROWS", "NUSED"]
    for kind in ["alone", "served", "summed"]:
        table = fits.getdata(products / kind / "map" / "counts.fits", "INPUTS")
        assert table.names[:9] == first
        assert [(row["OBS_ID"], row["ROLE"]) for row in table] == [(n, role) for n in (1, 2, 3, 4) for role in ("events", "gti")]
        for row in table:
            path = simulated / "data" / row["FILE"]
            header = fits.getheader(path, row["HDU"])
            assert row["DATASUM"] == header["DATASUM"] and row["NROWS"] == header["NAXIS2"]
            if kind == "served":
                assert row["DID"] == known[row["FILE"]]["did"] and row["SHA256"] == known[row["FILE"]]["sha256"]
            else:
                assert row["DID"] == ""
                assert row["SHA256"] == (hashlib.sha256(path.read_bytes()).hexdigest() if kind == "summed" else "")
        assert table["ONTIME"].sum() == pytest.approx(fits.getheader(products / kind / "map" / "counts.fits")["ONTIME"])


def test_a_selection_uses_the_responses_it_carries(simulated, products):
    report = report_of(products / "summed" / "select")
    for run in report["inputs"]:
        roles = {table["role"]: table for table in run["hdus"]}
        assert {"events", "gti", "aeff", "edisp", "psf", "bkg"} <= set(roles)
        assert roles["aeff"]["usage"] == "Calibration" and roles["events"]["usage"] == roles["gti"]["usage"] == "Main"
        for table in run["hdus"]:
            header = fits.getheader(table["file"], table["hdu"])
            assert table["datasum"] == header["DATASUM"] and table["rows"] == header["NAXIS2"]
        assert roles["events"]["rows_used"] == run["events"]["kept"]


def test_reports_say_everything_a_record_needs(distill, simulated, products, activity):
    report = report_of(products / "served" / "map")
    by_name = {p["name"]: p for p in report["configuration"]}
    assert by_name["emin"]["origin"] == "user" and by_name["proj"] == {"name": "proj", "value": "TAN", "origin": "default", "concern": "science"}
    assert by_name["center"]["origin"] == "derived" and by_name["nthreads"]["concern"] == "run"
    described = distill.json("describe", "map")["parameters"]
    with_default = {p["name"] for p in described if p["default"] is not None}
    assert with_default <= set(by_name) <= {p["name"] for p in described}
    types = {p["name"]: p["type"] for p in report["products"]}
    assert types == {"counts.fits": "Main", "counts_cube.fits": "Main", "dataset.fits": "Main", "counts.png": "Preview"}
    for product in report["products"]:
        assert product["id"] == ("ivo://host.example/jobs?8f1c-42/cube" if product["name"] == "counts_cube.fits" else
                                 "ivo://host.example/jobs?8f1c-42/" + product["name"])
        if product["name"].endswith(".fits"):
            with fits.open(product["path"]) as hdus:
                assert [(h["name"], h["datasum"]) for h in product["hdus"]] == \
                    [("" if n == 0 else hdu.name, hdu.header["DATASUM"]) for n, hdu in enumerate(hdus)]
    software, run = report["software"], report["run"]
    assert software["name"] == "Distiller" and software["version"] == fits.getheader(products / "served/map/counts.fits")["CREATOR"].split()[1]
    assert {"cfitsio", "hdf5", "mpi", "wcslib", "erfa"} <= set(software["libraries"]) and all(software["libraries"].values())
    assert software["revision"] == "" or re.fullmatch("[0-9a-f]{40}", software["revision"])
    assert run["ranks"] == 1 and run["cpu_s"] > 0 and run["max_rss_bytes"] > 1e6 and run["bytes_read"] > 1e4 and run["hosts"]
    assert run["command_line"][:2] == ["distill", "map"] and run["started"] <= run["ended"] and run["ended"].endswith("Z")
    for file in report["files"]:
        facts = os.stat(file["path"])
        assert file["bytes"] == facts.st_size and file["modified"].endswith("Z") and file["sha256"].startswith("0" * 63)
    assert report["activity_id"] == "8f1c-42"


def test_ranks_add_up_in_the_report(distill, simulated, tmp_path):
    run = distill.json("map", simulated, *VIEW, "checksums=yes", f"out={tmp_path}", ranks=2)["run"]
    assert run["ranks"] == 2 and "MPI" in run["mpi"] and len(run["hosts"]) == 1
    for file in report_of(tmp_path)["files"]:
        with open(file["path"], "rb") as stream:
            assert file["sha256"] == hashlib.sha256(stream.read()).hexdigest()


def test_documents_that_parameters_name_are_inputs_too(distill, simulated, tmp_path):
    (tmp_path / "area.reg").write_text("icrs;circle(83.6,22,2)\n")
    (tmp_path / "runs.txt").write_text("1\n3\n")
    distill("map", simulated, *VIEW, f"region={tmp_path / 'area.reg'}", f"obs-ids=@{tmp_path / 'runs.txt'}", "checksums=yes", f"out={tmp_path / 'out'}")
    table = fits.getdata(tmp_path / "out" / "counts.fits", "INPUTS")
    documents = {row["ROLE"]: row for row in table if row["OBS_ID"] == -1}
    assert set(documents) == {"region", "run_list"}
    assert documents["region"]["SHA256"] == hashlib.sha256((tmp_path / "area.reg").read_bytes()).hexdigest()
    assert {d["parameter"] for d in report_of(tmp_path / "out")["documents"]} == {"region", "obs-ids"}
    fitsverify(tmp_path / "out" / "counts.fits")
    assert "Setup" in document_in(tmp_path / "out" / "counts.fits")


@pytest.mark.parametrize("kind", ["alone", "served"])
def test_provenance_goes_through_every_form_of_prov_unchanged(products, kind):
    for path in [products / kind / "map" / "counts.fits", products / kind / "select" / "obs_000002.fits",
                 products / kind / "select" / "events.fits"]:
        text = document_in(path)
        document = prov.model.ProvDocument.deserialize(content=text, format="json")
        assert prov.model.ProvDocument.deserialize(content=document.serialize(format="json"), format="json") == document
        assert prov.model.ProvDocument.deserialize(content=document.serialize(format="xml"), format="xml") == document
        document.get_provn()
        assert list(document.get_records(prov.model.ProvAttribution)) and list(document.get_records(prov.model.ProvDerivation))


def test_the_document_uses_the_ids_of_the_service(products):
    document = prov.model.ProvDocument.deserialize(content=document_in(products / "served" / "select" / "obs_000002.fits"), format="json")
    activity = next(iter(document.get_records(prov.model.ProvActivity)))
    assert activity.identifier.uri == "https://host.example/provsap?ID=8f1c-42"
    assert activity.get_startTime().isoformat().startswith("2026-09-20T10:00:00.123")
    used = {}
    for usage in document.get_records(prov.model.ProvUsage):
        facts = {str(name): str(value) for name, value in usage.attributes}
        used[facts["prov:role"]] = (usage.args[1].uri, facts["voprov:type"])
    assert used["events"] == ("ivo://host.example/set?2", "Main") and used["gti"] == ("ivo://host.example/set?2#gti", "Main")
    assert used["aeff"] == ("ivo://host.example/set?2#aeff", "Calibration")
    generated = next(iter(document.get_records(prov.model.ProvGeneration)))
    assert generated.args[0].uri == "ivo://host.example/jobs?8f1c-42/obs_000002.fits"
    assert {r.args[1].uri for r in document.get_records(prov.model.ProvDerivation)} == {"ivo://host.example/set?2"}
    associated = {r.args[1].uri for r in document.get_records(prov.model.ProvAssociation)}
    assert "https://host.example/users/ada" in associated
    assert "ivo://host.example/org" in {r.args[1].uri for r in document.get_records(prov.model.ProvAttribution)}
    origins = {str(e.identifier).rsplit("/")[-1]: str(next(iter(e.get_attribute("eng:origin")))) for e in document.get_records(prov.model.ProvEntity)
               if e.get_attribute("eng:origin")}
    assert origins["emin"] == "user" and origins["gti"] == "default"


def test_products_of_products_do_not_inherit_the_metadata_of_their_files(distill, products, tmp_path):
    distill("select", products / "served" / "select", "emin=1", f"out={tmp_path}")
    header = fits.getheader(tmp_path / "obs_000001.fits", "EVENTS")
    assert header["CTA PRODUCT ID"].startswith("urn:") and "PROVURL" not in header and "CTA CONTACT NAME" not in header
    fitsverify(tmp_path / "obs_000001.fits")


def test_a_simulated_set_has_a_report_and_for_a_service_its_ids(distill, activity, tmp_path):
    for name, words in [("alone", []), ("served", [f"activity={activity}"])]:
        distill("simulate", "runs=2", "events-per-run=200", *words, f"out={tmp_path / name}")
        report = report_of(tmp_path / name)
        assert {product["role"] for product in report["products"]} == {"events", "responses", "observation_index", "hdu_index"}
        for product in report["products"]:
            with open(product["path"], "rb") as stream:
                assert product["sha256"] == hashlib.sha256(stream.read()).hexdigest()
        for path in fits_files(tmp_path / name):
            fitsverify(path)
            assert ("CTA ACTIVITY ID" in fits.getheader(path)) == (name == "served")
        assert report["results"]["events"] == sum(len(fits.getdata(path, "EVENTS")) for path in fits_files(tmp_path / name / "data"))
    header = fits.getheader(tmp_path / "served" / "data" / "run_000001.fits", "EVENTS")
    assert header["CTA PRODUCT DATA CATEGORY"] == "Sim" and header["CTA ACTIVITY ID"] == "8f1c-42"
    sums = [[product["content_sum"] for product in report_of(tmp_path / name)["products"] if product["role"] == "events"] for name in ("alone", "served")]
    assert sums[0] == sums[1] and all(sums[0])


@pytest.mark.parametrize("text, words", [("{", "not JSON"), ("[]", "object"), ('{"id": 3}', "'id'"), ('{"inputs": {}}', "'inputs'"),
                                         ('{"inputs": [{"did": "x"}]}', "'file'"), ('{"contact": "me"}', "'contact'")])
def test_a_wrong_activity_is_refused_with_its_key(distill, simulated, tmp_path, text, words):
    (tmp_path / "activity.json").write_text(text)
    done = distill("map", simulated, f"activity={tmp_path / 'activity.json'}", f"out={tmp_path / 'out'}", check=False)
    assert done.returncode == 2 and words in done.stderr and not (tmp_path / "out").exists()


# ---- progress ----

STAGES = ["reading headers", "planning", "checksumming inputs", "counting events", "selecting events", "simulating events",
          "testing the machines", "writing products", "publishing"]


def progress_of(stderr):
    lines = [line for line in stderr.splitlines() if line.startswith("{")]
    return [json.loads(line) for line in lines]


@pytest.mark.parametrize("command, words, stages", [
    ("map", VIEW, ["reading headers", "planning", "counting events", "writing products", "publishing"]),
    ("select", ["checksums=yes"], ["reading headers", "planning", "checksumming inputs", "selecting events", "writing products", "publishing"]),
    ("simulate", ["runs=2", "events-per-run=100"], ["planning", "simulating events", "writing products", "publishing"])])
@pytest.mark.parametrize("ranks", [None, 2])
def test_progress_names_the_stages_in_order(distill, simulated, tmp_path, command, words, stages, ranks):
    data = [] if command == "simulate" else [simulated]
    done = distill(command, *data, *words, "progress=json", f"out={tmp_path / 'out'}", ranks=ranks)
    said = progress_of(done.stderr)
    names = list(dict.fromkeys(line["stage"] for line in said))
    assert names == stages and set(names) <= set(STAGES)
    fractions = [line["fraction"] for line in said]
    assert fractions == sorted(fractions) and 0 <= fractions[0] and fractions[-1] <= 1


def slow(simulated, tmp_path, *words):
    """A map that takes long: every event is a block of its own, many times."""
    files = tmp_path / "many"
    files.mkdir()
    for n in range(400):
        target = files / f"run_{n}.fits"
        with fits.open(simulated / "data" / "run_000001.fits") as hdus:
            for hdu in hdus:
                if "OBS_ID" in hdu.header:
                    hdu.header["OBS_ID"] = n + 1
            hdus.writeto(target)
    return subprocess.Popen([PROGRAM, "map", str(files), *VIEW, "block-rows=1", "nthreads=1", "progress=json", "product=both", *words,
                             f"out={tmp_path / 'out'}"], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_a_stopped_job_ends_in_order_and_leaves_nothing(simulated, tmp_path):
    child = slow(simulated, tmp_path)
    said, started = [], time.monotonic()
    for line in child.stderr:
        said.append((time.monotonic(), line))
        if '"counting events"' in line and json.loads(line).get("events", 0) > 0:
            child.send_signal(signal.SIGTERM)
            break
    rest = child.stderr.read()
    assert child.wait(60) == 5, rest
    error = json.loads((rest.splitlines() or [said[-1][1]])[-1])["error"]
    assert error["fault"] == "interrupted" and "nothing was written" in error["message"]
    assert not (tmp_path / "out").exists() and time.monotonic() - started < 120
    gaps = np.diff([when for when, _ in said])
    assert gaps.max(initial=0) < 30  # on a busy machine; half a second is the aim


@pytest.mark.parametrize("words, fault, status", [
    (["map"], "bad_request", 2), (["map", "nowhere", "emin=x"], "bad_request", 2), (["map", "nowhere"], "missing_resource", 4),
    (["nonsense"], "bad_request", 2), (["select", "--progress", "json", "nowhere"], "missing_resource", 4)])
def test_a_failure_is_the_last_line_as_json(distill, tmp_path, words, fault, status):
    extra = [] if "--progress" in words else ["progress=json"]
    done = distill(*words, *extra, check=False, cwd=tmp_path)
    assert done.returncode == status
    error = json.loads(done.stderr.splitlines()[-1])["error"]
    assert error["fault"] == fault and error["message"].splitlines()[0] in done.stderr
    plain = distill(*words, check=False, cwd=tmp_path) if extra else None
    assert plain is None or '{"error"' not in plain.stderr


# ---- mistakes, files, plan, descriptions ----

def test_one_answer_names_every_mistake(distill, simulated, tmp_path):
    done = distill("map", simulated, "bin=nonsense", "emin=5", "emax=1", "xref=83", "cone=1,2", "obs-ids=1,x", "nxpix=5", "enumbins=0",
                   "format=gammapy", "nosuch=1", "where=((", f"out={tmp_path / 'out'}", check=False)
    assert done.returncode == 2
    for word in ["bin:", "emin: is not below emax", "yref belong together", "cone:", "'x'", "nypix belong together", "gammapy", "nosuch", "where:"]:
        assert word in done.stderr, word
    done = distill("simulate", "ra=x", "gaps=5", "defects=nosuch", "runs=0", check=False, cwd=tmp_path)
    for word in ["ra:", "gaps:", "nosuch", "runs:"]:
        assert word in done.stderr, word
    # What is wrong in itself is not also said to be missing.
    done = distill("map", simulated, "xref=83", "yref=nonsense", check=False)
    assert "belong together" not in done.stderr


def test_files_are_opened_only_where_they_may_be(distill, simulated, tmp_path):
    inside, outside = tmp_path / "uploads", tmp_path / "secret"
    for folder in (inside, outside):
        (folder / "deeper").mkdir(parents=True)
        (folder / "area.reg").write_text("icrs;circle(83.6,22,2)\n")
        (folder / "runs.txt").write_text("1\n")
        (folder / "targets.csv").write_text("name,ra,dec\none,83.6,22\n")
    (inside / "link.reg").symlink_to(outside / "area.reg")
    (inside / "deeper" / "here.reg").symlink_to(inside / "area.reg")
    out = [f"out={tmp_path / 'out'}", "clobber=yes", *VIEW]
    named = {"region": "area.reg", "obs-ids": "runs.txt", "targets": "targets.csv"}
    for parameter, name in named.items():
        mark = "@" if parameter == "obs-ids" else ""
        for where, files, status in [(outside, None, 0), (outside, "none", 2), (inside, "none", 2), (outside, inside, 2), (inside, inside, 0)]:
            words = [] if files is None else [f"files={files}"]
            done = distill("map", simulated, f"{parameter}={mark}{where / name}", *words, *out, check=False)
            assert done.returncode == status, (parameter, where, files, done.stderr)
        assert distill("map", simulated, f"{parameter}={mark}{name}", f"files={inside}", *out, check=False).returncode == 0
    for name in ["link.reg", "../secret/area.reg", "deeper/../../secret/area.reg", "deeper", "nosuch.reg", "/etc/passwd", ""]:
        done = distill("map", simulated, f"region={name}", f"files={inside}", *out, check=False)
        assert done.returncode == 2 and "circle" not in done.stderr, name
    assert distill("map", simulated, "region=deeper/here.reg", f"files={inside}", *out, check=False).returncode == 0
    assert distill("map", simulated, "region=icrs;circle(83.6,22,2)", "files=none", *out, check=False).returncode == 0
    assert distill("map", simulated, f"like={simulated / 'data' / 'run_000001.fits'}", "files=none", *out, check=False).returncode == 2
    assert distill("map", simulated, "files=/nosuch/folder", *out, check=False).returncode == 2
    told = distill("map", simulated, "region=/etc/shadow", f"files={inside}", *out, check=False).stderr
    assert told.replace("/etc/shadow", "X") == distill("map", simulated, "region=/nosuch/file", f"files={inside}", *out,
                                                       check=False).stderr.replace("/nosuch/file", "X")


def test_the_plan_says_its_cost_and_its_doubts(distill, simulated, tmp_path):
    plan = distill.json("map", simulated, "dry-run=yes", "nthreads=2", f"out={tmp_path / 'out'}")
    assert plan["cpu_seconds"] == pytest.approx(2 * plan["seconds"]) and plan["warnings"] == []
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "run.fits").write_bytes((simulated / "data" / "run_000001.fits").read_bytes()[:9000])
    (tmp_path / "broken" / "whole.fits").write_bytes((simulated / "data" / "run_000002.fits").read_bytes())
    plan = distill.json("map", tmp_path / "broken", "dry-run=yes", "on-error=skip", f"out={tmp_path / 'out'}")
    assert len(plan["warnings"]) == 1 and "run.fits" in plan["warnings"][0]


def test_a_description_says_what_goes_in_and_what_comes_out(distill, products):
    for job in distill.json("describe"):
        parameters = {p["name"]: p for p in job["parameters"]}
        assert job["command"] == {"argv": ["distill", job["name"]], "name_value": True, "mpi": True, "reports": True}
        assert {"processes", "threads", "memory_bytes", "time_s", "restartable"} == set(job["resources"])
        assert all(flow["parameter"] in parameters for flow in job["inputs"])
        assert {"name", "role", "pattern", "content_type", "type", "text"} == set(job["outputs"][0])
        assert all(p["concern"] == "science" for p in job["parameters"] if p["may_be_file"])
    assert {p["name"] for p in distill.json("describe", "map")["parameters"] if p["may_be_file"]} == {"obs-ids", "region", "like", "targets"}


def test_every_product_is_one_of_the_outputs_described(distill, products):
    from fnmatch import fnmatch

    for command in ["map", "select"]:
        outputs = distill.json("describe", command)["outputs"]
        for product in report_of(products / "alone" / command)["products"]:
            name = str(product["path"]).replace(str(products / "alone" / command) + "/", "")
            fitting = [o for o in outputs if fnmatch(name, o["pattern"]) and o["role"] == product["role"]]
            assert len(fitting) == 1, (name, fitting)
            assert fitting[0]["content_type"] == product["media_type"] and fitting[0]["type"] == product["type"]
