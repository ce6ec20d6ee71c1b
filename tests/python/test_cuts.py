"""Cuts on position, time, energy and columns, against astropy, numpy and the regions package."""
import numpy as np
import pytest
from astropy import units as u
from astropy.coordinates import SkyCoord
from astropy.io import fits
from astropy.time import Time
from astropy.wcs import WCS
from independent import AXIS, EDGES, counted, events_of, made_cube, run_files, sky


def assert_selects(distill, data, tmp_path, words, chosen):
    """A map of all the sky with these words holds the chosen events and no other."""
    out = tmp_path / "cut"
    report = distill.json("map", data, *words, "proj=CAR", "width=360,180", "bin=1", "center=0 0", *AXIS, "clobber=yes", f"out={out}")
    cube, header = made_cube(out)
    events = events_of(data)
    assert 0 < chosen.sum() < len(chosen)
    assert np.array_equal(cube, counted(events, header, chosen)), f"{cube.sum()} instead of {counted(events, header, chosen).sum()}"
    assert report["events"]["read"] == len(chosen)
    assert report["events"]["read"] == report["events"]["kept"] + sum(report["events"]["removed"].values())
    return report


def position_angle_frame(events, lon, lat):
    """Offsets along the (rotated) axes of a box: native coordinates around its centre, as in astropy's SkyOffsetFrame."""
    frame = SkyCoord(lon, lat, unit="deg").skyoffset_frame
    return sky(events).transform_to(frame())


@pytest.mark.parametrize("cut, inside", [
    ("cone=83.7,22.1,0.8", lambda e: sky(e).separation(SkyCoord(83.7, 22.1, unit="deg")).deg < 0.8),
    ("annulus=83.7,22.1,0.3,0.8",
     lambda e: (sky(e).separation(SkyCoord(83.7, 22.1, unit="deg")).deg < 0.8)
     & (sky(e).separation(SkyCoord(83.7, 22.1, unit="deg")).deg >= 0.3)),
    ("region=galactic;circle(184.5,-5.8,0.7)",
     lambda e: sky(e).separation(SkyCoord(184.5, -5.8, unit="deg", frame="galactic")).deg < 0.7),
    ("region=circle(83.6,22,1);-circle(84,22,0.4);-circle(83.2,22.2,10')",
     lambda e: (sky(e).separation(SkyCoord(83.6, 22, unit="deg")).deg < 1)
     & ~(sky(e).separation(SkyCoord(84, 22, unit="deg")).deg < 0.4)
     & ~(sky(e).separation(SkyCoord(83.2, 22.2, unit="deg")).deg < 10 / 60)),
    ("region=circle(83.0,22,0.5);circle(84.2,22,0.5)",
     lambda e: (sky(e).separation(SkyCoord(83, 22, unit="deg")).deg < 0.5)
     | (sky(e).separation(SkyCoord(84.2, 22, unit="deg")).deg < 0.5)),
    ("region=-circle(83.6,22,0.5)", lambda e: ~(sky(e).separation(SkyCoord(83.6, 22, unit="deg")).deg < 0.5)),
    ("offset-max=0.7", lambda e: offset(e) < 0.7), ("offset-min=1.2", lambda e: offset(e) >= 1.2),
], ids=lambda value: value if isinstance(value, str) else "")
def test_a_cut_on_the_sky_keeps_what_astropy_keeps(distill, simulated, tmp_path, cut, inside):
    assert_selects(distill, simulated, tmp_path, [cut], inside(events_of(simulated)))


def offset(events):
    return sky(events).separation(SkyCoord(events["PNT"][:, 0], events["PNT"][:, 1], unit="deg")).deg


def test_a_region_file_of_ds9_with_exclusions_keeps_what_the_regions_package_keeps(distill, simulated, tmp_path):
    """Shapes by another package on a fine tangential image: it knows pixels, so a few events at the rims may differ."""
    from regions import Regions

    text = "# Region file format: DS9\nglobal color=green\nfk5\n" \
           "circle(83.633,22.0145,3600\")\nellipse(84.9,22.4,0.5,0.25,30)\n-box(83.3,22.2,0.6,0.4,20)\n" \
           "polygon(82.2,21.0,83.0,21.0,82.6,21.6)\n"
    (tmp_path / "crab.reg").write_text(text)
    report = distill.json("map", simulated, f"region={tmp_path / 'crab.reg'}", *AXIS, f"out={tmp_path / 'out'}")
    wcs = WCS(naxis=2)
    wcs.wcs.ctype, wcs.wcs.crval, wcs.wcs.cdelt, wcs.wcs.crpix = ["RA---TAN", "DEC--TAN"], [83.633, 22.0145], [-0.001, 0.001], [1, 1]
    events = events_of(simulated)
    inside = np.zeros(len(events["RA"]), bool)
    excluded = inside.copy()
    for region in Regions.parse(text.replace("-box", "box"), format="ds9"):
        found = region.contains(sky(events), wcs)
        if type(region).__name__.startswith("Rectangle"):
            excluded |= found
        else:
            inside |= found
    energies = (events["ENERGY"] >= EDGES[0]) & (events["ENERGY"] < EDGES[-1])
    expected = (inside & ~excluded & energies).sum()
    assert abs(report["events"]["kept"] - expected) <= 5 < 500 < expected


def test_boxes_and_polygons_have_great_circles_for_sides(distill, simulated, tmp_path):
    events = events_of(simulated)
    native = position_angle_frame(events, 83.6, 22)
    x, y = (native.cartesian.y / native.cartesian.x).value, (native.cartesian.z / native.cartesian.x).value
    half = np.tan(np.radians([0.8, 0.5]))
    # On the tangential plane great circles are straight lines; the box's middles are at its half width and height.
    box = assert_selects_near(distill, simulated, tmp_path, ["box=83.6,22,1.6,1.0"], (abs(x) < half[0]) & (abs(y) < half[1]))
    assert box > 500
    corners = SkyCoord([83.0, 84.5, 83.8], [21.5, 21.8, 22.9], unit="deg").cartesian.xyz.value.T
    v = sky(events).cartesian.xyz.value.T
    sides = [np.cross(corners[i], corners[(i + 1) % 3]) @ v.T for i in range(3)]
    inside = np.all(np.array(sides) > 0, axis=0) | np.all(np.array(sides) < 0, axis=0)
    assert_selects(distill, simulated, tmp_path, ["polygon=83.0,21.5,84.5,21.8,83.8,22.9"], inside)


def assert_selects_near(distill, data, tmp_path, words, chosen):
    """As assert_selects, for shapes whose rim may be drawn in two ways that differ by far less than an event."""
    report = distill.json("map", data, *words, "enumbins=0", "picture=none", "clobber=yes", f"out={tmp_path / 'near'}")
    assert abs(report["events"]["kept"] - chosen.sum()) <= 3
    return report["events"]["kept"]


def test_times_may_be_mjd_iso_in_any_scale_or_mission_seconds(distill, simulated, tmp_path):
    events, header = events_of(simulated), fits.getheader(run_files(simulated)[0], "EVENTS")
    zero = Time(header["MJDREFI"], header["MJDREFF"], format="mjd", scale="tt")
    start, stop = zero + (header["TSTART"] + 400) * u.s, zero + (header["TSTART"] + 5000) * u.s
    met = [(t - zero).to_value("s") for t in (start, stop)]
    chosen = (events["TIME"] >= met[0]) & (events["TIME"] < met[1])
    reports = [assert_selects(distill, simulated, tmp_path, [f"tmin={a}", f"tmax={b}"], chosen) for a, b in [
        (f"{start.tt.isot} TT", f"{stop.tt.isot} TT"), (f"{start.utc.isot} UTC", f"{stop.utc.isot} UTC"),
        (f"{start.utc.isot}Z", f"{stop.utc.isot}Z"), (f"{start.tai.isot} TAI", f"{stop.tai.isot} TAI"),
        (f"{start.tt.mjd:.12f}", f"{stop.tt.mjd:.12f}"), (f"met:{met[0]!r}", f"met:{met[1]!r}")]]
    # 1280 s of the first run, all of the second and third; ends 5000 s after the first began.
    good = sum(max(0, min(h["TSTOP"], met[1]) - max(h["TSTART"], met[0]))
               for h in (fits.getheader(path, "EVENTS") for path in run_files(simulated)))
    for report in reports:
        assert report["ontime_s"] == pytest.approx(good, abs=1e-3)
        assert report["livetime_s"] == pytest.approx(good * header["DEADC"], abs=1e-3)


def test_times_on_the_ends_of_a_window_are_half_open(distill, simulated, tmp_path):
    times = np.sort(events_of(simulated)["TIME"])
    first, last = float(times[1000]), float(times[3000])
    report = distill.json("map", simulated, f"tmin=met:{first!r}", f"tmax=met:{last!r}", "enumbins=0", "picture=none",
                          f"out={tmp_path}")
    assert report["events"]["kept"] == 2000


@pytest.mark.parametrize("expression, condition", [
    ("ENERGY > 1", lambda e: e["ENERGY"] > 1), ("ENERGY > 1 && DETX < 0", lambda e: (e["ENERGY"] > 1) & (e["DETX"] < 0)),
    ("ENERGY < 0.5 || DETY >= 0.25", lambda e: (e["ENERGY"] < 0.5) | (e["DETY"] >= 0.25)),
    ("!(DETX < 0) && DETY*DETY + DETX**2 < 0.5", lambda e: ~(e["DETX"] < 0) & (e["DETY"] ** 2 + e["DETX"] ** 2 < 0.5)),
    ("log10(ENERGY) > -0.2", lambda e: np.log10(e["ENERGY"]) > -0.2), ("abs(DETX) <= 0.3", lambda e: abs(e["DETX"]) <= 0.3),
    ("sqrt(DETX**2+DETY**2) < 1 && energy >= 0.4", lambda e: (np.hypot(e["DETX"], e["DETY"]) < 1) & (e["ENERGY"] >= 0.4)),
    ("-DETX > 0.1 * 2", lambda e: -e["DETX"] > 0.2)])
def test_a_condition_on_columns_keeps_what_numpy_keeps(distill, simulated, tmp_path, expression, condition):
    assert_selects(distill, simulated, tmp_path, [f"where={expression}"], condition(events_of(simulated)))


def test_a_condition_on_an_integer_column_of_64_bits_is_exact(distill, simulated, tmp_path):
    """Ids that differ by one beyond 2^53 are one number as doubles."""
    run = tmp_path / "run.fits"
    with fits.open(run_files(simulated)[0]) as hdus:
        hdus["EVENTS"].data = hdus["EVENTS"].data[:100]
        hdus["EVENTS"].data["EVENT_ID"] = 2**60 + np.arange(100)
        hdus.writeto(run)
    report = distill.json("map", run, f"where=EVENT_ID == {2**60 + 7}", "enumbins=0", "picture=none", f"out={tmp_path / 'out'}")
    assert report["events"]["kept"] == 1


def test_zenith_cuts_use_the_altitude_column(distill, simulated, tmp_path):
    run = tmp_path / "run.fits"
    with fits.open(run_files(simulated)[0]) as hdus:
        altitude = np.linspace(40, 80, len(hdus["EVENTS"].data))
        columns = hdus["EVENTS"].columns + fits.ColDefs([fits.Column("ALT", "E", unit="deg", array=altitude)])
        hdus["EVENTS"] = fits.BinTableHDU.from_columns(columns, header=hdus["EVENTS"].header, name="EVENTS")
        hdus.writeto(run)
    zenith = 90 - altitude.astype(np.float32).astype(float)
    report = distill.json("map", run, "zenith-min=15", "zenith-max=30", "enumbins=0", "picture=none", f"out={tmp_path / 'out'}")
    assert report["events"]["kept"] == ((zenith >= 15) & (zenith < 30)).sum()


def test_cuts_count_each_event_once_in_the_order_they_are_made(distill, simulated, tmp_path):
    report = distill.json("map", simulated, "emin=0.5", "cone=83.633,22.0145,1", "offset-max=1.5", "where=DETX > 0",
                          "tmin=2025-01-01T00:10:00 TT", "picture=none", f"out={tmp_path}")
    removed = report["events"]["removed"]
    assert all(removed[cut] > 0 for cut in ["time", "energy", "offset", "region", "where"])
    for run in [report, *report["inputs"]]:
        assert run["events"]["read"] == run["events"]["kept"] + sum(run["events"]["removed"].values())
    for name in ["read", "kept"]:
        assert report["events"][name] == sum(run["events"][name] for run in report["inputs"])
