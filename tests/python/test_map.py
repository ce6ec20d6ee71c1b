"""Count maps against gammapy and against numbers that were published or measured with gammapy and ctools."""
import itertools
import xml.etree.ElementTree as xml

import numpy as np
import pytest
from astropy import units as u
from astropy.coordinates import SkyCoord
from astropy.io import fits
from astropy.wcs import WCS
from independent import AXIS, counted, events_of, made_cube, run_files


CRAB = [23523, 23526, 23559, 23592]
CRAB_MAP = ["center=83.63308333 22.0145", "width=5", "bin=0.02", "emin=0.5", "emax=50", "enumbins=10", "picture=none"]


def gammapy_cube(paths, geom):
    """Counts per [energy][y][x] of gammapy's own Map.fill_events, which knows no GTI."""
    from gammapy.data import EventList
    from gammapy.maps import Map

    counts = Map.from_geom(geom, dtype=int)
    for path in paths:
        counts.fill_events(EventList.read(str(path)))
    return counts.data.astype(int)


def crab_geom():
    from gammapy.maps import MapAxis, WcsGeom

    axis = MapAxis.from_energy_bounds("0.5 TeV", "50 TeV", nbin=10)
    return WcsGeom.create(skydir=SkyCoord(83.63308333, 22.0145, unit="deg"), width=5, binsz=0.02, proj="TAN",
                          frame="icrs", axes=[axis])


def hess_files(hess, ids):
    return [hess / "data" / f"hess_dl3_dr1_obs_id_{i:06d}.fits.gz" for i in ids]


@pytest.mark.parametrize("gti, counts", [("ignore", 22156), ("apply", 22147)])
def test_crab_counts_are_those_of_gammapy_and_ctbin(distill, hess, tmp_path, gti, counts):
    report = distill.json("map", hess, "obs-ids=" + ",".join(map(str, CRAB)), *CRAB_MAP, f"gti={gti}",
                          f"out={tmp_path}")
    assert report["results"]["counts"] == counts
    image = fits.getdata(tmp_path / "counts.fits")
    cube = fits.getdata(tmp_path / "counts_cube.fits", "COUNTS")
    assert image.sum() == cube.sum() == counts
    assert cube.shape == (10, 250, 250)
    assert np.array_equal(cube.sum(axis=0), image)
    assert image.max() == 21
    assert np.unravel_index(image.argmax(), image.shape) == (124, 125)


def pixel_indices_in_double(table, geom):
    """(energy bin, y, x) of each event, with the float32 columns promoted first; and distances to the nearest edges."""
    x, y = geom.to_image().wcs.all_world2pix(table["RA"].astype(float), table["DEC"].astype(float), 0)
    edges = geom.axes["energy"].edges.to_value("TeV")
    energy = table["ENERGY"].astype(float)
    e = np.searchsorted(edges, energy, side="right") - 1
    to_pixel_edge = np.minimum(*(np.abs(c - np.floor(c) - 0.5) for c in (x, y)))
    to_energy_edge = np.min(np.abs(energy[:, None] / edges - 1), axis=1)
    return np.array([e, np.floor(y + 0.5), np.floor(x + 0.5)]).astype(int), to_pixel_edge, to_energy_edge


def test_every_pixel_that_differs_from_gammapys_is_an_event_within_float32_rounding_of_an_edge(distill, hess, tmp_path):
    """gammapy works on the float32 columns. Our cube is that of float64 exactly, and the list of events that sit in
    another cell in gammapy explains the whole difference of the two cubes."""
    from gammapy.data import EventList

    distill("map", hess, "obs-ids=" + ",".join(map(str, CRAB)), *CRAB_MAP, "gti=ignore", f"out={tmp_path}")
    ours = fits.getdata(tmp_path / "counts_cube.fits", "COUNTS").astype(int)
    geom = crab_geom()
    theirs = gammapy_cube(hess_files(hess, CRAB), geom)
    in_double, explained = np.zeros_like(ours), np.zeros_like(ours)
    float32_step_px = np.spacing(np.float32(83.6)) / 0.02  # 4e-4 pixel
    moved = 0
    for path in hess_files(hess, CRAB):
        index, to_pixel_edge, to_energy_edge = pixel_indices_in_double(fits.getdata(path, "EVENTS"), geom)
        inside = np.all((index >= 0) & (index < np.array(ours.shape)[:, None]), axis=0)
        np.add.at(in_double, tuple(index[:, inside]), 1)
        theirs_x, theirs_y, theirs_e = geom.coord_to_idx(EventList.read(str(path)).map_coord(geom))
        theirs_index = np.array([theirs_e, theirs_y, theirs_x])
        differs = np.any(index != theirs_index, axis=0) & (inside | np.all(theirs_index >= 0, axis=0))
        assert np.all((to_pixel_edge[differs] < 2 * float32_step_px) | (to_energy_edge[differs] < 2e-7))
        moved += differs.sum()
        for event in np.flatnonzero(differs):
            if inside[event]:
                explained[tuple(index[:, event])] += 1
            if np.all(theirs_index[:, event] >= 0):
                explained[tuple(theirs_index[:, event])] -= 1
    assert np.array_equal(ours, in_double)
    assert np.array_equal(ours - theirs, explained)
    assert moved < 30  # of 22156: a few, as many as float32 makes likely


def test_all_hess_runs_together_equal_gammapy(distill, hess, tmp_path):
    from gammapy.maps import MapAxis, WcsGeom

    files = sorted((hess / "data").glob("*.fits.gz"))
    distill("map", hess, "center=83.63308333 22.0145", "width=20", "bin=0.1", "emin=0.5", "emax=50", "enumbins=4",
            "gti=ignore", "picture=none", f"out={tmp_path}")
    axis = MapAxis.from_energy_bounds("0.5 TeV", "50 TeV", nbin=4)
    geom = WcsGeom.create(skydir=SkyCoord(83.63308333, 22.0145, unit="deg"), width=20, binsz=0.1, proj="TAN",
                          frame="icrs", axes=[axis])
    theirs = gammapy_cube(files, geom)
    ours = fits.getdata(tmp_path / "counts_cube.fits", "COUNTS").astype(int)
    assert ours.sum() == theirs.sum()
    assert np.abs(ours - theirs).sum() <= 8


def test_1dc_runs_on_a_galactic_car_map_equal_an_independent_projection(distill, cta_1dc, tmp_path):
    """CAR centred on the Galactic equator is (l, b) in degrees; astropy turns the float64 coordinates."""
    distill("map", cta_1dc / "index" / "gps", "center=358.5 0", "frame=galactic", "proj=CAR", "width=12,8", "bin=0.05",
            "emin=0.1", "emax=100", "enumbins=6", "picture=none", f"out={tmp_path}")
    cube = fits.getdata(tmp_path / "counts_cube.fits", "COUNTS").astype(int)
    header = fits.getheader(tmp_path / "counts_cube.fits", "COUNTS")
    wcs = WCS(header).celestial
    expected = np.zeros_like(cube)
    edges = np.geomspace(0.1, 100, 7)
    for path in sorted((cta_1dc / "data" / "baseline" / "gps").glob("*.fits")):
        events = fits.getdata(path, "EVENTS")
        gti = fits.getdata(path, "GTI")
        inside = (events["TIME"] >= gti["START"][0]) & (events["TIME"] < gti["STOP"][0])
        events = events[inside]
        sky = SkyCoord(events["RA"].astype(float) * u.deg, events["DEC"].astype(float) * u.deg, frame="icrs").galactic
        x, y = wcs.all_world2pix(sky.l.deg, sky.b.deg, 0)
        ix, iy = np.floor(x + 0.5).astype(int), np.floor(y + 0.5).astype(int)
        ie = np.searchsorted(edges, events["ENERGY"].astype(float), side="right") - 1
        good = (ix >= 0) & (ix < cube.shape[2]) & (iy >= 0) & (iy < cube.shape[1]) & (ie >= 0) & (ie < 6)
        np.add.at(expected, (ie[good], iy[good], ix[good]), 1)
    # astropy's chain through FK5 differs from SOFA's matrix by 25 mas: some events next to an edge move.
    assert abs(cube.sum() - expected.sum()) <= 3
    assert np.abs(cube - expected).sum() <= 200
    assert cube.sum() > 100000


# ---- simulated events: every number computed again with astropy and numpy ----

@pytest.fixture(scope="module")
def polar_set(distill, tmp_path_factory):
    """Two runs around a source half a degree from the celestial pole."""
    folder = tmp_path_factory.mktemp("polar") / "set"
    distill("simulate", "runs=2", "events-per-run=3000", "ra=45", "dec=89.5", "seed=3", f"out={folder}")
    return folder


@pytest.fixture(scope="module")
def seam_set(distill, tmp_path_factory):
    """Two runs on a source at right ascension zero; half of the rows are written a turn lower."""
    folder = tmp_path_factory.mktemp("seam") / "set"
    distill("simulate", "runs=2", "events-per-run=3000", "ra=0.01", "dec=-30", "seed=4", f"out={folder}",
            "defects=ra-beyond-turn")
    return folder


@pytest.mark.parametrize("frame, projection", itertools.product(["icrs", "galactic"],
                                                                ["TAN", "CAR", "SIN", "STG", "ZEA", "AIT", "MOL"]))
@pytest.mark.parametrize("where", ["simulated", "polar_set", "seam_set"])
def test_every_projection_puts_events_where_astropy_puts_them(distill, request, tmp_path, where, frame, projection):
    data = request.getfixturevalue(where)
    distill("map", data, f"frame={frame}", f"proj={projection}", "width=4,3", "bin=0.1", *AXIS, f"out={tmp_path}")
    cube, header = made_cube(tmp_path)
    events = events_of(data)
    expected = counted(events, header)
    assert header["CTYPE1"].endswith(projection) and (header["NAXIS1"], header["NAXIS2"]) == (40, 30)
    assert expected.sum() > 1000
    assert np.array_equal(cube, expected)


def test_an_all_sky_map_in_both_frames_has_every_event(distill, seam_set, tmp_path):
    for frame, projection in itertools.product(["icrs", "galactic"], ["AIT", "MOL", "CAR"]):
        out = tmp_path / f"{frame}-{projection}"
        report = distill.json("map", seam_set, f"frame={frame}", f"proj={projection}", "width=360,180", "bin=1", "center=0 0",
                              *AXIS, f"out={out}")
        cube, header = made_cube(out)
        assert cube.sum() == report["events"]["kept"] == report["results"]["counts"]
        assert np.array_equal(cube, counted(events_of(seam_set), header))


def test_energies_on_an_edge_belong_to_the_bin_above(distill, simulated, tmp_path):
    run = tmp_path / "run.fits"
    with fits.open(run_files(simulated)[0]) as hdus:
        table = hdus["EVENTS"].data[:6]
        table["ENERGY"] = [0.5, 1, 2, 4, np.nextafter(np.float32(1), np.float32(0)), np.nextafter(np.float32(4), np.float32(0))]
        table["RA"], table["DEC"] = 83.633, 22.0145
        hdus["EVENTS"].data = table
        hdus.writeto(run)
    distill("map", run, "ebins=0.5,1,2,4", "picture=none", f"out={tmp_path / 'out'}")
    cube, _ = made_cube(tmp_path / "out")
    # 0.5 | 1, but the float32 below 1 in the first; 2 and the float32 below 4; 4 itself is outside.
    assert cube.sum(axis=(1, 2)).tolist() == [2, 1, 2]


@pytest.mark.parametrize("bins, edges", [
    (["emin=0.5", "emax=50", "enumbins=8"], np.geomspace(0.5, 50, 9)),
    (["emin=1", "emax=5", "enumbins=4", "ebinalg=LIN"], np.linspace(1, 5, 5)),
    (["ebins=0.5,700GeV,2e6MeV,10"], np.array([0.5, 0.7, 2, 10]))])
def test_energy_bins_are_those_asked_for(distill, simulated, tmp_path, bins, edges):
    from gammapy.maps import Map

    distill("map", simulated, *bins, "picture=none", f"out={tmp_path}")
    axis = Map.read(tmp_path / "counts_cube.fits", hdu="COUNTS").geom.axes["energy"]
    assert np.allclose(axis.edges.to_value("TeV"), edges, rtol=2e-7)
    cube, _ = made_cube(tmp_path)
    energy = events_of(simulated)["ENERGY"]
    wide = distill.json("map", simulated, *bins, "picture=none", "width=60", "bin=0.5", f"out={tmp_path / 'wide'}")
    expected = np.histogram(energy[energy < edges[-1]], edges)[0]
    assert made_cube(tmp_path / "wide")[0].sum(axis=(1, 2)).tolist() == expected.tolist()
    assert wide["results"]["counts"] == expected.sum()
    assert cube.shape[0] == len(edges) - 1


def test_no_energy_axis_makes_an_image_of_all_energies(distill, simulated, tmp_path):
    distill("map", simulated, "enumbins=0", "width=60", "bin=0.5", "picture=none", f"out={tmp_path}")
    assert not (tmp_path / "counts_cube.fits").exists()
    assert fits.getdata(tmp_path / "counts.fits").sum() == len(events_of(simulated)["RA"])


# ---- where the map is ----

@pytest.mark.parametrize("words", [
    ["center=83.633 22.0145"], ["center=83.633,22.0145"], ["xref=83.633", "yref=22.0145"], ["center=5h34m31.92s +22d00m52.2s"],
    ["center=05:34:31.92 +22:00:52.2"], ["center=05 34 31.92 +22 00 52.2"]], ids=lambda words: " ".join(words))
def test_a_centre_may_be_written_in_many_ways(distill, simulated, tmp_path, words):
    distill("map", simulated, *words, *AXIS, f"out={tmp_path}")
    header = fits.getheader(tmp_path / "counts.fits")
    assert header["CRVAL1"] == pytest.approx(83.633, abs=1e-10) and header["CRVAL2"] == pytest.approx(22.0145, abs=1e-10)


def test_default_centre_is_the_common_target_else_the_mean_pointing(distill, simulated, seam_set, tmp_path):
    distill("map", simulated, *AXIS, f"out={tmp_path / 'target'}")
    header, run = fits.getheader(tmp_path / "target" / "counts.fits"), fits.getheader(run_files(simulated)[0], "EVENTS")
    assert (header["CRVAL1"], header["CRVAL2"]) == pytest.approx((run["RA_OBJ"], run["DEC_OBJ"]), abs=1e-9)

    distill("map", simulated, "usepnt=yes", *AXIS, f"out={tmp_path / 'mean'}")
    header = fits.getheader(tmp_path / "mean" / "counts.fits")
    heads = [fits.getheader(path, "EVENTS") for path in run_files(simulated)]
    mean = SkyCoord([h["RA_PNT"] for h in heads], [h["DEC_PNT"] for h in heads], unit="deg").cartesian.mean()
    assert SkyCoord(mean).spherical.lon.deg == pytest.approx(header["CRVAL1"], abs=1e-4)
    assert SkyCoord(mean).spherical.lat.deg == pytest.approx(header["CRVAL2"], abs=1e-4)

    distill("map", seam_set, "usepnt=yes", *AXIS, f"out={tmp_path / 'seam'}")
    assert abs((fits.getheader(tmp_path / "seam" / "counts.fits")["CRVAL1"] + 180) % 360 - 180) < 0.1


def test_a_galactic_map_is_centred_in_galactic_coordinates(distill, simulated, tmp_path):
    centre = SkyCoord(83.633, 22.0145, unit="deg").galactic
    distill("map", simulated, "frame=galactic", "center=Crab", "proj=CAR", *AXIS, f"out={tmp_path / 'name'}")
    distill("map", simulated, "coordsys=GAL", f"xref={centre.l.deg}", f"yref={centre.b.deg}", "proj=CAR", *AXIS,
            f"out={tmp_path / 'numbers'}")
    for name in ["name", "numbers"]:
        header = fits.getheader(tmp_path / name / "counts.fits")
        assert header["CTYPE1"] == "GLON-CAR" and "RADESYS" not in header
        nx, ny = (header["NAXIS1"] - 1) / 2, (header["NAXIS2"] - 1) / 2
        l, b = WCS(header).wcs_pix2world(nx, ny, 0)
        assert SkyCoord(l, b, unit="deg", frame="galactic").separation(centre).arcsec < 5


def test_like_takes_the_geometry_of_another_map(distill, simulated, tmp_path):
    """gammapy's own oblique CAR, and a map whose centre is not in its middle."""
    from gammapy.maps import Map, WcsGeom

    other = WcsGeom.create(skydir=SkyCoord(184.2, -5.9, unit="deg", frame="galactic"), width=(4, 2), binsz=0.05, proj="CAR",
                           frame="galactic")
    Map.from_geom(other).write(tmp_path / "car.fits")
    distill("map", simulated, *AXIS, f"out={tmp_path / 'base'}")
    with fits.open(tmp_path / "base" / "counts.fits") as hdus:
        cut = fits.PrimaryHDU(hdus[0].data[30:90, 20:100], hdus[0].header)
        cut.header["CRPIX1"] -= 20
        cut.header["CRPIX2"] -= 30
        cut.writeto(tmp_path / "cut.fits")
        inner = hdus[0].data[30:90, 20:100]
    for name in ["car", "cut"]:
        distill("map", simulated, f"like={tmp_path / name}.fits", *AXIS, f"out={tmp_path / name}")
        cube, header = made_cube(tmp_path / name)
        assert np.array_equal(cube, counted(events_of(simulated), header))
        asked = WCS(fits.getheader(tmp_path / f"{name}.fits")).celestial
        nx, ny = header["NAXIS1"], header["NAXIS2"]
        assert (nx, ny) == asked.pixel_shape
        x, y = np.meshgrid([0, nx / 2, nx - 1], [0, ny / 2, ny - 1])
        assert np.allclose(asked.wcs_pix2world(x, y, 0), WCS(header).celestial.wcs_pix2world(x, y, 0), atol=1e-9)
    distill("map", simulated, f"like={tmp_path / 'cut.fits'}", "enumbins=10", "picture=none", f"out={tmp_path / 'again'}")
    assert np.array_equal(fits.getdata(tmp_path / "again" / "counts.fits"),
                          fits.getdata(tmp_path / "again" / "counts_cube.fits", "COUNTS").sum(axis=0))
    assert inner.shape == fits.getdata(tmp_path / "again" / "counts.fits").shape


# ---- several maps ----

def test_maps_of_single_runs_sum_to_the_stacked_one(distill, simulated, tmp_path):
    distill("map", simulated, "product=both", *AXIS, f"out={tmp_path}")
    stacked, _ = made_cube(tmp_path)
    single = [made_cube(tmp_path, f"run_{run}_counts_cube.fits")[0] for run in (1, 2, 3, 4)]
    assert all(one.sum() > 500 for one in single)
    assert np.array_equal(stacked, sum(single))
    assert fits.getheader(tmp_path / "counts.fits")["LIVETIME"] == pytest.approx(
        sum(fits.getheader(tmp_path / f"run_{run}_counts.fits")["LIVETIME"] for run in (1, 2, 3, 4)))


def test_maps_of_a_list_of_targets_are_those_made_one_by_one(distill, simulated, tmp_path):
    positions = {"Crab": "83.633 22.0145", "rim": "85.3 21", "far_away": "266 -29"}
    (tmp_path / "targets.csv").write_text(
        "name,ra,dec\n" + "".join(f"{name},{at.replace(' ', ',')}\n" for name, at in positions.items()))
    many = tmp_path / "many"
    distill("map", simulated, f"targets={tmp_path / 'targets.csv'}", "width=2", *AXIS, f"out={many}")
    for name, centre in positions.items():
        distill("map", simulated, f"center={centre}", "width=2", *AXIS, f"out={tmp_path / name}")
        ours, header = made_cube(many, f"{name}_counts_cube.fits")
        one, other = made_cube(tmp_path / name)
        assert np.array_equal(ours, one) and (name == "far_away") == (one.sum() == 0)
        assert all(header[key] == other[key] for key in ["CRVAL1", "CRVAL2", "CRPIX1", "CDELT1", "CTYPE1"])


def test_a_list_of_targets_may_be_an_astropy_table_or_plain_text(distill, simulated, tmp_path):
    from astropy.table import QTable

    QTable({"name": ["one", "two"], "ra": [83.6, 84.0] * u.deg, "dec": [22, 21.5] * u.deg}).write(tmp_path / "t.ecsv")
    (tmp_path / "t.txt").write_text("# name lon lat\none 83.6 22\ntwo 84.0 21.5\n")
    for file in ["t.ecsv", "t.txt"]:
        distill("map", simulated, f"targets={tmp_path / file}", "width=1", *AXIS, f"out={tmp_path / file[2:]}")
    for name in ["one", "two"]:
        assert np.array_equal(*(made_cube(tmp_path / kind, f"{name}_counts_cube.fits")[0] for kind in ["ecsv", "txt"]))


# ---- pictures ----

def test_smoothing_touches_the_picture_alone(distill, simulated, tmp_path):
    from matplotlib.image import imread

    for name, words in {"plain": [], "smooth": ["smooth=0.1"]}.items():
        distill("map", simulated, "picture=png,svg,pdf", *words, f"out={tmp_path / name}")
    cubes = [made_cube(tmp_path / name)[0] for name in ["plain", "smooth"]]
    assert np.array_equal(*cubes)
    pictures = [imread(tmp_path / name / "counts.png") for name in ["plain", "smooth"]]
    for picture in pictures:
        assert picture.ndim == 3 and min(picture.shape[:2]) > 300
        assert len(np.unique(picture[::9, ::9].reshape(-1, picture.shape[2]), axis=0)) > 20
    assert pictures[0].shape != pictures[1].shape or not np.array_equal(*pictures)
    assert (tmp_path / "plain" / "counts.pdf").read_bytes().startswith(b"%PDF-")
    texts = " ".join(xml.parse(tmp_path / "smooth" / "counts.svg").getroot().itertext())
    assert "Counts" in texts and "smoothed" in texts


@pytest.mark.parametrize("one, other, axis", [("83.0 22.0145", "84.27 22.0145", 1), ("83.633 21.4", "83.633 22.6", 0)],
                         ids=["east is left", "north is up"])
def test_the_picture_shows_the_source_on_its_side(distill, simulated, tmp_path, one, other, axis):
    """The source east (north) of the centre is bright on the left (at the top), compared with one on the other side."""
    from matplotlib.image import imread
    from scipy.ndimage import uniform_filter

    brightness = []
    for name, centre in {"one": one, "other": other}.items():
        distill("map", simulated, f"center={centre}", "width=2", "bin=0.1", "scale=linear", f"out={tmp_path / name}")
        brightness.append(imread(tmp_path / name / "counts.png")[..., :3].mean(axis=2))
    height, width = (min(shape) for shape in zip(*(picture.shape for picture in brightness)))
    difference = uniform_filter(brightness[0][:height, :width] - brightness[1][:height, :width], 25)
    brighter, darker = (np.unravel_index(f(difference), difference.shape)[axis] for f in (np.argmax, np.argmin))
    assert brighter < darker
