"""What the black-box tests share: the program, real data, and a simulated set."""
import json
import os
import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = pathlib.Path(os.environ.get("DISTILL_TEST_DATA", ROOT / ".." / "shared" / "data"))
PROGRAM = os.environ.get("DISTILL", str(ROOT / "build" / "ci" / "engine" / "app" / "distill"))
# Containers run tests as root, which Open MPI wants to be told twice.
MPI_AS_ROOT = {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}
MPIRUN = ["mpirun", "--oversubscribe", "--bind-to", "none", "--mca", "pml", "ob1", "--mca", "btl", "self,vader,tcp"]


class Distill:
    """Runs the program; `ranks` through mpirun."""

    def __call__(self, *words, ranks=None, check=True, timeout=300, cwd=None, env=None):
        command = [PROGRAM, *map(str, words)]
        if ranks:
            command = [*MPIRUN, "-n", str(ranks), *command]
        done = subprocess.run(command, capture_output=True, text=True, timeout=timeout, cwd=cwd,
                              env={**os.environ, **MPI_AS_ROOT, **(env or {})})
        if check:
            assert done.returncode == 0, f"{command}\nstatus {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    def json(self, *words, **options):
        return json.loads(self(*words, "--json", **options).stdout)


@pytest.fixture(scope="session")
def distill():
    return Distill()


def real(name):
    """A folder of real data, or a loud skip."""
    folder = DATA / name
    if not folder.exists():
        print(f"\n*** SKIPPED, NOT PASSED: no real data at {folder} (set DISTILL_TEST_DATA) ***", file=sys.stderr)
        pytest.skip(f"no real data at {folder}")
    return folder


@pytest.fixture(scope="session")
def hess():
    return real("hess-dl3-dr1")


@pytest.fixture(scope="session")
def cta_1dc():
    return real("cta-1dc")


@pytest.fixture(scope="session")
def magic():
    return real("magic-rad-max")


@pytest.fixture(scope="session")
def simulated(distill, tmp_path_factory):
    """Four small runs, made by the program itself: for tests that need no independent truth about their content."""
    folder = tmp_path_factory.mktemp("simulated") / "set"
    distill("simulate", "runs=4", "events-per-run=3000", "seed=7", f"out={folder}")
    return folder


def fitsverify(path):
    """The report of fitsverify, which must find nothing."""
    done = subprocess.run(["fitsverify", "-q", str(path)], capture_output=True, text=True)
    assert "verification OK" in done.stdout, subprocess.run(["fitsverify", str(path)], capture_output=True,
                                                              text=True).stdout
