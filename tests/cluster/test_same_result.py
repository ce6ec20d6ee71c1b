"""The same job on this machine and on two nodes of a cluster: the same bits, and a record of where they came from."""
import json
import subprocess

import pytest
from astropy.io import fits

from cluster_kit import Job, service_kit, service_on

CLUSTER = ("--accounting",)
COLLECTION = "name: simulated\nschema: simulated\ntitle: Simulated runs\ndescription: Simulated for this test\nauthority: example.org\n"
MAP = {"emin": "0.5", "emax": "50", "enumbins": "10", "center": "83.63308333 22.0145", "width": "5", "bin": "0.02"}
SELECT = {"emin": "0.5", "offset-max": "2.5"}


def here(*words):
    """The engine on this machine, one process."""
    done = subprocess.run([service_kit.ENGINE, *map(str, words)], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
    return done.stdout


class Ground:
    """A service on the cluster, one without, the folder of the runs that both know, and their ids."""

    def __init__(self, service, alone, data, runs):
        self.service, self.alone, self.data, self.runs = service, alone, data, runs


@pytest.fixture(scope="module")
def ground(cluster):
    """Four real runs of the Crab nebula, or as many simulated ones."""
    data, runs = service_kit.DATA / "hess-dl3-dr1", "23523,23526,23559,23592"
    description = service_kit.COLLECTIONS / "hess_dl3_dr1.yaml"
    if not data.exists():
        data, runs, description = cluster.folder / "runs", "1,2,3,4", cluster.folder / "collection.yaml"
        here("simulate", "runs=4", f"out={data}")
        description.write_text(COLLECTION)
    # Even so small a job is worth two nodes.
    settings = (f"data.roots={data}", "cluster.node_work=0s", "cluster.name=same")
    with service_on(cluster, *settings) as service, service_kit.daemon(settings[0], "jobs.threads=1") as alone:
        for one in (service, alone):
            one.run("ingest", description, data)
        yield Ground(service, alone.start(), data, runs)


def sums(path):
    """DATASUM of every HDU but those that say who made the file, and for which job."""
    with fits.open(path, checksum=True) as hdus:
        found = {hdu.name: hdu.header["DATASUM"] for hdu in hdus}
    return {name: one for name, one in found.items() if name not in ("PROVENANCE", "INPUTS")}


def fetched(job, names, folder):
    folder.mkdir()
    for name in names:
        (folder / name).write_bytes(job.result(name))
    return folder


@pytest.fixture(scope="module")
def made_map(ground):
    job = Job(ground.service, "map", **{"in": ground.runs}, **MAP)
    job.ends("COMPLETED", 120)
    return job


def test_a_map_on_two_nodes_is_the_map_made_here(ground, made_map, cluster, tmp_path):
    batch = list(cluster.batches(made_map.id))[-1]
    assert cluster.field(batch, "NumNodes") == "2" and cluster.field(batch, "JobState") == "COMPLETED"
    names = ["counts.fits", "counts_cube.fits"]
    there = fetched(made_map, names, tmp_path / "there")
    here("map", ground.data, f"obs-ids={ground.runs}", *(f"{name}={value}" for name, value in MAP.items()),
         f"out={tmp_path / 'here'}", "nthreads=1")
    for name in names:
        assert sums(there / name) == sums(tmp_path / "here" / name)
        with fits.open(there / name) as hdus:
            assert hdus[0].data is None or hdus[0].data.sum() > 1000
        here("compare", there / name, tmp_path / "here" / name)
    report = json.loads((tmp_path / "here" / "map_report.json").read_text())
    content = {one["name"]: one["content_sum"] for one in report["products"]}
    told = json.loads(made_map.result("map_report.json")) if "map_report.json" in made_map.names() else None
    assert told is None or {one["name"]: one["content_sum"] for one in told["products"]} == content


def test_the_record_says_where_it_ran(made_map, cluster):
    text = json.dumps(made_map.record())
    batch = list(cluster.batches(made_map.id))[-1]
    for word in ("n1", "n2", f'"{batch}"', "slurm"):
        assert word in text, f"{word} is not in {text}"


def test_an_array_selects_what_one_process_selects(ground, cluster, tmp_path):
    """An array on the cluster, a job of a service without one, and the engine called by hand."""
    jobs = [Job(service, "select", **{"in": ground.runs}, **SELECT) for service in (ground.service, ground.alone)]
    for job in jobs:
        job.ends("COMPLETED", 180)
    batches = cluster.batches(jobs[0].id)
    assert len({number.split("_")[0] for number in batches}) == 1 and len(batches) >= 2
    names = [name for name in jobs[0].names() if name.endswith((".fits", ".fits.gz"))]
    there, alone = (fetched(job, names, tmp_path / where) for job, where in zip(jobs, ("there", "alone")))
    here("select", ground.data, f"obs-ids={ground.runs}", *(f"{name}={value}" for name, value in SELECT.items()),
         f"out={tmp_path / 'here'}", "nthreads=1")
    assert len([name for name in names if name.startswith("obs_")]) == 4
    for name in names:
        assert sums(there / name) == sums(alone / name), name
        here("compare", there / name, alone / name)
        if name.startswith("obs_"):  # the index tells the sizes of files, and a job's have more to say of their origin
            assert sums(there / name) == sums(tmp_path / "here" / name), name


def test_the_self_test_finds_both_nodes(ground):
    job = Job(ground.service, "selftest")
    job.ends("COMPLETED", 120)
    name = next(name for name in job.names() if name.endswith(".json"))
    text = job.result(name).decode()
    assert "n1" in text and "n2" in text, text


def check(service, *settings):
    """`distilld cluster check` without the rules, of which some are wrong on purpose."""
    with_rules = list(service.settings)
    service.settings += ["cluster.rules=", *settings]
    try:
        return service.run("cluster", "check", check=False)
    finally:
        service.settings[:] = with_rules


def test_an_operator_is_told_that_the_cluster_works(ground):
    done = check(ground.service)
    said = done.stdout + done.stderr
    assert done.returncode == 0 and "FAIL" not in said, said
    for word in ("2 of 2 nodes usable", "SLURM ", "accounting (sacct): what", "n1", "n2"):
        assert word in said, said


@pytest.mark.parametrize("setting, word", [("cluster.partition=no-such", "no-such"), ("cluster.program=/nowhere/distilld", "the program that runs jobs is not there"),
                                           ("cluster.conf=/nowhere/slurm.conf", "slurm.conf")])
def test_an_operator_is_told_what_is_wrong(ground, setting, word):
    done = check(ground.service, setting)
    said = done.stdout + done.stderr
    assert done.returncode != 0 and word in said, said
