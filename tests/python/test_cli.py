"""How requests are written: all the ways to say the same, job files, ctools' names, lists, JSON for other programs."""
import json
import subprocess

import numpy as np
import pytest
from astropy.coordinates import SkyCoord
from astropy.io import fits
from conftest import PROGRAM


def run_files(folder):
    return sorted((folder / "data").glob("*.fits"))


def plan(distill, *words, **options):
    """What a request would do, without doing it."""
    return distill.json(*words, "dry-run", **options)


def image(distill, out, *words, **options):
    distill("map", *words, "picture=none", f"out={out}", **options)
    return fits.getdata(out / "counts.fits"), fits.getheader(out / "counts.fits")


# ---- names and values ----

def test_a_parameter_may_be_written_in_every_usual_way(distill, simulated, tmp_path):
    """name=value, --name=value, --name value; dashes or underscores; any case."""
    ways = [["offset-max=0.8", "obs-ids=1"], ["--offset-max=0.8", "--obs-ids=1"], ["--offset-max", "0.8", "--obs-ids", "1"],
            ["offset_max=0.8", "obs_ids=1"], ["--offset_max", "0.8", "--OBS_IDS=1"], ["max_offset=0.8", "obsid=1"]]
    counts = [distill.json("map", simulated, *way, "picture=none", f"out={tmp_path / str(n)}")["events"]["kept"]
              for n, way in enumerate(ways)]
    assert len(set(counts)) == 1 and 0 < counts[0] < 3000


def test_the_input_may_stand_anywhere_and_have_its_name(distill, simulated):
    plans = [plan(distill, "map", *words) for words in [
        [simulated, "width=3"], ["width=3", simulated], [f"in={simulated}", "width=3"], ["width=3", "--in", simulated],
        ["--width", "3", simulated], ["--width=3", simulated, "bin=0.02"], [f"inobs={simulated}", "width=3"],
        [f"datastore={simulated}", "width=3"]]]
    assert all(one == plans[0] for one in plans)


def test_files_behind_a_parameter_are_inputs_and_not_more_of_its_values(distill, simulated):
    files = run_files(simulated)
    assert chosen(distill, files[0], "target=Crab", files[1]) == [1, 2]
    assert chosen(distill, "obs-ids=2", files[0], files[1]) == [2]
    assert chosen(distill, "--obs-ids", "2", files[0], "json", files[1]) == [2]


@pytest.mark.parametrize("words", [["out="], ["--out"], ["--out", "--json"], ["obs-ids=", "out=o"], ["--obs-ids", "--out=o"], ["tmin="],
                                   ["config=", "out=o"]], ids=" ".join)
def test_a_name_without_a_value_takes_no_other_word_for_it(distill, simulated, tmp_path, words):
    """An empty variable in a script must not turn the next parameter into a value, nor be passed over."""
    done = distill("map", simulated, *words, check=False, cwd=tmp_path)
    assert done.returncode == 2 and "has no value" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_parameter_given_twice_is_refused_even_by_its_alias(distill, simulated):
    done = distill("map", simulated, "bin=0.1", "binsz=0.2", check=False)
    assert done.returncode == 2 and "bin: is given twice, as '0.1' and as '0.2'" in done.stderr


def test_values_may_have_units(distill, simulated, tmp_path):
    one, head = image(distill, tmp_path / "a", simulated, "width=3", "bin=0.05", "emin=0.5", "emax=20")
    other, head2 = image(distill, tmp_path / "b", simulated, "width=180arcmin", "bin=180arcsec", "emin=500GeV", "emax=2e7MeV")
    assert np.array_equal(one, other) and head["CDELT2"] == pytest.approx(head2["CDELT2"])


def test_what_ctools_users_type_works(distill, simulated, tmp_path):
    """Every name of ctbin that requirement E3 lists, in ctbin's own spelling."""
    cube = tmp_path / "cube.fits"
    distill("map", f"inobs={simulated}", "outcube=cube.fits", "ebinalg=LOG", "emin=0.5", "emax=50", "enumbins=6", "usepnt=no", "nxpix=80",
            "nypix=60", "binsz=0.05", "coordsys=CEL", "proj=CAR", "xref=83.63", "yref=22.01", "picture=none", "clobber=yes", "chatter=2",
            f"out={tmp_path}")
    with fits.open(cube) as hdus:
        assert hdus["COUNTS"].data.shape == (6, 60, 80)
        header = hdus["COUNTS"].header
        assert (header["CTYPE1"], header["CRVAL1"], header["CRVAL2"]) == ("RA---CAR", 83.63, 22.01)
        assert header["CDELT2"] == pytest.approx(0.05)
        energies = hdus["EBOUNDS"].data
        unit = {"keV": 1e9, "TeV": 1}[hdus["EBOUNDS"].header["TUNIT2"].strip()]
        assert energies["E_MIN"][0] / unit == pytest.approx(0.5, rel=1e-6) and energies["E_MAX"][-1] / unit == pytest.approx(50, rel=1e-6)
    distill("map", f"inobs={simulated}", "ebinalg=LIN", "emin=1", "emax=5", "enumbins=4", "usepnt=yes", "nxpix=20", "nypix=20", "binsz=0.1",
            "coordsys=GAL", "proj=TAN", "picture=none", f"out={tmp_path / 'gal'}")
    header = fits.getheader(tmp_path / "gal" / "counts.fits")
    heads = [fits.getheader(path, "EVENTS") for path in run_files(simulated)]
    mean = SkyCoord(np.mean([h["RA_PNT"] for h in heads]), np.mean([h["DEC_PNT"] for h in heads]), unit="deg").galactic
    assert header["CTYPE1"] == "GLON-TAN" and header["CRVAL1"] == pytest.approx(mean.l.deg, abs=0.01)


def test_what_ctselect_users_type_works(distill, simulated, tmp_path):
    distill("select", f"inobs={simulated}", "ra=83.633", "dec=22.0145", "rad=0.5", "emin=0.5", "emax=20", f"outobs={tmp_path / 'a'}")
    distill("select", simulated, "cone=83.633,22.0145,0.5", "emin=0.5", "emax=20", f"out={tmp_path / 'b'}")
    for path in sorted((tmp_path / "a").glob("obs_*.fits")):
        assert np.array_equal(fits.getdata(path, "EVENTS"), fits.getdata(tmp_path / "b" / path.name, "EVENTS"))


# ---- job files ----

JOB = "width: 3\nbin: 0.1\nemin: 0.5\nenumbins: 4\nemax: 50 TeV\npicture: none\nproj: CAR\nobs_ids: [1, 2]\n"


def test_a_job_file_says_the_same_as_the_command_line(distill, simulated, tmp_path):
    (tmp_path / "job.yaml").write_text(JOB)
    distill("map", simulated, f"config={tmp_path / 'job.yaml'}", f"out={tmp_path / 'file'}")
    distill("map", simulated, "width=3", "bin=0.1", "emin=0.5", "enumbins=4", "emax=50TeV", "proj=CAR", "obs-ids=1,2", "picture=none",
            f"out={tmp_path / 'words'}")
    assert np.array_equal(fits.getdata(tmp_path / "file" / "counts.fits"), fits.getdata(tmp_path / "words" / "counts.fits"))
    (tmp_path / "named.yaml").write_text(f"map:\n  in: {simulated}\n  out: {tmp_path / 'named'}\n  " + JOB.replace("\n", "\n  ").rstrip() + "\n")
    distill("map", "--config", tmp_path / "named.yaml")
    assert np.array_equal(fits.getdata(tmp_path / "named" / "counts.fits"), fits.getdata(tmp_path / "words" / "counts.fits"))


def test_the_command_line_wins_over_the_job_file(distill, simulated, tmp_path):
    (tmp_path / "job.yaml").write_text(JOB)
    _, header = image(distill, tmp_path / "out", simulated, f"config={tmp_path / 'job.yaml'}", "binsz=0.2", "proj=TAN", "obs-ids=3")
    assert header["CDELT2"] == pytest.approx(0.2) and header["CTYPE1"] == "RA---TAN" and header["NRUNS"] == 1


@pytest.mark.parametrize("text, said", [
    ("widht: 3\n", "did you mean width?"), ("width: wide\n", "width"), ("width: {a: 1}\n", "mapping"), ("- width\n", "mapping"),
    ("width: [3\n", "job.yaml"), ("bin: 0.1\nbin: 0.2\n", "bin"), ("bin: 0.1\nbinsz: 0.2\n", "given twice")])
def test_a_mistake_in_a_job_file_is_named_with_the_file(distill, simulated, tmp_path, text, said):
    (tmp_path / "job.yaml").write_text(text)
    done = distill("map", simulated, f"config={tmp_path / 'job.yaml'}", f"out={tmp_path / 'out'}", check=False)
    assert done.returncode == 2, done.stderr
    assert said in done.stderr and "job.yaml" in done.stderr
    assert not (tmp_path / "out").exists()


# ---- which runs ----

def chosen(distill, *words):
    return [run["obs_id"] for run in distill.json("info", *words)["runs"]]


def test_runs_are_chosen_by_id_file_target_and_place(distill, simulated, tmp_path):
    (tmp_path / "ids.txt").write_text("# two of them\n2\n4  # the last\n")
    heads = [fits.getheader(path, "EVENTS") for path in run_files(simulated)]
    assert chosen(distill, simulated) == [1, 2, 3, 4]
    assert chosen(distill, simulated, "obs-ids=4,2") == [2, 4]
    assert chosen(distill, simulated, "obs-ids=2", "obs-ids=4") == [2, 4]
    assert chosen(distill, simulated, f"obs-ids=@{tmp_path / 'ids.txt'}") == [2, 4]
    assert chosen(distill, simulated, "target=CRAB") == [1, 2, 3, 4]
    north = SkyCoord(heads[0]["RA_PNT"], heads[0]["DEC_PNT"], unit="deg")
    near = [h["OBS_ID"] for h in heads if north.separation(SkyCoord(h["RA_PNT"], h["DEC_PNT"], unit="deg")).deg < 0.8]
    assert len(near) in (2, 3)
    assert chosen(distill, simulated, f"obs-cone={north.ra.deg},{north.dec.deg},0.8") == near
    assert chosen(distill, simulated, f"obs-cone={north.ra.deg},{north.dec.deg + 3},0.5", "obs-cone-type=fov", "obs-fov=2.6") == [1]


def test_targets_are_compared_without_case_blanks_and_dashes(distill, hess):
    everything = chosen(distill, hess, "target=Crab Nebula")
    assert set(everything) == {23523, 23526, 23559, 23592}
    for spelling in ["crab nebula", "CrabNebula", "crab_nebula", "CRAB-NEBULA"]:
        assert chosen(distill, hess, f"target={spelling}") == everything


def test_runs_are_chosen_by_time(distill, simulated):
    """Runs of 28 minutes begin every half hour from midnight TT."""
    assert chosen(distill, simulated, "obs-time=2025-01-01T00:29:00 TT,2025-01-01T01:10:00 TT") == [2, 3]
    assert chosen(distill, simulated, "obs-time=2025-01-01T00:29:00 UTC,2025-01-01T00:29:30 UTC") == [2]
    assert chosen(distill, simulated, "obs-time=60676.0,60676.01") == [1]


def test_a_list_file_names_files_lists_and_comments(distill, simulated, tmp_path):
    files = run_files(simulated)
    (tmp_path / "inner.txt").write_text(f"{files[2]}\n")
    (tmp_path / "runs.txt").write_text(f"# comment\n{files[0]}\n\n  {files[1]}  \n@inner.txt\n")
    assert chosen(distill, f"@{tmp_path / 'runs.txt'}") == [1, 2, 3]


def test_a_ctools_observation_file_is_read(distill, simulated, tmp_path):
    text = '<?xml version="1.0" standalone="no"?>\n<observation_list title="observation list">\n'
    for number, path in enumerate(run_files(simulated)[:2], 1):
        text += f'  <observation name="Crab" id="{number:06d}" instrument="CTA">\n    <parameter name="EventList" file="{path}"/>\n' \
                f'    <parameter name="Calibration" database="prod2" response="South_0.5h"/>\n  </observation>\n'
    (tmp_path / "obs.xml").write_text(text + "</observation_list>\n")
    assert chosen(distill, tmp_path / "obs.xml") == [1, 2]
    mine, _ = image(distill, tmp_path / "xml", tmp_path / "obs.xml", "center=83.6 22")
    files, _ = image(distill, tmp_path / "files", *run_files(simulated)[:2], "center=83.6 22")
    assert np.array_equal(mine, files)


def test_several_inputs_are_one_set_and_the_same_run_twice_counts_once(distill, simulated):
    files = run_files(simulated)
    assert chosen(distill, files[1], files[0]) == [1, 2]
    assert chosen(distill, files[0], files[0]) == [1]


def test_indices_are_found_at_any_depth(distill, simulated, tmp_path):
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "set").symlink_to(simulated)
    import shutil
    shutil.copytree(simulated, tmp_path / "deep" / "er" / "set")
    assert chosen(distill, tmp_path / "deep") == [1, 2, 3, 4]


# ---- for programs ----

@pytest.mark.parametrize("words", [["info", "{set}"], ["map", "{set}", "out={out}"], ["select", "{set}", "out={out}"], ["check", "{set}"],
                                   ["map", "{set}", "dry-run"], ["simulate", "runs=1", "events-per-run=100", "out={out}"], ["version"],
                                   ["describe", "map"], ["describe"]], ids=" ".join)
def test_json_stands_alone_on_stdout(simulated, tmp_path, words):
    words = [word.replace("{set}", str(simulated)).replace("{out}", str(tmp_path / "out")) for word in words]
    done = subprocess.run([PROGRAM, *words, "--json"], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode in (0, 1), done.stderr
    assert json.loads(done.stdout)


def test_json_may_be_written_like_a_parameter_and_refused_requests_leave_stdout_empty(distill, simulated, tmp_path):
    assert json.loads(distill("info", simulated, "json=yes").stdout)["runs"]
    assert not distill("info", simulated, "json=no").stdout.startswith("{")
    done = distill("map", simulated, "widht=3", "--json", check=False)
    assert done.returncode == 2 and done.stdout == ""


@pytest.mark.parametrize("command", ["map", "select", "simulate"])
def test_a_command_describes_every_parameter_for_forms(distill, command):
    """One table makes help, parsing and description: what one names the others know."""
    described = distill.json("describe", command)
    assert described["name"] == command and described["summary"] and described["examples"]
    names = [parameter["name"] for parameter in described["parameters"]]
    assert len(set(names)) == len(names)
    help_text = " ".join(distill(command, "--help").stdout.split())
    types = {"text", "path", "boolean", "integer", "real", "choice", "choices", "angle", "energy", "time", "coordinate", "coordinates",
             "integers", "reals", "angles", "energies", "texts"}
    for parameter in described["parameters"]:
        assert {"name", "type", "unit", "default", "range", "options", "text", "group", "aliases", "required", "repeatable",
                "concern", "ucd", "may_be_file"} == set(parameter)
        assert parameter["type"] in types and parameter["concern"] in ("science", "run") and len(parameter["text"]) > 10
        assert (parameter["type"] in ("choice", "choices")) == bool(parameter["options"])
        if parameter["default"] is not None and parameter["type"] == "choice":
            assert parameter["default"] in parameter["options"]
        assert " ".join(parameter["text"].split()) in help_text
        assert parameter["name"] in help_text
    aliases = [alias for parameter in described["parameters"] for alias in parameter["aliases"]]
    assert not set(aliases) & set(names) and len(set(aliases)) == len(aliases)


def test_ranks_and_options_of_the_description_are_those_that_are_enforced(distill, simulated):
    for parameter in distill.json("describe", "map")["parameters"]:
        if parameter["type"] == "choice":
            done = distill("map", simulated, f"{parameter['name']}=no-such-word", "dry-run", check=False)
            assert done.returncode == 2 and parameter["options"][0] in done.stderr, parameter["name"]
        elif parameter["range"]:
            low = parameter["range"][0] if isinstance(parameter["range"], list) else parameter["range"].get("min")
            if low is not None:
                done = distill("map", simulated, f"{parameter['name']}={low - 1:.9g}", "dry-run", check=False)
                assert done.returncode == 2 and parameter["name"] in done.stderr, parameter["name"]


def test_all_job_types_are_described_together(distill):
    assert {one["name"] for one in distill.json("describe")} == {"map", "select", "selftest", "simulate"} | {
        one["name"] for one in distill.json("describe") if one["name"] in ("check", "info")}


def test_a_dry_run_tells_the_plan_and_writes_nothing(distill, simulated, tmp_path):
    events = sum(len(fits.getdata(path, "EVENTS")) for path in run_files(simulated))
    told = plan(distill, "map", simulated, f"out={tmp_path / 'out'}")
    assert told["runs"] == 4 and told["events"] == events
    text = distill("map", simulated, "dry-run", f"out={tmp_path / 'out'}").stdout
    for word in ["runs", "events", "to read", "memory", "time", "counts.fits"]:
        assert word in text
    assert list(tmp_path.iterdir()) == []
    assert plan(distill, "map", simulated, f"out={tmp_path / 'out'}", ranks=3)["events"] == events


# ---- for people ----

def test_help_and_version_are_given_everywhere(distill):
    for words in [["--help"], ["help"], ["map", "--help"], ["select", "-h"], ["--version"], ["version"], []]:
        done = distill(*words, check=False)
        assert done.returncode == 0 and done.stdout and not done.stderr
    for command in ["info", "check", "select", "map", "simulate", "describe", "version"]:
        assert command in distill("--help").stdout
        assert f"distill {command}" in distill(command, "--help").stdout


def test_info_says_what_the_headers_say(distill, simulated):
    for run, path in zip(distill.json("info", simulated)["runs"], run_files(simulated)):
        header = fits.getheader(path, "EVENTS")
        assert run["obs_id"] == header["OBS_ID"] and run["events"] == header["NAXIS2"]


def test_lines_of_progress_go_to_stderr_and_can_be_turned_off(distill, simulated, tmp_path):
    done = distill("map", simulated, "progress=lines", "block-rows=100", f"out={tmp_path / 'a'}")
    assert not any("\r" in text for text in (done.stdout, done.stderr))
    assert all(line.startswith(str(tmp_path)) for line in done.stdout.splitlines())
    quiet = distill("map", simulated, "progress=none", f"out={tmp_path / 'b'}")
    assert "events/s" not in quiet.stderr
