"""Wrong requests and broken surroundings: the documented status, one clear message, and nothing left behind."""
import json
import os
import shutil
import signal
import subprocess
import sys
import time

import pytest
from astropy.io import fits
from conftest import MPI_AS_ROOT, MPIRUN, PROGRAM
from hostile import BAD_DATA, BAD_REQUEST, INTERRUPTED, MISSING, QUICK, SKIPPED, assert_refused, leftovers


# ---- requests ----

def test_every_mistake_of_a_request_is_named_at_once_with_suggestions(distill, simulated, tmp_path):
    message = assert_refused(distill, tmp_path, BAD_REQUEST, [], "map", simulated, "widht=3", "emin=much", "proj=TANN",
                             "nthreads=-1", "enumbins=2.5")
    for word in ["did you mean width?", "emin: not an energy: 'much'", "TANN", "TAN", "nthreads", "enumbins"]:
        assert word in message


def test_mistakes_between_parameters_are_named_at_once_too(distill, simulated, tmp_path):
    message = assert_refused(distill, tmp_path, BAD_REQUEST, [], "map", simulated, "emin=5", "emax=1",
                             "tmin=met:5", "tmax=met:3", "where=ENERGY >> 3", "cone=1,2")
    for word in ["emin: is not below emax", "tmin: is not before tmax", "where:", "cone:"]:
        assert word in message


@pytest.mark.parametrize("where, at", [("ENERGY >> 3", 8), ("ENERGY > ", 8), ("(ENERGY > 1", 11), ("foo(ENERGY)", 0)])
def test_a_mistake_in_an_expression_is_pointed_at(distill, simulated, tmp_path, where, at):
    message = assert_refused(distill, tmp_path, BAD_REQUEST, ["where"], "map", simulated, f"where={where}")
    assert any(line.strip() == "^" for line in message.splitlines()), message
    caret = next(line for line in message.splitlines() if line.strip() == "^")
    assert abs(caret.index("^") - 2 - at) <= 1, message


@pytest.mark.parametrize("request_, status, said", [
    (["frobnicate"], BAD_REQUEST, "frobnicate"),
    (["mpa"], BAD_REQUEST, "map"),
    (["map"], BAD_REQUEST, "in: is missing"),
    (["map", "no-such-folder"], MISSING, "no-such-folder"),
    (["map", "{set}", "obs-ids=99"], BAD_REQUEST, "no run 99"),
    (["map", "{set}", "target=Carb"], BAD_REQUEST, "Crab"),
    (["map", "{set}", "center=foo"], BAD_REQUEST, "'foo'"),
    (["map", "{set}", "bin=0"], BAD_REQUEST, "bin"),
    (["map", "{set}", "bin=1e-5"], BAD_REQUEST, "pixels"),
    (["map", "{set}", "bin=0.1", "binsz=0.2"], BAD_REQUEST, "given twice"),
    (["map", "{set}", "like=no-such.fits"], MISSING, "no-such.fits"),
    (["map", "{set}", "region=no-such.reg"], MISSING, "no-such.reg"),
    (["map", "{set}", "region=circle(83,22,1);-circl(1,2,3)"], BAD_REQUEST, "circl"),
    (["map", "{set}", "config=no-such.yaml"], MISSING, "no-such.yaml"),
    (["map", "{set}", "zenith-max=20"], BAD_DATA, "ALT nor ZEN"),
    (["map", "{set}", "where=MULTIP > 3"], BAD_DATA, "no column MULTIP"),
    (["map", "{set}", "width=3", "npix=20"], BAD_REQUEST, "width"),
    (["map", "{set}", "xref=3"], BAD_REQUEST, "yref"),
    (["map", "{set}", "ebins=1,5,3"], BAD_REQUEST, "increasing"),
    (["map", "{set}", "format=gammapy", "enumbins=0"], BAD_REQUEST, "energy axis"),
    (["select", "{set}", "ra=83"], BAD_REQUEST, "belong together"),
])
def test_a_wrong_request_says_what_is_wrong(distill, simulated, tmp_path, request_, status, said):
    words = [word.replace("{set}", str(simulated)) for word in request_]
    done = distill(*words, check=False, cwd=tmp_path)
    assert done.returncode == status, done.stderr
    assert said in done.stderr
    assert list(tmp_path.iterdir()) == []


# ---- outputs ----

@pytest.mark.parametrize("command", ["map", "select"])
def test_products_are_replaced_only_if_told(distill, simulated, tmp_path, command):
    out = tmp_path / "out"
    distill(command, simulated, f"out={out}")
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    done = distill(command, simulated, "emin=3", f"out={out}", check=False)
    assert done.returncode == BAD_REQUEST and "clobber=yes" in done.stderr
    assert before == {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    distill(command, simulated, "emin=3", f"out={out}", "clobber=yes")
    after = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert before.keys() == after.keys() and before != after


def test_a_failed_job_leaves_the_products_of_an_earlier_one(distill, simulated, tmp_path):
    out = tmp_path / "out"
    distill("map", simulated, *QUICK, f"out={out}")
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    data = tmp_path / "set"
    shutil.copytree(simulated, data)
    (data / "data" / "run_000003.fits").write_bytes((data / "data" / "run_000003.fits").read_bytes()[:30000])
    assert distill("map", data, *QUICK, f"out={out}", "clobber=yes", check=False).returncode == BAD_DATA
    assert before == {path.name: path.read_bytes() for path in out.iterdir()}


def test_a_file_in_place_of_the_output_folder_is_left_alone(distill, simulated, tmp_path):
    out = tmp_path / "out"
    out.write_text("mine")
    for command in ["map", "select", "simulate"]:
        words = [] if command == "simulate" else [simulated]
        done = distill(command, *words, f"out={out}", check=False)
        assert done.returncode in (BAD_REQUEST, MISSING) and "out" in done.stderr
    assert out.read_text() == "mine" and list(tmp_path.iterdir()) == [out]


def without_privileges():
    """Root ignores permissions; these words take that from it."""
    return ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.geteuid() == 0 else []


def test_a_folder_that_cannot_be_written_is_named(simulated, tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    if without_privileges() and not shutil.which("setpriv"):
        print("\n*** SKIPPED, NOT PASSED: root without setpriv cannot test permissions ***", file=sys.stderr)
        pytest.skip("root without setpriv")
    for command in ["map", "select"]:
        done = subprocess.run([*without_privileges(), PROGRAM, command, simulated, f"out={closed / 'out'}"],
                              capture_output=True, text=True)
        assert done.returncode == MISSING, done.stderr
        assert "closed" in done.stderr and "Permission denied" in done.stderr
    assert list(closed.iterdir()) == []


@pytest.fixture
def small_disk(tmp_path):
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(folder)], capture_output=True, text=True)
    if mounted.returncode != 0:
        print("\n*** SKIPPED, NOT PASSED: no small disk can be mounted here ***", file=sys.stderr)
        pytest.skip(f"cannot mount: {mounted.stderr}")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("ranks", [None, 3])
@pytest.mark.parametrize("request_", [["map", "width=8"], ["select"], ["select", "format=hdf5"], ["map", "product=per-run", "width=8"]],
                         ids=" ".join)
def test_a_full_disk_ends_the_job_and_leaves_nothing(distill, simulated, small_disk, request_, ranks):
    done = distill(request_[0], simulated, *request_[1:], f"out={small_disk / 'out'}", "on-error=skip", check=False, ranks=ranks)
    assert done.returncode == MISSING, done.stderr
    assert str(small_disk) in done.stderr and "is the disk full" in done.stderr
    assert list(small_disk.iterdir()) == []


# ---- interruptions ----

@pytest.fixture(scope="module")
def long_job(distill, tmp_path_factory):
    """Words of a job of several seconds at least: many tiny blocks."""
    data = tmp_path_factory.mktemp("long") / "set"
    distill("simulate", "runs=3", "events-per-run=1500000", "rows=minimal", f"out={data}")
    return ["map", str(data), "block-rows=1", "nthreads=1", "picture=none", "where=sin(ENERGY) > -2"]


def start(words, out, ranks=None):
    launcher = [*MPIRUN, "-n", str(ranks)] if ranks else []
    return subprocess.Popen([*launcher, PROGRAM, *words, f"out={out}"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            text=True, env={**os.environ, **MPI_AS_ROOT})


def wait_until_it_writes(folder, job):
    for _ in range(400):
        if folder.exists() and leftovers(folder):
            return
        assert job.poll() is None, job.communicate()
        time.sleep(0.02)
    raise AssertionError("the job did not start to work")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_job_says_so_and_leaves_nothing(long_job, tmp_path, number):
    job = start(long_job, tmp_path / "out")
    wait_until_it_writes(tmp_path / "out", job)
    job.send_signal(number)
    begun = time.monotonic()
    _, errors = job.communicate(timeout=20)
    assert time.monotonic() - begun < 5
    assert job.returncode == INTERRUPTED
    assert "interrupted" in errors and "nothing was written" in errors
    assert list(tmp_path.iterdir()) == []


def children_of(pid):
    return [int(p) for p in subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True).stdout.split()]


def test_an_interrupted_parallel_job_ends_and_leaves_nothing(long_job, tmp_path):
    job = start(long_job, tmp_path / "out", ranks=3)
    wait_until_it_writes(tmp_path / "out", job)
    for rank in children_of(job.pid):
        os.kill(rank, signal.SIGINT)
    _, errors = job.communicate(timeout=30)
    assert job.returncode == INTERRUPTED, errors
    assert errors.count("nothing was written") == 1, errors
    assert list(tmp_path.iterdir()) == []


def test_a_launcher_that_is_asked_to_stop_hands_it_on_and_the_job_ends_in_order(long_job, tmp_path):
    """SIGUSR1 is what mpirun and srun hand on; SIGTERM they answer by killing the ranks."""
    job = start(long_job, tmp_path / "out", ranks=3)
    wait_until_it_writes(tmp_path / "out", job)
    job.send_signal(signal.SIGUSR1)
    _, errors = job.communicate(timeout=30)
    assert job.returncode == INTERRUPTED, errors
    assert "asked to stop" in errors and list(tmp_path.iterdir()) == []


def test_a_rank_that_is_killed_takes_the_job_with_it_and_no_product_appears(long_job, tmp_path):
    job = start(long_job, tmp_path / "out", ranks=3)
    wait_until_it_writes(tmp_path / "out", job)
    ranks = sorted(children_of(job.pid))
    os.kill(ranks[-1], signal.SIGKILL)
    job.communicate(timeout=30)
    assert job.returncode != 0
    visible = [path for path in (tmp_path / "out").rglob("*") if path.is_file() and ".distill-" not in str(path)]
    assert visible == []


# ---- many ranks ----

@pytest.mark.parametrize("command, words, status, said", [
    ("map", ["widht=3"], BAD_REQUEST, "did you mean width?"), ("map", ["obs-ids=99"], BAD_REQUEST, "no run 99"),
    ("map", ["where=NOPE > 3"], BAD_DATA, "no column NOPE"), ("select", ["where=NOPE > 3"], BAD_DATA, "no column NOPE")])
def test_ranks_report_an_error_once_and_end_together(distill, simulated, tmp_path, command, words, status, said):
    message = assert_refused(distill, tmp_path, status, [said], command, simulated, *words, ranks=3)
    assert message.count("distill: ") == 1, message


@pytest.mark.parametrize("ranks", [None, 3])
@pytest.mark.parametrize("command", ["map", "select"])
def test_broken_runs_end_the_job_or_are_left_out_by_name(distill, simulated, tmp_path, command, ranks):
    data = tmp_path / "set"
    shutil.copytree(simulated, data)
    broken = data / "data" / "run_000002.fits"
    broken.write_bytes(broken.read_bytes()[:50000])
    message = assert_refused(distill, tmp_path, BAD_DATA, ["run 2", "run_000002.fits[EVENTS]", "NAXIS2", "on-error=skip"],
                             command, data, ranks=ranks)
    assert message.count("distill: ") == 1

    out = tmp_path / "out"
    done = distill(command, data, "on-error=skip", "--json", "merge=both" if command == "select" else "product=both",
                   f"out={out}", check=False, ranks=ranks)
    assert done.returncode == SKIPPED, done.stderr
    assert "run_000002.fits" in done.stderr
    report = json.loads(done.stdout)
    assert report["complete"] is False
    assert [run["obs_id"] for run in report["inputs"]] == [1, 3, 4]
    assert [(run["obs_id"], "NAXIS2" in run["reason"]) for run in report["skipped"]] == [(2, True)]
    assert not leftovers(out)
    stacked = fits.getheader(out / ("counts.fits" if command == "map" else "events.fits"), 0 if command == "map" else "EVENTS")
    assert stacked["NSKIPPED"] == 1
    assert "run 2" in str(stacked["HISTORY"]) or "2" in [line.split()[-1] for line in stacked["HISTORY"] if "skip" in line]
    assert not list(out.glob("*000002*")) and not list(out.glob("*run_2_*"))


def test_when_no_run_can_be_read_nothing_is_made(distill, simulated, tmp_path):
    data = tmp_path / "set"
    shutil.copytree(simulated, data)
    for path in (data / "data").glob("*.fits"):
        path.write_bytes(path.read_bytes()[:50000])
    assert_refused(distill, tmp_path, BAD_DATA, ["none of the runs can be read"], "map", data, "on-error=skip")


def test_help_documents_the_statuses_that_these_tests_expect(distill):
    text = distill("--help").stdout
    for status in [BAD_REQUEST, BAD_DATA, MISSING, INTERRUPTED, SKIPPED]:
        assert f" {status} " in text
