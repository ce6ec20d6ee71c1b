"""SLURM does not take a batch: for now, or never."""
import pytest

from cluster_kit import Job, service_on, until

CLUSTER = ("--accounting", "--set", "MaxJobCount=6", "--set", "MinJobAge=2")


def test_a_full_queue_makes_jobs_wait(clean, service):
    """SLURM holds six batches, some of which have ended; ten jobs are made."""
    blocker = clean.run("sbatch", "--parsable", "-N2", "--exclusive", "-o", "/dev/null", "--wrap", "sleep 600").strip()
    jobs = [Job(service, "sleep", seconds=0) for _ in range(10)]
    waiting = until(lambda: [job for job in jobs if "limit" in job.info() or "full" in job.info()], 60,
                    why="some jobs tell that the queue is full")
    assert all(job.phase() == "QUEUED" for job in waiting)
    clean.run("scancel", blocker)
    for job in jobs:
        job.ends("COMPLETED", 150)


def test_a_limit_of_batches_of_one_user_makes_jobs_wait(clean, service):
    """QOSMaxSubmitJobPerUserLimit: two batches at a time."""
    jobs = [Job(service, "small", seconds=1) for _ in range(4)]
    until(lambda: [job for job in jobs if "limit" in job.info().lower()], 60, why="some jobs tell of the limit")
    for job in jobs:
        job.ends("COMPLETED", 150)


@pytest.mark.parametrize("kind, word", [("nowhere", "partition"), ("unpaid", "account")])
def test_what_slurm_will_never_take_is_an_error_at_once(clean, service, kind, word):
    job = Job(service, kind, seconds=1)
    said = job.ends("ERROR", 30)
    assert f"does not know the {word}" in said or f"{word} specified" in said, said
    assert "operator" in said, said
    assert not clean.batches(job.id)


def test_a_partition_that_takes_nothing_for_now_makes_jobs_wait(clean, service):
    job = Job(service, "shut", seconds=1)
    until(lambda: "partition" in job.info(), 30, why="says what it waits for")
    assert job.phase() == "QUEUED"
    clean.run("scontrol", "update", "partitionname=closed", "state=up")
    try:
        job.ends("COMPLETED", 60)
    finally:
        clean.run("scontrol", "update", "partitionname=closed", "state=inactive")


def test_a_program_that_is_not_on_the_nodes_is_told(clean, cluster):
    with service_on(cluster, "cluster.program=/nowhere/distilld", "cluster.name=lost") as service:
        said = Job(service, "sleep", seconds=1).ends("ERROR", 90)
        assert "distilld" in said or "program" in said, said
