"""distill compare, with astropy's FITSDiff as referee."""
import gzip
import json
import pathlib
import shutil

import numpy as np
import pytest
from astropy.io import fits
from astropy.io.fits.diff import FITSDiff

MAKING = ["CREATOR", "DATE", "CHECKSUM", "DATASUM", "PROVURL", "LONGSTRN", "HISTORY", "COMMENT"]


def product():
    """An image, a cube, and a table with every kind of column."""
    rng = np.random.default_rng(7)
    image = fits.PrimaryHDU(rng.poisson(3, (20, 30)).astype("i4"))
    image.header["BUNIT"] = "count"
    image.header["DATE"] = "2026-01-01"
    image.header["HIERARCH CTA ACTIVITY ID"] = "job-1"
    cube = fits.ImageHDU(rng.normal(size=(4, 5, 6)).astype("f4"), name="CUBE")
    cube.data[0, 0, 0] = np.nan
    scaled = fits.ImageHDU(np.arange(12, dtype="u2").reshape(3, 4), name="SCALED")
    n = 50
    table = fits.BinTableHDU.from_columns([
        fits.Column("ENERGY", "E", array=rng.exponential(size=n), unit="TeV"),
        fits.Column("ID", "K", array=np.arange(n) + 2**60),
        fits.Column("U", "J", array=np.arange(n) + 2**31, bzero=2**31),
        fits.Column("VECTOR", "3D", array=rng.normal(size=(n, 3))),
        fits.Column("NAME", "8A", array=[f"n{i}" for i in range(n)]),
        fits.Column("FLAG", "L", array=np.arange(n) % 2 == 0),
        fits.Column("BITS", "9X", array=np.zeros((n, 9), bool)),
        fits.Column("Z", "M", array=rng.normal(size=n) + 1j),
        fits.Column("HEAP", "PD()", array=np.array([rng.normal(size=i % 4) for i in range(n)], dtype=object)),
    ], name="EVENTS")
    provenance = fits.BinTableHDU.from_columns([fits.Column("DOC", "5A", array=["first"])], name="PROVENANCE")
    return fits.HDUList([image, cube, scaled, table, provenance])


def change_pixel(hdus):
    hdus[0].data[3, 4] += 5


def change_cube(hdus):
    hdus["CUBE"].data[1, 2, 3] *= 1.5


def change_scaled(hdus):
    hdus["SCALED"].data[0, 0] = 40000


def change_real(hdus):
    hdus["EVENTS"].data["ENERGY"][7] *= 2


def change_long(hdus):
    hdus["EVENTS"].data["ID"][3] += 1  # a double cannot tell


def change_vector(hdus):
    hdus["EVENTS"].data["VECTOR"][2, 1] += 1e-9


def change_name(hdus):
    hdus["EVENTS"].data["NAME"][0] = "other"


def change_flag(hdus):
    hdus["EVENTS"].data["FLAG"][0] = not hdus["EVENTS"].data["FLAG"][0]


def change_complex(hdus):
    hdus["EVENTS"].data["Z"][5] += 2j


def change_keyword(hdus):
    hdus["CUBE"].header["OBJECT"] = "Crab"


def change_unit(hdus):
    hdus["EVENTS"].columns["ENERGY"].unit = "GeV"


def drop_hdu(hdus):
    del hdus["SCALED"]


def change_date(hdus):
    hdus[0].header["DATE"] = "2027-02-02"
    hdus[0].header["HIERARCH CTA ACTIVITY ID"] = "job-2"


def change_provenance(hdus):
    hdus["PROVENANCE"].data["DOC"][0] = "other"


CHANGES = [change_pixel, change_cube, change_scaled, change_real, change_long, change_vector, change_name, change_flag,
           change_complex, change_keyword, change_unit, drop_hdu, change_date, change_provenance]


def write(path, change=None):
    hdus = product()
    if change:
        change(hdus)
    hdus.writeto(path, overwrite=True, checksum=True)
    return path


def compare(distill, a, b, *words):
    done = distill("compare", a, b, "--json", *words, check=False)
    assert done.returncode in (0, 1), done.stderr
    answer = json.loads(done.stdout)
    assert (done.returncode == 1) == (answer["sameness"] == "differs")
    return answer


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    return write(tmp_path_factory.mktemp("compare") / "a.fits")


@pytest.mark.parametrize("change", CHANGES)
def test_it_agrees_with_astropy(distill, original, tmp_path, change):
    other = write(tmp_path / "b.fits", change)
    with fits.open(original) as a, fits.open(other) as b:
        referee = FITSDiff(a, b, ignore_keywords=MAKING + ["HIERARCH CTA ACTIVITY ID", "CTA ACTIVITY ID"],
                           ignore_hdus=["PROVENANCE"], ignore_comments=["*"])
        same = referee.identical
    assert (compare(distill, original, other)["sameness"] == "equal content") == same
    assert same == (change in (change_date, change_provenance))


def test_it_says_how_many_differ_and_by_how_much(distill, original, tmp_path):
    other = tmp_path / "b.fits"
    hdus = product()
    hdus[0].data[3, 4] += 5
    hdus[0].data[0, 0] -= 2
    hdus["EVENTS"].data["ENERGY"][7:9] *= 2
    hdus.writeto(other)
    found = {hdu["name"]: hdu for hdu in compare(distill, original, other)["files"][0]["hdus"]}
    pixels = found["PRIMARY"]["values"][0]
    a, b = (fits.getdata(path).astype(float) for path in (original, other))
    assert pixels["compared"] == a.size and pixels["different"] == 2
    assert pixels["largest_absolute"] == np.abs(a - b).max()
    where = (b != 0) & (a != b)
    assert pixels["largest_relative"] == pytest.approx((np.abs(a - b)[where] / np.abs(b[where])).max())
    assert (pixels["sum_a"], pixels["sum_b"]) == (a.sum(), b.sum())
    assert found["EVENTS"]["rows_different"] == 2
    assert [value["column"] for value in found["EVENTS"]["values"]] == ["ENERGY"]
    assert found["EVENTS"]["values"][0]["largest_relative"] == pytest.approx(0.5, rel=1e-6)


def test_tolerance_is_that_of_numpy(distill, original, tmp_path):
    other = write(tmp_path / "b.fits", change_vector)
    assert compare(distill, original, other)["sameness"] == "differs"
    assert compare(distill, original, other, "atol=1e-8")["sameness"] == "equal content"
    other = write(tmp_path / "b.fits", change_cube)
    for rtol in (0.33, 0.34):  # |a - 1.5 a| / (1.5 a) is a third
        assert (compare(distill, original, other, f"rtol={rtol}")["sameness"] == "differs") == (rtol < 1 / 3)


def test_packing_and_order_do_not_matter(distill, original, tmp_path):
    packed = tmp_path / "b.fits.gz"
    packed.write_bytes(gzip.compress(original.read_bytes()))
    assert compare(distill, original, packed)["sameness"] == "equal content"
    assert compare(distill, original, original)["sameness"] == "identical"
    with fits.open(original) as hdus:
        fits.HDUList([hdus[0], hdus[3], hdus[1], hdus[2]]).writeto(tmp_path / "c.fits")
    assert compare(distill, original, tmp_path / "c.fits")["sameness"] == "equal content"


def test_rows_and_columns_more_or_less(distill, original, tmp_path):
    hdus = product()
    columns = [column for column in hdus["EVENTS"].columns if column.name not in ("FLAG", "HEAP")]
    hdus["EVENTS"] = fits.BinTableHDU.from_columns(columns, nrows=49, name="EVENTS")
    hdus.writeto(tmp_path / "b.fits")
    found = {hdu["name"]: hdu for hdu in compare(distill, original, tmp_path / "b.fits")["files"][0]["hdus"]}
    assert "there are 50 and 49 rows" in found["EVENTS"]["shape"]
    assert "the column FLAG is in the first only" in found["EVENTS"]["shape"]
    assert not found["EVENTS"]["values"]


def test_folders_by_name(distill, original, tmp_path):
    for name in ("one", "two"):
        (tmp_path / name / "sub").mkdir(parents=True)
        shutil.copy(original, tmp_path / name / "sub" / "map.fits")
        (tmp_path / name / "map.png").write_bytes(b"png")
        (tmp_path / name / "map_report.json").write_text(name)
    assert compare(distill, tmp_path / "one", tmp_path / "two")["sameness"] == "identical"
    (tmp_path / "two" / "map.png").write_bytes(b"pnG")
    (tmp_path / "two" / "more.csv").write_text("1")
    files = {file["name"]: file for file in compare(distill, tmp_path / "one", tmp_path / "two")["files"]}
    assert files["map.png"]["why"] == "byte 3 is the first that differs"
    assert files["more.csv"]["why"] == "is in the second only"
    assert files["map_report.json"]["left_out"] and files["map_report.json"]["sameness"] == "differs"
    assert files["sub/map.fits"]["sameness"] == "identical"


def test_what_cannot_be_compared_is_refused(distill, original, tmp_path):
    cut = tmp_path / "cut.fits"
    cut.write_bytes(original.read_bytes()[:-3000])
    for words, status in (((original, tmp_path / "none"), 4), ((original, tmp_path), 2), ((original,), 2),
                          ((original, original, original), 2), ((original, cut), 3), ((original, "/dev/null"), 3)):
        done = distill("compare", *words, check=False)
        assert done.returncode == status, (words, done.stdout, done.stderr)
        assert done.stderr.startswith("distill: ")


def test_the_same_map_twice_is_the_same(distill, tmp_path):
    distill("simulate", "runs=2", "seed=3", f"out={tmp_path / 'set'}", check=False)
    if not (tmp_path / "set").exists():
        pytest.skip("no simulated set")
    for name in ("one", "two"):
        distill("map", tmp_path / "set", "npix=50", "bin=0.05", f"out={tmp_path / name}", "nthreads=1" if name == "one" else "nthreads=2")
    assert compare(distill, tmp_path / "one", tmp_path / "two")["sameness"] in ("identical", "equal content")
    assert pathlib.Path(tmp_path / "one" / "counts.fits").exists()
