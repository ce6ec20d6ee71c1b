"""The daemon is killed, at the worst moments: no batch is lost, and none is made twice."""
import time

import pytest

from cluster_kit import Job, restart, service_on, until, wrapper

# The batch is there, but its id has not reached the daemon: the answer is held back while the file is there.
HOLD = """
if [ -e "{folder}/hold" ]; then
  answer=$({real} "$@")
  status=$?
  touch "{folder}/submitted"
  while [ -e "{folder}/hold" ]; do sleep 0.05; done
  echo "$answer"
  exit $status
fi
exec {real} "$@"
"""


@pytest.fixture(scope="module")
def held(cluster):
    """A service whose sbatch can be made to hold back its answer; the folder with the file that does."""
    folder = cluster.folder / "held"
    wrapper(folder, "sbatch", HOLD.replace("{folder}", str(folder)))
    with service_on(cluster, f"cluster.commands={folder}", "cluster.name=held", "cluster.patience=60s") as made:
        yield made, folder


def test_killed_between_sbatch_and_its_answer(clean, held):
    service, folder = held
    (folder / "hold").touch()
    job = Job(service, "sleep", seconds=3)
    until(lambda: (folder / "submitted").exists(), why="sbatch has submitted")
    service.process.kill()
    (folder / "hold").unlink()
    (folder / "submitted").unlink()
    restart(service)
    job.ends("COMPLETED", 60)
    assert len(clean.batches(job.id)) == 1
    assert job.result("slept.txt") == b"slept\n"


def test_killed_between_sbatch_and_its_answer_and_the_batch_has_ended_meanwhile(clean, held):
    service, folder = held
    (folder / "hold").touch()
    job = Job(service, "sleep", seconds=0)
    until(lambda: (folder / "submitted").exists(), why="sbatch has submitted")
    service.process.kill()
    until(lambda: set(clean.batches(job.id).values()) == {"COMPLETED"}, why="it has ended without the daemon")
    (folder / "hold").unlink()
    (folder / "submitted").unlink()
    restart(service)
    job.ends("COMPLETED", 60)
    assert len(clean.batches(job.id)) == 1


def test_an_answer_that_comes_too_late_makes_no_second_batch(clean, cluster):
    """sbatch does not answer within the daemon's patience, though it has submitted."""
    folder = cluster.folder / "late"
    wrapper(folder, "sbatch", HOLD.replace("{folder}", str(folder)))
    with service_on(cluster, f"cluster.commands={folder}", "cluster.name=late", "cluster.patience=2s") as service:
        (folder / "hold").touch()
        job = Job(service, "sleep", seconds=5)
        until(lambda: (folder / "submitted").exists(), why="sbatch has submitted")
        time.sleep(3)  # longer than its patience
        (folder / "hold").unlink()
        job.ends("COMPLETED", 60)
        assert len(clean.batches(job.id)) == 1


def test_killed_while_batches_run_and_wait(clean, service):
    """More jobs than fit: some run, some wait, the daemon is killed again and again."""
    jobs = [Job(service, "sleep", seconds=3) for _ in range(8)]
    jobs[0].runs(clean)
    for _ in range(4):
        restart(service)
        time.sleep(0.5)
    for job in jobs:
        job.ends("COMPLETED", 120)
        assert len(clean.batches(job.id)) == 1
        assert job.result("slept.txt") == b"slept\n"


def test_what_ended_while_the_daemon_was_away_is_told(clean, service):
    good, bad = Job(service, "sleep", seconds=3), Job(service, "sleep", seconds=600)
    good.runs(clean)
    batch = bad.runs(clean)
    service.process.kill()
    clean.run("scancel", batch)
    until(lambda: not clean.living(), 30, why="both have ended")
    restart(service)
    good.ends("COMPLETED", 60)
    assert "cancel" in bad.ends("ABORTED", 60)


def test_a_stopped_daemon_leaves_its_batches_running(clean, service):
    job = Job(service, "sleep", seconds=5)
    batch = job.runs(clean)
    service.stop()
    assert clean.batches()[batch] == "RUNNING"
    service.start()
    job.ends("COMPLETED", 60)
    assert len(clean.batches(job.id)) == 1
