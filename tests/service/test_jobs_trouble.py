"""Jobs under fire: the daemon killed at random, the database restarted, runaway and killed programs, races."""
import collections
import concurrent.futures
import os
import random
import signal
import subprocess
import time

import pytest
import requests

from conftest import daemon
from jobs_client import FINAL, UWS, create, message, phase, results, wait


@pytest.fixture
def made(request):
    settings = getattr(request, "param", ())
    with daemon("jobs.running=4", "jobs.running_per_user=4", "rates.exempt=127.0.0.0/8", *settings) as one:
        yield one.start()


def children_of(folder):
    """Processes that work in the service's folder."""
    found = []
    for entry in os.listdir("/proc"):
        try:
            if entry.isdigit() and str(folder) in open(f"/proc/{entry}/cmdline").read() and int(entry) != os.getpid():
                found.append(int(entry))
        except OSError:
            pass
    return found


def shepherds(made):
    return [pid for pid in children_of(made.folder) if b"work" in open(f"/proc/{pid}/cmdline", "rb").read().split(b"\0")]


def restart(made):
    made.process.kill()
    made.process.wait()
    made.process.stdout.close()
    made.start()


def test_killed_again_and_again_every_job_ends_right(made):
    """50 jobs, and as many kills as their time allows: each ends COMPLETED, once, with its result and its record."""
    seed = random.randrange(1 << 30)
    print("seed", seed)
    dice = random.Random(seed)
    ids = []
    kills = 0
    while len(ids) < 50 or kills < 100:
        for _ in range(3):
            if len(ids) < 50:
                try:
                    location = create(made.url, "echo", {"MESSAGE": f"job {len(ids)}", "SECONDS": f"{dice.uniform(0, 0.3):.2f}"})
                    ids.append(location.rsplit("/", 1)[1])
                except requests.exceptions.RequestException:
                    break
        time.sleep(dice.uniform(0, 0.25))
        restart(made)
        kills += 1
    for number, job_id in enumerate(ids):
        document = wait(f"{made.url}/uws/echo/{job_id}", seconds=180)
        assert document.find(UWS + "phase").text == "COMPLETED", message(document)
        assert requests.get(results(document)["message.txt"], timeout=60).text == f"job {number}\n"
        answer = requests.get(f"{made.url}/uws/echo/{job_id}/provjson", timeout=60)
        assert answer.status_code == 200, answer.text
    listed = requests.get(f"{made.url}/uws/echo", headers={"Accept": "application/json"}, timeout=60).json()["jobs"]
    assert collections.Counter(one["phase"] for one in listed)["COMPLETED"] == len(listed) >= 50
    assert shepherds(made) == []


def test_the_database_goes_and_comes_back(made):
    ids = [create(made.url, "echo", {"MESSAGE": "x", "SECONDS": "1"}) for _ in range(6)]
    data = next(made.folder.glob("state/cluster/data"))
    pid = int((data / "postmaster.pid").read_text().split()[0])
    os.kill(pid, signal.SIGKILL)
    time.sleep(2.5)
    restart(made)
    for location in ids:
        document = wait(f"{made.url}/uws/echo/" + location.rsplit("/", 1)[1])
        assert document.find(UWS + "phase").text == "COMPLETED", message(document)


def test_a_runaway_is_stopped_at_its_limit(made):
    location = create(made.url, "echo", {"MESSAGE": "x", "SECONDS": "600", "EXECUTIONDURATION": "1"})
    document = wait(location)
    assert document.find(UWS + "phase").text == "ABORTED"
    assert "1 s" in message(document)
    deadline = time.time() + 20
    while shepherds(made) and time.time() < deadline:
        time.sleep(0.1)
    assert shepherds(made) == []


def test_a_killed_program_is_told(made):
    location = create(made.url, "echo", {"MESSAGE": "x", "SECONDS": "300"})
    deadline = time.time() + 30
    while time.time() < deadline:
        sleeping = [pid for pid in map(int, filter(str.isdigit, os.listdir("/proc"))) if is_sleep(pid)]
        if sleeping:
            break
        time.sleep(0.05)
    for pid in sleeping:
        os.kill(pid, signal.SIGKILL)
    document = wait(location)
    assert document.find(UWS + "phase").text == "ERROR"
    assert message(document)


def is_sleep(pid):
    try:
        return open(f"/proc/{pid}/cmdline", "rb").read() == b"sleep\x00300.0\x00" or \
            open(f"/proc/{pid}/cmdline", "rb").read() == b"sleep\x00300\x00"
    except OSError:
        return False


def test_a_killed_shepherd_is_told(made):
    location = create(made.url, "echo", {"MESSAGE": "x", "SECONDS": "300"})
    deadline = time.time() + 30
    while not (found := shepherds(made)) and time.time() < deadline:
        time.sleep(0.05)
    while phase(location) != "EXECUTING":
        time.sleep(0.05)
    time.sleep(0.5)
    for pid in found:
        os.kill(pid, signal.SIGKILL)
    document = wait(location)
    assert document.find(UWS + "phase").text in FINAL
    assert message(document) or results(document)


def test_run_run_and_abort_at_once(made):
    for _ in range(10):
        location = create(made.url, "echo", {"MESSAGE": "x", "SECONDS": "0.2"}, run=False)
        with concurrent.futures.ThreadPoolExecutor(3) as pool:
            answers = [pool.submit(requests.post, location + "/phase", data={"PHASE": word}, timeout=60, allow_redirects=False)
                       for word in ("RUN", "RUN", "ABORT")]
        assert {answer.result().status_code for answer in answers} <= {303, 403}
        document = wait(location)
        assert document.find(UWS + "phase").text in ("COMPLETED", "ABORTED")
        assert requests.get(location + "/provjson", timeout=60).status_code == 200


@pytest.mark.parametrize("made", [("limits.jobs_per_user=3",)], indirect=True)
def test_too_many_jobs_are_refused_with_a_word(made):
    for _ in range(3):
        create(made.url, "echo", {"MESSAGE": "x"}, run=False)
    answer = create(made.url, "echo", {"MESSAGE": "x"}, run=False, expect=429)
    assert "3" in answer.text


@pytest.mark.skipif(os.getuid() != 0, reason="needs root to mount a small disk")
def test_a_full_disk_is_told(tmp_path):
    """The results on a disk of two megabytes."""
    with daemon() as made:
        folder = made.folder / "state" / "results"
        folder.mkdir(parents=True)
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "none", folder], capture_output=True).returncode != 0:
            pytest.skip("mounting is not allowed here")
        try:
            made.start()
            document = wait(create(made.url, "simulate", {"runs": "20"}))
            assert document.find(UWS + "phase").text == "ERROR"
            assert "space" in message(document) or "disk" in message(document), message(document)
            assert requests.get(made.url + "/uws", timeout=60).status_code == 200
        finally:
            made.stop()
            subprocess.run(["umount", "-l", folder], check=True)
