#!/usr/bin/env python3
"""check_provsap.py <serve_provenance>: ProvSAP and the provenance of jobs over HTTP, under the eyes of others' tools."""
import json
import re
import subprocess
import sys
import urllib.parse

import requests
from lxml import etree

from prov_judges import check_form, check_svg, constraint_problems, read_json, read_xml, votlint
from provn_reader import read_provn

MARIES, OPEN, ANONYMOUS = "7Tq2mZb0Xw9KfLcN4hVdYs", "0Open0Open0Open0Open00", "0Anon0Anon0Anon0Anon00"
SMOOTH = "0Smooth0Smooth0Smooth0"
RUN = "ivo://example.org/HESS-DR1?23523"
FORMS = {"PROV-JSON": "application/json", "PROV-XML": "application/provenance+xml",
         "PROV-N": "text/provenance-notation; charset=utf-8", "PROV-VOTABLE": "application/x-votable+xml",
         "PROV-SVG": "image/svg+xml", "PROV-PNG": "image/png", "PROV-DOT": "text/vnd.graphviz; charset=utf-8"}
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/png,image/svg+xml,*/*;q=0.8"


def product(job, name):
    return f"ivo://distiller.example/jobs?{job}/{name}"


class Client:
    def __init__(self, base):
        self.base = base

    def get(self, path="/provsap", user=None, accept="*/*", status=200, **query):
        headers = {"Accept": accept} | ({"X-User": user} if user else {})
        answer = requests.get(self.base + path, params=query, headers=headers, timeout=60)
        assert answer.status_code == status, (path, query, answer.status_code, answer.text[:500])
        answer.encoding = "utf-8"
        return answer

    def document(self, user=None, **query):
        return read_json(self.get(user=user, RESPONSEFORMAT="PROV-JSON", **query).text)


def nodes(document):
    """URIs of entities and activities, without descriptions and configuration."""
    found = {"Entity": set(), "Activity": set()}
    for record in document.get_records():
        kind = record.get_type().localpart
        if kind in found and not re.search(r"/(parameters|config|usages|generations)/|METHOD=", record.identifier.uri):
            found[kind].add(record.identifier.uri)
    return found


def check_forms_agree(client):
    asked = {"ID": product(OPEN, "counts_image"), "DEPTH": "ALL", "DESCRIPTIONS": 2, "CONFIGURATION": 1}
    for _ in range(2):
        texts = {}
        for word, media_type in FORMS.items():
            answer = client.get(RESPONSEFORMAT=word, **asked)
            assert answer.headers["Content-Type"] == media_type, (word, answer.headers["Content-Type"])
            texts[word] = answer.content if word == "PROV-PNG" else answer.text
        document = read_json(texts["PROV-JSON"])
        check_form(document)
        assert document == read_xml(texts["PROV-XML"]) == read_provn(texts["PROV-N"])
        assert not constraint_problems(document), constraint_problems(document)
        assert not votlint(texts["PROV-VOTABLE"])
        check_svg(texts["PROV-SVG"])
        assert texts["PROV-PNG"].startswith(b"\x89PNG")
        posted = requests.post(client.base + "/provsap", data={**asked, "RESPONSEFORMAT": "PROV-JSON"}, timeout=60)
        assert posted.text == texts["PROV-JSON"]
        asked = {"ID": [RUN, product(OPEN, "exposure")], "DIRECTION": "BOTH", "MEMBERS": 1}
    assert client.get(ID=RUN, RESPONSEFORMAT="text/xml").headers["Content-Type"].startswith("text/xml")
    native = json.loads(client.get(ID=MARIES, MODEL="IVOA", DESCRIPTIONS=2, CONFIGURATION=1, user="marie").text)
    assert {"parameter", "wasConfiguredBy", "activityDescription", "isDescribedBy"} <= set(native)


def check_accept(client):
    for accept, wanted in {"*/*": "application/json", BROWSER: "text/html; charset=utf-8", "image/png": "image/png",
                           "application/provenance+xml": "application/provenance+xml",
                           "text/provenance-notation": "text/provenance-notation; charset=utf-8"}.items():
        answer = client.get(ID=RUN, accept=accept)
        assert answer.headers["Content-Type"] == wanted and "Accept" in answer.headers["Vary"], (accept, wanted)
    assert client.get(ID=RUN, accept=BROWSER, RESPONSEFORMAT="json").headers["Content-Type"] == "application/json"


def check_walks(client):
    image = product(OPEN, "counts_image")
    sizes = []
    for depth in (0, 1, 2, 3, "ALL"):
        found = nodes(client.document(ID=image, DEPTH=depth))
        sizes.append(len(found["Entity"]) + len(found["Activity"]))
        assert image in found["Entity"]
    assert sizes == sorted(sizes) and sizes[0] == 1 and sizes[1] < sizes[2], sizes
    one = nodes(client.document(ID=image, DEPTH=1))
    assert one["Activity"] == {f"{client.base}/provsap?ID={OPEN}"} and RUN in one["Entity"]
    forward = nodes(client.document(ID=RUN, DIRECTION="FORWARD", DEPTH=1))
    assert image in forward["Entity"] and forward == nodes(client.document(ID=RUN, DIRECTION="FORTH", DEPTH=1))
    back = nodes(client.document(ID=RUN, DIRECTION="BACK", DEPTH=1))
    assert image not in back["Entity"] and RUN + "#reconstruction" in back["Activity"], back
    both = nodes(client.document(ID=RUN, DIRECTION="BOTH", DEPTH=1))
    assert both["Entity"] >= forward["Entity"] | back["Entity"]
    agents = [r for r in client.document(ID=image).get_records() if r.get_type().localpart == "Agent"]
    assert agents
    assert not [r for r in client.document(ID=image, AGENTS=0).get_records() if r.get_type().localpart == "Agent"]
    assert client.get(ID=image, AGENT=0).text == client.get(ID=image, AGENTS=0).text


def check_cap(client):
    """The server of this test allows 60 nodes; 30 runs with their past are more."""
    text = client.get(ID=product(OPEN, "counts_image"), DEPTH="ALL").text
    assert "incomplete" in text
    found = nodes(read_json(text))
    assert len(found["Entity"]) + len(found["Activity"]) <= 62
    assert "OVERFLOW" in client.get(ID=product(OPEN, "counts_image"), DEPTH="ALL", RESPONSEFORMAT="PROV-VOTABLE").text
    assert "There is more" in client.get(ID=product(OPEN, "counts_image"), DEPTH="ALL", RESPONSEFORMAT="PROV-SVG").text


def check_mistakes(client):
    text = client.get(status=400, ID=RUN, DEPTH="deep", DIRECTION="UP", MODEL="X", AGENTS=7, RESPONSEFORMAT="PDF", GD="N").text
    for word in ("DEPTH", "DIRECTION", "MODEL", "AGENTS", "RESPONSEFORMAT", "GD"):
        assert word in text, (word, text)
    assert "ID" in client.get(status=400).text
    text = client.get(status=404, ID=["ivo://no/such?1", RUN, "alsonot"]).text
    assert "ivo://no/such?1" in text and "alsonot" in text and RUN not in text
    for bad in ("\x00", "' OR 1=1 --", "<script>alert(1)</script>", "a" * 100000, "%", "\u661f", "ivo://", "../../etc/passwd"):
        answer = requests.get(client.base + "/provsap", params={"ID": bad}, headers={"Accept": "text/html"}, timeout=60)
        assert answer.status_code in (400, 404, 414, 431), (bad[:20], answer.status_code)
        assert "<script>alert" not in answer.text
    assert requests.put(client.base + "/provsap", timeout=60).status_code == 405


def check_rights(client):
    image = product(MARIES, "counts_image")
    for identifier in (MARIES, image):
        client.get(ID=identifier, user="marie")
        client.get(ID=identifier, user="pierre", status=404)
        client.get(ID=identifier, status=404)
    # Who knows the id of an anonymous job may see it.
    client.get(ID=ANONYMOUS)
    # A public product of private ones has a whole graph, which tells nothing of them.
    smoothed = product(SMOOTH, "smoothed")
    for word in FORMS:
        body = client.get(ID=smoothed, DEPTH="ALL", DESCRIPTIONS=2, CONFIGURATION=1, RESPONSEFORMAT=word).content
        for secret in (MARIES.encode(), b"counts_image", b"Sk\xc5\x82odowska", b"marie", b"selection query"):
            assert secret not in body, (word, secret)
        assert b"restricted" in body or word == "PROV-PNG", word
    assert MARIES in client.get(ID=smoothed, DEPTH="ALL", user="marie").text
    # The other way round, hers is not told to those who look from a run.
    assert MARIES not in client.get(ID=RUN, DIRECTION="FORWARD", DEPTH="ALL").text


def check_jobs(client):
    base = f"/uws/map/{MARIES}/"
    for child, media_type in {"prov": FORMS["PROV-JSON"], "provjson": FORMS["PROV-JSON"], "provxml": FORMS["PROV-XML"],
                              "provn": FORMS["PROV-N"], "provsvg": FORMS["PROV-SVG"], "provpng": FORMS["PROV-PNG"],
                              "provvot": FORMS["PROV-VOTABLE"], "provdot": FORMS["PROV-DOT"]}.items():
        assert client.get(base + child, user="marie").headers["Content-Type"] == media_type, child
        client.get(base + child, user="pierre", status=404)
        client.get(base + child, status=404)
    document = read_json(client.get(base + "provjson", user="marie").text)
    assert document == read_xml(client.get(base + "provxml", user="marie").text)
    found = nodes(document)
    assert {RUN, product(MARIES, "counts_image"), product(MARIES, "log")} <= found["Entity"]
    text = client.get(base + "provn", user="marie").text
    assert "/parameters/emin" in text and "voprov:ParameterDescription" in text and "wasAssociatedWith" in text
    assert "Parameters" in client.get(base + "provsvg", user="marie").text
    assert "'voprov:Parameter'" in text
    assert "'voprov:Parameter'" not in client.get(base + "provn", user="marie", CONFIGURATION=0).text
    waiting = client.get("/uws/map/0Wait0Wait0Wait0Wait00/prov", status=404).text
    assert "PENDING" in waiting, waiting
    assert "PENDING" not in client.get("/uws/map/0Hers0Hers0Hers0Hers00/prov", status=404).text
    assert "PENDING" in client.get("/uws/map/0Hers0Hers0Hers0Hers00/prov", user="marie", status=404).text
    client.get("/uws/map/nosuchjob/provjson", status=404)


def check_pages(client):
    page = client.get(ID=product(OPEN, "counts_image"), accept=BROWSER).text
    root = etree.HTML(page)
    svg = root.find(".//svg")
    assert svg is not None and root.find(".//form") is not None
    links = [a.get("href") for a in root.iter("a")]
    assert any("RESPONSEFORMAT=PROV-XML" in link for link in links)
    for link in links:
        answer = requests.get(urllib.parse.urljoin(client.base, link), headers={"Accept": BROWSER}, timeout=60)
        assert answer.status_code == 200, (link, answer.text[:200])
    empty = client.get(accept=BROWSER).text
    assert "<form" in empty and "<svg" not in empty
    for one in ("LR", "RL", "TB", "BT"):
        check_svg(client.get(ID=RUN, GD=one, RESPONSEFORMAT="PROV-SVG").text)


def main():
    server = subprocess.Popen([sys.argv[1]], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        client = Client(server.stdout.readline().strip())
        for check in (check_forms_agree, check_accept, check_walks, check_cap, check_mistakes, check_rights, check_jobs,
                      check_pages):
            check(client)
            print(check.__name__, "passes", flush=True)
    finally:
        server.stdin.close()
        server.wait(timeout=60)


if __name__ == "__main__":
    main()
