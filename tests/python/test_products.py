"""Every product of every command, as the readers of the field see it: fitsverify, astropy, gammapy, prov."""
import json

import numpy as np
import prov.model
import pytest
from astropy import units as u
from astropy.coordinates import SkyCoord
from astropy.io import fits
from astropy.time import Time
from astropy.wcs import WCS
from conftest import fitsverify

VIEW = ["width=4", "bin=0.05", "emin=0.3", "emax=30", "enumbins=4"]


@pytest.fixture(scope="module")
def all_maps(distill, simulated, tmp_path_factory):
    """Maps in every kind and format, in both frames, stacked, per run and for targets."""
    out = tmp_path_factory.mktemp("maps")
    (out / "targets.csv").write_text("name,ra,dec\none,83.6,22\ntwo,84,21.5\n")
    kinds = ["format=fits,gammapy", "picture=none", "product=both"]
    distill("map", simulated, *VIEW, *kinds, f"out={out / 'tan'}")
    distill("map", simulated, *VIEW, *kinds, "frame=galactic", "proj=CAR", f"out={out / 'car'}")
    distill("map", simulated, "width=1", f"targets={out / 'targets.csv'}", *kinds, f"out={out / 'targets'}")
    distill("map", simulated, "enumbins=0", "proj=AIT", "width=360,180", "bin=1", "picture=none", f"out={out / 'image'}")
    return out


@pytest.fixture(scope="module")
def selected(distill, simulated, tmp_path_factory):
    out = tmp_path_factory.mktemp("selected") / "set"
    distill("select", simulated, "emin=0.5", "merge=both", f"out={out}")
    return out


def all_fits(folder):
    files = sorted(path for path in folder.rglob("*") if path.name.endswith((".fits", ".fits.gz")))
    assert files
    return files


@pytest.mark.parametrize("products", ["all_maps", "selected", "simulated"])
def test_every_fits_file_is_clean_and_carries_right_checksums(request, products):
    for path in all_fits(request.getfixturevalue(products)):
        fitsverify(path)
        with fits.open(path, checksum=True) as hdus:
            for hdu in hdus:
                assert {"CHECKSUM", "DATASUM"} <= set(hdu.header), (path, hdu.name)
                assert hdu.verify_checksum() == hdu.verify_datasum() == 1, (path, hdu.name)


def test_a_simulated_set_with_every_option_is_clean_too(distill, tmp_path):
    distill("simulate", "runs=2", "events-per-run=300", "truth=yes", "responses=each", "gaps=300:360", "cutoff=30", "instrument=cta",
            "source=gauss", f"out={tmp_path / 'set'}")
    for path in all_fits(tmp_path / "set"):
        fitsverify(path)


def test_gammapy_reads_the_image_and_the_cube(all_maps):
    from gammapy.maps import Map

    for folder, frame, projection in [("tan", "icrs", "TAN"), ("car", "galactic", "CAR")]:
        image, cube = Map.read(all_maps / folder / "counts.fits"), Map.read(all_maps / folder / "counts_cube.fits", hdu="COUNTS")
        flat = Map.read(all_maps / folder / "counts_cube.fits")
        assert image.geom.frame == cube.geom.frame == frame and image.geom.projection == projection
        assert np.array_equal(image.data, cube.data.sum(axis=0)) and np.array_equal(image.data, flat.data)
        assert cube.geom.axes["energy"].edges.to_value("TeV") == pytest.approx(np.geomspace(0.3, 30, 5), rel=1e-6)
        assert cube.geom.axes["energy"].interp == "log"


def test_gammapy_reads_the_cube_and_the_dataset_as_a_map_dataset(all_maps):
    from gammapy.datasets import MapDataset

    for name in ["counts_cube.fits", "dataset.fits", "run_1_dataset.fits"]:
        dataset = MapDataset.read(all_maps / "tan" / name)
        total = fits.getdata(all_maps / "tan" / name.replace("dataset", "counts").replace("_cube", "")).sum()
        assert dataset.counts.data.sum() == total > 500
        header = fits.getheader(all_maps / "tan" / name.replace("dataset", "counts").replace("_cube", ""))
        assert dataset.gti.time_sum.to_value("s") == pytest.approx(header["ONTIME"])


@pytest.mark.parametrize("frame, projection", [("icrs", "TAN"), ("galactic", "CAR"), ("icrs", "AIT"), ("galactic", "MOL"), ("icrs", "SIN")])
@pytest.mark.parametrize("at", [(83.633, 22.0145), (0.0, 0.0), (266.4, -28.9), (180.0, 60.0)])
def test_one_bright_spot_is_one_bright_pixel_at_its_place_on_the_sky(distill, simulated, tmp_path, frame, projection, at):
    """Half a pixel is the usual mistake: the spot lies in its pixel's middle, where any reader of WCS finds it."""
    run = tmp_path / "run.fits"
    with fits.open(simulated / "data" / "run_000001.fits") as hdus:
        table = hdus["EVENTS"].data[:50]
        table["RA"], table["DEC"], table["ENERGY"] = *at, 1
        hdus["EVENTS"].data = table
        hdus.writeto(run)
    spot = SkyCoord(table["RA"][0].astype(float), table["DEC"][0].astype(float), unit="deg")
    words = spot.galactic if frame == "galactic" else spot
    distill("map", run, f"frame={frame}", f"proj={projection}", f"xref={words.spherical.lon.deg}", f"yref={words.spherical.lat.deg}",
            "npix=41,21", "bin=0.1", "picture=none", f"out={tmp_path / 'out'}")
    with fits.open(tmp_path / "out" / "counts.fits") as hdus:
        image, wcs = hdus[0].data, WCS(hdus[0].header)
    assert image.shape == (21, 41) and image.max() == image.sum() == 50
    y, x = np.unravel_index(image.argmax(), image.shape)
    assert (x, y) == (20, 10)
    assert wcs.pixel_to_world(x, y).icrs.separation(spot).arcsec < 0.1
    from gammapy.maps import Map
    assert Map.read(tmp_path / "out" / "counts.fits").get_by_coord(spot) == 50


def test_headers_say_telescope_times_and_recipe(all_maps, simulated):
    heads = [fits.getheader(path, "EVENTS") for path in sorted((simulated / "data").glob("*.fits"))]
    header = fits.getheader(all_maps / "tan" / "counts.fits")
    for key in ["TELESCOP", "INSTRUME", "ORIGIN", "OBJECT", "MJDREFI", "MJDREFF", "TIMESYS", "TIMEUNIT"]:
        assert header[key] == heads[0][key], key
    zero = Time(header["MJDREFI"], header["MJDREFF"], format="mjd", scale=header["TIMESYS"].lower())
    for key, met, expected in [("DATE-OBS", "TSTART", min(h["TSTART"] for h in heads)), ("DATE-END", "TSTOP", max(h["TSTOP"] for h in heads))]:
        assert header[met] == pytest.approx(expected, abs=1e-6)
        assert abs((Time(header[key], scale=header["TIMESYS"].lower()) - zero).to_value("s") - expected) < 2e-3
    assert header["TELAPSE"] == pytest.approx(header["TSTOP"] - header["TSTART"])
    assert header["ONTIME"] == pytest.approx(sum(h["ONTIME"] for h in heads))
    assert header["LIVETIME"] == pytest.approx(sum(h["LIVETIME"] for h in heads))
    assert header["NRUNS"] == 4 and header["NSKIPPED"] == 0
    assert header["BUNIT"].strip() in ("count", "ct", "counts")
    recipe = str(header["HISTORY"])
    for word in ["emin=0.3", "emax=30", "width=4", "bin=0.05", "gti=apply", "start <= t < stop", "lo <= E < hi"]:
        assert word in recipe
    assert "out=" not in recipe and "/tmp" not in recipe


def test_times_in_utc_are_told_in_utc(distill, magic, tmp_path):
    """MAGIC counts elapsed seconds from a UTC instant, as gammapy reads it: three leap seconds lie between."""
    from gammapy.data import EventList

    distill("map", magic, "picture=none", f"out={tmp_path}")
    header = fits.getheader(tmp_path / "counts.fits")
    first = min(EventList.read(path).observation_time_start for path in sorted(magic.glob("*.fits")))
    assert header["TIMESYS"].strip().upper() == "UTC"
    assert abs((Time(header["DATE-OBS"], scale="utc") - first).to_value("s")) < 2e-3


def test_products_carry_the_good_times_of_their_runs(all_maps, simulated):
    heads = [fits.getheader(path, "EVENTS") for path in sorted((simulated / "data").glob("*.fits"))]
    for name in ["counts.fits", "counts_cube.fits", "dataset.fits"]:
        gti = fits.getdata(all_maps / "tan" / name, "GTI")
        assert gti["START"] == pytest.approx([h["TSTART"] for h in heads]) and gti["STOP"] == pytest.approx([h["TSTOP"] for h in heads])
    assert len(fits.getdata(all_maps / "tan" / "run_2_counts.fits", "GTI")) == 1


def test_the_table_of_inputs_has_the_account_of_every_run(all_maps, simulated):
    report = json.loads((all_maps / "tan" / "map_report.json").read_text())
    inputs = fits.getdata(all_maps / "tan" / "counts.fits", "INPUTS")
    inputs = inputs[inputs["ROLE"] == "events"]
    assert len(inputs) == len(report["inputs"])
    for row, run in zip(inputs, report["inputs"]):
        assert row["OBS_ID"] == run["obs_id"] and row["NROWS"] == run["events"]["read"] and row["NUSED"] == run["events"]["kept"]
        assert row["NROWS"] == len(fits.getdata(simulated / "data" / row["FILE"], "EVENTS"))
        assert row["NROWS"] == row["NUSED"] + sum(row[name] for name in inputs.names if name.startswith("CUT_"))


def provenance(path):
    """The PROV-JSON document of a product: the bytes of a variable-length column."""
    with fits.open(path) as hdus:
        hdu = hdus["PROVENANCE"]
        start = hdu.fileinfo()["datLoc"] + hdu.header["NAXIS1"] * hdu.header["NAXIS2"]
        size = hdu.header["PCOUNT"]
    return path.read_bytes()[start:start + size].decode()


def test_provenance_is_prov_that_prov_reads(all_maps, selected):
    for path in [all_maps / "tan" / "counts.fits", all_maps / "tan" / "run_3_counts_cube.fits", all_maps / "targets" / "one_dataset.fits",
                 selected / "obs_000001.fits", selected / "events.fits"]:
        document = prov.model.ProvDocument.deserialize(content=provenance(path), format="json")
        activities = list(document.get_records(prov.model.ProvActivity))
        assert len(activities) == 1
        used = {str(r.args[1]) for r in document.get_records(prov.model.ProvUsage)}
        generated = {str(r.args[0]) for r in document.get_records(prov.model.ProvGeneration)}
        assert any(entity.startswith("run:") for entity in used)
        assert any(entity.endswith(path.name) for entity in generated), generated
        known = {str(r.identifier) for r in document.get_records(prov.model.ProvEntity)}
        assert used | generated <= known
        assert list(document.get_records(prov.model.ProvAgent))
    single = provenance(all_maps / "tan" / "run_3_counts.fits")
    assert "run:3/events" in single and "run:1/events" not in single


def test_reports_list_each_product_with_its_size_and_hash(all_maps, selected):
    import hashlib
    import pathlib

    for folder, name in [(all_maps / "tan", "map"), (selected, "select")]:
        report = json.loads((folder / f"{name}_report.json").read_text())
        listed = {pathlib.Path(product["path"]): product for product in report["products"]}
        on_disk = {path for path in folder.rglob("*") if path.is_file() and path.name != f"{name}_report.json"}
        assert set(listed) == on_disk
        for path, product in listed.items():
            content = path.read_bytes()
            assert product["bytes"] == len(content) and product["sha256"] == hashlib.sha256(content).hexdigest()


def test_a_prefix_and_a_cube_name_change_the_names_of_products(distill, simulated, tmp_path):
    distill("map", simulated, *VIEW, "prefix=crab_", "picture=png", f"out={tmp_path / 'a'}")
    assert {path.name for path in (tmp_path / "a").iterdir()} == {"crab_counts.fits", "crab_counts_cube.fits", "crab_counts.png", "crab_map_report.json"}
    distill("map", simulated, *VIEW, "outcube=mine.fits", "picture=none", f"out={tmp_path / 'b'}")
    assert "mine.fits" in {path.name for path in (tmp_path / "b").iterdir()}
    assert fits.getdata(tmp_path / "b" / "mine.fits", "COUNTS").sum() == fits.getdata(tmp_path / "b" / "counts.fits").sum()


def test_a_mixed_stack_says_only_what_its_runs_share(distill, hess, magic, tmp_path):
    """Counts of two instruments may be stacked; the header must not call them by the name of one."""
    files = [hess / "data" / "hess_dl3_dr1_obs_id_023523.fits.gz", next(magic.glob("*05029747*.fits"))]
    distill("map", *files, "center=83.633 22.0145", "picture=none", f"out={tmp_path}")
    header = fits.getheader(tmp_path / "counts.fits")
    assert "TELESCOP" not in header or header["TELESCOP"].upper() not in ("HESS", "MAGIC")
    heads = [fits.getheader(path, "EVENTS") for path in files]
    ends = [Time(h["MJDREFI"] + h["MJDREFF"] + h["TSTART"] / 86400, format="mjd", scale=h["TIMESYS"].strip().lower()) for h in heads]
    zero = Time(header["MJDREFI"], header["MJDREFF"], format="mjd", scale=header["TIMESYS"].strip().lower())
    starts = [(t - zero).to_value("s") for t in ends]
    gti = fits.getdata(tmp_path / "counts.fits", "GTI")
    # A MJD as a double has microseconds; across UTC leap seconds the difference is taken by astropy.
    assert np.allclose(np.sort(gti["START"]), np.sort(starts), atol=1)
    assert header["TSTART"] == pytest.approx(min(gti["START"]))
    assert u.Quantity(header["ONTIME"], "s").value == pytest.approx((gti["STOP"] - gti["START"]).sum())
