"""A cluster that sees neither the service's folder nor its data: SLURM and the login node run in mount namespaces in
which both are covered by empty file systems, and files go there over a real ssh."""
import contextlib
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile

import pytest
import requests
from astropy.io import fits

from cluster_kit import DEV_CLUSTER, Cluster, Job, cluster_settings, restart, service_kit, until
from conftest import missing

COLLECTION = "name: simulated\ntitle: Simulated runs\ndescription: Simulated for this test\nauthority: example.org\n"
MAP = {"emin": "0.5", "emax": "50", "enumbins": "5", "center": "83.63308333 22.0145", "width": "4", "bin": "0.04"}
HIDE = 'while [ "$1" != -- ]; do mount -t tmpfs none "$1"; shift; done; shift; exec "$@"'


def beyond(hidden, *words):
    """The words of a command in a namespace where these folders are empty."""
    return ["unshare", "--mount", "sh", "-ec", HIDE, "sh", *map(str, hidden), "--", *map(str, words)]


@contextlib.contextmanager
def login_node(folder, hidden):
    """A private sshd; gives the words before a command there."""
    folder.mkdir()
    for key in ("host", "user"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / key], check=True, timeout=60)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (folder / "known_hosts").write_text(f"[127.0.0.1]:{port} {(folder / 'host.pub').read_text()}")
    (folder / "sshd_config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nPidFile {folder}/pid\nStrictModes no\n"
        f"AuthorizedKeysFile {folder}/user.pub\nUsePAM no\nPasswordAuthentication no\nPermitRootLogin prohibit-password\n"
        "UseDNS no\nMaxStartups 100\n")
    pathlib.Path("/run/sshd").mkdir(exist_ok=True)
    server = subprocess.Popen(beyond(hidden, "/usr/sbin/sshd", "-D", "-E", folder / "log", "-f", folder / "sshd_config"))
    try:
        words = ["ssh", "-F", "/dev/null", "-oBatchMode=yes", "-oIdentitiesOnly=yes", f"-oUserKnownHostsFile={folder}/known_hosts",
                 "-oControlMaster=auto", f"-oControlPath={folder}/%C", "-oControlPersist=20", "-i", f"{folder}/user",
                 "-p", str(port), "127.0.0.1"]
        until(lambda: subprocess.run([*words, "true"], capture_output=True, timeout=30).returncode == 0, 30, why="sshd answers")
        yield words
    finally:
        subprocess.run([*words[:1], "-O", "exit", *words[1:]], capture_output=True, timeout=30)
        server.terminate()
        server.wait(timeout=30)


class Place:
    """The service, its cluster, the cluster's folder for files, and the data that only the service sees."""

    def __init__(self, service, cluster, stage, data, runs, login):
        self.service, self.cluster, self.stage, self.data, self.runs, self.login = service, cluster, stage, data, runs, login

    def jobs_there(self):
        return [path for path in (self.stage / "far" / "jobs").glob("*/*")]

    def kept(self):
        return {path.name: path.stat().st_ino for path in (self.stage / "far" / "store").glob("*/*")}


def possible():
    return os.geteuid() == 0 and subprocess.run(["unshare", "--mount", "true"], capture_output=True, timeout=30).returncode == 0


def data_of(folder):
    """Four real runs of the Crab nebula, or as many simulated ones: folder, ids, description."""
    real = service_kit.DATA / "hess-dl3-dr1"
    if real.exists():
        shutil.copytree(real, folder)
        return "23523,23526,23559,23592", service_kit.COLLECTIONS / "hess_dl3_dr1.yaml"
    subprocess.run([service_kit.ENGINE, "simulate", "runs=4", f"out={folder}"], check=True, timeout=300)
    (folder.parent / "collection.yaml").write_text(COLLECTION)
    return "1,2,3,4", folder.parent / "collection.yaml"


@pytest.fixture(scope="module")
def place():
    lacking = missing() + [name for name in ("rsync", "ssh", "/usr/sbin/sshd") if not shutil.which(name)]
    if lacking or not possible():
        print(f"\n*** SKIPPED, NOT PASSED: needs root and {lacking or 'namespaces'} ***", file=sys.stderr)
        pytest.skip(f"needs root, namespaces, {lacking}")
    ours, folder = pathlib.Path(tempfile.mkdtemp(prefix="ours-")), pathlib.Path(tempfile.mkdtemp(prefix="far-"))
    for made in (ours, folder):
        made.chmod(0o755)  # PostgreSQL runs as somebody else
    (stage := folder / "scratch").mkdir()
    runs, description = data_of(ours / "data")
    cluster, before = Cluster(folder / "c"), tempfile.tempdir
    try:
        subprocess.run(beyond([ours], DEV_CLUSTER, "up", cluster.folder), check=True, timeout=120, capture_output=True)
        with login_node(folder / "ssh", [ours]) as login:
            tempfile.tempdir = str(ours)  # where the service's folder is made
            with service_kit.daemon(*cluster_settings(cluster), f"data.roots={ours / 'data'}", f"cluster.over={' '.join(login)}",
                                    f"cluster.stage={stage}", "cluster.name=far", "cluster.node_work=0s",
                                    "cluster.stage_refresh=500ms") as service:
                tempfile.tempdir = before
                assert service.folder.is_relative_to(ours)
                service.run("ingest", description, ours / "data")
                yield Place(service.start(), cluster, stage, ours / "data", runs, login)
    finally:
        tempfile.tempdir = before
        subprocess.run([DEV_CLUSTER, "down", cluster.folder, "--remove"], timeout=120, check=True)
        shutil.rmtree(ours, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


def sums(path):
    with fits.open(path, checksum=True) as hdus:
        found = {hdu.name: hdu.header["DATASUM"] for hdu in hdus}
    return {name: one for name, one in found.items() if name not in ("PROVENANCE", "INPUTS")}


def here(place, kind, folder, **parameters):
    """The engine by hand, on this machine."""
    words = [service_kit.ENGINE, kind, place.data, f"obs-ids={place.runs}", f"out={folder}", "nthreads=1",
             *(f"{name}={value}" for name, value in parameters.items())]
    done = subprocess.run(words, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return folder


def test_our_folders_are_not_seen_there(place):
    for path in (place.data, place.service.folder):
        assert path.exists()
        assert subprocess.run([*place.login, "test", "-e", path], timeout=30).returncode == 1
        node = place.cluster.run("srun", "-N2", "sh", "-c", f"test -e '{path}' && echo seen; echo asked")
        assert node.split() == ["asked", "asked"]


def test_a_map_made_there_is_the_map_made_here(place, tmp_path):
    job = Job(place.service, "map", **{"in": place.runs}, **MAP)
    job.ends("COMPLETED", 180)
    batch = list(place.cluster.batches(job.id))[-1]
    assert place.cluster.field(batch, "NumNodes") == "2"
    own = here(place, "map", tmp_path / "here", **MAP)
    for name in ("counts.fits", "counts_cube.fits"):
        (tmp_path / name).write_bytes(job.result(name))
        assert sums(tmp_path / name) == sums(own / name)
    assert place.jobs_there() == []
    assert len(place.kept()) >= 4


def test_nobody_is_told_where_files_lie(place):
    job = Job(place.service, "map", **{"in": place.runs}, **MAP)
    job.ends("COMPLETED", 180)
    texts = {name: job.result(name) for name in job.names()} | {"record": json.dumps(job.record()).encode()}
    for name, text in texts.items():
        for path in (place.stage, place.data, place.service.folder):
            assert str(path).encode() not in text, f"{path} is in {name}"


def test_the_record_has_the_sums_of_what_was_read(place):
    job = Job(place.service, "map", **{"in": place.runs}, **MAP)
    job.ends("COMPLETED", 180)
    text = json.dumps(job.record())
    run = place.runs.split(",")[0]
    path = next(path for path in place.data.rglob("*.fits*") if run in path.name.replace("_", " ").split(".")[0])
    told = subprocess.run(["sha256sum", path], capture_output=True, text=True, check=True, timeout=60).stdout.split()[0]
    assert told in text


def test_data_are_sent_once(place):
    first = place.kept()
    job = Job(place.service, "map", **{"in": place.runs}, **MAP | {"emin": "1"})
    job.ends("COMPLETED", 180)
    assert first and place.kept() == first


def test_an_array_there_selects_what_one_process_selects_here(place, tmp_path):
    job = Job(place.service, "select", **{"in": place.runs}, emin="0.5")
    job.ends("COMPLETED", 240)
    assert len(place.cluster.batches(job.id)) >= 2
    own = here(place, "select", tmp_path / "here", emin="0.5")
    names = [name for name in job.names() if name.startswith("obs_")]
    assert len(names) == 4
    for name in names:
        (tmp_path / name).write_bytes(job.result(name))
        assert sums(tmp_path / name) == sums(own / name)
    assert place.jobs_there() == []


def test_a_program_of_the_operators_works_there(place):
    job = Job(place.service, "sleep", seconds="0.1")
    job.ends("COMPLETED", 60)
    assert job.result("slept.txt") == b"slept\n"


def test_a_program_that_is_stopped_by_its_batch_goes_on_with_its_files(place):
    job = Job(place.service, "yielding", to="150")  # ten a second
    batch = job.runs(place.cluster)
    until(lambda: [path for path in place.stage.glob(f"far/jobs/*/{job.id}/job/.results/*") if path.stat().st_size], 30, why="it counts")
    place.cluster.run("scancel", "--batch", "--signal=USR1", batch)
    job.ends("COMPLETED", 120)
    assert len(place.cluster.batches(job.id)) >= 2
    starts, end = job.result("counted.txt").decode().split("to")
    assert int(end) == 150 and len(starts.split()) >= 2 and int(starts.split()[1]) > 0, starts  # from where it was
    assert place.jobs_there() == []


def test_a_daemon_that_was_killed_brings_home_what_ended_meanwhile(place):
    job = Job(place.service, "sleep", seconds="4")
    job.runs(place.cluster)
    place.service.process.kill()
    until(lambda: not place.cluster.living(job.id), 60, why="its batch ends")
    assert len(place.jobs_there()) == 1
    restart(place.service)
    job.ends("COMPLETED", 60)
    assert job.result("slept.txt") == b"slept\n"
    until(lambda: not place.jobs_there(), 30, why="nothing is left there")


@pytest.mark.parametrize("deleted", [False, True])
def test_a_job_that_is_not_wanted_any_more_leaves_nothing(place, deleted):
    job = Job(place.service, "sleep", seconds="300")
    job.runs(place.cluster)
    if deleted:
        requests.delete(job.url, timeout=60)
    else:
        requests.post(job.url + "/phase", data={"PHASE": "ABORT"}, timeout=60)
    until(lambda: not place.cluster.living(job.id), 60, why="its batch ends")
    until(lambda: not place.jobs_there(), 60, why=f"nothing is left there: {place.service.log()[-2000:]}")
