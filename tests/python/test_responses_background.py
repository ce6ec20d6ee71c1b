"""Background rates and places in the field of view, by the engine and by gammapy."""
import numpy as np
import pytest
from astropy.coordinates import SkyCoord, SkyOffsetFrame
from astropy.io import fits
from gammapy import irf

from responses_kit import ask, compare, DC1, file_of, grid, HESS, in_64_bits, inner, PROD5, u


BACKGROUNDS = [(HESS.format(n), "BKG") for n in (20151, 23523, 23526, 23559, 23592, 29683)]
BACKGROUNDS += [(DC1, "BACKGROUND"), (PROD5, "BACKGROUND")]


def background_points(table, n_energy, n_place):
    energy = inner(table.axes["energy"], "TeV", n_energy, 10)
    lon, lat = inner(table.axes["fov_lon"], "deg", n_place, 11), inner(table.axes["fov_lat"], "deg", n_place, 12)
    return energy, lon, lat


@pytest.mark.parametrize("name,hdu", BACKGROUNDS)
def test_background_rate(name, hdu):
    path = file_of(name)
    raw = irf.Background3D.read(path, hdu=hdu)
    table = in_64_bits(irf.Background3D.read(path, hdu=hdu))
    energy, lon, lat = background_points(table, 40, 12)
    points = grid(energy, lon, lat)
    kwargs = dict(energy=points[:, 0] * u.TeV, fov_lon=points[:, 1] * u.deg, fov_lat=points[:, 2] * u.deg)
    theirs = table.evaluate(**kwargs).to_value("s-1 TeV-1 sr-1")
    ours = ask(path, hdu, "rate", points)[:, 0]
    compare(f"background {name[-40:]}", ours, theirs, 1e-9, 1e-12 * theirs.max())
    as_it_is = raw.evaluate(**kwargs).to_value("s-1 TeV-1 sr-1")
    compare("  with gammapy's 32-bit logarithms", ours, as_it_is, 5e-6, 1e-12 * theirs.max())


@pytest.mark.parametrize("name,hdu", BACKGROUNDS[:2] + BACKGROUNDS[-2:])
def test_background_in_energy_bands(name, hdu):
    path = file_of(name)
    table = in_64_bits(irf.Background3D.read(path, hdu=hdu))
    _, lon, lat = background_points(table, 1, 10)
    edges = np.geomspace(0.15, 60, 13)
    head = [(x, y) for x in lon for y in lat]
    x, y = (np.array([p[k] for p in head]) for k in (0, 1))

    def theirs(energies):
        rate = table.integrate_log_log(axis_name="energy", energy=energies.reshape(-1, 1) * u.TeV,
                                       fov_lon=x * u.deg, fov_lat=y * u.deg)
        return rate.to_value("s-1 sr-1")

    floor = 1e-12 * theirs(edges).max()
    ours = ask(path, hdu, "bands", [(*p, "edges", 12, *edges) for p in head])
    compare(f"bands by their edges {name[-40:]}", ours, theirs(edges).T, 1e-8, floor)

    # With the points of the table among them, gammapy's integral is of the same power laws as ours.
    centres = table.axes["energy"].center.to_value("TeV")
    fine = np.unique(np.concatenate([edges, centres[(centres > edges[0]) & (centres < edges[-1])]]))
    pieces = theirs(fine)
    bin_of = np.searchsorted(edges, np.sqrt(fine[:-1] * fine[1:])) - 1
    exact = np.array([pieces[bin_of == b].sum(axis=0) for b in range(12)]).T
    ours = ask(path, hdu, "bands", [(*p, "table", 12, *edges) for p in head])
    compare(f"bands, exact {name[-40:]}", ours, exact, 1e-8, floor)
    some = exact > floor
    print(f"  edges alone are off by up to {np.abs(theirs(edges).T[some] / exact[some] - 1).max():.1e}")


def test_events_tell_the_order_of_the_background_of_hess(hess):
    """DETY runs fastest in BKG_3D of H.E.S.S. DR1, whatever the order of its columns: the events lie so.

    The likelihood of the events off the sources under the engine's rates is compared with that under rates whose axes are
    exchanged, or turned."""
    total, count = np.zeros(8), 0
    for path in sorted((hess / "data").glob("*.fits.gz")):
        with fits.open(path) as hdus:
            header, events = hdus["EVENTS"].header, hdus["EVENTS"].data
            pointing = SkyCoord(header["RA_PNT"], header["DEC_PNT"], unit="deg")
            source = SkyCoord(header["RA_OBJ"], header["DEC_OBJ"], unit="deg")
            sky = SkyCoord(events["RA"], events["DEC"], unit="deg")
            field = sky.transform_to(SkyOffsetFrame(origin=pointing))
            x, y, e = field.lon.wrap_at("180d").deg, field.lat.deg, events["ENERGY"].astype(float)
            keep = (e > 0.3) & (e < 50) & (np.hypot(x, y) < 1.9) & (sky.separation(source).deg > 0.35)
        x, y, e = x[keep], y[keep], e[keep]
        turned = [(x, y), (y, x), (-x, y), (x, -y), (-x, -y), (y, -x), (-y, x), (-y, -x)]
        points = np.concatenate([np.column_stack([e, a, b]) for a, b in turned])
        rates = ask(path, "BKG", "rate", points)[:, 0].reshape(8, -1)
        some = (rates > 1e-12 * rates.max()).all(axis=0)
        total += np.log(rates[:, some]).sum(axis=1)
        count += some.sum()
    print(f"{count} events; ln L less than ours:", np.round(total - total[0], 1))
    assert (total[1:] < total[0] - 500).all()


def test_places_in_the_field_of_view():
    from gammapy.utils.coordinates import sky_to_fov
    rng = np.random.default_rng(14)
    points = []
    for _ in range(200):
        pointing = SkyCoord(rng.uniform(0, 360), rng.uniform(-89, 89), unit="deg")
        target = pointing.directional_offset_by(rng.uniform(0, 360) * u.deg, rng.uniform(0, 8) * u.deg)
        points.append((pointing.ra.deg, pointing.dec.deg, target.ra.deg, target.dec.deg))
    points = np.array(points)
    ours = ask("-", "-", "field", points)
    pointing, target = SkyCoord(*points[:, :2].T, unit="deg"), SkyCoord(*points[:, 2:].T, unit="deg")
    field = target.transform_to(SkyOffsetFrame(origin=pointing))
    np.testing.assert_allclose(ours[:, 0], field.lon.wrap_at("180d").deg, atol=1e-11)
    np.testing.assert_allclose(ours[:, 1], field.lat.deg, atol=1e-11)
    np.testing.assert_allclose(ours[:, 2], target.separation(pointing).deg, atol=1e-11)

    # ALTAZ: a horizon whose zenith is the celestial pole is a sky of right ascensions. Azimuth grows against them.
    ours = ask("-", "-", "altaz", np.column_stack([np.zeros(len(points)), np.full(len(points), 90.0), points]))
    lon, lat = sky_to_fov(-points[:, 2] * u.deg, points[:, 3] * u.deg, -points[:, 0] * u.deg, points[:, 1] * u.deg)
    np.testing.assert_allclose(ours[:, 0], lon.wrap_at("180d").deg, atol=1e-11)
    np.testing.assert_allclose(ours[:, 1], lat.deg, atol=1e-11)


def test_zenith_and_alignment_to_the_horizon():
    """Against astropy, whose UT1 is the measured one: 0.9 s of it are 14 arcsec, and next to nothing in the field of view."""
    from astropy.coordinates import AltAz, EarthLocation
    from astropy.time import Time
    from astropy.utils import iers
    from gammapy.utils.coordinates import sky_to_fov
    iers.conf.auto_download = False
    rng = np.random.default_rng(15)
    for lon, lat in ((16.5, -23.27), (-17.9, 28.76), (-70.3, -24.7)):
        mjd = rng.uniform(53005, 57000, 20)
        ours = ask("-", "-", "zenith", np.column_stack([mjd, np.full(20, lon), np.full(20, lat)]))
        place = EarthLocation.from_geodetic(lon, lat, 0)
        horizon = AltAz(obstime=Time(mjd, format="mjd", scale="utc"), location=place)
        truth = SkyCoord(np.zeros(20), np.full(20, 90), unit="deg", frame=horizon).icrs
        apart = SkyCoord(*ours.T, unit="deg").separation(truth)
        assert apart.arcsec.max() < 20
        # Field positions of a target 2 deg from a pointing between 10 and 60 deg from the zenith.
        pointing = truth.directional_offset_by(rng.uniform(0, 360, 20) * u.deg, rng.uniform(10, 60, 20) * u.deg)
        target = pointing.directional_offset_by(rng.uniform(0, 360, 20) * u.deg, 2 * u.deg)
        columns = [ours[:, 0], ours[:, 1], pointing.ra.deg, pointing.dec.deg, target.ra.deg, target.dec.deg]
        field = ask("-", "-", "altaz", np.column_stack(columns))
        at, towards = target.transform_to(horizon), pointing.transform_to(horizon)
        x, y = sky_to_fov(at.az, at.alt, towards.az, towards.alt)
        difference = np.hypot(field[:, 0] - x.wrap_at("180d").deg, field[:, 1] - y.deg)
        print(f"zenith within {apart.arcsec.max():.1f} arcsec, places in ALTAZ within {difference.max() * 3600:.1f} arcsec")
        assert difference.max() < 10 / 3600
