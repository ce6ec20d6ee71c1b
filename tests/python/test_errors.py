"""Broken files and indices: a sentence that names the place and a remedy, the documented status, and nothing left
behind. Never a silent wrong number, never a hang."""
import gzip
import json
import os
import shutil

import numpy as np
import pytest
from astropy.io import fits
from astropy.table import Table
from hostile import BAD_DATA, BAD_REQUEST, MISSING, QUICK, SKIPPED, assert_refused, rewritten, with_card, with_column


@pytest.fixture(scope="module")
def one_run(simulated):
    return simulated / "data" / "run_000001.fits"


# ---- broken event files ----

@pytest.mark.parametrize("part", ["nothing", "one byte", "primary header", "primary only", "events header", "first row",
                                  "rows"])
@pytest.mark.parametrize("command", ["map", "select"])
def test_a_truncated_file_is_refused_wherever_it_ends(distill, one_run, tmp_path, part, command):
    with fits.open(one_run) as hdus:
        events = hdus["EVENTS"].fileinfo()
    end = {"nothing": 0, "one byte": 1, "primary header": 1000, "primary only": events["hdrLoc"],
           "events header": events["hdrLoc"] + 100, "first row": events["datLoc"] + 10,
           "rows": events["datLoc"] + 50_000}[part]
    broken = tmp_path / "run.fits"
    broken.write_bytes(one_run.read_bytes()[:end])
    assert_refused(distill, tmp_path, BAD_DATA, ["run.fits", " - "], command, broken)


def test_a_file_that_ends_within_its_good_times_is_refused(distill, one_run, tmp_path):
    with fits.open(one_run) as hdus:
        gti = hdus["GTI"].fileinfo()
    for end in [gti["hdrLoc"], gti["hdrLoc"] + 500, gti["datLoc"], gti["datLoc"] + 9]:
        broken = tmp_path / f"run_{end}.fits"
        broken.write_bytes(one_run.read_bytes()[:end])
        assert_refused(distill, tmp_path, BAD_DATA, [broken.name, " - "], "map", broken)


def test_a_selection_refuses_a_file_that_ends_within_its_responses(distill, hess, tmp_path):
    """A map does not need the responses; a selection carries them along and must not write half of one."""
    for run, end in [(23523, 400_000), (23526, None)]:
        raw = gzip.decompress((hess / "data" / f"hess_dl3_dr1_obs_id_0{run}.fits.gz").read_bytes())
        (tmp_path / f"run_{run}.fits").write_bytes(raw[:end])
    files = [tmp_path / "run_23523.fits", tmp_path / "run_23526.fits"]
    distill("map", files[0], *QUICK, f"out={tmp_path / 'map'}")
    assert_refused(distill, tmp_path, BAD_DATA, ["run 23523", "run_23523.fits", "on-error=skip"], "select", *files)
    done = distill("select", *files, "on-error=skip", f"out={tmp_path / 'selected'}", check=False)
    assert done.returncode == SKIPPED, done.stderr
    assert [path.name for path in (tmp_path / "selected").glob("obs_*")] == ["obs_023526.fits"]


@pytest.mark.parametrize("kept", [0, 1, 3, 12, 5000, -9, -1])
def test_a_truncated_gzip_file_is_refused(distill, one_run, tmp_path, kept):
    packed = gzip.compress(one_run.read_bytes())
    broken = tmp_path / "run.fits.gz"
    broken.write_bytes(packed[:kept])
    assert_refused(distill, tmp_path, BAD_DATA, ["run.fits.gz"], "map", broken)


def test_gzip_data_with_a_wrong_bit_are_refused(distill, one_run, tmp_path):
    packed = bytearray(gzip.compress(one_run.read_bytes()))
    packed[len(packed) // 2] ^= 0x10
    broken = tmp_path / "run.fits.gz"
    broken.write_bytes(packed)
    assert_refused(distill, tmp_path, BAD_DATA, ["run.fits.gz", "gzip -t"], "map", broken)


def test_a_file_that_is_no_fits_file_is_refused(distill, tmp_path):
    other = tmp_path / "run.fits"
    other.write_text("404: the page was not found\n" * 1000)
    assert_refused(distill, tmp_path, BAD_DATA, ["run.fits", "not a FITS file"], "map", other)


@pytest.mark.parametrize("key, value", [
    ("NAXIS2", "9223372036854775807"), ("NAXIS2", "4000000000"), ("NAXIS2", "-5"), ("NAXIS2", "'many'"), ("NAXIS1", "0"),
    ("NAXIS1", "99999999999"), ("NAXIS1", "8"), ("TFIELDS", "0"), ("TFIELDS", "1000"), ("PCOUNT", "-100"),
    ("PCOUNT", "9999999999999"), ("TFORM3", "'1Z'"), ("TFORM3", "'999999999E'"), ("NAXIS", "0"), ("BITPIX", "16"),
])
def test_an_absurd_table_header_is_refused(distill, one_run, tmp_path, key, value):
    broken = with_card(one_run, tmp_path / "run.fits", key, value)
    assert_refused(distill, tmp_path, BAD_DATA, ["run.fits", " - "], "map", broken)


def test_a_damaged_table_header_is_not_reported_as_a_missing_table(distill, one_run, tmp_path):
    """Whoever reads 'no events' looks for another file; the truth is that this one is damaged."""
    broken = with_card(one_run, tmp_path / "run.fits", "NAXIS2", "-5")
    message = assert_refused(distill, tmp_path, BAD_DATA, ["run.fits"], "map", broken)
    assert "damaged" in message or "NAXIS2" in message


def test_a_damaged_event_file_in_a_folder_is_not_passed_over_like_a_file_of_something_else(distill, simulated, tmp_path):
    folder = tmp_path / "runs"
    shutil.copytree(simulated / "data", folder)
    with_card(simulated / "data" / "run_000002.fits", folder / "run_000002.fits", "NAXIS2", "-5")
    assert_refused(distill, tmp_path, BAD_DATA, ["run_000002.fits"], "map", folder)


def test_a_file_without_events_in_a_folder_is_passed_over_with_a_note(distill, simulated, tmp_path):
    folder = tmp_path / "runs"
    shutil.copytree(simulated / "data", folder)
    fits.PrimaryHDU(np.zeros((20, 20))).writeto(folder / "image.fits")
    done = distill("map", folder, *QUICK, f"out={tmp_path / 'out'}")
    assert "1 FITS file(s) without events passed over" in done.stderr


@pytest.mark.parametrize("size", [0, 3000])
def test_a_file_so_broken_that_its_run_has_no_number_can_be_left_out_too(distill, simulated, tmp_path, size):
    folder = tmp_path / "runs"
    shutil.copytree(simulated / "data", folder)
    (folder / "run_000002.fits").write_bytes((folder / "run_000002.fits").read_bytes()[:size])
    assert_refused(distill, tmp_path, BAD_DATA, ["run_000002.fits"], "map", folder)
    done = distill("map", folder, "on-error=skip", "--json", *QUICK, f"out={tmp_path / 'out'}", check=False)
    assert done.returncode == SKIPPED, done.stderr
    report = json.loads(done.stdout)
    assert [run["obs_id"] for run in report["inputs"]] == [1, 3, 4]
    assert "run_000002.fits" in report["skipped"][0]["file"]


@pytest.mark.parametrize("column", ["RA", "DEC", "ENERGY", "TIME"])
def test_a_missing_column_is_named(distill, one_run, tmp_path, column):
    broken = rewritten(one_run, tmp_path / "run.fits", with_column(column, None, None))
    assert_refused(distill, tmp_path, BAD_DATA, ["no column " + column, "run.fits[EVENTS]"], "map", broken)


@pytest.mark.parametrize("column, format, values", [
    ("ENERGY", "5A", lambda n: np.array(["1 TeV"] * n)), ("RA", "3E", lambda n: np.zeros((n, 3))),
    ("DEC", "L", lambda n: np.zeros(n, bool)), ("TIME", "M", lambda n: np.zeros(n, complex)),
    ("DEC", "PE()", lambda n: np.array([[1.0]] * n, dtype=object)),
], ids=["text", "vector", "logical", "complex", "variable-length"])
def test_a_column_of_the_wrong_type_is_refused(distill, one_run, tmp_path, column, format, values):
    broken = rewritten(one_run, tmp_path / "run.fits", with_column(column, format, values))
    assert_refused(distill, tmp_path, BAD_DATA, ["column " + column, "run.fits[EVENTS]"], "map", broken)


@pytest.mark.parametrize("key, value", [("TUNIT5", "'furlong'"), ("TUNIT5", "'deg'"), ("TUNIT3", "'TeV'"), ("TUNIT2", "'m'")])
def test_a_unit_of_another_quantity_is_refused(distill, one_run, tmp_path, key, value):
    broken = with_card(one_run, tmp_path / "run.fits", key, value)
    assert_refused(distill, tmp_path, BAD_DATA, ["unit " + value, "run.fits[EVENTS] column"], "map", broken)


@pytest.mark.parametrize("key, value, said", [
    ("MJDREFI", "'soon'", "MJDREFI"), ("TIMESYS", "'FOO'", "TIMESYS"), ("TIMEUNIT", "'furlong'", "TIMEUNIT"),
    ("OBS_ID", "'first'", "OBS_ID"), ("RA_PNT", "'east'", "RA_PNT"), ("RADECSYS", "'FK4'", "RADECSYS")])
def test_a_keyword_that_makes_no_sense_is_refused_by_name(distill, one_run, tmp_path, key, value, said):
    broken = with_card(one_run, tmp_path / "run.fits", key, value)
    assert_refused(distill, tmp_path, BAD_DATA, [said, "run.fits"], "map", broken)


def change_gti(start=None, stop=None, rows=None):
    def change(hdus):
        if rows is not None:
            hdus["GTI"].data = hdus["GTI"].data[:rows]
        if start is not None:
            hdus["GTI"].data["START"][0] = start
        if stop is not None:
            hdus["GTI"].data["STOP"][0] = stop
    return change


@pytest.mark.parametrize("change", [change_gti(stop=np.nan), change_gti(start=np.inf), change_gti(stop=1.0)],
                         ids=["nan", "infinite", "backwards"])
def test_good_times_that_make_no_sense_are_refused_and_can_be_ignored(distill, one_run, tmp_path, change):
    broken = rewritten(one_run, tmp_path / "run.fits", change)
    assert_refused(distill, tmp_path, BAD_DATA, ["run.fits[GTI] row 1", "gti=ignore"], "map", broken)
    distill("map", broken, "gti=ignore", *QUICK, f"out={tmp_path / 'ignored'}")


def test_a_run_without_good_times_is_refused_and_can_be_read_all_the_same(distill, one_run, tmp_path):
    broken = rewritten(one_run, tmp_path / "run.fits", lambda hdus: hdus.pop(2))
    assert_refused(distill, tmp_path, BAD_DATA, ["run.fits", "GTI", "gti=ignore"], "map", broken)
    distill("map", broken, "gti=ignore", *QUICK, f"out={tmp_path / 'ignored'}")


def test_two_event_lists_in_one_file_need_a_word_which(distill, one_run, tmp_path):
    both = rewritten(one_run, tmp_path / "run.fits", lambda hdus: hdus.append(hdus["EVENTS"].copy()))
    assert_refused(distill, tmp_path, BAD_DATA, ["run.fits", "HDU 2", "HDU 4"], "map", both)


@pytest.mark.parametrize("column", ["RA", "DEC", "ENERGY", "TIME"])
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_value_that_is_no_number_is_in_no_pixel_and_spoils_no_other_event(distill, one_run, tmp_path, column, value):
    rows = [0, 5, 100]

    def change(hdus):
        hdus["EVENTS"].data[column][rows] = value

    def drop(hdus):
        hdus["EVENTS"].data = np.delete(hdus["EVENTS"].data, rows)
    spoilt = rewritten(one_run, tmp_path / "spoilt.fits", change)
    fewer = rewritten(one_run, tmp_path / "fewer.fits", drop)
    for path in [spoilt, fewer]:
        distill("map", path, *QUICK, "width=40", f"out={tmp_path / path.stem}")
    assert np.array_equal(fits.getdata(tmp_path / "spoilt" / "counts_cube.fits", "COUNTS"),
                          fits.getdata(tmp_path / "fewer" / "counts_cube.fits", "COUNTS"))


def test_a_run_of_zero_events_makes_an_empty_map(distill, one_run, tmp_path):
    def empty(hdus):
        hdus["EVENTS"].data = hdus["EVENTS"].data[:0]
    quiet = rewritten(one_run, tmp_path / "run.fits", empty)
    report = distill.json("map", quiet, f"out={tmp_path / 'map'}")
    assert report["results"]["counts"] == 0 and report["events"]["read"] == 0
    assert fits.getdata(tmp_path / "map" / "counts.fits").sum() == 0
    distill("select", quiet, f"out={tmp_path / 'selected'}", "format=fits,hdf5", "merge=both")
    assert len(fits.getdata(tmp_path / "selected" / "obs_000001.fits", "EVENTS")) == 0


# ---- indices ----

@pytest.fixture
def indexed(simulated, tmp_path):
    """Makes a copy of the set in which the events of run 4 have another name in the index."""
    def make(name=None, folder=None):
        out = tmp_path / "set"
        shutil.copytree(simulated, out)
        with fits.open(out / "hdu-index.fits.gz") as hdus:
            rows, header = Table(hdus[1].data), hdus[1].header
        for column in ["FILE_NAME", "FILE_DIR"]:
            rows[column] = rows[column].astype("U200")
        mine = (rows["OBS_ID"] == 4) & (rows["HDU_TYPE"] == "events")
        assert mine.sum() == 1
        if name is not None:
            rows["FILE_NAME"][mine] = name
        if folder is not None:
            rows["FILE_DIR"][mine] = folder
        fits.BinTableHDU(rows, header=header, name="HDU_INDEX").writeto(out / "hdu-index.fits.gz", overwrite=True)
        return out
    return make


def test_a_file_that_only_the_index_has_fails_that_run_by_name(distill, indexed, tmp_path):
    data = indexed("run_000099.fits")
    assert_refused(distill, tmp_path, MISSING, ["run 4", "run_000099.fits", "on-error=skip"], "map", data)
    done = distill("map", data, "on-error=skip", *QUICK, f"out={tmp_path / 'out'}", check=False)
    assert done.returncode == SKIPPED
    # Runs that were not chosen are not missed.
    distill("map", data, "obs-ids=1,2", *QUICK, f"out={tmp_path / 'others'}")


@pytest.mark.parametrize("name, folder", [
    ("/etc/passwd", ""), ("passwd", "/etc"), ("passwd", "../" * 30 + "etc"), ("http://127.0.0.1:9/run.fits", ""),
    ("ftp://127.0.0.1:9/run.fits", ""), ("mem://run", ""), ("exec://touch PWNED|", "")])
def test_an_index_cannot_name_files_outside_or_addresses(distill, indexed, tmp_path, name, folder):
    assert_refused(distill, tmp_path, BAD_DATA, ["refused file name", name, "hdu-index.fits.gz"], "map",
                   indexed(name, folder), cwd=tmp_path)
    assert not (tmp_path / "PWNED").exists()


@pytest.mark.parametrize("name", ["run_000004.fits[EVENTS][ENERGY > 1]", "run_000004.fits(copy.fits)", "-", "run_000004.fits+1",
                                  "run_000004.fits|"])
def test_a_name_in_an_index_is_opened_literally(distill, indexed, tmp_path, name):
    assert_refused(distill, tmp_path, MISSING, ["run 4", name], "map", indexed(name), cwd=tmp_path)
    assert not (tmp_path / "copy.fits").exists()


def test_filters_of_cfitsio_work_where_a_person_types_them(distill, one_run, tmp_path):
    report = distill.json("map", f"{one_run}[EVENTS][ENERGY > 1]", *QUICK, f"out={tmp_path / 'out'}")
    assert report["events"]["read"] == (fits.getdata(one_run, "EVENTS")["ENERGY"] > 1).sum()


def test_links_in_a_circle_are_refused_and_folders_in_a_circle_end(distill, indexed, tmp_path):
    data = indexed()
    run = data / "data" / "run_000004.fits"
    run.rename(tmp_path / "kept.fits")
    run.symlink_to("run_000004.fits")
    assert_refused(distill, tmp_path, MISSING, ["run 4", "run_000004.fits", "symbolic links"], "map", data)
    run.unlink()
    (tmp_path / "kept.fits").rename(run)
    (data / "data" / "again").symlink_to(".")
    (data / "data" / "up").symlink_to("..")
    assert distill.json("map", data, *QUICK, f"out={tmp_path / 'out'}")["runs"] == 4


@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo], ids=["folder", "pipe"])
def test_something_that_is_no_file_is_refused_without_waiting_for_it(distill, indexed, tmp_path, make):
    data = indexed()
    (data / "data" / "run_000004.fits").unlink()
    make(data / "data" / "run_000004.fits")
    assert_refused(distill, tmp_path, BAD_DATA, ["run 4", "not a regular file"], "map", data)


def test_a_list_that_names_itself_ends(distill, tmp_path):
    (tmp_path / "a.txt").write_text("@b.txt\n")
    (tmp_path / "b.txt").write_text("@a.txt\n")
    assert_refused(distill, tmp_path, BAD_REQUEST, ["a.txt"], "map", f"@{tmp_path / 'a.txt'}")


def test_a_broken_index_is_named(distill, simulated, tmp_path):
    data = tmp_path / "set"
    shutil.copytree(simulated, data)
    whole = (data / "hdu-index.fits.gz").read_bytes()
    (data / "hdu-index.fits.gz").write_bytes(whole[: len(whole) // 2])
    assert_refused(distill, tmp_path, BAD_DATA, ["hdu-index.fits.gz"], "map", data)
