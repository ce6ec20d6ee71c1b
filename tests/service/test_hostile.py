"""Those who mean harm, or do it: everything is refused with a reason in a bounded time, and nobody else notices."""
import base64
import concurrent.futures
import contextlib
import http.client
import re
import signal
import socket
import subprocess
import threading
import time

import pytest
import requests

from conftest import COLLECTIONS, DATA, daemon

PLAIN = "SELECT COUNT(*) AS n FROM ivoa.obscore"
SLOW = ("SELECT COUNT(*) FROM dl3.header AS a, dl3.header AS b, dl3.header AS c, dl3.header AS d"
        " WHERE a.number_value + b.number_value + c.number_value + d.number_value = 0.123")
BIG = "SELECT a.keyword, b.keyword, a.text_value FROM dl3.header AS a, dl3.header AS b"
BOUND = 60  # seconds: no answer to anything here may take longer, on the slowest machine


@pytest.fixture(scope="module")
def target():
    """The CTA and MAGIC runs, with small limits, in a daemon of its own."""
    if not DATA.exists():
        pytest.skip(f"no real data at {DATA}")
    with daemon(f"data.roots={DATA}", "limits.sync_timeout=5 s", "limits.jobs_per_user=100000",
                "limits.upload_bytes=4 MiB", "database.stream_connections=4", "limits.hard_max_rows=100000000") as made:
        for description, folder in (("cta_1dc.yaml", "cta-1dc"), ("magic_dl3.yaml", "magic-rad-max")):
            made.run("ingest", COLLECTIONS / description, DATA / folder, check=False)
        yield made.start()


def ask(target, query, timeout=BOUND, **more):
    return requests.post(f"{target.url}/tap/sync", data={"LANG": "ADQL", "FORMAT": "csv", "QUERY": query, **more},
                         timeout=timeout)


def works(target, timeout=BOUND):
    answer = ask(target, PLAIN, timeout)
    return answer.status_code == 200 and answer.text.split() == ["n", "4"]


@pytest.fixture(autouse=True)
def others_do_not_notice(target):
    yield
    assert works(target)


def address(target):
    host, port = target.url.removeprefix("http://").split(":")
    return host, int(port)


def raw(target, data, timeout=BOUND):
    """All that comes back for these bytes."""
    with socket.create_connection(address(target), timeout=timeout) as connection:
        with contextlib.suppress(OSError):  # it may be cut before all is sent
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
        answer = b""
        with contextlib.suppress(ConnectionError):
            while chunk := connection.recv(65536):
                answer += chunk
        return answer


def status_of(answer):
    found = re.match(rb"HTTP/1\.[01] (\d{3}) ", answer)
    return int(found.group(1)) if found else None


def database_rows(target, sql):
    url = target.run("database", "url").stdout.strip()
    done = subprocess.run(["psql", "-XAtq", "-d", url, "-c", sql], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def running_queries(target):
    return database_rows(target, "SELECT query FROM pg_stat_activity WHERE state <> 'idle' AND pid <> pg_backend_pid()"
                                 " AND backend_type = 'client backend'")


def wait_until(condition, seconds=BOUND):
    end = time.time() + seconds
    while not condition():
        assert time.time() < end, "it never happened"
        time.sleep(0.1)


# Injection


@pytest.mark.parametrize("query", [
    "SELECT 1 AS x FROM ivoa.obscore; DROP TABLE store.job", "SELECT * FROM ivoa.obscore -- \n; DELETE FROM store.run",
    "SELECT pg_read_file('/etc/passwd') FROM ivoa.obscore", "SELECT * FROM pg_shadow", "SELECT current_setting('x')",
    "SELECT * FROM information_schema.tables", "SELECT lo_import('/etc/passwd')", "COPY store.job TO PROGRAM 'id'",
    "SELECT dblink_connect('x')", "SELECT set_config('distill.user', '-', false)", "UPDATE ivoa.obscore SET obs_id = 1",
    "SELECT obs_id::text FROM ivoa.obscore", "SELECT $$x$$ FROM ivoa.obscore", "SELECT E'\\x27' FROM ivoa.obscore",
    "SELECT * FROM (VALUES (1)) AS t", "SELECT query_to_xml('select 1', true, true, '') FROM ivoa.obscore",
    'SELECT "obs_id""; DROP TABLE store.job; --" FROM ivoa.obscore', "SELECT * FROM store.account",
    "SELECT * FROM ivoa.obscore FOR UPDATE", "SELECT * INTO t FROM ivoa.obscore", "TABLE store.account",
])
def test_sql_does_not_get_through(target, query):
    answer = ask(target, query, FORMAT="votable")
    assert answer.status_code == 400 and 'value="ERROR"' in answer.text, answer.text[:500]
    assert "root:x:" not in answer.text
    assert int(database_rows(target, "SELECT COUNT(*) FROM store.observation")[0]) == 4


def test_quotes_are_only_text(target):
    for text in ("'; DROP TABLE store.job; --", "\\'; DROP TABLE store.job; --", "$1", "%s", "\\", "\u2019 OR 1=1", "';--"):
        escaped = text.replace("'", "''")
        answer = ask(target, f"SELECT '{escaped}' AS t FROM ivoa.obscore WHERE obs_id = '{escaped}' OR obs_id = '110380'")
        assert answer.status_code == 200 and text in answer.content.decode(), answer.text


@pytest.mark.parametrize("name", ["a;DROP TABLE store.job", 'a"b', "a'b", "pg_class", "store.job", "../x", "a b", "", "1a",
                                  "x" * 10000, "a\nb", "a\0b"])
def test_upload_names_are_names(target, name):
    table = b'<VOTABLE><RESOURCE><TABLE><FIELD name="a" datatype="int"/><DATA><TABLEDATA><TR><TD>1</TD></TR></TABLEDATA></DATA>' \
            b'</TABLE></RESOURCE></VOTABLE>'
    answer = requests.post(f"{target.url}/tap/sync", files={"u": ("t", table)}, timeout=BOUND,
                           data={"LANG": "ADQL", "QUERY": "SELECT 1 AS x FROM ivoa.obscore", "UPLOAD": f"{name},param:u"})
    assert answer.status_code in ((200, 400) if name == "pg_class" else (400,)), answer.text[:300]


@pytest.mark.parametrize("column", ['a"; DROP TABLE store.job; --', "select", "", "x" * 5000, "a\u00e9", "ctid", "oid", "%s"])
def test_names_of_uploaded_columns_are_only_names(target, column):
    from xml.sax.saxutils import quoteattr
    table = f'<VOTABLE><RESOURCE><TABLE><FIELD name={quoteattr(column)} datatype="int"/><DATA><TABLEDATA><TR><TD>7</TD></TR>' \
            '</TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>'
    answer = requests.post(f"{target.url}/tap/sync", files={"u": ("t", table.encode())}, timeout=BOUND,
                           data={"LANG": "ADQL", "FORMAT": "csv", "QUERY": "SELECT * FROM TAP_UPLOAD.t", "UPLOAD": "t,param:u"})
    assert answer.status_code == 400 or "7" in answer.text
    assert int(database_rows(target, "SELECT COUNT(*) FROM store.observation")[0]) == 4


@pytest.mark.parametrize("form", [
    {"MAXREC": "1; DROP TABLE store.job"}, {"MAXREC": "-1"}, {"MAXREC": "1e3"}, {"MAXREC": "9" * 400}, {"MAXREC": "NaN"},
    {"REQUEST": "drop"}, {"LANG": "SQL"}, {"LANG": "PQL"}, {"FORMAT": "../../etc"}, {"FORMAT": "x" * 100000},
    {"UPLOAD": "a,param:b;" * 20000},
    {"UPLOAD": ";".join(f"a{i},param:b" for i in range(100_000))},
])
def test_form_fields_are_checked(target, form):
    answer = ask(target, PLAIN, **form)
    assert answer.status_code in (400, 413) and len(answer.content) < 200_000, (answer.status_code, answer.text[:300])


def test_bad_answers_do_not_carry_scripts(target):
    evil = "<script>alert(1)</script>"
    for path, parameters in (("/tap/sync", {"LANG": "ADQL", "QUERY": f"SELECT {evil}"}), ("/links", {"ID": evil}),
                             ("/collections/" + evil, {}), ("/resolve", {"name": evil}), ("/" + evil, {}), ("/tap/async", {"x": evil}),
                             ("/files/" + evil + "/x", {}), ("/soda/sync", {"ID": evil}), ("/scs", {"RA": evil, "DEC": 1, "SR": 1})):
        answer = requests.get(target.url + path, params=parameters, headers={"Accept": "text/html"}, timeout=BOUND)
        if "html" in answer.headers.get("Content-Type", "") or "xml" in answer.headers.get("Content-Type", ""):
            assert evil not in answer.text, path
        assert answer.headers.get("X-Content-Type-Options") == "nosniff"


# Size and depth


@pytest.mark.parametrize("query", [
    "SELECT " + " " * 10_000_000 + "1 AS x FROM ivoa.obscore",
    "SELECT '" + "x" * 10_000_000 + "' AS x FROM ivoa.obscore",
    "SELECT " + "(" * 100_000 + "1" + ")" * 100_000 + " AS x FROM ivoa.obscore",
    "SELECT " + "-" * 1 + "- " * 100_000 + "1 AS x FROM ivoa.obscore",
    "SELECT 1 AS x FROM ivoa.obscore WHERE " + "NOT " * 100_000 + "1 = 1",
    "SELECT 1 AS x FROM " + "(SELECT * FROM " * 20_000 + "ivoa.obscore" + ") AS t" * 20_000,
    "SELECT " + "ABS(" * 50_000 + "1" + ")" * 50_000 + " AS x FROM ivoa.obscore",
    "(" * 100_000 + "SELECT 1 AS x FROM ivoa.obscore" + ")" * 100_000,
], ids=["blanks", "literal", "parentheses", "minus", "not", "subqueries", "functions", "sets"])
def test_queries_too_long_or_too_deep(target, query):
    answer = ask(target, query)
    assert 400 <= answer.status_code < 500 and len(answer.content) < 100_000, (answer.status_code, answer.text[:300])


@pytest.mark.parametrize("query", [
    PLAIN + " WHERE " + " OR ".join(f"s_ra = {i}" for i in range(100_000)),
    PLAIN + " WHERE obs_id IN (" + ",".join(f"'{i}'" for i in range(100_000)) + ")",
    "SELECT COUNT(*) AS n FROM ivoa.obscore AS a0 " + " ".join(
        f"JOIN ivoa.obscore AS a{i} ON a{i}.obs_id = a{i - 1}.obs_id" for i in range(1, 500)),
    "SELECT " + ", ".join(f"obs_id AS c{i}" for i in range(5000)) + " FROM ivoa.obscore",
    " UNION ALL ".join(["SELECT obs_id FROM ivoa.obscore"] * 2000),
], ids=["or", "in", "joins", "columns", "unions"])
def test_queries_with_many_parts_end(target, query):
    answer = ask(target, query)
    assert answer.status_code in (200, 400, 413, 503, 504), (answer.status_code, answer.text[:300])
    wait_until(lambda: not running_queries(target))


@pytest.mark.parametrize("query", [b"SELECT%00", b"SELECT 'a%00b' FROM ivoa.obscore", b"%ff%fe SELECT", b"SELECT '%c3%28' FROM ivoa.obscore",
                                   b"SELECT %ed%a0%80 FROM ivoa.obscore", b"SELECT '%f4%90%80%80' AS x FROM ivoa.obscore"])
def test_bytes_that_are_no_text(target, query):
    body = b"LANG=ADQL&FORMAT=csv&QUERY=" + query.replace(b" ", b"+")
    answer = requests.post(f"{target.url}/tap/sync", data=body, timeout=BOUND,
                           headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert answer.status_code == 400, answer.text[:300]


# HTTP


@pytest.mark.parametrize("data", [
    b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 5_000_000 + b"\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: a\r\n" * 500_000 + b"\r\n",
    b"GET /" + b"a" * 5_000_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/9.9\r\nHost: x\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"\0" * 10000, b"GET\r\n\r\n",
    b"POST /tap/sync HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
    b"POST /tap/sync HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
    b"POST /tap/sync HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nQUERY=",
    b"POST /tap/sync HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n",
    b"POST /tap/sync HTTP/1.1\r\nHost: x\r\nContent-Length: 209715200\r\n\r\nQUERY=",
], ids=["header", "headers", "target", "version", "tls", "zeros", "short", "length", "negative", "two", "chunk", "declared"])
def test_requests_that_are_none(target, data):
    answer = raw(target, data)
    status = status_of(answer)
    assert status is None or 400 <= status < 600 and status != 500, answer[:300]


def test_smuggling_is_refused(target):
    answer = raw(target, b"POST /tap/sync HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
                         b"0\r\n\r\nGET /collections/none HTTP/1.1\r\nHost: x\r\n\r\n")
    assert answer.count(b"HTTP/1.1 404") == 0, answer[:1000]


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "BREW", "get", "X" * 1000])
def test_methods(target, method):
    connection = http.client.HTTPConnection(*address(target), timeout=BOUND)
    connection.putrequest(method, "/tap/capabilities")
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if method in ("HEAD", "OPTIONS"):
        assert answer.status in (200, 204) and not (method == "HEAD" and body)
    else:
        assert answer.status in (400, 405, 501), (method, answer.status)
        assert answer.status != 405 or "GET" in answer.headers["Allow"]


def test_slow_senders_do_not_hold_up_others(target):
    stop = threading.Event()
    sockets = [socket.create_connection(address(target), timeout=BOUND) for _ in range(60)]
    for number, connection in enumerate(sockets):
        start = b"POST /tap/sync HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n" if number % 2 else b"GET /tap HTTP/1.1\r\nX: "
        connection.sendall(start)

    def drip():
        while not stop.wait(1):
            for connection in sockets:
                with contextlib.suppress(OSError):
                    connection.send(b"a")

    thread = threading.Thread(target=drip)
    thread.start()
    try:
        for _ in range(10):
            assert works(target, timeout=10)
            time.sleep(0.2)
    finally:
        stop.set()
        thread.join()
        for connection in sockets:
            connection.close()


def test_idle_connections_do_not_hold_up_others(target):
    with contextlib.ExitStack() as stack:
        for _ in range(1000):
            stack.enter_context(socket.create_connection(address(target), timeout=BOUND))
        for _ in range(5):
            assert works(target, timeout=10)


# Uploads


def upload(target, document):
    return requests.post(f"{target.url}/tap/sync", files={"u": ("t", document)}, timeout=BOUND,
                         data={"LANG": "ADQL", "FORMAT": "csv", "QUERY": "SELECT * FROM TAP_UPLOAD.t", "UPLOAD": "t,param:u"})


def votable(content, fields='<FIELD name="a" datatype="char" arraysize="*"/>', doctype=""):
    return f'<?xml version="1.0"?>{doctype}<VOTABLE><RESOURCE><TABLE>{fields}<DATA>{content}</DATA></TABLE></RESOURCE></VOTABLE>'.encode()


LOL = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))
ROW = "<TABLEDATA><TR><TD>{}</TD></TR></TABLEDATA>"


@pytest.mark.parametrize("document", [
    votable(ROW.format("&l11;"), doctype=f'<!DOCTYPE VOTABLE [<!ENTITY l0 "lol">{LOL}]>'),
    votable(ROW.format("&x;"), doctype='<!DOCTYPE VOTABLE [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    votable(ROW.format("x"), doctype='<!DOCTYPE VOTABLE [<!ENTITY % p SYSTEM "file:///etc/passwd">%p;]>'),
    votable('<BINARY><STREAM encoding="base64">!!!! not base64 !!!!</STREAM></BINARY>'),
    votable('<BINARY><STREAM encoding="base64">' + base64.b64encode(b"\x7f\xff\xff\xff abc").decode() + "</STREAM></BINARY>"),
    votable('<BINARY2><STREAM encoding="gzip">' + "A" * 1000 + "</STREAM></BINARY2>"),
    votable('<BINARY><STREAM href="file:///etc/passwd"/></BINARY>'),
    votable('<BINARY><STREAM href="http://127.0.0.1:1/"/></BINARY>'),
    votable('<FITS><STREAM href="file:///etc/passwd"/></FITS>'),
    votable(ROW.format("x"), "".join(f'<FIELD name="c{i}" datatype="int"/>' for i in range(50_000))),
    votable(ROW.format("x"), '<FIELD name="a" datatype="double" arraysize="2000000000x2000000000"/>'),
    votable(ROW.format("x") + "<" * 1000), b"", b"\0" * 1000, b"<VOTABLE>", b"<" + b"a" * 3_000_000,
    b"<a>" * 500_000, votable("<TABLEDATA>" + "<TR><TD>" * 1), b"\xff\xfe<\0V\0", votable(ROW.format("x" * 3_900_000) * 2),
], ids=["lol", "external", "parameter-entity", "base64", "length", "gzip", "file", "inner", "fits", "columns", "array", "broken",
        "empty", "zeros", "cut", "name", "deep", "cut-row", "utf16", "large"])
def test_upload_bombs(target, document):
    answer = upload(target, document)
    assert 400 <= answer.status_code < 500, (answer.status_code, answer.text[:300])
    assert "root:x:" not in answer.text and len(answer.content) < 100_000


def test_a_declared_length_is_refused_before_it_is_sent(target):
    answer = raw(target, b"POST /tap/sync HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\n"
                         b"Content-Length: 209715200\r\n\r\n--b\r\n")
    assert status_of(answer) == 413, answer[:300]


@pytest.mark.parametrize("body", [b"", b"--b", b"--b--", b"--b\r\n\r\n--b--", b"--b\r\nContent-Disposition: form-data; name=\r\n\r\nx\r\n--b--",
                                  b"--b\r\n" * 100_000, b'--b\r\nContent-Disposition: form-data; name="QUERY"\r\n\r\nSELECT',
                                  b'--b\r\nContent-Disposition: form-data; name="' + b"n" * 1_000_000 + b'"\r\n\r\nx\r\n--b--\r\n'])
def test_broken_forms(target, body):
    answer = requests.post(f"{target.url}/tap/sync", data=body, timeout=BOUND,
                           headers={"Content-Type": "multipart/form-data; boundary=b"})
    assert answer.status_code in (400, 413), answer.text[:300]


# Time and numbers


def test_clients_that_hang_up_leave_no_query(target):
    body = f"LANG=ADQL&FORMAT=csv&MAXREC=100000000&QUERY={BIG.replace(' ', '+')}".encode()
    for _ in range(8):
        with socket.create_connection(address(target), timeout=BOUND) as connection:
            connection.sendall(b"POST /tap/sync HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                               b"Content-Length: %d\r\n\r\n" % len(body) + body)
            assert connection.recv(65536).startswith(b"HTTP/1.1 200")
    wait_until(lambda: not running_queries(target))


def test_a_query_that_takes_too_long_is_called_off(target):
    answer = ask(target, SLOW, FORMAT="votable")
    assert answer.status_code != 200 and 'value="ERROR"' in answer.text, answer.text[:500]
    wait_until(lambda: not running_queries(target))


def test_more_long_queries_than_connections(target):
    with concurrent.futures.ThreadPoolExecutor(24) as pool:
        answers = list(pool.map(lambda _: ask(target, SLOW, timeout=120), range(24)))
    assert all(400 <= answer.status_code < 600 and answer.status_code != 500 for answer in answers), \
        [answer.status_code for answer in answers]
    wait_until(lambda: not running_queries(target))


def test_two_hundred_jobs_finish(target):
    base = f"{target.url}/tap/async"
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        made = list(pool.map(lambda _: requests.post(base, data={"LANG": "ADQL", "QUERY": PLAIN, "FORMAT": "csv", "PHASE": "RUN"},
                                                     allow_redirects=False, timeout=BOUND), range(200)))
        assert {answer.status_code for answer in made} == {303}
        jobs = [answer.headers["Location"] for answer in made]
        assert len(set(jobs)) == 200

        def finished(job):
            while (phase := requests.get(job + "/phase", timeout=BOUND).text) in ("PENDING", "QUEUED", "EXECUTING"):
                time.sleep(0.2)
            return phase

        assert set(pool.map(finished, jobs)) == {"COMPLETED"}
        assert {requests.get(job + "/results/result", timeout=BOUND).text.split()[1] for job in jobs[:5]} == {"4"}


def test_at_the_end_all_is_well(target):
    """The last of the file: it stops the daemon."""
    assert works(target)
    assert not [line for line in target.log().splitlines() if re.search(r"\binternal\b|level=error|terminate|assert", line, re.I)]
    status = open(f"/proc/{target.process.pid}/status").read()
    resident = int(re.search(r"VmRSS:\s+(\d+) kB", status).group(1))
    assert resident < 300 * 1024, f"{resident} kB"
    # A stream that nobody reads and a job that runs do not keep it from stopping.
    requests.post(f"{target.url}/tap/async", data={"LANG": "ADQL", "QUERY": SLOW, "PHASE": "RUN"}, timeout=BOUND)
    body = f"LANG=ADQL&FORMAT=csv&MAXREC=100000000&QUERY={BIG.replace(' ', '+')}".encode()
    with socket.create_connection(address(target), timeout=BOUND) as connection:
        connection.sendall(b"POST /tap/sync HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                           b"Content-Length: %d\r\n\r\n" % len(body) + body)
        assert connection.recv(100).startswith(b"HTTP/1.1 200")
        process = target.process
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
    target.start()
