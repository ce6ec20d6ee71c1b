"""Effective areas, energy dispersions, RAD_MAX, and the responses of whole sets, evaluated by the engine and by gammapy."""
import subprocess

import numpy as np
import pytest
from astropy.coordinates import SkyCoord
from astropy.io import fits
from gammapy import irf

from conftest import real
from responses_kit import ask, compare, DC1, DUMP, file_of, grid, HESS, in_64_bits, inner, MAGIC_RUNS, PROD5, u


AREAS = [(HESS.format(n), "AEFF") for n in (20151, 23523, 23526, 23559, 23592, 29683)]
AREAS += [(DC1, "EFFECTIVE AREA"), (PROD5, "EFFECTIVE AREA"), *((m, "EFFECTIVE AREA") for m in MAGIC_RUNS)]


@pytest.mark.parametrize("name,hdu", AREAS)
def test_effective_area(name, hdu):
    path = file_of(name)
    table = in_64_bits(irf.EffectiveAreaTable2D.read(path, hdu=hdu))
    energy = inner(table.axes["energy_true"], "TeV", 200, 1, table.axes["energy_true"].center.to_value("TeV"))
    offset = inner(table.axes["offset"], "deg", 30, 2, table.axes["offset"].center.to_value("deg"))
    points = grid(energy, offset[offset >= 0])
    theirs = table.evaluate(energy_true=points[:, 0] * u.TeV, offset=points[:, 1] * u.deg).to_value("m2")
    # Where a line ends at 0, both differ by rounding of the largest value.
    compare(f"area {name[-40:]}", ask(path, hdu, "area", points)[:, 0], theirs, 1e-9, 1e-9 * theirs.max())


@pytest.mark.parametrize("name,hdu", AREAS[:2] + AREAS[-4:])
def test_there_is_no_area_outside_of_the_table(name, hdu):
    path = file_of(name)
    table = irf.EffectiveAreaTable2D.read(path, hdu=hdu)
    (e0, e1), (_, o1) = (table.axes[a].edges.value[[0, -1]] for a in ("energy_true", "offset"))
    middle = np.sqrt(e0 * e1)
    points = [(e0 * 0.999, o1 * 0.98), (e1 * 1.001, o1 * 0.98), (middle, o1 * 1.001), (1e-9, 1), (1e9, 1), (np.nan, 1)]
    ours = ask(path, hdu, "area", points)[:, 0]
    theirs = table.evaluate(energy_true=[p[0] for p in points] * u.TeV, offset=[p[1] for p in points] * u.deg)
    assert (ours == 0).all() and (theirs.value == 0).all()


DISPERSIONS = [(HESS.format(n), "EDISP") for n in (20151, 23523, 23592)]
DISPERSIONS += [(DC1, "ENERGY DISPERSION"), (PROD5, "ENERGY DISPERSION"), *((m, "ENERGY DISPERSION") for m in MAGIC_RUNS)]


@pytest.mark.parametrize("name,hdu", DISPERSIONS)
def test_energy_dispersion(name, hdu):
    path = file_of(name)
    table = in_64_bits(irf.EnergyDispersion2D.read(path, hdu=hdu))
    offset = inner(table.axes["offset"], "deg", 3, 3)
    energy = inner(table.axes["energy_true"], "TeV", 40, 4)
    points = grid(energy, np.abs(offset))
    theirs = table.evaluate(energy_true=points[:, :1] * u.TeV, offset=points[:, 1:] * u.deg,
                            migra=table.axes["migra"].center).value
    compare(f"dispersion {name[-40:]}", ask(path, hdu, "dispersion", points), theirs, 1e-9, 1e-9 * theirs.max())

    # Matrices within the energies of the table (beyond them gammapy extrapolates, see energy_dispersion.hpp).
    lo, hi = table.axes["energy_true"].edges.to_value("TeV")[[0, -1]]
    truth = np.geomspace(max(lo, 0.02) * 1.001, min(hi, 90) * 0.999, 61)
    for o in np.abs(offset):
        for reco in (np.geomspace(0.1, 40, 25), np.geomspace(0.01, 300, 41), truth):
            kernel = table.to_edisp_kernel(offset=o * u.deg, energy_true=truth * u.TeV, energy=reco * u.TeV)
            ours = ask(path, hdu, "matrix", [(o, 1, len(truth) - 1, *truth, len(reco) - 1, *reco)])
            ours = ours.reshape(kernel.pdf_matrix.shape)
            assert (ours >= 0).all() and (ours.sum(axis=1) < 1 + 1e-12).all()
            # Cells are differences of an integral that goes up to 1. gammapy extrapolates it, where it is flat, by up to
            # ten thousands of bins: with that, the rounding of 1 grows to 2e-10.
            np.testing.assert_allclose(ours, kernel.pdf_matrix, rtol=1e-6, atol=1e-9)
            compare(f"matrix {name[-40:]} {o:.2f} deg", ours, kernel.pdf_matrix, 1e-6, 3e-5)


def test_a_matrix_of_many_points_is_that_of_finer_bins(hess):
    """Averages over the bin, where gammapy has one point: a property that no choice of ours can fake."""
    path = file_of(HESS.format(23523))
    coarse, reco = np.geomspace(0.3, 30, 9), np.geomspace(0.1, 60, 15)
    fine = np.geomspace(0.3, 30, 8 * 16 + 1)
    mean = ask(path, "EDISP", "matrix", [(0.5, 16, 8, *coarse, 14, *reco)]).reshape(8, 14)
    bins = ask(path, "EDISP", "matrix", [(0.5, 1, 128, *fine, 14, *reco)]).reshape(8, 16, 14)
    np.testing.assert_allclose(mean, bins.mean(axis=1), rtol=1e-11, atol=1e-13)
    one = ask(path, "EDISP", "matrix", [(0.5, 1, 8, *coarse, 14, *reco)]).reshape(8, 14)
    print(f"one point per bin of 0.25 decades misplaces up to {np.abs(one - mean).max():.2f} of the events")
    assert np.abs(one - mean).max() > 0.05


@pytest.mark.parametrize("name", MAGIC_RUNS)
def test_rad_max(name):
    path = file_of(name)
    table = in_64_bits(irf.RadMax2D.read(path, hdu="RAD_MAX"))
    energy = inner(table.axes["energy"], "TeV", 300, 13, table.axes["energy"].center.to_value("TeV"))
    points = grid(energy, np.array([0.395, 0.4, 0.405]))
    theirs = table.evaluate(energy=points[:, 0] * u.TeV, offset=points[:, 1] * u.deg).to_value("deg")
    compare(f"rad_max {name[-40:]}", ask(path, "RAD_MAX", "rad_max", points)[:, 0], theirs, 1e-9)


def test_all_tables_of_all_runs_of_hess(hess):
    """The tests above look closely at some runs; this one looks at all."""
    kinds = {"AEFF": (irf.EffectiveAreaTable2D, "area", "m2"), "EDISP": (irf.EnergyDispersion2D, "dispersion", ""),
             "PSF": (irf.PSF3D, "profile", "sr-1"), "BKG": (irf.Background3D, "rate", "s-1 TeV-1 sr-1")}
    worst, values = dict.fromkeys(kinds, 0.0), dict.fromkeys(kinds, 0)
    for number, path in enumerate(sorted((hess / "data").glob("*.fits.gz"))):
        for hdu, (kind, question, unit) in kinds.items():
            table = in_64_bits(kind.read(path, hdu=hdu))
            names = [name for name in table.axes.names if name != "migra"]
            columns = [inner(table.axes[n], "TeV" if "energy" in n else "deg", 12, 100 * number + k) for k, n in enumerate(names)]
            points = grid(*(np.abs(c) if n == "offset" else c for n, c in zip(names, columns)))
            kwargs = {n: points[:, k : k + 1] * (u.TeV if "energy" in n else u.deg) for k, n in enumerate(names)}
            if hdu == "EDISP":
                kwargs["migra"] = table.axes["migra"].center
            theirs = table.evaluate(**kwargs).to_value(unit)
            ours = ask(path, hdu, question, points)
            some = np.maximum(ours, theirs) > 1e-9 * theirs.max()
            worst[hdu] = max(worst[hdu], (np.abs(ours - theirs) / np.maximum(ours, theirs).clip(1e-300))[some].max())
            values[hdu] += some.sum()
    for hdu in kinds:
        print(f"{hdu:6s} {values[hdu]:8d} values of {number + 1} runs, largest relative difference {worst[hdu]:.1e}")
        assert worst[hdu] < 1e-9 and values[hdu] > 5000


def axes_of_a_test():
    from gammapy.maps import MapAxis
    energy = MapAxis.from_energy_bounds("0.05 TeV", "50 TeV", nbin=11, name="energy_true")
    return energy, MapAxis.from_edges([0, 0.7, 1.5, 3.0], unit="deg", name="offset")


def test_formats_of_which_there_are_no_real_files(tmp_path):
    """PSF_KING and BKG_2D, written and read by gammapy."""
    rng = np.random.default_rng(16)
    energy, offset = axes_of_a_test()
    cells = np.empty((11, 3), dtype=[("gamma", np.float32), ("sigma", np.float32)])
    cells["gamma"], cells["sigma"] = rng.uniform(2, 3, (11, 3)), rng.uniform(0.05, 0.09, (11, 3))
    king = irf.PSFKing(axes=[energy, offset], data=cells, unit={"gamma": u.Unit(""), "sigma": u.deg})
    fits.BinTableHDU(king.to_table(), name="PSF").writeto(tmp_path / "king.fits")
    king = in_64_bits(irf.PSFKing.read(tmp_path / "king.fits", hdu="PSF"))
    points = grid(inner(energy, "TeV", 40, 17), inner(offset, "deg", 20, 18), np.array([0.003, 0.03, 0.1, 0.5]))
    kwargs = dict(energy_true=points[:, 0] * u.TeV, offset=points[:, 1] * u.deg, rad=points[:, 2] * u.deg)
    ours = ask(tmp_path / "king.fits", "PSF", "profile", points)[:, 0]
    compare("king profile", ours, king.evaluate(**kwargs).to_value("sr-1"), 1e-9)
    ours = ask(tmp_path / "king.fits", "PSF", "containment", points)[:, 0]
    compare("king containment", ours, u.Quantity(king.containment(**kwargs)).to_value(""), 1e-9)

    rate = rng.uniform(-12, -3, (11, 3))
    table = irf.Background2D(axes=[energy.copy(name="energy"), offset], data=10.0**rate, unit="s-1 TeV-1 sr-1")
    table.to_table_hdu().writeto(tmp_path / "background.fits")
    table = irf.Background2D.read(tmp_path / "background.fits", hdu="BACKGROUND")
    # gammapy cuts below 1e-38 of the unit in the file, we of s-1 MeV-1 sr-1: far from all that is here.
    points = np.column_stack([inner(energy, "TeV", 500, 19), rng.uniform(-2, 2, 500), rng.uniform(-2, 2, 500)])
    apart = SkyCoord(points[:, 1], points[:, 2], unit="deg").separation(SkyCoord(0, 0, unit="deg"))
    theirs = table.evaluate(energy=points[:, 0] * u.TeV, offset=apart).to_value("s-1 TeV-1 sr-1")
    compare("background 2d", ask(tmp_path / "background.fits", "BACKGROUND", "rate", points)[:, 0], theirs, 1e-9)


@pytest.mark.parametrize("energy_unit,offset_unit,area_unit", [("keV", "rad", "cm2"), ("GeV", "arcmin", "km2"), ("erg", "deg", "m2")])
def test_units_of_tables(tmp_path, energy_unit, offset_unit, area_unit):
    energy, offset = axes_of_a_test()
    data = np.random.default_rng(20).uniform(0, 1e5, (11, 3))
    columns = []
    for name, axis, unit in (("ENERG", energy, energy_unit), ("THETA", offset, offset_unit)):
        edges = axis.edges.to_value(unit)
        columns += [fits.Column(f"{name}_LO", f"{len(edges) - 1}D", unit, array=[edges[:-1]]),
                    fits.Column(f"{name}_HI", f"{len(edges) - 1}D", unit, array=[edges[1:]])]
    columns.append(fits.Column("EFFAREA", "33D", area_unit, dim="(11,3)", array=[(data * u.m**2).to_value(area_unit).T]))
    fits.BinTableHDU.from_columns(columns, name="AEFF").writeto(tmp_path / "area.fits")
    table = irf.EffectiveAreaTable2D.read(tmp_path / "area.fits", hdu="AEFF")
    points = grid(inner(energy, "TeV", 50, 21), inner(offset, "deg", 20, 22))
    theirs = table.evaluate(energy_true=points[:, 0] * u.TeV, offset=points[:, 1] * u.deg).to_value("m2")
    compare(f"area in {energy_unit}, {offset_unit}, {area_unit}", ask(tmp_path / "area.fits", "AEFF", "area", points)[:, 0],
            theirs, 1e-9, 1e-9 * theirs.max())


def responses_of(folder):
    done = subprocess.run([DUMP, "--set", str(folder)], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return [line.split("\t") for line in done.stdout.splitlines()]


@pytest.mark.parametrize("name,types", [("hess-dl3-dr1", {"aeff", "edisp", "psf", "bkg"}),
                                        ("cta-1dc", {"aeff", "edisp", "psf", "bkg"}),
                                        ("magic-rad-max", {"aeff", "edisp", "rad_max"})])
def test_every_run_has_its_responses_with_their_sums(name, types):
    lines = responses_of(real(name))
    used = [line for line in lines if len(line) == 6 and line[1] in types]
    runs = {line[0] for line in used}
    assert all({line[1] for line in used if line[0] == run} == types for run in runs)
    for _, role, hdu, datasum, content_sum, path in used[:12]:
        with fits.open(path, checksum=False) as hdus:
            assert int(datasum) == hdus[hdu]._calculate_datasum()
        assert len(content_sum) == 64
    # Equal tables are read once: as many as there are different sums.
    read = int(lines[-1][1])
    assert read == len({(line[1], line[4]) for line in used})
    print(f"{name}: {len(runs)} runs, {len(used)} tables used, {read} read")
    enclosures = {line[2] for line in lines if len(line) > 2 and line[1] == "enclosure"}
    assert enclosures == ({"point-like"} if name == "magic-rad-max" else {"full"})
