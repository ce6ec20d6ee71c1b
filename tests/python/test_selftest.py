"""The self-test: what it says of ranks and hosts against what the kernel says, and which set-ups it refuses.

Hosts are made with namespaces: a rank with a host name of its own, and, where needed, with folders of its own.
"""
import json
import os
import shutil
import signal
import subprocess
import time

import pytest
from conftest import MPI_AS_ROOT, MPIRUN, PROGRAM
from hostile import BAD_REQUEST, MISSING

QUICK = ["size-mb=1", "progress=none", "patience=2"]


def can_make_hosts():
    return os.geteuid() == 0 and subprocess.run(["unshare", "--uts", "--mount", "true"], capture_output=True).returncode == 0


needs_hosts = pytest.mark.skipif(not can_make_hosts(), reason="needs the right to make namespaces")


def on_host(name, *words, before="true", program=PROGRAM):
    """A rank on a host of that name; `before` prepares the host."""
    return ["unshare", "--uts", "--mount", "sh", "-c", f'hostname {name}; {before}; exec "$@"', "sh", str(program),
            "selftest", *QUICK, *map(str, words)]


def together(*ranks, env=None):
    command = list(MPIRUN)
    for number, rank in enumerate(ranks):
        command += [*([":"] if number else []), "-n", "1", *rank]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, env={**os.environ, **MPI_AS_ROOT, **(env or {})})


def report_of(folder):
    return json.loads((folder / "selftest_report.json").read_text())["selftest"]


def refused(done, folder, *said):
    assert done.returncode == MISSING, done.stdout + done.stderr
    selftest = report_of(folder)
    assert not selftest["ok"]
    for text in said:
        assert any(text in refusal for refusal in selftest["refusals"]), selftest["refusals"]
        assert text in done.stderr
    return selftest


def test_alone_it_says_what_the_kernel_says(distill, simulated, tmp_path):
    done = distill("selftest", f"in={simulated}", f"out={tmp_path / 'out'}", *QUICK, "--json")
    report = json.loads(done.stdout)
    assert json.loads((tmp_path / "out" / "selftest_report.json").read_text()) == report
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["selftest_report.json"]
    assert report["command"] == "selftest" and report["complete"] and report["software"]["name"] == "Distiller"
    selftest = report["selftest"]
    assert selftest["ok"] and selftest["refusals"] == []
    [rank] = selftest["ranks"]
    assert rank["host"] == os.uname().nodename
    assert rank["processors"] == sorted(os.sched_getaffinity(0)) and rank["host_processors"] == os.cpu_count()
    assert rank["program_sha256"] == subprocess.run(["sha256sum", PROGRAM], capture_output=True, text=True).stdout.split()[0]
    assert 0 < rank["memory_bytes"] <= os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    assert "Open MPI" in rank["mpi"] or "MPICH" in rank["mpi"]
    for folder in selftest["folders"]:
        assert folder["bytes"] == 1_000_000 and folder["write_to_disk_s"] >= folder["write_s"] > 0 and folder["read_s"] > 0
    [output] = [folder for folder in selftest["folders"] if folder["folder"] == "output"]
    space = os.statvfs(tmp_path)
    assert abs(output["free_bytes"] - space.f_bavail * space.f_frsize) < 5e9
    [data] = selftest["inputs"]
    assert data["runs"] == 4 and data["bytes"] == min(1_000_000, sum(p.stat().st_size for p in (simulated / "data").iterdir()))


def test_people_get_a_table(distill, tmp_path):
    done = distill("selftest", f"out={tmp_path / 'out'}", *QUICK, ranks=3)
    assert "3 ranks on 1 host" in done.stdout and "right to the last bit" in done.stdout and "MB/s" in done.stdout
    assert str(tmp_path) not in done.stdout


def test_every_rank_is_told_with_the_launchers_word(distill, tmp_path):
    distill("selftest", f"out={tmp_path / 'out'}", *QUICK, "ranks=3", "nodes=1", ranks=3)
    selftest = report_of(tmp_path / "out")
    assert selftest["expected"] == {"ranks": 3, "nodes": 1} and selftest["found"]["ranks"] == 3
    assert [rank["rank"] for rank in selftest["ranks"]] == [0, 1, 2]
    assert len({rank["pid"] for rank in selftest["ranks"]}) == 3
    assert [rank["launcher"]["OMPI_COMM_WORLD_RANK"] for rank in selftest["ranks"]] == ["0", "1", "2"]
    assert [(link["from"], link["to"], link["same_host"]) for link in selftest["links"]] == [(0, 1, True)]
    assert all(link["latency_s"] > 0 and link["bytes_per_s"] > 0 for link in selftest["links"])
    assert len(selftest["shared"]) == 3


@needs_hosts
def test_two_hosts_with_one_folder_are_fine(tmp_path):
    out = tmp_path / "out"
    done = together(on_host("n1", f"out={out}"), on_host("n2", f"out={out}", "nodes=2"))
    assert done.returncode == 0, done.stderr
    selftest = report_of(out)
    assert selftest["found"]["hosts"] == ["n1", "n2"] and selftest["refusals"] == []
    assert [clock["host"] for clock in selftest["clocks"]] == ["n1", "n2"]
    assert all(abs(clock["ahead_s"]) <= clock["uncertainty_s"] + 1e-6 for clock in selftest["clocks"])
    assert {(folder["host"], folder["folder"]) for folder in selftest["folders"]} == {(h, f) for h in ("n1", "n2") for f in ("output", "scratch")}
    assert not selftest["links"][0]["same_host"]


@needs_hosts
def test_a_folder_that_another_host_does_not_have_is_refused(tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    private = f"mount -t tmpfs none {out}"
    done = together(on_host("n1", f"out={out}"), on_host("n2", f"out={out}", before=private))
    selftest = refused(done, out, "not shared: n2")
    assert [seen["sees_first_rank_s"] is None for seen in selftest["shared"]] == [False, True]
    assert [path.name for path in out.iterdir()] == ["selftest_report.json"]


@needs_hosts
def test_a_folder_that_another_host_may_not_write_is_refused(tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    readable = f"mount --bind -o ro {out} {out} && mount -o remount,bind,ro {out}"
    done = together(on_host("n1", f"out={out}"), on_host("n2", f"out={out}", before=readable))
    refused(done, out, "both ways", "Read-only")


@needs_hosts
def test_data_that_another_host_does_not_have_are_refused(simulated, tmp_path):
    out, data = tmp_path / "out", tmp_path / "data"
    shutil.copytree(simulated, data)
    hidden = f"mount -t tmpfs none {data}"
    done = together(on_host("n1", f"out={out}", f"in={data}"), on_host("n2", f"out={out}", f"in={data}", before=hidden))
    refused(done, out, "cannot be read on n2")


def test_a_mixture_of_builds_is_refused(tmp_path):
    other = tmp_path / "distill"
    other.write_bytes(open(PROGRAM, "rb").read() + b"another build")
    other.chmod(0o755)
    out = tmp_path / "out"
    rank = ["selftest", *QUICK, f"out={out}"]
    refused(together([PROGRAM, *rank], [str(other), *rank]), out, "different builds")


@pytest.mark.skipif(os.cpu_count() < 2, reason="one processor only")
def test_ranks_that_are_bound_to_one_processor_are_refused(tmp_path):
    out, processor = tmp_path / "out", str(min(os.sched_getaffinity(0)))
    rank = ["taskset", "-c", processor, PROGRAM, "selftest", *QUICK, f"out={out}"]
    selftest = refused(together(rank, rank), out, f"all bound to processor {processor}")
    assert all(rank["processors"] == [int(processor)] for rank in selftest["ranks"])
    alone = subprocess.run([*rank, "nthreads=2", "clobber=yes"], capture_output=True, text=True)
    refused(alone, out, "2 threads on a single processor")


@pytest.mark.skipif(os.cpu_count() < 2, reason="one processor only")
def test_ranks_that_are_bound_to_their_own_processors_use_them(tmp_path):
    """Bound to one each, a rank must not divide that one by the number of ranks; unbound they share."""
    first, second = sorted(os.sched_getaffinity(0))[:2]
    out = tmp_path / "out"
    ranks = [["taskset", "-c", mask, PROGRAM, "selftest", *QUICK, f"out={out}"] for mask in (f"{first},{second}", str(second))]
    together(*ranks)
    assert [rank["threads"] for rank in report_of(out)["ranks"]] == [1, 1]  # 1 + 1/2, and 1/2 but at least 1


# ---- ranks that do not find each other ----

@pytest.mark.parametrize("command", [["selftest"], ["simulate", "runs=1"]])
def test_processes_that_srun_told_nothing_of_each_other_are_refused_at_once(tmp_path, command):
    done = subprocess.run([PROGRAM, *command, f"out={tmp_path / 'out'}"], capture_output=True, text=True, timeout=60,
                          env={**os.environ, "SLURM_PROCID": "0", "SLURM_STEP_NUM_TASKS": "2"})
    assert done.returncode == MISSING
    assert "without telling them of each other" in done.stderr and "--mpi=pmix" in done.stderr
    assert not (tmp_path / "out").exists()


def test_started_alone_in_a_batch_of_several_tasks_is_refused(tmp_path):
    done = subprocess.run([PROGRAM, "selftest", *QUICK, f"out={tmp_path / 'out'}"], capture_output=True, text=True, timeout=60,
                          env={**os.environ, "SLURM_JOB_ID": "7", "SLURM_NTASKS": "4", "SLURM_JOB_NUM_NODES": "2"})
    refused(done, tmp_path / "out", "1 rank found, 4 expected")


def test_too_few_ranks_or_hosts_are_refused(distill, tmp_path):
    done = distill("selftest", *QUICK, f"out={tmp_path / 'out'}", "ranks=5", "nodes=2", ranks=2, check=False)
    refused(done, tmp_path / "out", "2 ranks found, 5 expected", "1 host")


def test_a_rank_that_never_comes_does_not_hang_the_others(tmp_path):
    # The second rank answers the launcher (it starts MPI) and then sleeps; the first waits for it.
    stuck = ["sh", "-c", "exec sleep 60"]
    done = together([PROGRAM, "selftest", *QUICK, f"out={tmp_path / 'out'}", "timeout=3"], stuck)
    assert done.returncode != 0
    assert "does not go on" in done.stderr and "starting MPI" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_rank_that_stops_in_the_middle_does_not_hang_the_others(tmp_path):
    out = tmp_path / "out"
    job = subprocess.Popen([*MPIRUN, "-n", "2", PROGRAM, "selftest", "size-mb=2000", "patience=1", "timeout=2", "progress=json", f"out={out}"],
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **MPI_AS_ROOT})
    for _ in range(500):
        if out.exists():
            break
        assert job.poll() is None
        time.sleep(0.01)
    pids = subprocess.run(["ps", "-o", "pid=", "--ppid", str(job.pid)], capture_output=True, text=True).stdout.split()
    os.kill(int(sorted(pids, key=int)[-1]), signal.SIGSTOP)
    try:
        _, errors = job.communicate(timeout=60)
    finally:
        subprocess.run(["kill", "-KILL", *pids], capture_output=True)
    assert job.returncode != 0 and "does not go on" in errors, errors


# ---- requests ----

def test_a_report_that_is_there_is_replaced_only_if_asked(distill, tmp_path):
    words = ["selftest", "size-mb=0", "progress=none", f"out={tmp_path / 'out'}"]
    distill(*words)
    assert distill(*words, check=False).returncode == BAD_REQUEST
    distill(*words, "clobber=yes")


def test_for_programs_the_refusal_is_the_last_line(distill, tmp_path):
    done = distill("selftest", "size-mb=0", "progress=json", "ranks=9", f"out={tmp_path / 'out'}", check=False)
    said = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]
    assert "testing the machines" in {line.get("stage") for line in said}
    assert said[-1]["error"]["fault"] == "missing_resource" and "9 expected" in said[-1]["error"]["message"]
