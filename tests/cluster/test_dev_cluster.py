"""slurm/dev-cluster itself: starts, starts again, breaks, and leaves nothing behind; as root and as an ordinary user."""
import glob
import hashlib
import os
import pathlib
import pwd
import shutil
import subprocess
import tempfile

import pytest

from cluster_kit import DEV_CLUSTER, until


def as_user(user):
    """Words before a command."""
    if not user:
        return []
    found = pwd.getpwnam(user)
    return ["setpriv", f"--reuid={found.pw_uid}", f"--regid={found.pw_gid}", "--clear-groups"]


def call(command, folder, *words, user=None, check=True):
    """A command of dev-cluster, as that user."""
    done = subprocess.run([*as_user(user), DEV_CLUSTER, command, folder, *words], capture_output=True, text=True, timeout=120)
    assert not check or done.returncode == 0, done.stdout + done.stderr
    return done


def marked(folder):
    """Processes that belong to the cluster."""
    found = []
    for entry in filter(str.isdigit, os.listdir("/proc")):
        try:
            if f"DEV_CLUSTER={folder}".encode() in pathlib.Path(f"/proc/{entry}/environ").read_bytes().split(b"\0"):
                found.append(entry)
        except OSError:
            pass
    return found


@pytest.fixture(params=["root", "user", "plain"])
def folder(request):
    """A folder for a cluster, and the user whose it is."""
    user = "nobody" if request.param == "user" else None
    if user and os.getuid() != 0:
        pytest.skip("we are an ordinary user already")
    if subprocess.run([*as_user(user), DEV_CLUSTER, "--help"], capture_output=True).returncode != 0:
        pytest.skip("that user cannot read these files")
    made = tempfile.mkdtemp(prefix="dev-")
    if user:
        shutil.chown(made, user)
    yield made, user, ["--plain"] if request.param == "plain" else []
    subprocess.run([DEV_CLUSTER, "down", made], check=True, timeout=60)
    shutil.rmtree(made)


def slurm(folder, user, *words):
    return subprocess.run([*as_user(user), *words], env=os.environ | {"SLURM_CONF": f"{folder}/etc/slurm.conf"}, cwd=folder,
                          capture_output=True, text=True, timeout=60, check=True).stdout


def states(folder, user):
    """{node: state}"""
    return dict(line.split() for line in slurm(folder, user, "sinfo", "-hNp", "main", "-o", "%N %T").splitlines())


def test_a_cluster_from_its_first_to_its_last_moment(folder):
    where, user, options = folder
    first = call("up", where, *options, user=user).stdout
    assert first == call("up", where, *options, user=user).stdout == call("env", where, user=user).stdout
    assert f"SLURM_CONF={where}/etc/slurm.conf" in first
    refused = call("up", where, "--nodes", "3", *options, user=user, check=False)
    assert refused.returncode == 1 and "other options" in refused.stderr

    hosts = slurm(where, user, "srun", "-N2", "sh", "-c", "echo $SLURMD_NODENAME").split()
    assert sorted(hosts) == ["n1", "n2"]

    slurm(where, user, "sbatch", "-N2", "-o", "/dev/null", "--wrap", "srun sleep 7531")
    assert until(lambda: len(sleeping()) == 2, 20, why="both tasks run")
    call("kill-slurmd", where, "n2", user=user)
    assert call("status", where, user=user, check=False).returncode == 3
    assert len(sleeping()) == 2
    call("start-node", where, "n2", user=user)
    call("kill-node", where, "n2", user=user)
    assert until(lambda: len(sleeping()) == 1, 10, why="the tasks of one node are gone")
    call("start-node", where, "n2", user=user)

    call("stop-munge", where, user=user)
    with pytest.raises(subprocess.CalledProcessError):
        slurm(where, user, "squeue")
    call("start-munge", where, user=user)
    call("stop-ctld", where, user=user)
    assert call("status", where, user=user, check=False).returncode == 3
    call("start-ctld", where, user=user)
    until(lambda: set(states(where, user)) == {"n1", "n2"}, 20)
    assert call("status", where, user=user).returncode == 0

    call("down", where, user=user)
    assert marked(where) == [] and sleeping() == []
    assert not [path for path in glob.glob("/sys/fs/cgroup/*/dev-cluster-*") if group_of(where) in path]
    call("down", where, user=user)


def group_of(where):
    return "dev-cluster-" + hashlib.sha256(where.encode()).hexdigest()[:12]


def sleeping():
    found = []
    for entry in filter(str.isdigit, os.listdir("/proc")):
        try:
            if pathlib.Path(f"/proc/{entry}/cmdline").read_bytes() == b"/usr/bin/sleep\0007531\0":
                found.append(entry)
        except OSError:
            pass
    return found


def test_what_fails_is_told_with_the_words_of_the_daemon(tmp_path):
    done = call("up", f"/tmp/dev-{os.getpid()}", "--set", "SelectType=select/none-such", check=False)
    try:
        assert done.returncode == 1
        assert "slurmctld does not stay up" in done.stderr and "none-such" in done.stderr
        assert marked(f"/tmp/dev-{os.getpid()}") == []
    finally:
        shutil.rmtree(f"/tmp/dev-{os.getpid()}")
    assert "at most 60 letters" in call("up", str(tmp_path / ("x" * 60)), check=False).stderr
    assert "not an option" in call("up", "/tmp/never", "--nods", "3", check=False).stderr
    assert "not a number" in call("up", "/tmp/never", "--nodes", "many", check=False).stderr
    assert not os.path.exists("/tmp/never")
