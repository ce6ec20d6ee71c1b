"""Uploaded columns of every kind: what comes in goes out as it was, or is refused by name."""
import io

import pytest
import requests
from astropy.io.votable import parse_single_table

HEAD = '<VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3"><RESOURCE><TABLE>'
FIELDS = """
<FIELD name="region" datatype="char" arraysize="*" xtype="adql:REGION"/>
<FIELD name="seen" datatype="char" arraysize="*" xtype="timestamp"/>
<FIELD name="place" datatype="float" arraysize="2" xtype="point"/>
<FIELD name="select" datatype="unsignedByte"/>
<FIELD name="Größe" datatype="unicodeChar" arraysize="*"/>
"""


def upload(service, rows, query):
    cells = "".join("<TR>" + "".join(f"<TD>{cell}</TD>" for cell in row) + "</TR>" for row in rows)
    document = f"{HEAD}{FIELDS}<DATA><TABLEDATA>{cells}</TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>"
    return requests.post(f"{service.url}/tap/sync", files={"t": ("t.vot", document.encode())}, timeout=60,
                         data={"LANG": "ADQL", "UPLOAD": "t,param:t", "QUERY": query, "RESPONSEFORMAT": "votable/td"})


ROWS = [["Circle ICRS 1 2 3", "2004-12-04T22:00:00", "83.5 22", "255", "ein µ"],
        ["", "", "", "", ""]]


def test_values_come_back(service):
    answer = upload(service, ROWS, "SELECT * FROM TAP_UPLOAD.t")
    assert answer.status_code == 200, answer.text
    table = parse_single_table(io.BytesIO(answer.content)).to_table()
    assert len(table) == 2
    first = table[0]
    assert str(first["region"]) == "Circle ICRS 1 2 3"
    assert str(first["seen"]).startswith("2004-12-04T22:00:00")
    assert list(first["place"]) == [83.5, 22.0]
    assert int(first["select"]) == 255
    assert str(first[4]) == "ein µ"  # astropy names columns by their XML ID, which is ASCII


def test_they_can_be_used_by_their_names(service):
    query = ("SELECT t.\"select\", o.obs_id FROM TAP_UPLOAD.t AS t JOIN ivoa.obscore AS o"
             " ON 1 = CONTAINS(t.place, CIRCLE('ICRS', o.s_ra, o.s_dec, 1)) WHERE t.seen > '2004-01-01T00:00:00'")
    answer = upload(service, ROWS, query)
    assert answer.status_code == 200, answer.text
    assert len(parse_single_table(io.BytesIO(answer.content)).to_table()) >= 4


@pytest.mark.parametrize("column, value", [(1, "yesterday"), (1, "2004-12-04T22:00:00+01:00"), (2, "one two"), (3, "256")])
def test_a_bad_cell_is_refused_by_its_column(service, column, value):
    row = list(ROWS[0])
    row[column] = value
    answer = upload(service, [row], "SELECT * FROM TAP_UPLOAD.t")
    name = ["region", "seen", "place", "select"][column]
    assert answer.status_code == 400 and name in answer.text, answer.text
