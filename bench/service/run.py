#!/usr/bin/env python3
"""The service under load, beside PostgreSQL alone: run.py PROGRAM [--rows 100000 1000000] [--folder STATE] [--seconds 5]."""
import argparse
import os
import time
import urllib.parse
import urllib.request

from job_cycles import cycles_per_second
from job_lists import QUESTIONS, clear, fill, timed
from load import pgbench, wrk
from service import service
from streams import FORMATS, stream
from waiters import wake

CONE = "SELECT {} FROM ivoa.obscore WHERE 1 = CONTAINS(POINT(s_ra, s_dec), CIRCLE({}, 1))"
CRAB, FIELD = "83.633, 22.0145", "200, 22"
QUERIES = {"Crab cone, all columns": CONE.format("*", CRAB), "1 deg cone, all columns": CONE.format("*", FIELD),
           "1 deg cone, 3 columns": CONE.format("obs_id, s_ra, s_dec", FIELD), "TOP 1": "SELECT TOP 1 obs_id FROM ivoa.obscore"}
TRIVIAL = QUERIES["TOP 1"]


def answer(daemon, query):
    with urllib.request.urlopen(daemon.url + "/tap/sync?" + urllib.parse.urlencode({"LANG": "ADQL", "QUERY": query})) as reply:
        return reply.read()


def small_queries(daemon, seconds):
    print(f"\n{'query':26} {'c':>3} {'req/s':>8} {'p50 ms':>8} {'p99 ms':>8} {'daemon us':>10} {'PG us':>7} {'PG alone/s':>11} {'ratio':>6}")
    for name, query in QUERIES.items():
        statement = daemon.statement(lambda query=query: answer(daemon, query))
        wrk(daemon, query, 8, 1)
        for clients in (1, 8, 32):
            alone = pgbench(daemon, statement, clients, seconds)
            rate, p50, p99, own, database = wrk(daemon, query, clients, seconds)
            print(f"{name:26} {clients:3} {rate:8.0f} {p50:8.2f} {p99:8.2f} {own:10.0f} {database:7.0f} {alone:11.0f} {rate / alone:6.2f}",
                  flush=True)


def whole_tables(daemon, rows):
    print(f"\n{'whole table':26} {'rows':>8} {'first ms':>8} {'s':>8} {'MB':>8} {'MB/s':>8} {'daemon +MB':>11} {'daemon s':>9} {'PG s':>6}")
    for name, response_format in FORMATS.items():
        before = daemon.cpu()
        first, lasted, size, growth = stream(daemon, "SELECT * FROM ivoa.obscore", response_format, rows)
        own, database = daemon.cpu_since(before)
        print(f"{name:26} {rows:8} {1e3 * first:8.0f} {lasted:8.2f} {size:8.1f} {size / lasted:8.1f} {growth:11.1f} {own:9.2f}"
              f" {database:6.2f}", flush=True)
    begun = time.perf_counter()
    daemon.sql("-o", "/dev/null", "-c", "COPY (SELECT * FROM ivoa.obscore) TO STDOUT")
    print(f"{'COPY TO STDOUT, PG alone':26} {rows:8} {'':8} {time.perf_counter() - begun:8.2f}")


def jobs(daemon, seconds):
    print()
    for clients in (1, 8):
        before, begun = daemon.cpu(), time.perf_counter()
        rate = cycles_per_second(daemon, TRIVIAL, clients, seconds)
        own, database = (1e3 * used / rate / (time.perf_counter() - begun) for used in daemon.cpu_since(before))
        print(f"create + run + wait + fetch + delete, c={clients}: {rate:.0f}/s, CPU per job: daemon {own:.1f} ms, PG {database:.1f} ms")
    # Last: each creation counts the owner's jobs, and these stay.
    rate, p50, p99, own, database = wrk(daemon, TRIVIAL, 8, seconds, create=True)
    print(f"jobs created, c=8: {rate:.0f}/s, p50 {p50:.1f} ms, p99 {p99:.1f} ms, CPU per job: daemon {own:.0f} us, PG {database:.0f} us")


def lists(daemon, count):
    fill(daemon, count)
    print(f"\n{'list of ' + str(count) + ' jobs':26} {'ms':>8} {'MB':>8}")
    for name, path, accept in QUESTIONS:
        lasted, size = timed(daemon, path, accept)
        print(f"{name:26} {lasted:8.1f} {size:8.2f}", flush=True)
    clear(daemon)


def waiting(daemon, clients):
    first, median, last, asleep, own, database = wake(daemon, clients)
    print(f"\n{clients} clients with WAIT: {asleep:.1f} MB asleep; after an abort the first answer in {first:.1f} ms, half in {median:.1f} ms,"
          f" the last in {last:.1f} ms; CPU: daemon {1e3 * own:.0f} ms, PG {1e3 * database:.0f} ms", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", help="distilld")
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--folder", help="keep the state here, filled as it is, for the next time (a short path: sockets are in it)")
    parser.add_argument("--jobs", type=int, default=100_000, help="in the list")
    parser.add_argument("--clients", type=int, default=1000, help="that wait")
    parser.add_argument("--only-jobs", action="store_true", help="no queries: lists, waiting clients, jobs")
    parser.add_argument("--seconds", type=int, default=5)
    wanted = parser.parse_args()
    with service(wanted.program, wanted.folder) as daemon:
        print(time.strftime("%Y-%m-%d %H:%M"), f"{os.cpu_count()} processors, load {os.getloadavg()}")
        print(f"daemon idle: {daemon.memory():.1f} MB", flush=True)
        for rows in [] if wanted.only_jobs else wanted.rows:
            daemon.fill(rows)
            print(f"\n== {rows} rows; load {os.getloadavg()[0]:.1f} ==")
            small_queries(daemon, wanted.seconds)
            whole_tables(daemon, rows)
        lists(daemon, wanted.jobs)
        waiting(daemon, wanted.clients)
        jobs(daemon, wanted.seconds)
        print(f"daemon afterwards: {daemon.memory():.1f} MB; load {os.getloadavg()}")


if __name__ == "__main__":
    main()
