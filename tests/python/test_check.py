"""The doctor of data sets: defects that were measured in real sets, planted ones, and none where there is none."""
import json
import subprocess

import pytest
from astropy.io import fits
from conftest import PROGRAM


def doctor(*words):
    """Findings by (code, HDU, keyword or column), and the exit status, which the report must repeat."""
    done = subprocess.run([PROGRAM, "check", *map(str, words), "--json"], capture_output=True, text=True)
    report = json.loads(done.stdout)
    assert report["exit_status"] == done.returncode, done.stderr
    found = {}
    for finding in report["summary"]:
        assert finding["severity"] in ("error", "warning", "note")
        assert finding["remedy"] and finding["clause"] and finding["example"]
        for hdu in finding["hdus"] or [""]:
            for place in finding["keywords_or_columns"] or [""]:
                found[(finding["code"], hdu, place)] = finding
    return report, found


def finding(found, code, hdu=None, place=None):
    matches = [f for (c, h, p), f in found.items() if c == code and hdu in (None, h) and place in (None, p)]
    assert matches, f"no {code} {hdu} {place} among {sorted({c for c, _, _ in found})}"
    return matches[0]


# ---- the table of formats.md 3.3, for the runs that are here ----

def test_hess_release_one_has_the_defects_that_were_measured(hess):
    report, found = doctor(hess)
    assert report["runs"] == 56 and report["exit_status"] == 3
    outside = finding(found, "events-outside-gti")
    assert (outside["runs"], outside["count"]) == (48, 177)
    for code, hdu, place in [("index-without-obs-mode", "OBS_INDEX", "OBS_MODE"), ("frame-fk5", "EVENTS", "RADECSYS"),
                             ("psf-class-rpsf", "PSF", "HDUCLAS2"), ("telapse-wrong", "EVENTS", "TELAPSE"),
                             ("date-not-utc", "EVENTS", "DATE-OBS"), ("event-id-needs-64-bits", "EVENTS", "EVENT_ID")]:
        assert finding(found, code, hdu, place)["runs"] in (0, 56)


def test_hess_crab_runs_have_1_3_2_and_6_events_outside_their_good_times(hess):
    for run, count in [(23523, 1), (23526, 3), (23559, 2), (23592, 6)]:
        _, found = doctor(hess / "data" / f"hess_dl3_dr1_obs_id_{run:06d}.fits.gz")
        assert finding(found, "events-outside-gti")["count"] == count


def test_the_cta_data_challenge_has_the_defects_that_were_measured(cta_1dc):
    report, found = doctor(cta_1dc / "index" / "gps")
    assert report["runs"] == 2 and report["exit_status"] == 3
    for key in ["HDUCLASS", "HDUDOC", "HDUVERS", "HDUCLAS1", "OBS_MODE", "ORIGIN", "INSTRUME"]:
        assert finding(found, "keyword-missing", "EVENTS", key)["runs"] == 2
    for code, hdu, place in [("site-longitude-sign", "EVENTS", "GEOLON"), ("site-altitude-in-km", "EVENTS", "ALTITUDE"),
                             ("date-with-underscore", "EVENTS", "DATE_OBS"), ("time-not-sorted", "EVENTS", "TIME"),
                             ("pointing-altaz-filler", "EVENTS", "ALT_PNT"), ("event-id-unsigned", "EVENTS", "EVENT_ID"),
                             ("monte-carlo-keywords", "EVENTS", None), ("ra-out-of-range", "EVENTS", "RA"),
                             ("unit-not-fits", "BACKGROUND", "BGD"), ("index-path-climbs", "HDU_INDEX", "FILE_DIR")]:
        finding(found, code, hdu, place)
    assert finding(found, "site-longitude-sign")["severity"] == "error"


def test_magic_has_the_defects_that_were_measured(magic):
    report, found = doctor(magic)
    assert report["runs"] == 2 and report["exit_status"] == 3
    for key in ["MJDREFI", "MJDREFF", "TIMESYS"]:
        assert finding(found, "keyword-missing", "OBS_INDEX", key)["severity"] == "error"
    for code, hdu, place in [("index-without-object", "OBS_INDEX", "OBJECT"), ("timesys-utc", "EVENTS", "TIMESYS"),
                             ("threshold-missing", None, "HI_THRES"), ("energy-below-threshold", "EVENTS", "ENERGY"),
                             ("response-missing", None, None)]:
        finding(found, code, hdu, place)


# ---- planted ----

def test_a_clean_set_is_clean(simulated):
    report, found = doctor(simulated)
    assert report["exit_status"] == 0, [key for key, f in found.items() if f["severity"] != "note"]
    assert {f["severity"] for f in found.values()} <= {"note"}
    events = sum(len(fits.getdata(path, "EVENTS")) for path in (simulated / "data").glob("*.fits"))
    assert (report["runs"], report["events"]) == (4, events)


PLANTED = {
    "missing-hdu-classes": ("keyword-missing", 1), "missing-obs-mode": ("keyword-missing", 1), "missing-origin": ("keyword-missing", 1),
    "missing-time-reference": ("keyword-missing", 3), "mjdrefi-real": ("keyword-wrong-type", 1),
    "timesys-utc-lower-case": ("timesys-case", 1), "radecsys-fk5": ("frame-fk5", 0), "telapse-zero": ("telapse-wrong", 1),
    "date-obs-underscore": ("date-with-underscore", 0), "site-sign-and-unit": ("site-longitude-sign", 3),
    "altitude-always-90": ("pointing-altaz-filler", 1), "rpsf-class": ("psf-class-rpsf", 0), "background-unit-order": (None, 0),
    "background-unit-invalid": ("unit-not-fits", 1), "missing-high-threshold": ("threshold-missing", 0),
    "unsorted-time": ("time-not-sorted", 0), "events-outside-gti": ("events-outside-gti", 3), "ra-beyond-turn": ("ra-out-of-range", 1),
    "nan-energies": ("value-not-finite", 3), "no-events": ("no-events", 0), "angles-in-radians": ("unit-not-of-format", 1),
    "energy-in-gev": ("unit-not-of-format", 1), "missing-units": ("unit-missing", 1), "unsigned-event-id": ("event-id-unsigned", None),
    "gti-misnamed": ("index-hdu-missing", 3), "index-without-times": ("column-missing", 1), "duplicate-obs-id": ("obs-id-repeated", 3),
    "missing-file": ("file-missing", 3), "truncated-file": ("unreadable", 3)}


@pytest.fixture(scope="module")
def clean_findings(distill, tmp_path_factory):
    out = tmp_path_factory.mktemp("clean") / "set"
    distill("simulate", "runs=2", "events-per-run=1000", f"out={out}")
    return set(doctor(out)[1])


@pytest.mark.parametrize("defect", PLANTED)
def test_each_planted_defect_is_found(distill, clean_findings, tmp_path, defect):
    distill("simulate", "runs=2", "events-per-run=1000", f"defects={defect}", f"out={tmp_path / 'set'}")
    report, found = doctor(tmp_path / "set")
    code, status = PLANTED[defect]
    if code is not None:
        finding(found, code)
        assert set(found) - clean_findings, "nothing that the clean set has not"
    else:  # an unusual spelling that the FITS standard allows
        assert set(found) == clean_findings
    if status is not None:
        assert report["exit_status"] == status


def test_every_defect_that_can_be_planted_is_in_this_list(distill):
    names = {line.split()[0] for line in distill("simulate", "defects=list").stdout.splitlines() if line}
    assert names == set(PLANTED)


def test_the_text_says_what_where_and_what_to_do(hess):
    done = subprocess.run([PROGRAM, "check", str(hess)], capture_output=True, text=True)
    assert done.returncode == 3
    for word in ["error    events-outside-gti: EVENTS TIME - 48 of 56 runs", "-> write GTI bounds", "GADF 0.2"]:
        assert word in done.stdout, word
    assert done.stdout.strip().splitlines()[-1].startswith("1 error, ")


def test_headers_alone_can_be_checked(hess):
    report, found = doctor(hess, "content=no")
    assert not any(code == "events-outside-gti" for code, _, _ in found)
    finding(found, "frame-fk5")


def test_a_folder_without_data_is_an_error(distill, tmp_path):
    done = distill("check", tmp_path, check=False)
    assert done.returncode in (3, 4) and str(tmp_path) in done.stdout + done.stderr


def test_a_single_event_file_can_be_checked(simulated):
    report, _ = doctor(simulated / "data" / "run_000001.fits")
    assert report["runs"] == 1
