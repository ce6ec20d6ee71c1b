"""Simulated sets: gammapy opens and reduces them, the same seed gives the same bytes, planted faults are read or refused."""
import numpy as np
import pytest
from astropy import units as u
from astropy.coordinates import SkyCoord
from astropy.io import fits
from astropy.table import Table
from test_invariance import products


def run_files(folder):
    return sorted((folder / "data").glob("*.fits"))


# ---- gammapy as the reader ----

def test_gammapy_opens_the_set_and_its_responses(simulated):
    from gammapy.data import DataStore

    store = DataStore.from_dir(simulated)
    assert list(store.obs_table["OBS_ID"]) == [1, 2, 3, 4]
    for obs in store.get_observations():
        assert len(obs.events.table) == len(fits.getdata(run_files(simulated)[obs.obs_id - 1], "EVENTS"))
        assert obs.observation_live_time_duration.to_value("s") == pytest.approx(1680 * 0.94)
        for irf in ["aeff", "edisp", "psf", "bkg"]:
            assert np.isfinite(getattr(obs, irf).data).all() and getattr(obs, irf).data.max() > 0


def test_gammapys_reduction_predicts_the_counts_that_were_drawn(distill, tmp_path):
    """The whole chain by another program: exposure, point spread, dispersion and background of the responses, folded
    with the source that was asked for, against the events of the set and against our own map of them."""
    from gammapy.data import DataStore
    from gammapy.datasets import MapDataset
    from gammapy.makers import MapDatasetMaker
    from gammapy.maps import MapAxis, WcsGeom
    from gammapy.modeling.models import PointSpatialModel, PowerLawSpectralModel, SkyModel

    distill("simulate", "runs=4", "flux=3.45e-10", "seed=11", f"out={tmp_path / 'set'}")
    axis = MapAxis.from_energy_bounds("0.5 TeV", "20 TeV", nbin=6)
    true_axis = MapAxis.from_energy_bounds("0.2 TeV", "60 TeV", nbin=24, name="energy_true")
    centre = SkyCoord(83.63308333, 22.0145, unit="deg")
    geom = WcsGeom.create(skydir=centre, width=3, binsz=0.05, proj="TAN", axes=[axis])
    dataset = MapDataset.create(geom, energy_axis_true=true_axis)
    for obs in DataStore.from_dir(tmp_path / "set").get_observations():
        small = MapDatasetMaker(selection=["counts", "exposure", "background", "psf", "edisp"]).run(
            MapDataset.create(geom, energy_axis_true=true_axis), obs)
        dataset.stack(small)

    distill("map", tmp_path / "set", "center=83.63308333 22.0145", "width=3", "bin=0.05", "emin=0.5", "emax=20", "enumbins=6",
            "picture=none", f"out={tmp_path / 'map'}")
    ours = fits.getdata(tmp_path / "map" / "counts_cube.fits", "COUNTS").astype(int)
    # gammapy works in float32: an event in a thousand is so near an edge that it changes its pixel.
    assert np.abs(ours - dataset.counts.data).sum() < 2 * 1e-3 * ours.sum()
    assert abs(ours.sum() - dataset.counts.data.sum()) <= 3

    source = SkyModel(PowerLawSpectralModel(index=2.62, amplitude="3.45e-10 cm-2 s-1 TeV-1", reference="1 TeV"),
                      PointSpatialModel(lon_0=centre.ra, lat_0=centre.dec, frame="icrs"))
    dataset.models = [source]
    background = dataset.background.data.sum()
    signal = dataset.npred_signal().data.sum()
    near = geom.to_image().separation(centre).to_value("deg") < 0.3
    assert signal > 500 and background > 500
    excess = ours[:, near].sum() - dataset.background.data[:, near].sum()
    expected = dataset.npred_signal().data[:, near].sum()
    assert abs(excess - expected) < 4 * np.sqrt(ours[:, near].sum()) + 0.02 * expected
    far = ~near
    predicted_far = (dataset.npred_signal().data + dataset.background.data)[:, far].sum()
    assert abs(ours[:, far].sum() - predicted_far) < 4 * np.sqrt(predicted_far) + 0.02 * predicted_far


def test_events_lie_where_detx_and_dety_say(simulated):
    """Two statements about one place: sky coordinates and the field of view, aligned with RA and Dec."""
    for path in run_files(simulated):
        table, header = fits.getdata(path, "EVENTS"), fits.getheader(path, "EVENTS")
        pointing = SkyCoord(header["RA_PNT"], header["DEC_PNT"], unit="deg")
        place = SkyCoord(table["RA"].astype(float), table["DEC"].astype(float), unit="deg").transform_to(pointing.skyoffset_frame())
        assert np.allclose(place.lon.wrap_at("180d").deg, table["DETX"], atol=2e-5)
        assert np.allclose(place.lat.deg, table["DETY"], atol=2e-5)


def test_runs_wobble_around_the_target_and_follow_each_other(simulated):
    heads = [fits.getheader(path, "EVENTS") for path in run_files(simulated)]
    target = SkyCoord(83.63308333, 22.0145, unit="deg")
    angles = [target.position_angle(SkyCoord(h["RA_PNT"], h["DEC_PNT"], unit="deg")).deg for h in heads]
    for h in heads:
        assert target.separation(SkyCoord(h["RA_PNT"], h["DEC_PNT"], unit="deg")).deg == pytest.approx(0.5, abs=1e-6)
    assert sorted(round(a) % 360 for a in angles) == [0, 90, 180, 270]
    assert all(a["TSTOP"] <= b["TSTART"] for a, b in zip(heads, heads[1:]))


def test_times_ids_and_good_times_are_orderly(distill, tmp_path):
    distill("simulate", "runs=2", "events-per-run=2000", "gaps=300:360;900:910", "minutes=20", f"out={tmp_path / 'set'}")
    ids = []
    for path in run_files(tmp_path / "set"):
        table, header = fits.getdata(path, "EVENTS"), fits.getheader(path, "EVENTS")
        gti = fits.getdata(path, "GTI")
        assert np.all(np.diff(table["TIME"]) >= 0)
        inside = np.any([(table["TIME"] >= a) & (table["TIME"] < b) for a, b in zip(gti["START"], gti["STOP"])], axis=0)
        assert inside.all() and len(gti) == 3
        assert header["ONTIME"] == pytest.approx(1200 - 70) and header["LIVETIME"] == pytest.approx(0.94 * 1130)
        ids += table["EVENT_ID"].tolist()
    assert len(set(ids)) == len(ids)


def test_truth_is_written_when_asked_for(distill, tmp_path):
    """Every source event has a true place and energy: the target's, and near the reconstructed ones."""
    distill("simulate", "runs=1", "events-per-run=2000", "truth=yes", f"out={tmp_path / 'set'}")
    with fits.open(run_files(tmp_path / "set")[0]) as hdus:
        events, truth = hdus["EVENTS"].data, hdus["MC_TRUTH"].data
        mine = events["MC_ID"] == 1
        assert np.array_equal(truth["EVENT_ID"], events["EVENT_ID"][mine]) and 100 < mine.sum() < len(events)
        assert np.allclose(truth["RA_TRUE"], 83.63308333) and np.allclose(truth["DEC_TRUE"], 22.0145)
        found = SkyCoord(events["RA"][mine].astype(float), events["DEC"][mine].astype(float), unit="deg")
        assert np.median(found.separation(SkyCoord(83.63308333, 22.0145, unit="deg")).deg) < 0.1
        assert abs(np.median(np.log(events["ENERGY"][mine] / truth["ENERGY_TRUE"]))) < 0.1


@pytest.mark.parametrize("words", [[], ["background=3"], ["events-per-run=60000"]], ids=lambda words: " ".join(words) or "plain")
def test_the_background_table_describes_the_background_that_was_drawn(distill, tmp_path, words):
    """Sum of the table's cells times energy, solid angle and time of observation: what any reader will subtract."""
    distill("simulate", "runs=2", "source=none", *words, f"out={tmp_path / 'set'}")
    table = fits.getdata(tmp_path / "set" / "irf.fits", "BKG")
    lo, hi, inner, outer, rate = (table[name][0].astype(float) for name in ["ENERG_LO", "ENERG_HI", "THETA_LO", "THETA_HI", "BKG"])
    solid_angle = 2 * np.pi * (np.cos(np.radians(inner)) - np.cos(np.radians(outer)))
    expected = ((rate * solid_angle[:, None]).sum(axis=0) * (hi - lo) * 1e6).sum() * 2 * 1680
    drawn = sum(len(fits.getdata(path, "EVENTS")) for path in run_files(tmp_path / "set"))
    assert abs(drawn - expected) < 4 * np.sqrt(expected) + 0.03 * expected  # 3 %: cells of 0.1 in lg E


# ---- the same bytes ----

def test_a_seed_gives_the_same_bytes_for_any_ranks_and_threads(distill, tmp_path):
    words = ["runs=4", "events-per-run=2000", "seed=42", "responses=each", "truth=yes"]
    distill("simulate", *words, "nthreads=1", f"out={tmp_path / 'reference'}")
    def content(folder):  # the report tells the time
        return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != "simulate_report.json"}

    reference = content(tmp_path / "reference")
    for ranks, threads in [(None, 4), (2, 1), (3, 2), (5, 1)]:
        out = tmp_path / f"{ranks}-{threads}"
        distill("simulate", *words, f"nthreads={threads}", f"out={out}", ranks=ranks)
        other = content(out)
        assert reference.keys() == other.keys()
        assert [name for name in reference if reference[name] != other[name]] == []


def test_a_run_is_the_same_whatever_other_runs_are_made(distill, tmp_path):
    for runs in [1, 3]:
        distill("simulate", f"runs={runs}", "events-per-run=2000", "seed=42", f"out={tmp_path / str(runs)}")
    assert (tmp_path / "1" / "data" / "run_000001.fits").read_bytes() == (tmp_path / "3" / "data" / "run_000001.fits").read_bytes()


def test_another_seed_gives_other_events(distill, tmp_path):
    for seed in [1, 2]:
        distill("simulate", "runs=1", "events-per-run=500", f"seed={seed}", f"out={tmp_path / str(seed)}")
    one, two = (fits.getdata(run_files(tmp_path / str(seed))[0], "EVENTS") for seed in [1, 2])
    assert len(one) != len(two) or not np.array_equal(one["ENERGY"], two["ENERGY"])


# ---- planted faults ----

READ = ["missing-hdu-classes", "missing-obs-mode", "missing-origin", "mjdrefi-real", "radecsys-fk5", "telapse-zero", "date-obs-underscore",
        "site-sign-and-unit", "altitude-always-90", "rpsf-class", "background-unit-order", "background-unit-invalid", "missing-high-threshold",
        "unsorted-time", "ra-beyond-turn", "angles-in-radians", "energy-in-gev", "missing-units", "unsigned-event-id", "gti-misnamed",
        "index-without-times", "timesys-utc-lower-case"]
SET = ["runs=2", "events-per-run=1500", "seed=9"]


@pytest.fixture(scope="module")
def clean_counts(distill, tmp_path_factory):
    out = tmp_path_factory.mktemp("clean")
    distill("simulate", *SET, f"out={out / 'set'}")
    distill("map", out / "set", "width=4", "bin=0.1", "picture=none", f"out={out / 'map'}")
    return fits.getdata(out / "map" / "counts_cube.fits", "COUNTS").astype(int)


@pytest.mark.parametrize("defect", READ)
def test_a_set_with_a_readable_fault_gives_the_map_of_the_clean_one(distill, clean_counts, tmp_path, defect):
    distill("simulate", *SET, f"defects={defect}", f"out={tmp_path / 'set'}")
    distill("map", tmp_path / "set", "width=4", "bin=0.1", "picture=none", f"out={tmp_path / 'map'}")
    counts = fits.getdata(tmp_path / "map" / "counts_cube.fits", "COUNTS").astype(int)
    if defect in ("angles-in-radians", "energy-in-gev", "ra-beyond-turn"):
        # The same places in another unit or turn are other float32 numbers: an event on an edge may move.
        assert abs(counts.sum() - clean_counts.sum()) <= 2 and np.abs(counts - clean_counts).sum() <= 4
    else:
        assert np.array_equal(counts, clean_counts)


@pytest.mark.parametrize("defect, status, said", [
    ("missing-time-reference", 3, "MJDREF"), ("duplicate-obs-id", 3, "OBS_ID"), ("missing-file", 4, "run_that_is_not_there.fits"),
    ("truncated-file", 3, "NAXIS2")])
def test_a_set_with_an_unreadable_fault_is_refused(distill, tmp_path, defect, status, said):
    distill("simulate", *SET, f"defects={defect}", f"out={tmp_path / 'set'}")
    done = distill("map", tmp_path / "set", f"out={tmp_path / 'map'}", check=False)
    assert done.returncode == status and said in done.stderr, done.stderr
    assert not (tmp_path / "map").exists()


def test_events_outside_the_good_times_and_bad_energies_are_left_out(distill, tmp_path):
    for defect in ["events-outside-gti", "nan-energies", "no-events"]:
        distill("simulate", *SET, f"defects={defect}", f"out={tmp_path / defect}")
    outside = distill.json("map", tmp_path / "events-outside-gti", "picture=none", f"out={tmp_path / 'a'}")
    assert outside["events"]["removed"]["gti"] == 6  # the first and the last two of two runs
    bad = distill.json("map", tmp_path / "nan-energies", "picture=none", f"out={tmp_path / 'b'}")
    energies = np.concatenate([fits.getdata(path, "EVENTS")["ENERGY"] for path in run_files(tmp_path / "nan-energies")])
    with np.errstate(invalid="ignore"):
        assert bad["events"]["removed"]["energy"] == (~((energies >= 0.1) & (energies < 100))).sum() >= 8
    quiet = distill.json("map", tmp_path / "no-events", "picture=none", f"out={tmp_path / 'c'}")
    assert quiet["inputs"][1]["events"]["read"] == 0 and quiet["inputs"][0]["events"]["read"] > 100


def test_an_unknown_fault_and_an_existing_set_are_refused(distill, simulated, tmp_path):
    done = distill("simulate", "defects=nan-energy", f"out={tmp_path / 'set'}", check=False)
    assert done.returncode == 2 and "nan-energies" in done.stderr and not (tmp_path / "set").exists()
    before = {path: path.read_bytes() for path in simulated.rglob("*") if path.is_file()}
    done = distill("simulate", f"out={simulated}", check=False)
    assert done.returncode == 2 and "exist" in done.stderr
    assert before == {path: path.read_bytes() for path in simulated.rglob("*") if path.is_file()}


def test_minimal_rows_are_28_bytes(distill, tmp_path):
    distill("simulate", "runs=1", "events-per-run=300", "rows=minimal", f"out={tmp_path / 'set'}")
    header = fits.getheader(run_files(tmp_path / "set")[0], "EVENTS")
    assert header["NAXIS1"] == 28 and header["TFIELDS"] == 5


def test_the_brightness_asked_for_is_the_brightness_drawn(distill, tmp_path):
    from gammapy.data import DataStore

    report = {}
    for flux in [3.45e-11, 1.38e-10]:
        out = tmp_path / str(flux)
        distill("simulate", "runs=2", "background=0", f"flux={flux}", f"out={out}")
        report[flux] = sum(len(fits.getdata(path, "EVENTS")) for path in run_files(out))
    ratio = report[1.38e-10] / report[3.45e-11]
    assert abs(ratio - 4) < 4 * 4 * np.sqrt(1 / report[1.38e-10] + 1 / report[3.45e-11])
    obs = DataStore.from_dir(tmp_path / "3.45e-11").obs(1)
    energy = np.geomspace(0.05, 100, 2000) * u.TeV
    rate = np.trapz(3.45e-11 * (energy.value ** -2.62) * obs.aeff.evaluate(energy_true=energy, offset=0.5 * u.deg).to_value("cm2"), energy.value)
    expected = 2 * rate * 1680 * 0.94
    assert abs(report[3.45e-11] - expected) < 4 * np.sqrt(expected) + 0.03 * expected


def test_index_tables_agree_with_the_files(simulated):
    observations, hdus = (Table.read(simulated / f"{name}-index.fits.gz") for name in ["obs", "hdu"])
    for row in observations:
        header = fits.getheader(simulated / "data" / f"run_{row['OBS_ID']:06d}.fits", "EVENTS")
        for key in ["RA_PNT", "DEC_PNT", "TSTART", "TSTOP", "LIVETIME", "DEADC"]:
            assert row[key] == pytest.approx(header[key], rel=1e-12), key
    for row in hdus:
        with fits.open(simulated / row["FILE_DIR"].strip() / row["FILE_NAME"].strip()) as file:
            assert row["HDU_NAME"].strip() in file


def test_maps_of_a_simulated_set_do_not_depend_on_how_it_was_made(distill, tmp_path):
    for name, ranks in {"one": None, "three": 3}.items():
        distill("simulate", *SET, f"out={tmp_path / name}", ranks=ranks)
        distill("map", tmp_path / name, "picture=none", f"out={tmp_path / (name + '-map')}")
    assert products(tmp_path / "one-map") == products(tmp_path / "three-map")
