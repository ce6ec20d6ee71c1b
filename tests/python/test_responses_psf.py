"""Point spread functions, evaluated by the engine and by gammapy."""
import numpy as np
import pytest
from gammapy import irf

from responses_kit import ask, compare, DC1, file_of, grid, HESS, in_64_bits, inner, PROD5, u


@pytest.mark.parametrize("run", [20151, 23523, 23526, 23559, 23592, 29683])
def test_psf_table(hess, run):
    path = file_of(HESS.format(run))
    table = in_64_bits(irf.PSF3D.read(path, hdu="PSF"))
    energy = inner(table.axes["energy_true"], "TeV", 40, 5)
    offset = np.abs(inner(table.axes["offset"], "deg", 5, 6))
    rad = inner(table.axes["rad"], "deg", 25, 7)
    points = grid(energy, offset, rad)
    kwargs = dict(energy_true=points[:, 0] * u.TeV, offset=points[:, 1] * u.deg)
    theirs = table.evaluate(rad=points[:, 2] * u.deg, **kwargs).to_value("sr-1")
    compare(f"psf profile {run}", ask(path, "PSF", "profile", points)[:, 0], theirs, 1e-9, 1e-9 * theirs.max())

    # At the edges of the radius both definitions of the containment agree.
    edges = table.axes["rad"].edges.to_value("deg")[1:]
    points = grid(energy, offset, edges[::7])
    kwargs = dict(energy_true=points[:, 0] * u.TeV, offset=points[:, 1] * u.deg)
    theirs = table.containment(rad=points[:, 2] * u.deg, **kwargs).value
    compare(f"psf containment {run}", ask(path, "PSF", "containment", points)[:, 0], theirs, 1e-6, 1e-9)


def test_containment_between_the_edges_grows_with_the_area(hess):
    """gammapy's is linear in the radius. Between the edges ours integrates the density gammapy itself has in the bin."""
    path = file_of(HESS.format(23523))
    table = in_64_bits(irf.PSF3D.read(path, hdu="PSF"))
    rad = table.axes["rad"].edges.to_value("deg")
    energy, offset = table.axes["energy_true"].center.to_value("TeV")[15], 0.5
    density = table.evaluate(energy_true=energy * u.TeV, offset=offset * u.deg, rad=table.axes["rad"].center).to_value("deg-2")
    wanted = rad[:60:3] + 0.3 * np.diff(rad)[:60:3]
    sums = np.concatenate([[0], np.cumsum(density * np.pi * np.diff(rad**2))])
    exact = sums[:60:3] + density[:60:3] * np.pi * (wanted**2 - rad[:60:3] ** 2)
    ours = ask(path, "PSF", "containment", [(energy, offset, r) for r in wanted])[:, 0]
    compare("containment within bins of the radius", ours, exact, 1e-9)
    theirs = table.containment(rad=wanted * u.deg, energy_true=energy * u.TeV, offset=offset * u.deg).value
    print("gammapy there:", np.abs(theirs - exact).max())
    assert np.abs(theirs - exact).max() > 10 * np.abs(ours - exact).max()


def test_a_psf_table_holds_all_it_has_beyond_its_end(hess):
    """gammapy has nothing there: a circle that is larger than the table would contain no events."""
    path = file_of(HESS.format(23523))
    points = [(1.0, 0.5, r) for r in (0.66, 0.67, 1, 5)]
    ours = ask(path, "PSF", "containment", points)[:, 0]
    assert (np.diff(ours) >= 0).all() and ours[-1] == pytest.approx(1, abs=2e-3)
    theirs = irf.PSF3D.read(path, hdu="PSF").containment(rad=1 * u.deg, energy_true=1 * u.TeV, offset=0.5 * u.deg)
    assert theirs == 0


PSFS = [(HESS.format(23523), "PSF", irf.PSF3D), (DC1, "POINT SPREAD FUNCTION", irf.EnergyDependentMultiGaussPSF),
        (PROD5, "POINT SPREAD FUNCTION", irf.EnergyDependentMultiGaussPSF)]


@pytest.mark.parametrize("name,hdu,kind", PSFS)
def test_containment_radius_is_the_inverse_of_containment(name, hdu, kind):
    path = file_of(name)
    table = kind.read(path, hdu=hdu)
    points = grid(np.array([0.6, 1.3, 4.2]), np.array([0.0, 0.7, 1.4]), np.array([0.05, 0.39, 0.68, 0.95]))
    radius = ask(path, hdu, "radius", points)[:, 0]
    back = ask(path, hdu, "containment", np.column_stack([points[:, :2], radius]))[:, 0]
    compare(f"inverse {name[-40:]}", back, points[:, 2], 1e-11)
    theirs = np.array([table.containment_radius(f, energy_true=e * u.TeV, offset=o * u.deg).to_value("deg").item()
                       for e, o, f in points])
    # gammapy answers with the nearest of its points, and is linear in the radius within a bin: that is to be seen
    # in the innermost bins alone.
    width = table.axes["rad"].bin_width.max().to_value("deg") if kind is irf.PSF3D else 0.01
    difference = np.abs(radius - theirs)
    inside = points[:, 2] < 0.1
    print(f"radius {name[-40:]}: largest differences {difference[inside].max():.1e}, {difference[~inside].max():.1e} deg, "
          f"gammapy's step is {width / 20:.1e} deg")
    assert difference[~inside].max() < 0.51 * width / 20 and difference[inside].max() < width


def valid_around(table, energy, offset):
    """Points none of whose four cells lacks a PSF: gammapy reads SIGMA = 0 as 1 deg."""
    bad = table.data["sigma_1"] == 1.0
    e, o = table.axes["energy_true"].center.to_value("TeV"), table.axes["offset"].center.to_value("deg")
    i = np.clip(np.searchsorted(e, energy) - 1, 0, len(e) - 2)
    k = np.clip(np.searchsorted(o, offset) - 1, 0, len(o) - 2)
    return ~(bad[i, k] | bad[i + 1, k] | bad[i, k + 1] | bad[i + 1, k + 1])


@pytest.mark.parametrize("name", [DC1, PROD5])
def test_psf_of_three_gaussians(name):
    path, hdu = file_of(name), "POINT SPREAD FUNCTION"
    table = in_64_bits(irf.EnergyDependentMultiGaussPSF.read(path, hdu=hdu))
    energy, offset = inner(table.axes["energy_true"], "TeV", 60, 8), inner(table.axes["offset"], "deg", 12, 9)
    points = grid(energy, offset, np.array([0.003, 0.03, 0.1, 0.3]))
    valid = valid_around(table, points[:, 0], points[:, 1])
    points = points[valid]
    print(f"{(~valid).sum()} of {len(valid)} points are next to cells without a PSF")
    kwargs = dict(energy_true=points[:, 0] * u.TeV, offset=points[:, 1] * u.deg)
    rad = points[:, 2] * u.deg
    compare(f"3gauss profile {name[:10]}", ask(path, hdu, "profile", points)[:, 0],
            table.evaluate(rad=rad, **kwargs).to_value("sr-1"), 1e-9, 1e-6)
    compare(f"3gauss containment {name[:10]}", ask(path, hdu, "containment", points)[:, 0],
            u.Quantity(table.containment(rad=rad, **kwargs)).to_value(""), 1e-9)


def test_next_to_cells_without_a_psf_its_width_stays_what_it_was(cta_1dc):
    """Half-way to the first cell without a PSF, gammapy has one of half a degree, for one of a hundredth."""
    path, hdu = file_of(DC1), "POINT SPREAD FUNCTION"
    table = irf.EnergyDependentMultiGaussPSF.read(path, hdu=hdu)
    bad = table.data["sigma_1"] == 1.0
    e, o = table.axes["energy_true"].center.to_value("TeV"), table.axes["offset"].center.to_value("deg")
    checked = 0
    for k in range(len(o)):
        for i in range(len(e) - 1):
            if bad[i, k] == bad[i + 1, k]:
                continue
            known = e[i + 1] if bad[i, k] else e[i]
            between = np.sqrt(e[i] * e[i + 1])
            ours = ask(path, hdu, "radius", [(between, o[k], 0.68), (known, o[k], 0.68)])[:, 0]
            theirs = table.containment_radius(0.68, energy_true=between * u.TeV, offset=o[k] * u.deg).to_value("deg").item()
            assert ours[0] == pytest.approx(ours[1], rel=1e-9)
            checked += theirs > 3 * ours[0]
    print(f"gammapy's radius is more than 3 times as large next to {checked} cells")
    assert checked > 3
