"""Selected event lists: what gammapy, astropy and h5py read back, and what must be as in the input, row by row."""
import json

import h5py
import numpy as np
import pytest
from astropy import units as u
from astropy.coordinates import SkyCoord
from astropy.io import fits
from astropy.table import Table, vstack
from astropy.time import Time
from conftest import fitsverify


def events_files(folder):
    """Event files of an output, by run."""
    return {fits.getheader(path, "EVENTS")["OBS_ID"]: path for path in sorted(folder.glob("obs_*.fits"))}


def rows(path, hdu="EVENTS"):
    with fits.open(path) as hdus:
        return hdus[hdu].data.copy(), hdus[hdu].header.copy()


def in_good_times(events, gti):
    inside = np.zeros(len(events), bool)
    for start, stop in zip(gti["START"], gti["STOP"]):
        inside |= (events["TIME"] >= start) & (events["TIME"] < stop)
    return inside


def assert_rows_are(path, original, chosen):
    """Every column that the file had is there, as wide as before, and its chosen rows bit for bit."""
    before, header = rows(original)
    after, new_header = rows(path)
    assert [c.name for c in after.columns] == [c.name for c in before.columns]
    assert [c.format for c in after.columns] == [c.format for c in before.columns]
    assert [c.unit for c in after.columns] == [c.unit for c in before.columns]
    assert len(after) == chosen.sum()
    for name in before.columns.names:
        assert np.array_equal(before[name][chosen], after[name]), name
    return header, new_header


SETS = {"hess": ("", "data/hess_dl3_dr1_obs_id_{:06d}.fits.gz", [23523, 23526]),
        "cta_1dc": ("index/gps", "data/baseline/gps/gps_baseline_{:06d}.fits", [110380, 111140]),
        "magic": ("", "", [5029747, 5029748])}


def original(folder, name, run):
    if name == "magic":
        return next(folder.glob(f"*_0{run}_*.fits"))
    return folder / SETS[name][1].format(run)


@pytest.mark.parametrize("name", SETS)
def test_gammapy_opens_a_selection_of_every_instrument(distill, request, tmp_path, name):
    """Rows, 64-bit ids, GTIs and responses, through gammapy's own DataStore."""
    from gammapy.data import DataStore

    folder = request.getfixturevalue(name)
    runs = SETS[name][2]
    distill("select", folder / SETS[name][0], "obs-ids=" + ",".join(map(str, runs)), "emin=0.3", f"out={tmp_path / 'out'}")
    store = DataStore.from_dir(tmp_path / "out")
    assert sorted(store.obs_table["OBS_ID"]) == runs
    source = DataStore.from_dir(folder / SETS[name][0])
    for run in runs:
        events, _ = rows(original(folder, name, run))
        gti = fits.getdata(original(folder, name, run), "GTI")
        chosen = in_good_times(events, gti) & (events["ENERGY"].astype(float) >= 0.3)
        header, new_header = assert_rows_are(events_files(tmp_path / "out")[run], original(folder, name, run), chosen)
        for key in ["TELESCOP", "RA_PNT", "DEC_PNT", "OBJECT", "MJDREFI", "MJDREFF"]:
            assert new_header.get(key) == header.get(key), key
        irfs = {"magic": ["aeff", "edisp", "rad_max"]}.get(name, ["aeff", "edisp", "psf", "bkg"])
        ours, theirs = (s.obs(run, required_irf=[irf for irf in irfs if irf != "rad_max"] if name == "magic" else "full-enclosure")
                        for s in (store, source))
        assert len(ours.events.table) == chosen.sum()
        assert np.array_equal(ours.events.table["EVENT_ID"], events["EVENT_ID"][chosen])
        assert ours.gti.time_sum.to_value("s") == pytest.approx(theirs.gti.time_sum.to_value("s"))
        for irf in irfs:
            if irf == "edisp" or name == "cta_1dc" and irf == "psf":  # 3GAUSS and dispersion: several tables, compared by axes
                assert getattr(ours, irf).axes == getattr(theirs, irf).axes
            else:
                assert np.array_equal(getattr(ours, irf).quantity, getattr(theirs, irf).quantity), irf


def test_every_file_of_a_selection_is_clean_and_carries_right_checksums(distill, hess, tmp_path):
    distill("select", hess, "obs-ids=23523,23526", "cone=83.633,22.0145,1", "merge=both", f"out={tmp_path}")
    files = sorted(tmp_path.rglob("*.fits*"))
    assert {path.name for path in files} == {"obs_023523.fits", "obs_023526.fits", "events.fits", "obs-index.fits.gz",
                                             "hdu-index.fits.gz"}
    for path in files:
        fitsverify(path)
        with fits.open(path, checksum=True) as hdus:
            for hdu in hdus:
                assert hdu.verify_checksum() == hdu.verify_datasum() == 1, (path, hdu.name)


def test_the_index_tables_say_what_is_in_the_files(distill, hess, tmp_path):
    distill("select", hess, "obs-ids=23523,23526", "emin=1", f"out={tmp_path}")
    observations = Table.read(tmp_path / "obs-index.fits.gz")
    hdus = Table.read(tmp_path / "hdu-index.fits.gz")
    for run in observations:
        path = tmp_path / f"obs_{run['OBS_ID']:06d}.fits"
        events, header = rows(path)
        assert run["EVENT_COUNT"] == len(events)
        for key in ["RA_PNT", "DEC_PNT", "TSTART", "TSTOP", "ONTIME", "LIVETIME", "DEADC"]:
            assert run[key] == pytest.approx(header[key], rel=1e-9), key
    for row in hdus:
        path = tmp_path / row["FILE_DIR"].strip() / row["FILE_NAME"].strip()
        with fits.open(path) as file:
            assert row["HDU_NAME"].strip() in file
    assert sorted({name.strip() for name in hdus["HDU_TYPE"]}) == ["aeff", "bkg", "edisp", "events", "gti", "psf"]


def overlap(gti, start, stop):
    ranges = [(max(a, start), min(b, stop)) for a, b in zip(gti["START"], gti["STOP"])]
    return [(a, b) for a, b in ranges if a < b]


@pytest.fixture(scope="module")
def gappy(distill, tmp_path_factory):
    """Runs with bad times in them, so that a window cuts one interval and drops others."""
    folder = tmp_path_factory.mktemp("gappy") / "set"
    distill("simulate", "runs=2", "events-per-run=3000", "gaps=300:360;900:910", "seed=5", f"out={folder}")
    return folder


def test_a_time_cut_corrects_every_time_in_the_headers(distill, gappy, tmp_path):
    source = gappy / "data" / "run_000001.fits"
    events, header = rows(source)
    gti = fits.getdata(source, "GTI")
    assert len(gti) == 3
    start, stop = header["TSTART"] + 200, header["TSTART"] + 905
    out = tmp_path / "out"
    distill("select", gappy, "obs-ids=1", f"tmin=met:{start!r}", f"tmax=met:{stop!r}", f"out={out}")
    kept = overlap(gti, start, stop)
    assert len(kept) == 2  # the last 5 s lie in a gap
    chosen = in_good_times(events, gti) & (events["TIME"] >= start) & (events["TIME"] < stop)
    _, new = assert_rows_are(out / "obs_000001.fits", source, chosen)
    new_gti, gti_header = rows(out / "obs_000001.fits", "GTI")
    assert [tuple(row) for row in new_gti] == pytest.approx(kept)
    ontime = sum(b - a for a, b in kept)
    assert new["ONTIME"] == pytest.approx(ontime, abs=1e-6)
    assert new["LIVETIME"] == pytest.approx(ontime * header["DEADC"], abs=1e-6)
    assert new["DEADC"] == pytest.approx(header["DEADC"])
    assert new["TSTART"] == gti_header["TSTART"] == pytest.approx(kept[0][0], abs=1e-6)
    assert new["TSTOP"] == gti_header["TSTOP"] == pytest.approx(kept[-1][1], abs=1e-6)
    assert new["TELAPSE"] == pytest.approx(new["TSTOP"] - new["TSTART"])
    zero = Time(new["MJDREFI"], new["MJDREFF"], format="mjd", scale="tt")
    for key, met in {"DATE-OBS": new["TSTART"], "DATE-END": new["TSTOP"]}.items():
        assert abs((Time(new[key], scale="tt") - zero).to_value("s") - met) < 1e-3


def test_a_run_wholly_outside_the_time_window_has_no_events_and_no_livetime(distill, gappy, tmp_path):
    header = fits.getheader(gappy / "data" / "run_000001.fits", "EVENTS")
    report = distill.json("select", gappy, f"tmax=met:{header['TSTOP']!r}", f"out={tmp_path}")
    late = next(run for run in report["inputs"] if run["obs_id"] == 2)
    assert late["events"]["kept"] == 0 and late["livetime_s"] == 0 and late["events"]["removed"]["time"] > 0
    if (tmp_path / "obs_000002.fits").exists():
        events, new = rows(tmp_path / "obs_000002.fits")
        assert len(events) == 0 and new["ONTIME"] == 0 and new["LIVETIME"] == 0


def test_dss_keywords_say_what_was_cut(distill, simulated, tmp_path):
    from gammapy.data import EventList

    distill("select", simulated, "obs-ids=1", "cone=83.633,22.0145,0.5", "emin=0.5", "emax=20", f"out={tmp_path}")
    header = fits.getheader(tmp_path / "obs_000001.fits", "EVENTS")
    space = {header[f"DSTYP{i}"]: (header.get(f"DSUNI{i}"), header[f"DSVAL{i}"]) for i in range(1, header["NDSKEYS"] + 1)}
    assert space["TIME"][1] == "TABLE" and header["DSREF1"] == ":GTI"
    assert space["POS(RA,DEC)"] == ("deg", "CIRCLE(83.633,22.0145,0.5)")
    unit, energies = space["ENERGY"]
    assert (u.Quantity([float(e) for e in energies.split(":")], unit).to_value("TeV") == [0.5, 20]).all()
    events = EventList.read(tmp_path / "obs_000001.fits")
    assert events.radec.separation(SkyCoord(83.633, 22.0145, unit="deg")).deg.max() < 0.5


def test_dss_keywords_of_earlier_selections_are_kept(distill, simulated, tmp_path):
    distill("select", simulated, "emin=0.5", f"out={tmp_path / 'one'}")
    distill("select", tmp_path / "one", "cone=83.633,22.0145,0.5", f"out={tmp_path / 'two'}")
    header = fits.getheader(tmp_path / "two" / "obs_000001.fits", "EVENTS")
    assert {header[f"DSTYP{i}"] for i in range(1, header["NDSKEYS"] + 1)} >= {"TIME", "ENERGY", "POS(RA,DEC)"}


CUTS = ["cone=83.633,22.0145,1", "emin=0.5", "where=DETX < 0.5", "offset-max=1.4"]


def test_selecting_twice_is_selecting_once_with_both_cuts(distill, gappy, tmp_path):
    distill("select", gappy, *CUTS[:2], f"out={tmp_path / 'first'}")
    distill("select", tmp_path / "first", *CUTS[2:], f"out={tmp_path / 'second'}")
    distill("select", gappy, *CUTS, f"out={tmp_path / 'at-once'}")
    for run, path in events_files(tmp_path / "at-once").items():
        twice = events_files(tmp_path / "second")[run]
        assert len(rows(path)[0]) > 100
        for hdu in ["EVENTS", "GTI"]:
            assert np.array_equal(rows(path, hdu)[0], rows(twice, hdu)[0])
        for key in ["TSTART", "TSTOP", "ONTIME", "LIVETIME", "DEADC"]:
            assert rows(path)[1][key] == pytest.approx(rows(twice)[1][key], rel=1e-12), key


@pytest.mark.parametrize("selected", ["", "events.fits"], ids=["runs", "merged"])
def test_a_map_of_a_selection_is_the_map_with_its_cuts(distill, gappy, tmp_path, selected):
    view = ["width=3", "bin=0.05", "emax=50", "enumbins=5", "picture=none", "center=83.633 22.0145"]
    distill("map", gappy, *CUTS, *view, f"out={tmp_path / 'at-once'}")
    merge = "merge=yes" if selected else "merge=no"
    distill("select", gappy, *CUTS, merge, f"out={tmp_path / 'selected'}")
    distill("map", tmp_path / "selected" / selected, "emin=0.5", *view, f"out={tmp_path / 'map'}")
    with fits.open(tmp_path / "at-once" / "counts_cube.fits") as one, fits.open(tmp_path / "map" / "counts_cube.fits") as two:
        assert one["COUNTS"].data.sum() > 300
        assert np.array_equal(one["COUNTS"].data, two["COUNTS"].data)
        assert one[0].header["LIVETIME"] == pytest.approx(two[0].header["LIVETIME"])


def test_the_doctor_finds_nothing_wrong_with_our_output(distill, simulated, hess, tmp_path):
    for name, words in {"simulated": [simulated], "hess": [hess, "obs-ids=23523,23526"]}.items():
        distill("select", *words, "emin=0.5", "merge=both", f"out={tmp_path / name}")
        report = distill("check", tmp_path / name, check=False)
        assert report.returncode in (0, 1), report.stdout
        assert "0 errors" in report.stdout


def test_a_merged_list_has_all_rows_and_the_run_of_each(distill, gappy, tmp_path):
    distill("select", gappy, "emin=0.4", "merge=both", f"out={tmp_path}")
    merged, header = rows(tmp_path / "events.fits")
    single = {run: rows(path)[0] for run, path in events_files(tmp_path).items()}
    assert len(merged) == sum(map(len, single.values())) == header["NEVENTS"]
    for run, events in single.items():
        mine = merged[merged["OBS_ID"] == run]
        for name in events.columns.names:
            assert np.array_equal(mine[name], events[name]), (run, name)
    gti = rows(tmp_path / "events.fits", "GTI")[0]
    expected = np.sort(np.concatenate([rows(path, "GTI")[0]["START"] for path in events_files(tmp_path).values()]))
    assert np.array_equal(gti["START"], expected)
    assert header["ONTIME"] == pytest.approx((gti["STOP"] - gti["START"]).sum())


def test_a_merged_list_of_runs_with_other_time_references_has_one_scale(distill, hess, simulated, tmp_path):
    """H.E.S.S. counts from 2001, the simulated runs may count from elsewhere: the same instants all the same."""
    shifted = tmp_path / "shifted.fits"
    with fits.open(simulated / "data" / "run_000001.fits") as hdus:
        for hdu in hdus[1:]:
            hdu.header["MJDREFI"] += 100
            for key in ["TSTART", "TSTOP"]:
                hdu.header[key] -= 100 * 86400
        hdus["EVENTS"].data["TIME"] -= 100 * 86400
        for column in ["START", "STOP"]:
            hdus["GTI"].data[column] -= 100 * 86400
        hdus.writeto(shifted)
    distill("select", shifted, simulated / "data" / "run_000002.fits", "merge=yes", f"out={tmp_path / 'out'}")
    merged, header = rows(tmp_path / "out" / "events.fits")
    zero = header["MJDREFI"] + header["MJDREFF"]
    for run in (1, 2):
        before, old = rows(simulated / "data" / f"run_00000{run}.fits")
        shift = (old["MJDREFI"] + old["MJDREFF"] - zero) * 86400
        assert np.allclose(merged["TIME"][merged["OBS_ID"] == run], before["TIME"] + shift, rtol=0, atol=2e-6)


def test_hdf5_has_the_columns_of_all_runs(distill, gappy, tmp_path):
    distill("select", gappy, "emin=0.4", "merge=both", "format=fits,hdf5", f"out={tmp_path}")
    merged, header = rows(tmp_path / "events.fits")
    with h5py.File(tmp_path / "events.h5") as file:
        for column in merged.columns:
            values = file["events"][column.name]
            assert values.dtype == merged[column.name].dtype.newbyteorder("<")
            assert np.array_equal(values[:], merged[column.name]), column.name
            assert values.attrs.get("unit", b"").decode() == (column.unit or "")
        gti = rows(tmp_path / "events.fits", "GTI")[0]
        assert np.array_equal(file["gti/start"][:], gti["START"]) and np.array_equal(file["gti/stop"][:], gti["STOP"])
        assert file.attrs["LIVETIME"] == pytest.approx(header["LIVETIME"])
        runs = {int(i): (int(a), int(n)) for i, a, n in zip(*(file["runs"][c][:] for c in ["obs_id", "first_row", "rows"]))}
        for run, (first, count) in runs.items():
            assert np.all(file["events/OBS_ID"][first:first + count] == run)


def test_the_cut_flow_adds_up_and_is_printed_and_written(distill, gappy, tmp_path):
    done = distill("select", gappy, *CUTS, "--json", "tmin=2025-01-01T00:10:00 TT", f"out={tmp_path}")
    report = json.loads(done.stdout)
    assert report == json.loads((tmp_path / "select_report.json").read_text())
    for run in report["inputs"]:
        assert run["events"]["read"] == run["events"]["kept"] + sum(run["events"]["removed"].values())
        assert run["events"]["kept"] == len(rows(events_files(tmp_path)[run["obs_id"]])[0])
        assert str(run["events"]["kept"]) in done.stderr
    for name in ["gti", "time", "energy", "offset", "region", "zenith", "where"]:
        assert report["events"]["removed"][name] == sum(run["events"]["removed"][name] for run in report["inputs"])
    assert all(report["events"]["removed"][name] > 0 for name in ["time", "energy", "offset", "region", "where"])


def test_events_outside_the_good_times_are_cut_and_counted(distill, hess, tmp_path):
    """formats.md: 1, 3, 2 and 6 events of the four Crab runs lie outside the good times."""
    report = distill.json("select", hess, "obs-ids=23523,23526,23559,23592", f"out={tmp_path / 'apply'}")
    assert [run["events"]["removed"]["gti"] for run in report["inputs"]] == [1, 3, 2, 6]
    report = distill.json("select", hess, "obs-ids=23523,23526,23559,23592", "gti=ignore", f"out={tmp_path / 'ignore'}")
    assert report["events"]["read"] == report["events"]["kept"]


def test_ids_keep_64_bits(distill, hess, tmp_path):
    distill("select", hess, "obs-ids=23523", "merge=both", "format=fits,hdf5", f"out={tmp_path}")
    source = rows(hess / "data" / "hess_dl3_dr1_obs_id_023523.fits.gz")[0]["EVENT_ID"]
    assert source.max() > 2**32
    for ids in [rows(tmp_path / "obs_023523.fits")[0]["EVENT_ID"], rows(tmp_path / "events.fits")[0]["EVENT_ID"],
                h5py.File(tmp_path / "events.h5")["events/EVENT_ID"][:]]:
        assert set(ids) <= set(source) and len(set(ids)) == len(ids) == len(source) - 1  # one is outside the GTI


def test_unsigned_ids_stay_what_they_were(distill, cta_1dc, tmp_path):
    distill("select", cta_1dc / "index" / "gps", "obs-ids=110380", "merge=both", "format=fits,hdf5", f"out={tmp_path}")
    source = rows(original(cta_1dc, "cta_1dc", 110380))[0]
    assert np.array_equal(np.sort(rows(tmp_path / "events.fits")[0]["EVENT_ID"].astype("i8")),
                          np.sort(rows(tmp_path / "obs_110380.fits")[0]["EVENT_ID"].astype("i8")))
    with h5py.File(tmp_path / "events.h5") as file:
        assert set(file["events/EVENT_ID"][:].tolist()) <= set(source["EVENT_ID"].astype("i8").tolist())


def test_rows_of_other_widths_merge_to_the_columns_they_share(distill, simulated, tmp_path):
    """Two runs of one set: one has DETX and DETY and one more column, the other has the mandatory ones alone."""
    wide = tmp_path / "wide.fits"
    with fits.open(simulated / "data" / "run_000001.fits") as hdus:
        extra = fits.Column("MULTIP", "I", array=np.arange(len(hdus["EVENTS"].data)) % 5)
        hdus["EVENTS"] = fits.BinTableHDU.from_columns(hdus["EVENTS"].columns + fits.ColDefs([extra]),
                                                       header=hdus["EVENTS"].header, name="EVENTS")
        hdus.writeto(wide)
    distill("simulate", "runs=1", "first-obs-id=9", "events-per-run=500", "rows=minimal", f"out={tmp_path / 'narrow'}")
    distill("select", wide, tmp_path / "narrow", "merge=yes", "gti=ignore", f"out={tmp_path / 'out'}")
    merged, _ = rows(tmp_path / "out" / "events.fits")
    assert {"EVENT_ID", "TIME", "RA", "DEC", "ENERGY", "OBS_ID"} <= set(merged.columns.names)
    parts = [Table.read(path, hdu="EVENTS") for path in [wide, tmp_path / "narrow" / "data" / "run_000009.fits"]]
    both = vstack([part["TIME", "RA", "DEC", "ENERGY"] for part in parts], metadata_conflicts="silent")
    for name in both.colnames:
        assert np.array_equal(merged[name], both[name])


def test_responses_can_be_left_out(distill, simulated, hess, tmp_path):
    distill("select", hess, "obs-ids=23523", "responses=no", f"out={tmp_path}")
    with fits.open(tmp_path / "obs_023523.fits") as hdus:
        assert {hdu.name for hdu in hdus} == {"PRIMARY", "EVENTS", "GTI", "PROVENANCE"}
    assert {name.strip() for name in Table.read(tmp_path / "hdu-index.fits.gz")["HDU_TYPE"]} == {"events", "gti"}


def test_shared_responses_are_copied_once_and_byte_for_byte(distill, simulated, tmp_path):
    distill("select", simulated, f"out={tmp_path}")
    copies = list((tmp_path / "irf").iterdir())
    assert len(copies) == 1 and copies[0].read_bytes() == (simulated / "irf.fits").read_bytes()


def test_field_of_view_coordinates_are_derived_where_a_file_has_none(distill, hess, tmp_path):
    """H.E.S.S. event lists have no DETX and DETY; astropy's offset frame around the pointing has them."""
    from astropy.coordinates import SkyCoord

    distill("select", hess, "obs-ids=23523", "gti=ignore", "where=DETX > 0.5 && DETY < 1", f"out={tmp_path}")
    source = hess / "data" / "hess_dl3_dr1_obs_id_023523.fits.gz"
    events, header = fits.getdata(source, "EVENTS"), fits.getheader(source, "EVENTS")
    pointing = SkyCoord(header["RA_PNT"], header["DEC_PNT"], unit="deg")
    sky = SkyCoord(events["RA"].astype(float), events["DEC"].astype(float), unit="deg").transform_to(
        pointing.skyoffset_frame())
    x, y = sky.lon.wrap_at("180d").deg, sky.lat.deg
    expected = events["EVENT_ID"][(x > 0.5) & (y < 1)]
    assert 0 < len(expected) < len(events)
    assert np.array_equal(fits.getdata(tmp_path / "obs_023523.fits", "EVENTS")["EVENT_ID"], expected)
