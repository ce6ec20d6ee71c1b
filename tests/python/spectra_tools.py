"""The test program that prints values of the engine (tests/engine/spectra), for comparison with gammapy."""
import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
DUMP = os.environ.get("SPECTRA_DUMP", str(ROOT / "build" / "ci" / "tests" / "engine" / "spectra" / "spectra_dump"))


def dump_text(*words, lines=None):
    done = subprocess.run([DUMP, *map(str, words)], input="\n".join(lines or []), capture_output=True, text=True,
                          timeout=300)
    assert done.returncode == 0, f"{words}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def dump(*words, lines=None):
    """The printed lines as (name, [numbers])."""
    rows = [line.split() for line in dump_text(*words, lines=lines).splitlines()]
    return [(row[0], [float(word) for word in row[1:]]) for row in rows if row]


CRAB_RUNS = (23523, 23526, 23559, 23592)


def crab_run(hess, run):
    return hess / "data" / f"hess_dl3_dr1_obs_id_{run:06d}.fits.gz"


def crab_spectra(hess, folder):
    """The four Crab runs as gammapy makes them, in OGIP files that gammapy writes: their paths by run."""
    import astropy.units as u
    from astropy.coordinates import Angle, SkyCoord
    from gammapy.data import DataStore
    from gammapy.datasets import SpectrumDataset
    from gammapy.makers import ReflectedRegionsBackgroundMaker, SafeMaskMaker, SpectrumDatasetMaker
    from gammapy.maps import MapAxis, RegionGeom
    from regions import CircleSkyRegion

    on_region = CircleSkyRegion(SkyCoord(83.63308, 22.0145, unit="deg"), Angle("0.11 deg"))
    axis = MapAxis.from_energy_bounds("0.1 TeV", "40 TeV", nbin=8, per_decade=True)
    true_axis = MapAxis.from_energy_bounds("0.05 TeV", "100 TeV", nbin=12, per_decade=True, name="energy_true")
    geom = RegionGeom.create(on_region, axes=[axis])
    maker = SpectrumDatasetMaker(containment_correction=True, selection=["counts", "exposure", "edisp"])
    off_maker = ReflectedRegionsBackgroundMaker()
    safe_maker = SafeMaskMaker(methods=["aeff-max"], aeff_percent=10)
    paths = {}
    for observation in DataStore.from_dir(hess).get_observations(list(CRAB_RUNS)):
        name = str(observation.obs_id)
        empty = SpectrumDataset.create(geom=geom, energy_axis_true=true_axis, name=name)
        dataset = safe_maker.run(off_maker.run(maker.run(empty, observation), observation), observation)
        dataset.meta_table = None
        paths[observation.obs_id] = folder / f"pha_obs{name}.fits"
        dataset.write(paths[observation.obs_id], format="ogip")
    return paths
