#!/usr/bin/env python3
"""check_documents.py <write_documents>: other people's tools read what we write."""
import pathlib
import shutil
import subprocess
import sys
import tempfile

from prov.model import ProvDocument

from prov_judges import check_form, check_svg, constraint_problems, read_json, read_xml, votlint
from provn_reader import read_provn

SAMPLES = ["count_map", "many_runs", "hostile", "restricted", "failed", "chain", "circle", "nothing", "large"]
NATIVE = {"activityDescription", "parameter", "wasConfiguredBy", "isDescribedBy", "datasetEntity", "usageDescription",
          "generationDescription", "parameterDescription", "configFile", "isRelatedTo"}


def text_of(folder, name):
    return (folder / name).read_text(encoding="utf-8")


def check_w3c(folder, name):
    document = read_json(text_of(folder, name + ".json"))
    check_form(document)
    assert read_xml(text_of(folder, name + ".xml")) == document, "XML is not JSON"
    assert read_provn(text_of(folder, name + ".provn")) == document, "PROV-N is not JSON"
    read_provn(text_of(folder, name + ".ivoa.provn"))
    problems = constraint_problems(document)
    assert bool(problems) == (name == "circle"), problems
    return document


def check_ids(folder):
    """URIs of identifiers are the identifiers where these are URIs; all different ones stay different."""
    documents = {name: read_json(text_of(folder, name + ".json")) for name in ("count_map", "hostile")}
    uris = {r.identifier.uri for r in documents["count_map"].get_records() if r.identifier}
    assert {f"ivo://example.org/HESS-DR1?{run}" for run in (23523, 23524, 23525)} <= uris
    assert "ivo://distiller.example/jobs?7Tq2mZb0Xw9KfLcN4hVdYs/counts_image" in uris
    assert "https://host.example:8080/distill/provsap?ID=7Tq2mZb0Xw9KfLcN4hVdYs" in uris
    hostile = [r for r in documents["hostile"].get_records(ProvDocument().entity("prov:x").__class__)]
    uris = {r.identifier.uri for r in hostile if "/parameters/" not in r.identifier.uri}
    assert len(uris) == 33, len(uris)
    assert "ivo://auth/coll%20ection?run%20%231%20100%25".replace("%23", "#") in uris
    assert "https://host.example/a/b?ID=x&y=%22z%22#frag" in uris


def check_native(folder):
    """voprov's words, which prov does not know, and the same things in them."""
    import json
    ivoa, w3c = (json.loads(text_of(folder, f"count_map{kind}.json")) for kind in (".ivoa", ""))
    assert NATIVE <= set(ivoa), NATIVE - set(ivoa)
    assert ivoa["prefix"] == w3c["prefix"]
    natively = set().union(*(ivoa[s] for s in NATIVE | {"entity"} if s in ivoa and not s.startswith(("is", "was"))))
    assert natively == set(w3c["entity"])
    job = ivoa["activity"]["job:7Tq2mZb0Xw9KfLcN4hVdYs"]
    assert job["voprov:startTime"] == "2026-09-20T10:00:00.123Z"
    assert len(ivoa["wasConfiguredBy"]) == 7
    emin = ivoa["parameter"]["job:7Tq2mZb0Xw9KfLcN4hVdYs/parameters/emin"]
    assert (emin["voprov:name"], emin["voprov:value"]) == ("emin", "0.5")


def check_pictures(folder, name):
    for flow in ("lr", "rl", "tb", "bt"):
        check_svg(text_of(folder, f"{name}.{flow}.svg"))
        if shutil.which("dot"):
            subprocess.run(["dot", "-Tcanon", folder / f"{name}.{flow}.dot"], check=True, capture_output=True, timeout=60)
    assert (folder / f"{name}.lr.png").read_bytes().startswith(b"\x89PNG\r\n")


def main():
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        subprocess.run([sys.argv[1], folder], check=True, timeout=120)
        again = folder / "again"
        again.mkdir()
        subprocess.run([sys.argv[1], again], check=True, timeout=120)
        for name in SAMPLES:
            check_w3c(folder, name)
            said = votlint(text_of(folder, name + ".vot"))
            assert not said, said
            check_pictures(folder, name)
            print(name, "passes")
        for path in again.iterdir():
            assert path.read_bytes() == (folder / path.name).read_bytes(), f"{path.name} is not the same twice"
        for path in folder.glob("restricted.*"):
            assert b"SECRET" not in path.read_bytes(), path.name
        assert "incomplete" in text_of(folder, "restricted.json")
        assert 'value="OVERFLOW"' in text_of(folder, "restricted.vot")
        check_ids(folder)
        check_native(folder)
        assert "56 \u00d7 DL3 runs" in text_of(folder, "many_runs.lr.svg")


if __name__ == "__main__":
    main()
