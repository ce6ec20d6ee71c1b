"""The same request gives the same bytes: for any ranks, threads, block sizes, orders of files and names for them.

Reports are compared too, without what may differ (wall time, ranks, threads, the name of the output folder).
"""
import gzip
import json
import shutil

import numpy as np
import pytest
from astropy.io import fits

MAP = ["width=4", "bin=0.1", "enumbins=4", "emin=0.3", "emax=30", "product=both", "format=fits,gammapy", "picture=png,svg"]
SELECT = ["cone=83.633,22.0145,1.5", "emin=0.3", "merge=both", "format=fits,hdf5"]
# (ranks, threads, block-rows): every value of each, and more ranks than runs.
WAYS = [(None, 4, 1), (None, 2, 100), (1, 2, 8192), (2, 4, 1), (3, 2, 100), (5, 1, 8192)]


@pytest.fixture(scope="module")
def archive(simulated, tmp_path_factory):
    """The simulated set with runs of unequal size (one of them empty but for a few rows), half of them gzipped."""
    folder = tmp_path_factory.mktemp("archive")
    for number, path in enumerate(sorted((simulated / "data").glob("*.fits"))):
        with fits.open(path) as hdus:
            hdus["EVENTS"].data = hdus["EVENTS"].data[: [3, 700, 1900, 4000][number]]
            hdus.writeto(folder / (path.name + (".gz" if number % 2 else "")))
    return folder


def products(folder):
    """Bytes of every product; of reports what does not depend on the way they were made."""
    out = {}
    for path in sorted(folder.rglob("*")):
        if path.is_dir():
            continue
        name = str(path.relative_to(folder))
        out[name] = path.read_bytes()
        if name.endswith("_report.json"):
            report = json.loads(out[name])
            for changing in ["wall_time_s", "ranks", "threads", "run", "files", "documents"]:
                report.pop(changing)
            report["configuration"] = [p for p in report["configuration"] if p["concern"] == "science"]
            for product in report["products"]:
                assert product.pop("path").startswith(str(folder))
            for run in report["inputs"]:
                run["file"] = run["file"].rsplit("/")[-1]
                for table in run["hdus"]:
                    table["file"] = table["file"].rsplit("/")[-1]
            for run in report["skipped"]:
                run.pop("rank")  # which rank met a broken file is for its log, and chance
            out[name] = json.dumps(report, sort_keys=True).encode()
    return out


def assert_same(folder, other):
    one, two = products(folder), products(other)
    assert one.keys() == two.keys()
    assert [name for name in one if one[name] != two[name]] == []


def run(distill, folder, command, ranks, threads, block, *words, **options):
    return distill(command, *words, f"nthreads={threads}", f"block-rows={block}", f"out={folder}", ranks=ranks, **options)


def assert_any_way_is_the_same(distill, tmp_path, command, *words, ways=WAYS, status=0):
    reference = tmp_path / "reference"
    done = run(distill, reference, command, None, 1, 8192, *words, check=False)
    assert done.returncode == status, done.stderr
    assert len(products(reference)) > 3
    for number, way in enumerate(ways):
        folder = tmp_path / str(number)
        done = run(distill, folder, command, *way, *words, check=False)
        assert done.returncode == status, f"{way}: {done.stderr}"
        assert_same(reference, folder)
        shutil.rmtree(folder)


def test_maps_are_the_same_for_any_ranks_threads_and_blocks(distill, archive, tmp_path):
    assert_any_way_is_the_same(distill, tmp_path, "map", archive, *MAP)


def test_stacked_maps_whose_files_are_split_among_ranks_are_the_same(distill, archive, tmp_path):
    stacked = [word for word in MAP if not word.startswith("product")]
    assert_any_way_is_the_same(distill, tmp_path, "map", archive, *stacked, ways=[(None, 2, 7), (3, 2, 1), (5, 1, 100)])


def test_maps_of_many_targets_are_the_same_for_any_ranks_threads_and_blocks(distill, archive, tmp_path):
    targets = tmp_path / "targets.csv"
    targets.write_text("name,ra,dec\ncrab,83.633,22.0145\nnorth,83.6,22.9\nrim,85.2,21.0\n")
    assert_any_way_is_the_same(distill, tmp_path, "map", archive, f"targets={targets}", "width=1", "bin=0.05",
                               "product=both", "picture=none", ways=[(None, 4, 100), (2, 2, 1), (3, 1, 8192)])


def test_selected_event_lists_are_the_same_for_any_ranks_threads_and_blocks(distill, archive, tmp_path):
    assert_any_way_is_the_same(distill, tmp_path, "select", archive, *SELECT)


def test_selections_with_index_tables_and_responses_are_the_same_for_any_ranks(distill, simulated, tmp_path):
    assert_any_way_is_the_same(distill, tmp_path, "select", simulated, "emin=0.5", "format=fits,hdf5",
                               ways=[(None, 4, 100), (3, 2, 1)])


@pytest.mark.parametrize("command, words", [("map", MAP), ("select", SELECT)])
def test_a_broken_file_that_is_skipped_leaves_the_same_products_any_way(distill, archive, tmp_path, command, words):
    broken = tmp_path / "archive"
    shutil.copytree(archive, broken)
    whole = (archive / "run_000003.fits").read_bytes()
    (broken / "run_000003.fits").write_bytes(whole[: len(whole) // 2])
    inflated = gzip.decompress((archive / "run_000004.fits.gz").read_bytes())
    # Valid gzip of a file that is not whole: the size on disk tells nothing.
    (broken / "run_000004.fits.gz").write_bytes(gzip.compress(inflated[: len(inflated) * 2 // 3]))
    assert_any_way_is_the_same(distill, tmp_path, command, broken, *words, "on-error=skip", status=10,
                               ways=[(None, 4, 1), (3, 2, 100)])


@pytest.mark.parametrize("command, words", [("map", MAP), ("select", SELECT)])
def test_the_order_of_files_and_how_they_are_named_do_not_matter(distill, archive, tmp_path, command, words):
    files = sorted(archive.iterdir())
    lists = {"forward": files, "backward": files[::-1], "shuffled": [files[i] for i in (2, 0, 3, 1)]}
    reference = tmp_path / "folder"
    distill(command, archive, *words, f"out={reference}")
    for name, order in lists.items():
        (tmp_path / f"{name}.txt").write_text("\n".join(map(str, order)))
        distill(command, f"@{tmp_path / name}.txt", *words, f"out={tmp_path / name}")
        assert_same(reference, tmp_path / name)
    distill(command, *files[::-1], *words, f"out={tmp_path / 'named'}")
    assert_same(reference, tmp_path / "named")


def test_maps_of_an_indexed_set_are_those_of_its_bare_files(distill, simulated, tmp_path):
    distill("map", simulated, *MAP, f"out={tmp_path / 'indexed'}")
    distill("map", *sorted((simulated / "data").glob("*.fits"))[::-1], *MAP, f"out={tmp_path / 'bare'}")
    assert_same(tmp_path / "indexed", tmp_path / "bare")


def test_gzip_changes_nothing_but_the_names_of_the_inputs(distill, simulated, tmp_path):
    for path in (simulated / "data").glob("*.fits"):
        (tmp_path / "packed").mkdir(exist_ok=True)
        (tmp_path / "packed" / (path.name + ".gz")).write_bytes(gzip.compress(path.read_bytes()))
    distill("map", simulated / "data", *MAP, f"out={tmp_path / 'plain'}")
    distill("map", tmp_path / "packed", *MAP, f"out={tmp_path / 'gzip'}", "block-rows=100", ranks=3)
    for path in sorted((tmp_path / "plain").glob("*.fits")):
        with fits.open(path) as plain, fits.open(tmp_path / "gzip" / path.name) as packed:
            assert [hdu.name for hdu in plain] == [hdu.name for hdu in packed]
            for one, other in zip(plain, packed):
                if one.name in ("INPUTS", "PROVENANCE"):  # they name the files
                    continue
                assert one.header["DATASUM"] == other.header["DATASUM"], one.name
    sums = [[product["content_sum"] for product in json.loads((tmp_path / name / "map_report.json").read_text())["products"]]
            for name in ("plain", "gzip")]
    assert sums[0] == sums[1] and all(sums[0])
    for path in sorted((tmp_path / "plain").glob("*.png")):
        assert path.read_bytes() == (tmp_path / "gzip" / path.name).read_bytes()


def test_many_more_ranks_than_runs_and_events_change_nothing(distill, simulated, tmp_path):
    """24 ranks for four runs: most have nothing to do, and must not hang the others or write anything."""
    distill("map", simulated, *MAP, f"out={tmp_path / 'one'}")
    distill("map", simulated, *MAP, f"out={tmp_path / 'many'}", "nthreads=1", ranks=24)
    assert_same(tmp_path / "one", tmp_path / "many")


def test_the_order_of_events_in_a_file_does_not_change_the_counts(distill, simulated, tmp_path):
    turned = tmp_path / "turned"
    turned.mkdir()
    for path in (simulated / "data").glob("*.fits"):
        with fits.open(path) as hdus:
            hdus["EVENTS"].data = hdus["EVENTS"].data[np.random.default_rng(1).permutation(len(hdus["EVENTS"].data))]
            hdus.writeto(turned / path.name)
    distill("map", simulated / "data", *MAP, f"out={tmp_path / 'as-is'}")
    distill("map", turned, *MAP, f"out={tmp_path / 'permuted'}")
    assert_same(tmp_path / "as-is", tmp_path / "permuted")
