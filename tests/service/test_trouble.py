"""What must not go wrong for good: a database that goes and comes, a daemon that is killed, users who may not."""
import os
import signal
import subprocess
import time

import pytest
import requests

from conftest import ENGINE, daemon

COLLECTION = """
name: {name}
schema: {schema}
title: A set for tests
description: Simulated runs
authority: test.example
rights: {rights}
visible_metadata: {visible}
"""
QUERY = {"LANG": "ADQL", "FORMAT": "csv", "QUERY": "SELECT obs_id, obs_collection, access_url FROM ivoa.obscore"}


@pytest.fixture(scope="module")
def small_set(tmp_path_factory):
    folder = tmp_path_factory.mktemp("set") / "dl3"
    subprocess.run([ENGINE, "simulate", "runs=3", "events-per-run=500", f"out={folder}"], check=True,
                   capture_output=True)
    return folder


def describe(folder, name, rights="public", visible="yes"):
    path = folder / f"{name}.yaml"
    path.write_text(COLLECTION.format(name=name, schema=name.replace("-", "_"), rights=rights, visible=visible))
    return path


def rows(service, **auth):
    answer = requests.get(service.url + "/tap/sync", params=QUERY, timeout=60, **auth)
    assert answer.status_code == 200, answer.text
    return answer.text.splitlines()[1:]


def wait_until(condition, seconds=60):
    end = time.time() + seconds
    while not condition():
        assert time.time() < end, "it never happened"
        time.sleep(0.1)


def test_ingest_is_idempotent_and_seen_by_a_running_service(small_set, tmp_path):
    with daemon() as service:
        service.start()
        assert rows(service) == []
        description = describe(tmp_path, "first")
        assert "3 runs" in service.run("ingest", description, small_set, "--dry-run", check=False).stdout
        assert rows(service) == []
        service.run("ingest", description, small_set)
        wait_until(lambda: len(rows(service)) == 3)
        again = service.run("ingest", description, small_set, "--json")
        assert '"added": []' in again.stdout or '"added":[]' in again.stdout


def test_the_database_may_go_and_come_back(small_set, tmp_path):
    with daemon() as service:
        service.run("ingest", describe(tmp_path, "first"), small_set)
        service.start()
        assert len(rows(service)) == 3
        service.run("database", "stop")
        answer = requests.get(service.url + "/tap/sync", params=QUERY, timeout=60)
        assert answer.status_code == 503
        availability = requests.get(service.url + "/tap/availability", timeout=60)
        assert availability.status_code == 200 and ">false<" in availability.text
        service.run("database", "start")
        wait_until(lambda: requests.get(service.url + "/tap/sync", params=QUERY, timeout=60).status_code == 200)
        assert len(rows(service)) == 3


def test_jobs_survive_a_kill(small_set, tmp_path):
    with daemon() as service:
        service.run("ingest", describe(tmp_path, "first"), small_set)
        service.start()
        slow = ("SELECT COUNT(*) FROM dl3.header AS a, dl3.header AS b, dl3.header AS c, dl3.header AS d"
                " WHERE a.number_value + b.number_value + c.number_value + d.number_value = 0.123")
        base = service.url + "/tap/async"
        make = lambda **form: requests.post(base, data={"LANG": "ADQL", **form}, allow_redirects=False).headers["Location"]
        waiting = make(QUERY=QUERY["QUERY"])
        done = make(QUERY=QUERY["QUERY"], PHASE="RUN", FORMAT="csv")
        wait_until(lambda: requests.get(done + "/phase").text == "COMPLETED")
        running = make(QUERY=slow, PHASE="RUN")
        wait_until(lambda: requests.get(running + "/phase").text == "EXECUTING")
        ids = [job.rsplit("/", 1)[1] for job in (waiting, done, running)]
        service.stop(signal.SIGKILL)
        service.start()
        base = service.url + "/tap/async"
        assert requests.get(f"{base}/{ids[0]}/phase").text == "PENDING"
        assert len(requests.get(f"{base}/{ids[1]}/results/result").text.splitlines()) == 4
        wait_until(lambda: requests.get(f"{base}/{ids[2]}/phase").text == "EXECUTING")
        requests.post(f"{base}/{ids[2]}/phase", data={"PHASE": "ABORT"})
        assert requests.get(f"{base}/{ids[2]}/phase").text == "ABORTED"


def test_rights_are_kept_row_by_row(small_set, tmp_path):
    with daemon() as service:
        service.run("ingest", describe(tmp_path, "open-set"), small_set)
        service.run("ingest", describe(tmp_path, "shown", "proprietary", "yes"), small_set)
        service.run("ingest", describe(tmp_path, "hidden", "proprietary", "no"), small_set)
        service.run("user", "add", "ada", stdin="correct horse\n")
        service.run("user", "add", "bob", stdin="battery staple\n")
        service.run("user", "grant", "ada", "hidden")
        token = service.run("user", "token", "ada").stdout.strip()
        service.start()
        seen = lambda **auth: {line.split(",")[1] for line in rows(service, **auth)}
        assert seen() == {"open-set", "shown"}
        assert seen(auth=("bob", "battery staple")) == {"open-set", "shown"}
        assert seen(auth=("ada", "correct horse")) == {"open-set", "shown", "hidden"}
        assert seen(headers={"Authorization": f"Bearer {token}"}) == {"open-set", "shown", "hidden"}
        assert seen(headers={"Authorization": "Basic Og=="}) == {"open-set", "shown"}
        for auth in (("ada", "wrong horse"), ("nobody", "x")):
            refused = requests.get(service.url + "/tap/sync", params=QUERY, auth=auth)
            assert refused.status_code == 401 and "WWW-Authenticate" in refused.headers
        # Jobs are their owner's.
        job = requests.post(service.url + "/tap/async", data={"LANG": "ADQL", "QUERY": QUERY["QUERY"]},
                            auth=("ada", "correct horse"), allow_redirects=False).headers["Location"]
        assert requests.get(job, auth=("bob", "battery staple")).status_code == 403
        assert requests.get(job, auth=("ada", "correct horse")).status_code == 200


def test_wrong_words_are_answered_with_right_ones(tmp_path):
    with daemon() as service:
        for words, part in ((["serv"], "serv"), (["config", "--set", "limits.max_row=5"], "MAX_ROWS"),
                            (["ingest", tmp_path / "absent.yaml", tmp_path], "absent.yaml")):
            done = service.run(*words, check=False)
            assert done.returncode == 2 and part in done.stderr, done.stderr
        queries = "SELECT a FROM b\n----\nSELECT FROM b\n----\nSELECT TOP 1 * FROM c\n"
        done = service.run("adql", check=False, stdin=queries)
        lines = done.stdout.splitlines()
        assert [line.split(":")[0] for line in lines] == ["ok", "no", "ok"]
        assert lines[1].startswith("no: 1:8: expected")


def test_it_refuses_an_address_in_use():
    with daemon() as one, daemon() as two:
        one.start()
        port = one.url.rsplit(":", 1)[1]
        done = two.run("serve", "--set", f"listen.port={port}", check=False)
        assert done.returncode != 0 and port in done.stderr
        assert "stopped" in two.run("database", "status").stdout  # what it had started is not left behind
