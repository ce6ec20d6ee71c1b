"""Parts of a job, and gathering them: the same files, byte for byte, as one job makes; only the report tells how it ran."""
import gzip
import json
import os
import shutil
import subprocess

import pytest
from astropy.io import fits
from hostile import BAD_DATA, BAD_REQUEST, MISSING, SKIPPED
from test_invariance import assert_same, products

SIMULATION = ["runs=5", "events-per-run=1500", "seed=11"]
# What select can make: per run, merged, both, columns alone.
KINDS = {"runs": [], "merged": ["merge=yes"], "both": ["merge=both", "format=fits,hdf5", "prefix=x_"],
         "columns": ["format=hdf5"], "bare": ["responses=no"]}


@pytest.fixture(scope="module")
def archive(distill, tmp_path_factory):
    """Five runs of very different size with shared responses, one of them gzipped; and the index made anew."""
    folder = tmp_path_factory.mktemp("archive") / "set"
    distill("simulate", *SIMULATION, f"out={folder}")
    for number, path in enumerate(sorted((folder / "data").glob("*.fits"))):
        with fits.open(path) as hdus:
            hdus["EVENTS"].data = hdus["EVENTS"].data[: [900, 20, 300, 1500, 7][number]]
            hdus.writeto(path, overwrite=True)
    return folder


def make_parts(distill, count, folder, command, *words, ranks=None, status=0):
    parts = [folder / f"part-{number}" for number in range(1, count + 1)]
    for number, part in enumerate(parts, 1):
        done = distill(command, *words, f"part={number}/{count}", f"out={part}", check=False, ranks=ranks)
        assert done.returncode in (0, status), done.stderr
    return parts


def gather(distill, parts, out, *words, **options):
    return distill("gather", *parts, f"out={out}", *words, **options)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("count", [1, 2, 3, 8])
def test_gathered_selections_are_those_of_one_job(distill, archive, tmp_path, kind, count):
    words = [archive, "emin=0.5", *KINDS[kind]]
    distill("select", *words, f"out={tmp_path / 'one'}")
    parts = make_parts(distill, count, tmp_path, "select", *words)
    gather(distill, parts[::-1], tmp_path / "gathered")
    assert_same(tmp_path / "one", tmp_path / "gathered")
    assert not any(part.exists() for part in parts)  # moved, nothing is left


@pytest.mark.parametrize("count", [1, 2, 3, 7])
@pytest.mark.parametrize("words", [[], ["responses=each", "truth=yes"], ["defects=missing-file,duplicate-obs-id"]], ids=["plain", "each", "faulty"])
def test_gathered_simulations_are_those_of_one_job(distill, tmp_path, count, words):
    one = distill("simulate", *SIMULATION, *words, f"out={tmp_path / 'one'}")
    parts = make_parts(distill, count, tmp_path, "simulate", *SIMULATION, *words)
    done = gather(distill, parts, tmp_path / "gathered")
    assert_same(tmp_path / "one", tmp_path / "gathered")
    told = [line for line in one.stderr.splitlines() if "events drawn" in line]
    assert told and told == [line for line in done.stderr.splitlines() if "events drawn" in line]


def test_parts_on_several_ranks_are_the_same_parts(distill, archive, tmp_path):
    distill("select", archive, "merge=both", f"out={tmp_path / 'one'}")
    parts = make_parts(distill, 2, tmp_path, "select", archive, "merge=both", ranks=2)
    gather(distill, parts, tmp_path / "gathered", ranks=2)
    assert_same(tmp_path / "one", tmp_path / "gathered")
    run = json.loads((tmp_path / "gathered" / "select_report.json").read_text())["run"]
    assert run["ranks"] == 4 and [part["part"] for part in run["parts"]] == [1, 2]
    assert [rank["rank"] for rank in run["by_rank"]] == [0, 1, 2, 3]
    assert sum(host["ranks"] for host in run["by_host"]) == 4
    assert run["max_rss_sum_bytes"] == sum(rank["max_rss_bytes"] for rank in run["by_rank"])
    assert run["cpu_s"] >= sum(part["cpu_s"] for part in run["parts"]) - 1e-9
    assert run["started"] == min(part["started"] for part in run["parts"])


def test_a_part_is_a_data_set_of_its_own(distill, archive, tmp_path):
    for part in make_parts(distill, 2, tmp_path, "select", archive):
        report = json.loads((part / "select_report.json").read_text())
        listed = distill.json("info", part)["runs"]
        assert [run["obs_id"] for run in listed] == [run["obs_id"] for run in report["inputs"]]
        assert listed and all(run["responses"] and "error" not in run for run in listed)


def test_with_an_activity_the_data_are_the_same(distill, archive, tmp_path):
    activity = tmp_path / "activity.json"
    activity.write_text(json.dumps({"id": "job-1", "start": "2026-09-20T10:00:00.000Z", "product_id": "ivo://x/{name}"}))
    words = [archive, "merge=both", "format=fits,hdf5", f"activity={activity}", "checksums=yes"]
    distill("select", *words, f"out={tmp_path / 'one'}")
    gather(distill, make_parts(distill, 3, tmp_path, "select", *words), tmp_path / "gathered")
    one, other = (json.loads((tmp_path / name / "select_report.json").read_text()) for name in ("one", "gathered"))
    for key in ("recipe_hash", "activity_id", "parameters", "events", "inputs", "files", "skipped"):
        assert one[key] == other[key], key
    sums = [[(p["name"], p["role"], p["content_sum"], p["id"], [hdu["name"] for hdu in p["hdus"]]) for p in report["products"]]
            for report in (one, other)]
    assert sums[0] == sums[1]


@pytest.mark.parametrize("count", [2, 8])
def test_runs_that_cannot_be_read_are_left_out_as_by_one_job(distill, archive, tmp_path, count):
    broken = tmp_path / "archive"
    shutil.copytree(archive, broken)
    whole = (broken / "data" / "run_000003.fits").read_bytes()
    (broken / "data" / "run_000003.fits").write_bytes(whole[: len(whole) // 2])
    words = [broken, "on-error=skip", "merge=both"]
    assert distill("select", *words, f"out={tmp_path / 'one'}", check=False).returncode == SKIPPED
    parts = make_parts(distill, count, tmp_path, "select", *words, status=SKIPPED)
    assert gather(distill, parts, tmp_path / "gathered", check=False).returncode == SKIPPED
    assert_same(tmp_path / "one", tmp_path / "gathered")


def test_if_no_run_of_any_part_can_be_read_gathering_says_so(distill, archive, tmp_path):
    broken = tmp_path / "archive"
    shutil.copytree(archive, broken)
    for path in (broken / "data").glob("*.fits"):
        path.write_bytes(path.read_bytes()[:5000])
    parts = make_parts(distill, 2, tmp_path, "select", broken, "on-error=skip", status=SKIPPED)
    done = gather(distill, parts, tmp_path / "gathered", check=False)
    assert done.returncode == BAD_DATA and "none of the runs can be read" in done.stderr
    assert not (tmp_path / "gathered").exists() and all(part.exists() for part in parts)


# ---- refusals: nothing is changed ----

def state(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def assert_refused(distill, tmp_path, status, said, parts, *words):
    before = state(tmp_path)
    done = gather(distill, parts, tmp_path / "gathered", *words, check=False)
    assert done.returncode == status, done.stderr
    for text in said:
        assert text in done.stderr, done.stderr
    assert state(tmp_path) == before


@pytest.fixture
def parts(distill, archive, tmp_path):
    return make_parts(distill, 3, tmp_path, "select", archive)


def test_a_missing_part_is_named(distill, tmp_path, parts):
    assert_refused(distill, tmp_path, BAD_REQUEST, ["part 2/3 is missing"], [parts[0], parts[2]])
    assert_refused(distill, tmp_path, MISSING, ["part-9", "no part of a job"], [*parts[:2], tmp_path / "part-9"])
    assert_refused(distill, tmp_path, BAD_REQUEST, ["named twice", "part-1"], [parts[0], *parts])


def test_a_part_that_failed_is_named(distill, tmp_path, parts):
    (parts[1] / "part.distill").unlink()  # written last: a part that failed has none
    assert_refused(distill, tmp_path, MISSING, ["part-2", "has the part ended well"], parts)


@pytest.mark.parametrize("harm, said", [("cut", "bytes instead of"), ("bits", "another SHA-256"), ("gone", "No such file"),
                                        ("note", "damaged")])
def test_a_product_that_is_not_as_its_part_left_it_is_refused(distill, tmp_path, parts, harm, said):
    product = next(parts[1].glob("obs_*.fits"))
    if harm == "note":
        product = parts[1] / "part.distill"
    whole = product.read_bytes()
    if harm == "gone":
        product.unlink()
    else:
        product.write_bytes(whole[:-2880] if harm == "cut" else whole[:-100] + bytes([whole[-100] ^ 1]) + whole[-99:])
    assert_refused(distill, tmp_path, BAD_DATA, ["part-2", said], parts)


def test_parts_of_different_requests_are_refused(distill, archive, tmp_path, parts):
    other = tmp_path / "other"
    for word, said in [("emin=0.7", "emin"), ("prefix=y_", "prefix"), ("obs-ids=1,2,3", "obs-ids"), ("merge=both", "merge")]:
        distill("select", archive, word, "part=3/3", f"out={other}")
        assert_refused(distill, tmp_path, BAD_REQUEST, ["parts of different jobs", said], [*parts[:2], other])
        shutil.rmtree(other)
    distill("select", archive, "part=3/4", f"out={other}")
    assert_refused(distill, tmp_path, BAD_REQUEST, ["parts of different jobs", "3/4"], [*parts[:2], other])
    shutil.rmtree(other)
    less = tmp_path / "less"
    less.mkdir()
    for path in sorted((archive / "data").glob("*.fits"))[:4]:
        shutil.copy(path, less)
    distill("select", less, "part=3/3", f"out={other}")
    assert_refused(distill, tmp_path, BAD_REQUEST, ["the runs they chose from"], [*parts[:2], other])


def test_what_is_there_is_replaced_only_if_asked(distill, archive, tmp_path, parts):
    (tmp_path / "gathered").mkdir()
    (tmp_path / "gathered" / "obs_000001.fits").write_text("mine")
    assert_refused(distill, tmp_path, BAD_REQUEST, ["obs_000001.fits"], parts)
    gather(distill, parts, tmp_path / "gathered", "clobber=yes")
    distill("select", archive, f"out={tmp_path / 'one'}")
    assert_same(tmp_path / "one", tmp_path / "gathered")


@pytest.mark.parametrize("where", ["part-1", "part-1/below", "link"])
def test_a_part_is_no_place_for_the_result(distill, tmp_path, parts, where):
    os.symlink(parts[0], tmp_path / "link")
    before = state(tmp_path)
    done = gather(distill, parts, tmp_path / where, "clobber=yes", check=False)
    assert done.returncode == BAD_REQUEST and "folder of a part" in done.stderr
    assert state(tmp_path) == before


def test_parts_can_be_kept_and_gathered_again(distill, tmp_path, parts):
    before = {part: state(part) for part in parts}
    gather(distill, parts, tmp_path / "once", "keep=yes")
    gather(distill, parts, tmp_path / "twice", "keep=yes", "verify=no")
    assert {part: state(part) for part in parts} == before
    assert products(tmp_path / "once").keys() == products(tmp_path / "twice").keys()
    assert_same(tmp_path / "once", tmp_path / "twice")


def test_parts_on_another_file_system_are_copied(distill, archive, tmp_path):
    other = "/dev/shm"
    if not os.path.isdir(other) or os.stat(other).st_dev == os.stat(tmp_path).st_dev:
        pytest.skip("there is no second file system here")
    folder = subprocess.run(["mktemp", "-d", f"{other}/distill-test-XXXXXX"], capture_output=True, text=True, check=True).stdout.strip()
    try:
        distill("select", archive, f"out={tmp_path / 'one'}")
        here = [f"{folder}/part-{n}" for n in (1, 2)]
        for number, part in enumerate(here, 1):
            distill("select", archive, f"part={number}/2", f"out={part}")
        gather(distill, here, tmp_path / "gathered")
        assert_same(tmp_path / "one", tmp_path / "gathered")
        assert os.listdir(folder) == []
    finally:
        shutil.rmtree(folder)


@pytest.mark.parametrize("value", ["2", "0/3", "4/3", "1/0", "x/y", "1/2/3", ""])
def test_a_part_that_cannot_be_is_refused(distill, archive, tmp_path, value):
    done = distill("select", archive, f"part={value}", f"out={tmp_path / 'out'}", check=False)
    assert done.returncode == BAD_REQUEST and "part" in done.stderr and not (tmp_path / "out").exists()


def test_maps_know_no_parts(distill, archive, tmp_path):
    done = distill("map", archive, "part=1/2", f"out={tmp_path / 'out'}", check=False)
    assert done.returncode == BAD_REQUEST and "part" in done.stderr


def test_the_parts_share_the_work_by_the_size_of_the_files(distill, archive, tmp_path):
    sizes = []
    for part in make_parts(distill, 2, tmp_path, "select", archive):
        report = json.loads((part / "select_report.json").read_text())
        sizes.append(sum(os.path.getsize(run["file"]) for run in report["inputs"]))
    largest = max(path.stat().st_size for path in (archive / "data").glob("*.fits"))
    assert abs(sizes[0] - sizes[1]) <= largest


def test_a_compressed_run_counts_as_the_work_it_is(distill, archive, tmp_path):
    """Inflating costs: a gzipped file is far more work than its size on the disk, so it gets a part for itself."""
    packed = tmp_path / "packed"
    packed.mkdir()
    for number, path in enumerate(sorted((archive / "data").glob("*.fits")), 1):
        if number == 4:
            (packed / (path.name + ".gz")).write_bytes(gzip.compress(path.read_bytes()))
        else:
            shutil.copy(path, packed)
    shares = [sorted(run["obs_id"] for run in json.loads((part / "select_report.json").read_text())["inputs"])
              for part in make_parts(distill, 2, tmp_path, "select", packed)]
    assert [4] in shares
