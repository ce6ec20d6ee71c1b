"""What happens to a batch behind the daemon's back: somebody cancels it, its time or memory runs out, others come first."""
import time

from cluster_kit import Job, until


def test_a_batch_that_somebody_cancels_aborts_the_job(clean, service):
    job = Job(service, "sleep", seconds=600)
    clean.run("scancel", job.runs(clean))
    said = job.ends("ABORTED")
    assert "cancel" in said, said
    assert len(clean.batches(job.id)) == 1


def test_a_waiting_batch_that_somebody_cancels_aborts_the_job(clean, service):
    job = Job(service, "sleep", seconds=600)
    batch = until(lambda: clean.living(job.id), why="submitted")[0]
    if clean.batches()[batch] == "PENDING":
        clean.run("scontrol", "hold", batch, check=False)
    clean.run("scancel", batch)
    said = job.ends("ABORTED")
    assert "cancel" in said, said


def test_who_deletes_or_aborts_a_job_ends_its_batch(clean, service):
    import requests
    aborted, deleted = Job(service, "sleep", seconds=600), Job(service, "sleep", seconds=600)
    aborted.runs(clean), deleted.runs(clean)
    requests.post(aborted.url + "/phase", data={"PHASE": "ABORT"}, timeout=60)
    requests.delete(deleted.url, timeout=60)
    aborted.ends("ABORTED")
    until(lambda: not clean.living(), 30, why="both batches end")
    assert requests.get(deleted.url, timeout=60).status_code == 404
    assert until(clean.nodes_idle, 20)


def test_execution_duration_is_kept_to_the_second(clean, service):
    job = Job(service, "sleep", seconds=600, EXECUTIONDURATION=2)
    said = job.ends("ABORTED", 40)
    assert "2 s" in said, said
    until(lambda: not clean.living(job.id), 20, why="its batch ends as well")


def test_the_time_limit_of_a_partition_ends_some_jobs_and_makes_others_go_on(clean, service):
    """A minute for a batch: what resumes goes on in another, what does not is aborted. SLURM looks twice a minute."""
    resuming, other = Job(service, "hasty", to=700), Job(service, "brief", seconds=600)
    for job in (resuming, other):
        batch = job.runs(clean)
        assert clean.field(batch, "Partition") == "short" and clean.field(batch, "TimeLimit") == "00:01:00"
    said = other.ends("ABORTED", 150)
    assert "time" in said, said
    assert len(clean.batches(other.id)) == 1  # another could not have more time
    resuming.ends("COMPLETED", 240)
    starts, _, end = resuming.result("counted.txt").decode().partition("to")
    starts = [int(word) for word in starts.split()]
    assert len(starts) == len(clean.batches(resuming.id)) >= 2 and int(end) == 700
    assert starts[0] == 0 and starts == sorted(starts) and starts[1] > 100


def test_out_of_memory_is_an_error_that_says_so(clean, service):
    job = Job(service, "hungry")
    said = job.ends("ERROR")
    assert "memory" in said, said
    assert len(clean.batches(job.id)) == 1


def test_a_preempted_job_is_done_again(clean, service):
    """A batch of a better partition takes the whole cluster; the job comes back when that has ended."""
    job = Job(service, "lowly", seconds=8)
    first = job.runs(clean)
    other = clean.run("sbatch", "--parsable", "-p", "main", "-N2", "--exclusive", "-o", "/dev/null", "--wrap", "sleep 4").strip()
    until(lambda: clean.batches().get(first) == "PREEMPTED", 30, why="preempted")
    until(lambda: clean.batches().get(other) in ("RUNNING", "COMPLETED"), 30, why="the other batch has its turn")
    job.ends("COMPLETED", 120)
    assert len(clean.batches(job.id)) == 2
    assert job.result("slept.txt") == b"slept\n"


def test_a_preempted_job_that_resumes_goes_on(clean, service):
    """In a partition with a time of grace, its program is asked to end before it has to."""
    job = Job(service, "yielding", to=100)
    first = job.runs(clean)
    time.sleep(2)  # it has something to lose
    clean.run("sbatch", "--parsable", "-p", "main", "-N2", "--exclusive", "-o", "/dev/null", "--wrap", "sleep 2")
    until(lambda: clean.batches().get(first) != "RUNNING", 40, why="made room")
    job.ends("COMPLETED", 120)
    starts = [int(word) for word in job.result("counted.txt").decode().partition("to")[0].split()]
    assert len(starts) == 2 and starts[1] > 5, starts
