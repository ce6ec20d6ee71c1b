"""Job types as files, as documents, and as proposals; and jobs of them."""
import io
import json
import time

import pytest
import requests
from astropy.io import fits

from conftest import daemon
from jobs_client import completed, create, results

DROPPED = {"name": "shout", "parameters": [{"name": "word", "type": "text", "required": True}],
           "outputs": [{"name": "loud", "pattern": "loud.txt", "content_type": "text/plain"}],
           "command": {"argv": ["sh", "-c", "printf '%s!' \"$1\" > \"$2/loud.txt\"", "--", "{word}", "{output}"]}}


class Types:
    def __init__(self, service, folder):
        self.service, self.url, self.folder = service, service.url, folder
        self.headers = {"nobody": {}}
        for name, more in (("ada", []), ("bob", []), ("root", ["--role", "admin"])):
            service.run("user", "add", name, *more, stdin="a long enough secret of mine\n")
            token = service.run("user", "token", name).stdout.strip().splitlines()[-1].split()[-1]
            self.headers[name] = {"Authorization": f"Bearer {token}"}

    def get(self, path, user="nobody", **more):
        return requests.get(self.url + path, headers=self.headers[user] | more, timeout=60)

    def names(self):
        return [entry["name"] for entry in self.get("/jobtypes").json()["jobtypes"]]

    def post(self, path, user, **how):
        return requests.post(self.url + path, headers=self.headers[user], allow_redirects=False, timeout=60, **how)


@pytest.fixture(scope="module")
def types(tmp_path_factory):
    folder = tmp_path_factory.mktemp("types")
    with daemon(f"jobs.types={folder}") as service:
        service.start()
        yield Types(service, folder)


def within(seconds, condition):
    end = time.time() + seconds
    while time.time() < end and not condition():
        time.sleep(0.1)
    return condition()


def test_the_engines_and_the_shipped_types_are_there(types):
    assert {"map", "select", "simulate", "ctbin", "echo", "testmap"} <= set(types.names())
    assert types.get("/jobtypes/map.json").json()["version"]
    assert "argv" not in types.get("/jobtypes/map.json").text


def test_forms_by_suffix_and_by_accept_are_the_same(types):
    for suffix, accept in ((".json", "application/json"), (".vot", "application/x-votable+xml"),
                           (".wadl", "application/vnd.sun.wadl+xml"), (".html", "text/html")):
        by_suffix, by_accept = types.get("/jobtypes/ctbin" + suffix), types.get("/jobtypes/ctbin", Accept=accept)
        assert by_suffix.status_code == 200 and by_suffix.content == by_accept.content
        assert by_suffix.headers["Content-Type"].startswith(accept)
        again = types.get("/jobtypes/ctbin" + suffix, **{"If-None-Match": by_suffix.headers["ETag"].removeprefix("W/")})
        assert again.status_code == 304 and not again.content


@pytest.mark.parametrize("message", ["hello", "-n --help", "$(touch /tmp/never); `id`", "a\nb", "é \"漢\" '\\", " "])
def test_a_message_is_echoed_as_it_is(types, message):
    done = completed(create(types.url, "echo", {"MESSAGE": message}))
    text = requests.get(results(done)["message.txt"], timeout=60).content.decode()
    assert text == ((message if message.strip() else "hello").strip() + "\n")


def test_the_test_job_makes_a_map_without_any_input(types):
    done = completed(create(types.url, "testmap", {}))
    with fits.open(io.BytesIO(requests.get(results(done)["counts.fits"], timeout=60).content)) as hdus:
        assert hdus[0].data.sum() > 1000 and hdus[0].data.shape == (60, 60)


def test_all_mistakes_come_in_one_answer(types):
    answer = create(types.url, "ctbin", {"emin": "0.1x", "coordsys": "FK5", "nxpx": "3", "inobs": "@/etc/passwd"}, expect=400)
    for part in ("emin: ", "coordsys: 'FK5' is not possible - allowed: one of CEL, GAL",
                 "nxpx: is not a parameter of ctbin - did you mean nxpix?", "inobs: files of the service cannot be named"):
        assert part in answer.text, answer.text


def test_a_file_dropped_in_is_a_job_type_without_a_restart(types):
    path = types.folder / "shout.json"
    path.write_text(json.dumps(DROPPED))
    assert within(10, lambda: "shout" in types.names())
    done = completed(create(types.url, "shout", {"word": "hey"}))
    assert requests.get(results(done)["loud.txt"], timeout=60).text == "hey!"
    path.write_text("{ broken")
    assert within(10, lambda: "not JSON" in types.service.log())
    assert "shout" in types.names()
    path.unlink()
    assert within(10, lambda: "shout" not in types.names())
    assert create(types.url, "shout", {"word": "hey"}, expect=404).status_code == 404


def test_users_propose_and_administrators_validate(types):
    mine = DROPPED | {"name": "whisper"}
    assert types.post("/jobtypes", "nobody", json=mine).status_code == 401
    assert types.post("/jobtypes", "ada", json=DROPPED | {"name": "map"}).status_code == 409
    assert types.post("/jobtypes", "ada", json=mine).status_code == 201
    assert [types.get("/jobtypes/whisper", user).status_code for user in ("nobody", "bob", "ada", "root")] == [404, 404, 200, 200]
    create(types.url, "whisper", {"word": "a"}, expect=404)
    assert types.post("/jobtypes/whisper", "ada", data={"STATE": "valid"}).status_code == 403
    assert types.post("/jobtypes/whisper", "bob", data={"STATE": "valid"}).status_code == 403
    assert types.post("/jobtypes/whisper", "nobody", data={"STATE": "valid"}).status_code == 401
    assert types.post("/jobtypes/whisper", "root", data={"STATE": "valid"}).status_code == 303
    done = completed(create(types.url, "whisper", {"word": "psst"}))
    assert requests.get(results(done)["loud.txt"], timeout=60).text == "psst!"


def test_opus_finds_its_definitions(types):
    names = types.get("/jdl").json()["jobnames"]
    assert set(names) == set(types.names())
    assert types.get("/jdl/ctbin").content == types.get("/jobtypes/ctbin.vot").content
    assert types.get("/jdl/ctbin/wadl").content == types.get("/jobtypes/ctbin.wadl").content
    assert types.get("/jdl/ctbin/json").json()["parameters"]["nxpix"]["datatype"] == "xs:long"


def test_ctbin_counts_what_map_counts(service):
    """The same four runs, the same pixels and bins: the same numbers, pixel by pixel."""
    runs = "23523,23526,23559,23592"
    asked = {"ctbin": {"inobs": runs, "emin": "0.5", "emax": "50", "enumbins": "10", "coordsys": "CEL", "proj": "TAN", "xref": "83.63308333",
                       "yref": "22.0145", "nxpix": "250", "nypix": "250", "binsz": "0.02", "clobber": "yes", "chatter": "2"},
             "map": {"in": runs, "emin": "500 GeV", "emax": "50", "center": "83.63308333 22.0145", "width": "5", "bin": "0.02"}}
    cubes = []
    for name, parameters in asked.items():
        done = completed(create(service.url, name, parameters))
        with fits.open(io.BytesIO(requests.get(results(done)["counts_cube.fits"], timeout=60).content)) as hdus:
            cubes.append(hdus["COUNTS"].data.copy())
    assert cubes[0].shape == (10, 250, 250) and (cubes[0] == cubes[1]).all() and cubes[0].sum() == 22147
