"""A small UWS client for the tests: requests and the standard's own words."""
import time
import xml.etree.ElementTree as ET

import requests

UWS = "{http://www.ivoa.net/xml/UWS/v1.0}"
FINAL = {"COMPLETED", "ERROR", "ABORTED"}


def create(url, job_type, parameters, files=None, run=True, auth=None, expect=303):
    """The URL of a new job."""
    form = list(parameters.items()) if isinstance(parameters, dict) else list(parameters)
    if run:
        form.append(("PHASE", "RUN"))
    answer = requests.post(f"{url}/uws/{job_type}", data=form, files=files, auth=auth, allow_redirects=False, timeout=120)
    assert answer.status_code == expect, f"{answer.status_code}: {answer.text}"
    return answer.headers["Location"] if expect == 303 else answer


def job(location, auth=None, **query):
    answer = requests.get(location, params=query, auth=auth, timeout=700)
    assert answer.status_code == 200, answer.text
    return ET.fromstring(answer.content)


def phase(location, auth=None):
    return requests.get(location + "/phase", auth=auth, timeout=60).text


def wait(location, auth=None, seconds=120):
    """The job's document once it has ended, by WAIT."""
    end = time.time() + seconds
    while time.time() < end:
        document = job(location, auth=auth, WAIT=20)
        if document.find(UWS + "phase").text in FINAL:
            return document
    raise AssertionError(f"{location} has not ended: {requests.get(location, auth=auth).text}")


def message(document):
    found = document.find(f"{UWS}errorSummary/{UWS}message")
    return found.text if found is not None else ""


def completed(location, auth=None, seconds=120):
    document = wait(location, auth, seconds)
    log = requests.get(location + "/log", auth=auth, timeout=60).text
    assert document.find(UWS + "phase").text == "COMPLETED", message(document) + "\n" + log
    return document


def results(document):
    """Name -> URL."""
    href = "{http://www.w3.org/1999/xlink}href"
    return {one.get("id"): one.get(href) for one in document.findall(f"{UWS}results/{UWS}result")}
