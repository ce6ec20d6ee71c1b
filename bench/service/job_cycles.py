"""Asynchronous jobs from their creation to their deletion, by clients that keep their connections."""
import http.client
import threading
import time
import urllib.parse


def cycle(connection, form):
    def ask(method, path, body=None):
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer, answer.read()

    created, _ = ask("POST", "/tap/async", form)
    job = urllib.parse.urlparse(created.headers["Location"]).path
    phase = b""
    while phase not in (b"COMPLETED", b"ERROR", b"ABORTED"):
        ask("GET", job + "?WAIT=10")
        phase = ask("GET", job + "/phase")[1].strip()
    result, document = ask("GET", job + "/results/result")
    if phase != b"COMPLETED" or result.status != 200 or b"</VOTABLE>" not in document:
        raise SystemExit(f"job {job}: {phase} {result.status}")
    ask("DELETE", job)


def cycles_per_second(service, query, clients, seconds):
    """Create and run, wait, fetch, delete; WAIT, the phase and the rest are five requests each."""
    form = urllib.parse.urlencode({"LANG": "ADQL", "PHASE": "RUN", "QUERY": query})
    address = urllib.parse.urlparse(service.url)
    done = [0] * clients
    end = time.perf_counter() + seconds

    def work(place):
        connection = http.client.HTTPConnection(address.hostname, address.port)
        while time.perf_counter() < end:
            cycle(connection, form)
            done[place] += 1

    begun = time.perf_counter()
    threads = [threading.Thread(target=work, args=(place,)) for place in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / (time.perf_counter() - begun)
