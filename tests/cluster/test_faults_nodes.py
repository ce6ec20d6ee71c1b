"""Parts of the cluster fail: slurmd, a whole node, slurmctld, munge."""
import time

import requests

from cluster_kit import Job, until


def test_a_job_outlives_slurmd(clean, service):
    """Without its slurmd a node's batches run on."""
    job = Job(service, "sleep", seconds=6)
    batch = job.runs(clean)
    node = clean.field(batch, "NodeList")
    clean.control("kill-slurmd", node)
    try:
        job.ends("COMPLETED", 60)
        assert job.result("slept.txt") == b"slept\n"
    finally:
        clean.control("start-node", node)


def test_a_job_whose_node_dies_is_done_again(clean, service):
    """The node and all its processes vanish. SLURM notices after SlurmdTimeout; the job runs on the other node."""
    job = Job(service, "sleep", seconds=10)
    first = job.runs(clean)
    node = clean.field(first, "NodeList")
    clean.control("kill-node", node)
    try:
        until(lambda: len(clean.batches(job.id)) == 2, 120, why="a second batch")
        assert clean.batches(job.id)[first] == "NODE_FAIL"
        job.ends("COMPLETED", 60)
        second = [one for one in clean.batches(job.id) if one != first][0]
        assert clean.field(second, "NodeList") != node
        assert clean.field(first, "Requeue") == "0"
    finally:
        clean.control("start-node", node)


def test_slurmctld_may_go_while_a_job_runs(clean, service):
    job = Job(service, "sleep", seconds=5)
    job.runs(clean)
    clean.control("stop-ctld")
    try:
        # What runs tells by its files how it ended.
        job.ends("COMPLETED", 90)
    finally:
        clean.control("start-ctld")


def test_slurmctld_may_go_while_a_job_waits(clean, service):
    blocker = clean.run("sbatch", "--parsable", "-N2", "--exclusive", "-o", "/dev/null", "--wrap", "sleep 600").strip()
    job = Job(service, "sleep", seconds=1)
    until(lambda: clean.living(job.id), why="submitted")
    clean.control("stop-ctld")
    try:
        time.sleep(2)  # the daemon asks in vain
        assert job.phase() == "QUEUED"
        assert requests.get(job.service.url + "/uws", timeout=10).status_code == 200
    finally:
        clean.control("start-ctld")
    clean.run("scancel", blocker)
    job.ends("COMPLETED", 90)
    assert len(clean.batches(job.id)) == 1


def test_a_job_made_while_slurmctld_is_down_waits_and_says_why(clean, service):
    clean.control("stop-ctld")
    try:
        job = Job(service, "sleep", seconds=1)
        said = until(lambda: "reach" in job.info() and job.info() or "answer" in job.info() and job.info(), 60,
                     why="jobInfo tells that the cluster is out of reach")
        assert job.phase() == "QUEUED", said
    finally:
        clean.control("start-ctld")
    job.ends("COMPLETED", 120)
    assert len(clean.batches(job.id)) == 1


def test_a_job_made_while_munge_is_down_waits_and_says_why(clean, service):
    running = Job(service, "sleep", seconds=8)
    running.runs(clean)
    clean.control("stop-munge")
    try:
        job = Job(service, "sleep", seconds=1)
        said = until(lambda: "munge" in job.info().lower() and job.info(), 60, why="jobInfo names munge")
        assert job.phase() == "QUEUED", said
        running.ends("COMPLETED", 60)
    finally:
        clean.control("start-munge")
    job.ends("COMPLETED", 120)
    assert len(clean.batches(job.id)) == 1
