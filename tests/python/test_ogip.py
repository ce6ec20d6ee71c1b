"""OGIP files: what we write, gammapy reads, exactly; what gammapy writes, we read."""
import subprocess

import numpy as np
import pytest
from astropy.io import fits
from gammapy.datasets import SpectrumDatasetOnOff

from conftest import fitsverify
from spectra_tools import CRAB_RUNS, DUMP, crab_spectra, dump_text

KINDS = ("pha", "bkg", "arf", "rmf")


@pytest.fixture(scope="module")
def theirs(hess, tmp_path_factory):
    return crab_spectra(hess, tmp_path_factory.mktemp("theirs"))


@pytest.fixture(scope="module")
def ours(theirs, tmp_path_factory):
    folder = tmp_path_factory.mktemp("ours")
    for run, path in theirs.items():
        dump_text("ogip", f"pha={path}", f"out={folder}")
    return folder


@pytest.mark.parametrize("run", CRAB_RUNS)
def test_gammapy_reads_exactly_what_we_wrote(theirs, ours, run):
    a = SpectrumDatasetOnOff.read(theirs[run])
    b = SpectrumDatasetOnOff.read(ours / f"pha_obs{run}.fits")
    assert b.name == str(run)
    assert a.counts.data.sum() > 100 and a.counts_off.data.sum() > 200
    np.testing.assert_array_equal(b.counts.data, a.counts.data)
    np.testing.assert_array_equal(b.counts_off.data, a.counts_off.data)
    np.testing.assert_array_equal(b.alpha.data, a.alpha.data)
    np.testing.assert_array_equal(b.mask_safe.data, a.mask_safe.data)
    assert not a.mask_safe.data.all() and a.mask_safe.data.any()
    assert b.exposure.unit.is_equivalent("m2 s")
    np.testing.assert_allclose(b.exposure.quantity.to_value("m2 s"), a.exposure.quantity.to_value("m2 s"), rtol=1e-12)
    assert b.exposure.meta["livetime"] == a.exposure.meta["livetime"]
    np.testing.assert_array_equal(b.edisp.get_edisp_kernel().pdf_matrix, a.edisp.get_edisp_kernel().pdf_matrix)
    for axis in ("energy", "energy_true"):
        left = (a.counts if axis == "energy" else a.exposure).geom.axes[axis].edges.to_value("TeV")
        right = (b.counts if axis == "energy" else b.exposure).geom.axes[axis].edges.to_value("TeV")
        np.testing.assert_allclose(right, left, rtol=1e-14)
    assert len(b.gti.table) > 0
    # And it predicts: the matrix is not shifted by a channel.
    from gammapy.modeling.models import PowerLawSpectralModel, SkyModel
    for dataset in (a, b):
        dataset.models = [SkyModel(PowerLawSpectralModel(), name=f"crab-{id(dataset)}")]
    np.testing.assert_allclose(b.npred_signal().data, a.npred_signal().data, rtol=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_the_files_are_valid_fits_with_right_checksums(ours, kind):
    for run in CRAB_RUNS:
        path = ours / f"{kind}_obs{run}.fits"
        fitsverify(path)
        with fits.open(path, checksum=True) as hdus:
            import warnings
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                for hdu in hdus:
                    assert hdu.verify_checksum() == 1 and hdu.verify_datasum() == 1
            assert {"INPUTS", "PROVENANCE"} <= {hdu.name for hdu in hdus}


def test_the_headers_say_what_ogip_asks(ours):
    run = CRAB_RUNS[0]
    with fits.open(ours / f"pha_obs{run}.fits") as hdus:
        header, columns = hdus["SPECTRUM"].header, hdus["SPECTRUM"].columns
        assert {c.name: c.format.lstrip("1") for c in columns} == {"CHANNEL": "I", "COUNTS": "J", "QUALITY": "I",
                                                                   "BACKSCAL": "D"}
        assert hdus["SPECTRUM"].data["CHANNEL"][0] == 0 and header["TLMIN1"] == 0
        assert hdus["SPECTRUM"].data["QUALITY"].dtype == np.dtype(">i2")
        wanted = {"HDUCLASS": "OGIP", "HDUCLAS1": "SPECTRUM", "HDUCLAS2": "TOTAL", "HDUCLAS3": "COUNT",
                  "CHANTYPE": "PI", "AREASCAL": 1, "POISSERR": True, "TELESCOP": "HESS", "OBS_ID": str(run),
                  "ANCRFILE": f"arf_obs{run}.fits", "BACKFILE": f"bkg_obs{run}.fits",
                  "RESPFILE": f"rmf_obs{run}.fits", "DETCHANS": len(hdus["SPECTRUM"].data)}
        assert {key: header[key] for key in wanted} == wanted
        assert {"INSTRUME", "FILTER", "EXPOSURE"} <= set(header)
        assert hdus["EBOUNDS"].columns["E_MIN"].unit == "keV"
        assert hdus["EBOUNDS"].data["E_MIN"][0] == pytest.approx(1e8)
        assert "GTI" in hdus
    with fits.open(ours / f"bkg_obs{run}.fits") as hdus:
        assert hdus["SPECTRUM"].header["HDUCLAS2"] == "BKG"
        assert hdus["SPECTRUM"].data["BACKSCAL"][0] == 12
    with fits.open(ours / f"arf_obs{run}.fits") as arf, fits.open(ours / f"rmf_obs{run}.fits") as rmf:
        assert [(c.name, c.unit) for c in arf["SPECRESP"].columns] == [("ENERG_LO", "keV"), ("ENERG_HI", "keV"),
                                                                       ("SPECRESP", "cm2")]
        assert arf["SPECRESP"].header["LO_THRES"] == 0.5
        assert [c.format.split("(")[0].lstrip("1") for c in rmf["MATRIX"].columns] == ["D", "D", "I", "PI", "PI", "PE"]
        assert rmf["MATRIX"].header["TLMIN4"] == 0
        assert rmf["MATRIX"].header["HDUCLAS2"] == "RSP_MATRIX" and rmf["MATRIX"].header["NUMELT"] > 0
        for column in ("ENERG_LO", "ENERG_HI"):
            np.testing.assert_array_equal(arf["SPECRESP"].data[column], rmf["MATRIX"].data[column])
        assert rmf["EBOUNDS"].header["DETCHANS"] == rmf["MATRIX"].header["DETCHANS"]


def test_the_same_content_gives_the_same_bytes(theirs, ours, tmp_path):
    run = CRAB_RUNS[0]
    dump_text("ogip", f"pha={theirs[run]}", f"out={tmp_path}")
    for kind in KINDS:
        name = f"{kind}_obs{run}.fits"
        assert (tmp_path / name).read_bytes() == (ours / name).read_bytes()


def test_a_sum_of_runs_has_a_name_instead_of_an_id(ours, tmp_path):
    dump_text("ogip", f"pha={ours / f'pha_obs{CRAB_RUNS[0]}.fits'}", f"out={tmp_path}", "name=stacked", "runs=2")
    assert SpectrumDatasetOnOff.read(tmp_path / "pha_obsstacked.fits").name == "stacked"


def refused(tmp_path, run):
    out = tmp_path / "out"
    out.mkdir()
    done = subprocess.run([DUMP, "ogip", f"pha={tmp_path / f'pha_obs{run}.fits'}", f"out={out}"], capture_output=True,
                          text=True)
    assert done.returncode == 1, done.stdout
    return done.stderr


def damaged(folder, tmp_path, run, kind, change):
    """What is said of a copy of the set in which one table was changed."""
    for each in KINDS:
        name = f"{each}_obs{run}.fits"
        with fits.open(folder / name) as hdus:
            if each == kind:
                change(hdus)
            hdus.writeto(tmp_path / name)
    return refused(tmp_path, run)


def shorten(name):
    def change(hdus):
        hdus[name].data = hdus[name].data[:-1]
    return change


def put(name, column, row, value):
    def change(hdus):
        hdus[name].data[column][row] = value
    return change


def key(name, keyword, value):
    def change(hdus):
        hdus[name].header[keyword] = value
    return change


@pytest.mark.parametrize("kind, change, said", [
    ("bkg", shorten("SPECTRUM"), "channels, but EBOUNDS has"),
    ("rmf", shorten("EBOUNDS"), "EBOUNDS has"),
    ("arf", shorten("SPECRESP"), "not those of the effective area"),
    ("arf", put("SPECRESP", "SPECRESP", 3, np.nan), "not a finite number"),
    ("arf", put("SPECRESP", "SPECRESP", 3, -1), "SPECRESP is negative"),
    ("arf", put("SPECRESP", "ENERG_LO", 5, 1.0), "do not join"),
    ("arf", key("SPECRESP", "TUNIT3", "parsec"), "which is no area"),
    ("rmf", key("EBOUNDS", "TUNIT2", "furlong"), "furlong"),
    ("rmf", key("MATRIX", "TLMIN4", 7), "outside the channels"),
    ("pha", put("SPECTRUM", "COUNTS", 0, -4), "not whole numbers"),
    ("pha", put("SPECTRUM", "CHANNEL", 4, 40), "does not count by ones"),
    ("pha", key("SPECTRUM", "RESPFILE", "none"), "RESPFILE names no file"),
    ("pha", key("SPECTRUM", "ANCRFILE", "away.fits"), "away.fits"),
    ("pha", key("SPECTRUM", "EXPOSURE", 0.0), "EXPOSURE is not above 0"),
])
def test_bad_files_are_refused_with_a_reason(ours, tmp_path, kind, change, said):
    assert said in damaged(ours, tmp_path, CRAB_RUNS[0], kind, change)


def test_a_row_without_all_of_its_groups_is_refused(ours, tmp_path):
    """Changed in the bytes: astropy 5.2 does not write cells of variable length back as they were."""
    run = CRAB_RUNS[0]
    for kind in KINDS:
        name = f"{kind}_obs{run}.fits"
        content = bytearray((ours / name).read_bytes())
        if kind == "rmf":
            with fits.open(ours / name) as hdus:
                info, width = hdus["MATRIX"].fileinfo(), hdus["MATRIX"].header["NAXIS1"]
            at = info["datLoc"] + 20 * width + 16
            assert content[at:at + 2] == b"\0\1"
            content[at + 1] = 9
        (tmp_path / name).write_bytes(content)
    assert "row 21 has not all of its groups" in refused(tmp_path, run)
