"""What the referees of responses share: the engine's answers, gammapy's tables in 64 bits, comparisons that are printed.

Where the engine and gammapy mean the same, they agree to 1e-6 or better. gammapy keeps tables in the 32 bits of the files and
takes logarithms of background rates in them, which alone costs up to 2e-6 of the rate; the tables are given to it in 64 bits,
so that what is compared is the interpolation.
"""
import os
import pathlib
import subprocess
import warnings

import numpy as np
import pytest

from conftest import ROOT, real

warnings.simplefilter("ignore")
u = pytest.importorskip("astropy.units")

DUMP = os.environ.get("RESPONSES_DUMP",
                      str(ROOT / "build" / "ci" / "tests" / "engine" / "responses" / "responses_dump"))
DC1 = "cta-1dc/caldb/data/cta/1dc/bcf/South_z20_50h/irf_file.fits"
PROD5 = "cta-irf/Prod5-North-20deg-AverageAz-4LSTs09MSTs.180000s-v0.1.fits.gz"
HESS = "hess-dl3-dr1/data/hess_dl3_dr1_obs_id_0{}.fits.gz"
MAGIC = "magic-rad-max/20131004_0502974{}_DL3_CrabNebula-W0.40+{}.fits"
MAGIC_RUNS = [MAGIC.format(7, "035"), MAGIC.format(8, "215")]


def file_of(name):
    return real(name.split("/")[0]).parent / name


def ask(path, hdu, question, points):
    """One line of numbers per point."""
    assert pathlib.Path(DUMP).exists(), f"{DUMP} is not built (target responses_dump), or set RESPONSES_DUMP"
    text = "\n".join(" ".join(p if isinstance(p, str) else repr(float(p)) for p in point) for point in points) + "\n"
    done = subprocess.run([DUMP, str(path), hdu, question], input=text, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return np.array([[float(v) for v in line.split()] for line in done.stdout.splitlines()])


def in_64_bits(table):
    data = table.data
    table.data = data.astype([(n, float) for n in data.dtype.names]) if data.dtype.names else data.astype(float)
    return table


def inner(axis, unit, count, seed, points=()):
    """Values over the whole axis, ends left out: which of both sides a last bit falls on is nobody's matter."""
    lo, hi = axis.edges.to_value(unit)[[0, -1]]
    rng = np.random.default_rng(seed)
    share = rng.uniform(1e-9, 1 - 1e-9, count)
    values = lo * (hi / lo) ** share if axis.interp == "log" else lo + (hi - lo) * share
    return np.concatenate([values, [p for p in points if lo < p < hi]])


def compare(what, ours, theirs, tolerance, floor=0.0):
    """Relative; `floor` is what counts as nothing."""
    ours, theirs = np.asarray(ours, float).ravel(), np.asarray(theirs, float).ravel()
    size = np.maximum(np.abs(ours), np.abs(theirs))
    some = size > floor
    assert some.any(), f"{what}: nothing to compare"
    difference = np.abs(ours - theirs)[some] / size[some]
    print(f"{what:60s} {some.sum():7d} values, largest relative difference {difference.max():.1e}")
    assert difference.max() <= tolerance, what
    assert np.isfinite(ours).all()


def grid(*columns):
    return np.stack([c.ravel() for c in np.meshgrid(*columns, indexing="ij")], axis=1)
