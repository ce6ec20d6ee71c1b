"""Reads what write_samples wrote with other people's readers: astropy, STILTS, votlint, xmllint, fitsverify, csv, json."""
import csv
import io
import json
import math
import pathlib
import subprocess
import sys
import tempfile
import warnings
import zipfile

import numpy as np
from astropy.io import fits
from astropy.io.votable import parse

JAR = "/usr/share/java/starlink-util.jar"
SCHEMA = "uk/ac/starlink/util/text/VOTable1.4.xsd"
NAN, INF = float("nan"), float("inf")
NULL = None
BAD = "\N{REPLACEMENT CHARACTER}"

# What a reader must find, written down independently of the C++ sample.
COLUMNS = ["flag", "byte", "small", "whole", "large", "single", "s_ra", "t_min", "text", "unicode", "at", "s_region", "pair", "obs_publisher_did"]
ROWS = [
    [True, 0, 1, -1, 42, 0.5, 83.633, 53343.921597222, "Crab Nebula", "né😀", "2004-12-08T22:04:04.184", [83.6, 22.0, 2.5], [1.0, 2.0], "ivo://x/y?1&2"],
    [False, 254, 32767, 2147483647, 2**63 - 1, 3.4e38, INF, 1e-320, "<a href=\"x\">]]>&amp;'quoted', \"twice\"\n\ttab", "\uffff|\x01|end", "2016-02-29T00:00:00", [1.5, -2.5, INF, NAN, NAN, 3.0], [-1e300, 1e-300], "a b"],
    [True, 1, -32767, -2147483647, -2**63 + 1, -1e-38, -INF, NAN, "", "", "1999-12-31T23:59:59.999999", [], [NAN, NAN], "\x01\x0b\x1f"],
    [NULL] * 14,
]


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def no_control(text):
    """What XML 1.0 cannot hold comes as U+FFFD."""
    return "".join(BAD if c == "\uffff" or (ord(c) < 32 and c not in "\t\n\r") else c for c in text)


def same_number(got, want):
    if want is NULL:
        return got is np.ma.masked or (isinstance(got, (float, np.floating)) and math.isnan(got))
    if isinstance(want, float) and math.isnan(want):
        return got is np.ma.masked or math.isnan(got)
    if isinstance(want, float) and (math.isinf(want) or abs(want) < 1e-300):
        return got == want
    return math.isclose(got, want, rel_tol=1e-7, abs_tol=0) if isinstance(want, float) else got == want


def check_votable(path, rows, ascii_only):
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # astropy warns where a document breaks the standard
        warnings.filterwarnings("ignore", message="overflow encountered")
        document = parse(str(path))
    table = document.get_first_table()
    assert [f.name for f in table.fields] == COLUMNS, path
    array = table.array
    assert len(array) == len(rows), (path, len(array))
    for i, want_row in enumerate(rows):
        for name, want in zip(COLUMNS, want_row):
            got = array[name][i]
            where = (path.name, i, name, got, want)
            if name in ("text", "unicode", "at", "obs_publisher_did"):
                text = "" if want is NULL else want
                if path.name.startswith("votable_b"):
                    if name != "unicode":
                        text = "".join(c if ord(c) < 128 else "?" for c in text)
                else:
                    text = no_control(text)
                assert str(got) == text or (text == "" and got is np.ma.masked), where
            elif name in ("s_region", "pair"):
                if want is NULL:
                    flat = np.ma.filled(np.ma.asarray(got, dtype=float), NAN).ravel()
                    assert all(math.isnan(x) for x in flat), where
                else:
                    assert len(got) == len(want) and all(same_number(g, w) for g, w in zip(got, want)), where
            elif name == "flag" and want is NULL:
                assert got is np.ma.masked or "BINARY" in str(path), where
            else:
                assert same_number(got, want), where
    return document


def check_frame(path, overflow):
    document = parse(str(path))
    resource = document.resources[0]
    infos = {info.name: info.value for info in resource.infos}
    statuses = [info.value for info in resource.infos if info.name == "QUERY_STATUS"]
    assert statuses == (["OK", "OVERFLOW"] if overflow else ["OK"]), (path, statuses)
    assert infos["query"] == "SELECT '<x>' \"y\" & z" and infos["citation"] == "Ünsöld 😀", path
    service = document.resources[1]
    assert service.utype == "adhoc:service" and service.type == "meta"
    group = service.groups[0]
    assert group.name == "inputParams"
    reference = group.entries[0].ref
    assert document.get_field_by_id(reference).name == "obs_publisher_did"
    fields = {f.name: f for f in document.get_first_table().fields}
    assert fields["s_ra"].ref == "icrs" and fields["t_min"].ref == "mjd_utc"
    assert document.resources[0].time_systems[0].timescale == "UTC"
    assert document.resources[0].coordinate_systems[0].system == "ICRS"
    assert fields["t_min"].description == "Begin <of> \"run\" & more"


def check_with_stilts(path, rows):
    code, said = run("stilts", "votlint", str(path))
    assert code == 0 and said.strip() == "", (path, said)
    code, said = run("stilts", "tpipe", f"in={path}", "ofmt=csv", "cmd=keepcols 'whole large s_ra text'")
    assert code == 0, said
    read = list(csv.reader(io.StringIO(said)))[1:]
    assert len(read) == len(rows), (path, len(read))
    for got, want in zip(read, rows):
        assert got[0] == ("" if want[3] is NULL else str(want[3])) and got[1] == ("" if want[4] is NULL else str(want[4])), (path, got)


def check_reader(reader, source, folder):
    """What STILTS writes, our reader must read: the same table in three serializations gives the same JSON."""
    answers = []
    for form in ("votable-tabledata", "votable-binary-inline", "votable-binary2-inline"):
        path = folder / f"{form}.xml"
        code, said = run("stilts", "tpipe", f"in={source}", f"out={path}", f"ofmt={form}")
        assert code == 0, said
        done = subprocess.run([reader, path], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        answers.append(json.loads(done.stdout)["data"])
    for answer in answers:
        assert len(answer) == len(ROWS)
        for got, want in zip(answer, ROWS):
            for name, g, w in zip(COLUMNS, got, want):
                if name in ("flag", "byte", "small", "whole", "large"):
                    assert g == w or (w is NULL and name == "flag" and g in (None, False)), (name, g, w)
                elif name in ("single", "s_ra", "t_min") and w is not NULL and math.isfinite(w):
                    assert math.isclose(g, w, rel_tol=1e-6), (name, g, w)
    assert answers[2][0][9] == "né😀" and answers[2][0][11] == [83.6, 22.0, 2.5]


def check_csv(path, rows, separator):
    text = path.read_bytes().decode()
    quoting = csv.QUOTE_MINIMAL if separator == "," else csv.QUOTE_NONE
    read = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, quoting=quoting))
    assert read[0] == COLUMNS and len(read) == len(rows) + 1, path
    for got, want in zip(read[1:], rows):
        for name, g, w in zip(COLUMNS, got, want):
            if w is NULL:
                assert g == "", (path, name, g)
            elif isinstance(w, str):
                kept = w if separator == "," else "".join(" " if c in "\t\n\r" else c for c in w)
                assert g == kept, (path, name, g)
            elif isinstance(w, bool):
                assert g == ("true" if w else "false")
            elif isinstance(w, int):
                assert int(g) == w
            elif isinstance(w, float):
                assert same_number(float(g), w), (path, name, g, w)
            else:
                assert all(same_number(float(a), b) for a, b in zip(g.split(), w)) and len(g.split()) == len(w)


def check_json(path, rows, overflow):
    document = json.loads(path.read_text())
    assert [c["name"] for c in document["metadata"]] == COLUMNS and document["overflow"] is overflow
    assert document["metadata"][6] == {"name": "s_ra", "datatype": "double", "unit": "deg", "ucd": "pos.eq.ra"}
    assert "arraysize" not in document["metadata"][4]  # never "1"
    assert len(document["data"]) == len(rows)

    def plain(value):
        if isinstance(value, list):
            return [plain(v) for v in value]
        return NULL if isinstance(value, float) and not math.isfinite(value) else value
    for got, want in zip(document["data"], rows):
        for g, w in zip(got, want):
            assert g == plain(w) or (isinstance(w, float) and math.isclose(g, w, rel_tol=1e-7)), (path, g, w)


def check_fits(path, rows, overflow):
    code, said = run("fitsverify", "-q", str(path))
    assert code == 0 and said.startswith("verification OK"), (path, said)
    with fits.open(path) as hdus:
        table, header = hdus[1].data, hdus[1].header
        assert hdus[1].columns.names == COLUMNS and len(table) == len(rows)
        assert header["QSTATUS"] == ("OVERFLOW" if overflow else "OK")
        for i, want_row in enumerate(rows):
            for name, want in zip(COLUMNS, want_row):
                got = table[name][i]
                where = (path, i, name, got, want)
                if name in ("text", "unicode", "at", "obs_publisher_did"):
                    text = "".join("?" if ord(c) > 127 else " " if ord(c) < 32 else c for c in want or "")
                    assert str(got).rstrip() == text.rstrip(), where
                elif name in ("s_region", "pair"):
                    values = want if want is not NULL else [] if name == "s_region" else [NAN, NAN]
                    assert len(got) == len(values) and all(same_number(float(g), w) for g, w in zip(got, values)), where
                elif want is NULL and name in ("byte", "small", "whole", "large"):
                    assert got == header[f"TNULL{COLUMNS.index(name) + 1}"], where
                elif name != "flag" or want is not NULL:
                    assert same_number(got, want), where


def check_page(path, rows):
    page = path.read_text()
    assert page.count("<tr>") == len(rows) + 1 and "<a href=\"x\">" not in page
    code, said = run("xmllint", "--html", "--noout", str(path))
    assert code == 0 and "error" not in said.replace("htmlParseStartTag", ""), said


def main():
    writer, reader = sys.argv[1:3]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        subprocess.run([writer, name], check=True)
        zipfile.ZipFile(JAR).extract(SCHEMA, folder)
        votables = sorted(p for p in folder.glob("*.vot") if ".many." not in p.name)
        assert len(votables) >= 16, votables
        for path in votables:
            code, said = run("xmllint", "--nonet", "--noout", "--schema", str(folder / SCHEMA), str(path))
            assert code == 0, said
        everything = {"text": ROWS, "binary": ROWS, "cut": ROWS[:2], "none": [], "many": ROWS * 2500}
        for path in sorted(folder.iterdir()):
            if not path.is_file() or path.name == "error.vot":
                continue
            kind = path.name.split(".")[1]
            rows, overflow = everything[kind], kind in ("cut", "none")
            if path.suffix == ".vot":
                if kind != "many":
                    check_votable(path, rows, "b" in path.name)
                    check_frame(path, overflow)
                    check_with_stilts(path, rows)
                elif path.name.startswith("votable_b2"):
                    check_with_stilts(path, rows)
            elif path.suffix in (".csv", ".tsv"):
                check_csv(path, rows, "," if path.suffix == ".csv" else "\t")
            elif path.suffix == ".json":
                check_json(path, rows, overflow)
            elif path.suffix == ".fits":
                check_fits(path, rows, overflow)
            elif path.suffix == ".html":
                check_page(path, rows)
        check_reader(reader, folder / "votable_b2.binary.vot", folder)
        error = parse(str(folder / "error.vot")).resources[0].infos[0]
        assert error.value == "ERROR" and error.content == "line 1, column 8: expected <FROM> & \"more\"" + BAD
    print("all samples read by others")


main()
