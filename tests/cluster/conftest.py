"""What the tests of the service on a cluster share."""
import shutil
import sys

import pytest

from cluster_kit import dev_cluster, service_on, until


def missing():
    """What a private SLURM needs and this machine does not have."""
    return [name for name in ("slurmctld", "slurmd", "sbatch", "munged")
            if not shutil.which(name, path="/usr/sbin:/usr/bin:/sbin:/bin")]


@pytest.fixture(scope="module")
def cluster(request):
    """Two nodes; a file of tests may ask for more by CLUSTER."""
    if missing():
        print(f"\n*** SKIPPED, NOT PASSED: not installed: {missing()} ***", file=sys.stderr)
        pytest.skip(f"not installed: {missing()}")
    with dev_cluster(*getattr(request.module, "CLUSTER", ())) as made:
        yield made


@pytest.fixture(scope="module")
def service(cluster, request):
    """distilld on that cluster; a file of tests may set more by SETTINGS."""
    with service_on(cluster, *getattr(request.module, "SETTINGS", ())) as made:
        yield made


@pytest.fixture
def clean(cluster):
    """A cluster without anything running, before and after."""
    def empty():
        return not cluster.living() and cluster.nodes_idle()
    until(empty, 60, why="the cluster is idle")
    yield cluster
    for batch in cluster.living():
        cluster.run("scancel", batch, check=False)
    until(empty, 60, why="the cluster is idle again")
