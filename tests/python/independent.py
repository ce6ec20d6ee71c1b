"""Counts computed again with astropy and numpy, from the events of a simulated set."""
import erfa
import numpy as np
from astropy.coordinates import SkyCoord
from astropy.io import fits
from astropy.wcs import WCS

EDGES = np.geomspace(0.3, 30, 5)
AXIS = ["emin=0.3", "emax=30", "enumbins=4", "picture=none"]


def run_files(folder):
    return sorted((folder / "data").glob("*.fits"))


def events_of(folder):
    """All events of a set in double precision, with their run's pointing."""
    parts = []
    for path in run_files(folder):
        table, header = fits.getdata(path, "EVENTS"), fits.getheader(path, "EVENTS")
        one = {name: table[name].astype(float) for name in ["TIME", "RA", "DEC", "ENERGY", "DETX", "DETY"]}
        one["PNT"] = np.tile([header["RA_PNT"], header["DEC_PNT"]], (len(table), 1))
        parts.append(one)
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def sky(events):
    return SkyCoord(events["RA"], events["DEC"], unit="deg", frame="icrs")


def counted(events, header, chosen=None):
    """The cube that astropy's WCS and numpy make of events, for the geometry of a header with energy edges EDGES."""
    wcs = WCS(header).celestial
    shape = (len(EDGES) - 1, header["NAXIS2"], header["NAXIS1"])
    position = sky(events)
    lon, lat = position.ra.deg, position.dec.deg
    if header["CTYPE1"].startswith("GLON"):  # SOFA's matrix; astropy's way through FK5 differs by 25 mas
        lon, lat = np.degrees(erfa.icrs2g(position.ra.rad, position.dec.rad))
    x, y = wcs.wcs_world2pix(lon, lat, 0)
    index = np.array([np.searchsorted(EDGES, events["ENERGY"], side="right") - 1, np.floor(y + 0.5), np.floor(x + 0.5)])
    with np.errstate(invalid="ignore"):
        good = np.all(np.isfinite(index) & (index >= 0) & (index < np.array(shape)[:, None]), axis=0)
    if chosen is not None:
        good &= chosen
    cube = np.zeros(shape, dtype=int)
    np.add.at(cube, tuple(index[:, good].astype(int)), 1)
    return cube


def made_cube(folder, name="counts_cube.fits"):
    with fits.open(folder / name) as hdus:
        return hdus["COUNTS"].data.astype(int), hdus["COUNTS"].header
