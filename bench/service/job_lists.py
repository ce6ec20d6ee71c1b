"""Lists of many jobs: the answer in its forms, and single documents beside them."""
import time
import urllib.request


def fill(service, count):
    """Ended jobs of nobody in particular, straight into the database."""
    service.sql("-c", "INSERT INTO store.job (id, list, owner, phase, created, started, ended, destruction, stage, fraction)"
                f" SELECT 'B' || lpad(n::text, 21, '0'), 'tap', '', 'COMPLETED', now() - n * interval '1 s', now(), now(),"
                f" now() + interval '20 days', 'writing the result', 1 FROM generate_series(1, {count}) n", "-c", "ANALYZE store.job")


def clear(service):
    service.sql("-c", "DELETE FROM store.job WHERE id LIKE 'B0%'")


def timed(service, path, accept, rounds=5):
    """The best of some rounds in ms, and MB."""
    best, size = float("inf"), 0
    for _ in range(rounds):
        begun = time.perf_counter()
        request = urllib.request.Request(service.url + path, headers={"Accept": accept})
        with urllib.request.urlopen(request) as reply:
            size = len(reply.read())
        best = min(best, 1e3 * (time.perf_counter() - begun))
    return best, size / 1e6


QUESTIONS = [("10^4 jobs, XML", "/tap/async?LAST=10000", "application/xml"), ("10^4 jobs, JSON", "/tap/async?LAST=10000", "application/json"),
             ("10^5 jobs, XML", "/tap/async?LAST=100000", "application/xml"), ("newest 100, XML", "/tap/async?LAST=100", "application/xml"),
             ("page 1, HTML", "/tap/async", "text/html"), ("page 900, HTML", "/tap/async?OFFSET=90000", "text/html"),
             ("newest 100 after a time", "/tap/async?LAST=100&AFTER=2020-01-01", "application/json"),
             ("one phase, newest 100", "/tap/async?PHASE=ERROR&LAST=100", "application/json")]
