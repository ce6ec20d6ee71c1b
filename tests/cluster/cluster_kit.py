"""A private SLURM (slurm/dev-cluster) and a service on it, for tests that break both."""
import contextlib
import importlib.util
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import requests

from cluster_types import RULES, write_types

ROOT = pathlib.Path(__file__).resolve().parents[2]
SERVICE_TESTS = ROOT / "tests" / "service"
DEV_CLUSTER = ROOT / "slurm" / "dev-cluster"
sys.path.append(str(SERVICE_TESTS))
import jobs_client  # noqa: E402

_spec = importlib.util.spec_from_file_location("service_kit", SERVICE_TESTS / "conftest.py")
service_kit = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(service_kit)

ALIVE = {"PENDING", "RUNNING", "COMPLETING", "CONFIGURING", "SUSPENDED"}


class Cluster:
    """dev-cluster in a folder of its own."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.conf = self.folder / "etc" / "slurm.conf"

    def control(self, command, *words):
        done = subprocess.run([DEV_CLUSTER, command, self.folder, *map(str, words)], capture_output=True, text=True,
                              timeout=120)
        assert done.returncode == 0, f"dev-cluster {command} {words}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def run(self, *words, stdin=None, check=True):
        """A command of SLURM."""
        done = subprocess.run(list(map(str, words)), env=os.environ | {"SLURM_CONF": str(self.conf)}, capture_output=True,
                              text=True, timeout=60, input=stdin, cwd=self.folder)
        if check:
            assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def batches(self, job=""):
        """{id: state} of all batches that SLURM knows, of the job with this id, oldest first."""
        lines = self.run("squeue", "-h", "-t", "all", "-S", "i", "-o", "%i|%T|%j").splitlines()
        split = [line.split("|", 2) for line in lines]
        return {number: state for number, state, name in split if job in name}

    def living(self, job=""):
        return [number for number, state in self.batches(job).items() if state in ALIVE]

    def field(self, batch, name):
        """A field of `scontrol show job`."""
        words = self.run("scontrol", "-o", "show", "job", batch).split()
        return next(word.split("=", 1)[1] for word in words if word.startswith(name + "="))

    def nodes_idle(self):
        states = {line.split()[1] for line in self.run("sinfo", "-hNp", "main", "-o", "%N %T").splitlines()}
        return states == {"idle"}


@contextlib.contextmanager
def dev_cluster(*options):
    """Up, and nothing left of it afterwards."""
    folder = tempfile.mkdtemp(prefix="slurm-")
    os.chmod(folder, 0o755)
    made = Cluster(folder)
    try:
        made.control("up", *options)
        yield made
    finally:
        subprocess.run([DEV_CLUSTER, "down", folder, "--remove"], timeout=120, check=True)


def cluster_settings(cluster):
    """Quick, and with limits of the virtual nodes."""
    return ["cluster.kind=slurm", f"cluster.conf={cluster.conf}", f"cluster.program={service_kit.DAEMON}",
            "cluster.poll=200ms", "cluster.grace=3s", "cluster.warning=5s", "cluster.margin=60s", "cluster.nodes=2",
            "cluster.cpus_per_node=2", "cluster.memory_per_node=2GiB", "cluster.launcher=mpirun", "cluster.partition=main",
            f"jobs.types={write_types(cluster.folder / 'types')}", "rates.exempt=127.0.0.0/8", "limits.jobs_per_user=0",
            "cluster.rules=" + "\n".join(RULES)]


@contextlib.contextmanager
def service_on(cluster, *settings):
    """distilld with its jobs on the cluster."""
    with service_kit.daemon(*cluster_settings(cluster), *settings) as made:
        yield made.start()


def until(condition, seconds=30, every=0.1, why=""):
    """What condition() gives, once it gives something."""
    end = time.monotonic() + seconds
    while True:
        if found := condition():
            return found
        assert time.monotonic() < end, f"not within {seconds} s: {why or condition}"
        time.sleep(every)


class Job:
    """A job of the service, from outside."""

    def __init__(self, service, kind, **parameters):
        self.service = service
        self.location = jobs_client.create(service.url, kind, parameters)
        self.kind, self.id = kind, self.location.rsplit("/", 1)[1]

    @property
    def url(self):
        """A daemon that was started again listens elsewhere."""
        return f"{self.service.url}/uws/{self.kind}/{self.id}"

    def phase(self):
        return jobs_client.phase(self.url)

    def info(self):
        """jobInfo, as text."""
        found = jobs_client.job(self.url).find(jobs_client.UWS + "jobInfo")
        return " ".join("".join(found.itertext()).split()) if found is not None else ""

    def runs(self, cluster, seconds=40):
        """Waits until its batch runs and SLURM's word has arrived; the batch's id."""
        batch = until(lambda: [b for b, state in cluster.batches(self.id).items() if state == "RUNNING"], seconds,
                      why=f"{self.id} runs: {cluster.batches()} {self.phase()}")[-1]
        until(lambda: self.phase() == "EXECUTING", seconds, why="EXECUTING")
        return batch

    def ends(self, phase, seconds=90):
        """Waits for its end, which must be this one; the sentence that goes with it."""
        document = jobs_client.wait(self.url, seconds=seconds)
        found = document.find(jobs_client.UWS + "phase").text
        said = jobs_client.message(document)
        assert found == phase, f"{found}: {said}\n{requests.get(self.url + '/log', timeout=60).text}\n{self.service.log()[-3000:]}"
        return said

    def names(self):
        return list(jobs_client.results(jobs_client.job(self.url)))

    def result(self, name):
        answer = requests.get(f"{self.url}/results/{name}", timeout=60)
        assert answer.status_code == 200, answer.text
        return answer.content

    def record(self):
        """Its provenance as text of PROV-JSON."""
        answer = requests.get(self.url + "/provjson", timeout=60)
        assert answer.status_code == 200, answer.text
        return json.loads(answer.text)


def restart(service):
    """As after a crash."""
    service.process.kill()
    service.process.wait()
    service.process.stdout.close()
    service.start()


def wrapper(folder, command, text):
    """A folder of SLURM's commands in which one is a script; {real} stands for the true one."""
    folder.mkdir(exist_ok=True)
    for name in ("sbatch", "squeue", "scontrol", "sacct", "scancel", "sinfo", "srun", "sacctmgr", "sdiag"):
        true = shutil.which(name)
        path = folder / name
        if name != command:
            path.exists() or path.symlink_to(true)
            continue
        path.write_text("#!/bin/bash\n" + text.replace("{real}", true))
        path.chmod(0o755)
    return folder
