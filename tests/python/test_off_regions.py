"""OFF regions against gammapy's finders, on real events."""
import subprocess

import astropy.units as u
import numpy as np
import pytest
from astropy.coordinates import Angle, SkyCoord
from astropy.io import fits
from gammapy.data import DataStore, EventList
from gammapy.datasets import SpectrumDataset
from gammapy.makers import (ReflectedRegionsBackgroundMaker, ReflectedRegionsFinder, SpectrumDatasetMaker,
                            WobbleRegionsFinder)
from gammapy.maps import Map, MapAxis, RegionGeom, WcsGeom
from regions import CircleSkyRegion, PointSkyRegion, Regions

from conftest import real
from spectra_tools import CRAB_RUNS, DUMP, crab_run, dump, dump_text

# SIMBAD's position (05h34m31.94s +22d00m52.2s), as the tutorials of gammapy have it. It decides: the same circle around
# (83.633, 22.014) holds 190, 199, 167, 143 events, in gammapy as here.
CRAB = SkyCoord(83.63308, 22.0145, unit="deg")
RADIUS = Angle("0.11 deg")
ON = "on=circle(83.63308,22.0145,0.11)"
ENERGIES = ("emin=0.1", "emax=40")
# gammapy 1.0, no exclusion mask, events outside the good times included.
EXPECTED = {23523: (189, 219, 12), 23526: (199, 226, 12), 23559: (167, 523, 41), 23592: (142, 561, 41)}


@pytest.fixture(scope="module")
def crab_mask_file():
    return real("joint-crab") / "exclusion" / "exclusion_mask_crab.fits.gz"


@pytest.fixture(scope="module")
def crab_mask(crab_mask_file):
    mask = Map.read(crab_mask_file)
    mask.data = mask.data.astype(bool)
    return mask


def ours(hess, run, *words):
    rows = dump("reflected", f"events={crab_run(hess, run)}", *words)
    counts = next(values for name, values in rows if name == "counts")
    centres = np.array([values for name, values in rows if name == "region"]).reshape(-1, 2)
    return counts, SkyCoord(centres[:, 0], centres[:, 1], unit="deg")


def gammapy_counts(hess, run, on_region, mask=None, **rules):
    observation = DataStore.from_dir(hess).get_observations([run])[0]
    axis = MapAxis.from_energy_bounds("0.1 TeV", "40 TeV", nbin=20)
    geom = RegionGeom.create(on_region, axes=[axis])
    true_axis = MapAxis.from_energy_bounds("0.1 TeV", "40 TeV", nbin=20, name="energy_true")
    empty = SpectrumDataset.create(geom=geom, energy_axis_true=true_axis)
    dataset = SpectrumDatasetMaker(selection=["counts"]).run(empty, observation)
    maker = ReflectedRegionsBackgroundMaker(exclusion_mask=mask, **rules)
    dataset = maker.run(dataset, observation)
    regions, _ = maker.region_finder.run(on_region, observation.pointing_radec, exclusion_mask=mask)
    off = 0 if dataset.counts_off is None else dataset.counts_off.data.sum()
    return dataset.counts.data.sum(), off, [region.center for region in regions]


def same_places(a, b):
    assert len(a) == len(b)
    if len(b):
        assert np.max(a.separation(SkyCoord(b)).arcsec) < 1e-3


@pytest.mark.parametrize("run", CRAB_RUNS)
def test_gammapys_rule_gives_the_published_counts(hess, run):
    counts, _ = ours(hess, run, ON, "rule=gammapy", *ENERGIES)
    assert tuple(counts[:3]) == EXPECTED[run]


@pytest.mark.parametrize("run", CRAB_RUNS)
@pytest.mark.parametrize("case", ("plain", "mask", "rules", "small"))
def test_gammapys_rule_gives_gammapys_regions_and_counts(hess, run, case, crab_mask, crab_mask_file):
    on, mask, rules, words = CircleSkyRegion(CRAB, RADIUS), None, {}, [ON]
    if case == "mask":
        mask, words = crab_mask, [ON, f"mask={crab_mask_file}"]
    if case == "rules":
        rules = dict(min_distance="0.05 rad", min_distance_input="0.3 rad", angle_increment="0.02 rad")
        mask, words = crab_mask, [ON, f"mask={crab_mask_file}", "distance=0.05", "distance_on=0.3", "step=0.02"]
    if case == "small":  # beside the source: OFF regions meet the excluded Crab itself
        on = CircleSkyRegion(SkyCoord(83.9, 22.2, unit="deg"), Angle("0.07 deg"))
        mask, words = crab_mask, ["on=circle(83.9,22.2,0.07)", f"mask={crab_mask_file}"]
    n_on, n_off, centres = gammapy_counts(hess, run, on, mask, **rules)
    counts, places = ours(hess, run, "rule=gammapy", *words, *ENERGIES)
    assert counts[:3] == [n_on, n_off, len(centres)]
    same_places(places, centres)


def test_the_mask_of_the_crab_excludes_something(hess, crab_mask, crab_mask_file):
    on = "on=circle(83.9,22.2,0.07)"
    free, _ = ours(hess, 23523, on, "rule=gammapy", *ENERGIES)
    masked, _ = ours(hess, 23523, on, "rule=gammapy", f"mask={crab_mask_file}", *ENERGIES)
    assert masked[2] < free[2]


def searched(on, radius, pointing, excluded, margin):
    """How many circles fit when every place of a fine grid is tried in turn."""
    offset, first, step = on.separation(pointing), pointing.position_angle(on), 2e-4
    width = 2 * np.arcsin(np.sin(np.radians(radius)) / np.sin(offset.rad))
    turns = np.arange(width + 0.1, 2 * np.pi - width - 0.1, step)
    near = excluded[np.abs(excluded.separation(pointing).deg - offset.deg) < radius + margin]
    places = pointing.directional_offset_by(first + turns * u.rad, offset)
    # The places of a circle are free or not in order: chords instead of separations, for speed.
    chords = 2 * np.sin(np.radians(radius + margin) / 2)
    a, b = places.cartesian.xyz.value.T, near.cartesian.xyz.value.T
    free = np.array([((b - place) ** 2).sum(axis=1).min(initial=9) >= chords**2 for place in a])
    count, earliest = 0, 0.0
    for turn in turns[free]:
        if turn >= earliest:
            count, earliest = count + 1, turn + width
    return count


@pytest.mark.parametrize("run", CRAB_RUNS)
def test_our_regions_touch_nothing_and_are_as_many_as_fit(hess, run, crab_mask, crab_mask_file):
    for words, mask in (([ON], None), (["on=circle(83.9,22.2,0.07)", f"mask={crab_mask_file}"], crab_mask)):
        counts, places = ours(hess, run, *words, *ENERGIES)
        lon, lat, radius = (float(v) for v in words[0][len("on=circle("):-1].split(","))
        on = SkyCoord(lon, lat, unit="deg")
        centres = SkyCoord([*places, on])
        apart = centres[:, None].separation(centres[None, :]).deg
        assert apart[~np.eye(len(centres), dtype=bool)].min() > 2 * radius - 1e-9
        pointing = EventList.read(crab_run(hess, run)).pointing_radec
        np.testing.assert_allclose(places.separation(pointing).deg, on.separation(pointing).deg, atol=1e-9)
        assert counts[2] == counts[3] == len(places)
        if mask is None:
            # What fits on the circle, by hand: equal wedges between the two distances from ON.
            width = 2 * np.arcsin(np.sin(np.radians(radius)) / np.sin(on.separation(pointing).rad))
            assert len(places) == int((2 * np.pi - width - 2 * 0.1) / width)
        else:
            excluded = mask.geom.get_coord().skycoord[~mask.data]
            assert min(place.separation(excluded).deg.min() for place in places) > radius
            # A search in small steps, with the pixels' centres alone and with them and 1.42 pixels around.
            most, least = (searched(on, radius, pointing, excluded, margin) for margin in (0, 1.42 * 0.02))
            assert least <= len(places) <= most and most - least <= 3
        # The counts by astropy's separations, region by region.
        events = EventList.read(crab_run(hess, run))
        inside = (events.energy.to_value("TeV") >= 0.1) & (events.energy.to_value("TeV") < 40)
        sky = SkyCoord(events.table["RA"].astype(float), events.table["DEC"].astype(float), unit="deg")[inside]
        assert counts[0] == np.sum(sky.separation(on).deg < radius)
        assert counts[1] == sum(np.sum(sky.separation(place).deg < radius) for place in places)


MASKED_ON = "on=circle(83.9,22.2,0.07)"


@pytest.mark.parametrize("kind", ("uint8", "int16", "int32", "float32", "float64", "nan", "one plane", "extension"))
def test_masks_mean_the_same_in_every_form(hess, crab_mask_file, tmp_path, kind):
    with fits.open(crab_mask_file) as hdus:
        data, header = hdus[0].data, hdus[0].header
    if kind == "nan":  # undefined is excluded
        data = np.where(data == 0, np.nan, 0.5).astype("float32")
    elif kind == "one plane":
        data = data[np.newaxis]
    elif kind != "extension":
        data = data.astype(kind)
    path = tmp_path / "mask.fits"
    if kind == "extension":
        fits.HDUList([fits.PrimaryHDU(), fits.ImageHDU(data, header, name="MASK")]).writeto(path)
    else:
        fits.PrimaryHDU(data, header).writeto(path)
    wanted, _ = ours(hess, 23526, MASKED_ON, "rule=gammapy", f"mask={crab_mask_file}", *ENERGIES)
    found, _ = ours(hess, 23526, MASKED_ON, "rule=gammapy", f"mask={path}", *ENERGIES)
    assert found == wanted


@pytest.mark.parametrize("kind, said", [("table", "there is no image"), ("planes", "more than one plane"),
                                        ("short", "mask.fits"), ("no sky", "mask.fits"), ("missing", "mask.fits")])
def test_masks_that_are_none_are_refused_with_a_reason(hess, crab_mask_file, tmp_path, kind, said):
    with fits.open(crab_mask_file) as hdus:
        data, header = hdus[0].data, hdus[0].header
    path = tmp_path / "mask.fits"
    if kind == "table":
        fits.HDUList([fits.PrimaryHDU(), fits.BinTableHDU.from_columns(
            [fits.Column("A", "D", array=np.zeros(3))])]).writeto(path)
    if kind == "planes":
        fits.PrimaryHDU(np.array([data, data]), header).writeto(path)
    if kind == "short":
        fits.PrimaryHDU(data, header).writeto(path)
        path.write_bytes(path.read_bytes()[:200000])
    if kind == "no sky":
        fits.PrimaryHDU(data).writeto(path)
    done = subprocess.run([DUMP, "reflected", f"events={crab_run(hess, 23523)}", ON, f"mask={path}"], capture_output=True,
                          text=True)
    assert done.returncode == 1 and said in done.stderr, done.stderr


@pytest.mark.parametrize("run", (23523, 23592))
def test_the_true_area_of_gammapys_overlapping_regions(hess, run):
    counts, places = ours(hess, run, ON, "rule=gammapy", *ENERGIES)
    geom = WcsGeom.create(skydir=places[0], width=7, binsz=0.004, proj="ZEA")
    union = geom.region_mask([CircleSkyRegion(place, RADIUS) for place in places])
    area = (geom.solid_angle() * union.data).sum().to_value("sr") / (2 * np.pi * (1 - np.cos(RADIUS.rad)))
    np.testing.assert_allclose(counts[3], area, rtol=1e-3)
    assert counts[3] < counts[2]


def test_other_shapes_are_turned_as_they_are(hess):
    """A box beside the pointing: the counts of the written regions, tested by gammapy, are those we count."""
    run = 23523
    words = ["on=box(83.63,22.01,0.3,0.12,25)", "exclude=ellipse(83.2,22.3,0.2,0.1,30)", "ds9=yes", *ENERGIES]
    text = dump_text("reflected", f"events={crab_run(hess, run)}", *words)
    counts = [float(v) for v in text.splitlines()[0].split()[1:]]
    regions = Regions.parse(text[text.index("# Region file"):], format="ds9")
    assert len(regions) == counts[2] + 1 and counts[2] >= 3
    events = EventList.read(crab_run(hess, run))
    inside = (events.energy.to_value("TeV") >= 0.1) & (events.energy.to_value("TeV") < 40)
    sky = SkyCoord(events.table["RA"].astype(float), events.table["DEC"].astype(float), unit="deg")[inside]
    found = []
    for region in regions:
        wcs = WcsGeom.create(skydir=region.center, width=3, binsz=0.001, proj="TAN").wcs
        found.append(int(region.contains(sky, wcs).sum()))
    # gammapy's boxes are flat in pixels of one scale, ours in the angles they cover: 1e-5 of 0.3 deg.
    assert abs(found[0] - counts[0]) <= 1 and abs(sum(found[1:]) - counts[1]) <= 2
    pixels = WcsGeom.create(skydir=CRAB, width=4, binsz=0.01, proj="TAN")
    boxes = [pixels.region_mask([region]).data for region in regions]
    assert np.sum(boxes, axis=0).max() == 1  # no pixel in two of them
    excluded = Regions.parse("icrs\nellipse(83.2,22.3,0.2,0.1,30)", format="ds9")
    assert not (pixels.region_mask(excluded).data & np.any(boxes[1:], axis=0)).any()


@pytest.mark.parametrize("count", (3, 7, 12))
def test_wobble_positions_leave_out_what_gammapys_leave_out(hess, crab_mask, crab_mask_file, count):
    source = SkyCoord(83.9, 22.2, unit="deg")
    kept = []
    for run in CRAB_RUNS:
        pointing = EventList.read(crab_run(hess, run)).pointing_radec
        theirs, _ = WobbleRegionsFinder(n_off_regions=count).run(PointSkyRegion(source), pointing,
                                                                exclusion_mask=crab_mask)
        rows = dump("wobble", f"events={crab_run(hess, run)}", "ra=83.9", "dec=22.2", f"count={count}", "rule=gammapy",
                    "largest=0.05", "edges=0.1,100", "radii=0.05", f"mask={crab_mask_file}")
        same_places(SkyCoord([values for name, values in rows if name == "region"], unit="deg"),
                    [region.center for region in theirs])
        kept.append(len(theirs))
    assert count < 12 or min(kept) < count


@pytest.mark.parametrize("count", (1, 2, 3, 5))
def test_radii_by_energy_with_wobble_regions(magic, count):
    """Two MAGIC runs with RAD_MAX: counts in fixed positions, the radius by energy, as gammapy counts them."""
    store = DataStore.from_dir(magic)
    for observation in store.get_observations(required_irf="point-like"):
        rad_max = observation.rad_max
        energy = rad_max.axes["energy"]
        offset = CRAB.separation(observation.pointing_radec)
        radii = rad_max.evaluate(energy=energy.center, offset=offset, method="nearest").to_value("deg").ravel()
        axis = MapAxis.from_energy_bounds("0.08 TeV", "40 TeV", nbin=10)
        geom = RegionGeom.create(PointSkyRegion(CRAB), axes=[axis])
        true_axis = MapAxis.from_energy_bounds("0.05 TeV", "50 TeV", nbin=12, name="energy_true")
        empty = SpectrumDataset.create(geom=geom, energy_axis_true=true_axis)
        dataset = SpectrumDatasetMaker(selection=["counts"]).run(empty, observation)
        maker = ReflectedRegionsBackgroundMaker(region_finder=WobbleRegionsFinder(n_off_regions=count))
        dataset = maker.run(dataset, observation)
        used = (energy.edges_max >= 0.08 * u.TeV) & (energy.edges_min <= 40 * u.TeV)
        path = next(iter(magic.glob(f"**/*{observation.obs_id}*.fits*")))
        rows = dict(dump("wobble", f"events={path}", "ra=83.63308", "dec=22.0145", f"count={count}", "rule=gammapy",
                         f"largest={float(radii[used].max())!r}", "emin=0.08", "emax=40",
                         "edges=" + ",".join(map(repr, map(float, energy.edges.to_value("TeV")))),
                         "radii=" + ",".join(map(repr, map(float, radii)))))
        off = 0 if dataset.counts_off is None else dataset.counts_off.data.sum()
        regions = 0 if dataset.counts_off is None else count
        assert rows["counts"][:3] == [dataset.counts.data.sum(), off, regions]
        assert (regions > 0) == (rows["most"][0] >= count)
        assert dataset.counts.data.sum() > 0
