#!/usr/bin/env python3
"""What a thousand queued jobs cost: slurmctld its calls, the daemon its memory, users their time.

The jobs wait behind a batch that fills a private cluster; then they run. See bench/README.md.
"""
import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "service"))
from service import service  # noqa: E402
from waiting import Waiters, post  # noqa: E402
from slurm_load import Load, Slurm  # noqa: E402


def quantiles(values):
    ordered = sorted(values)
    return [ordered[min(len(ordered) - 1, int(share * len(ordered)))] for share in (0.5, 0.9, 0.99, 1.0)]


def submit_all(made, slurm, jobs):
    """Their URLs, seconds until the last was taken by the daemon, and until the last was with SLURM."""
    form = urllib.parse.urlencode({"MESSAGE": "x", "PHASE": "RUN"})
    begun = time.perf_counter()
    locations = [post(made.url + "/uws/echo", form) for _ in range(jobs)]
    taken = time.perf_counter() - begun
    while (there := slurm.submitted() - 1) < jobs:  # one is what they wait behind
        if time.perf_counter() - begun > 60 + jobs:
            raise SystemExit(f"only {there} of {jobs} batches have arrived; see {made.folder}/log")
        time.sleep(0.5)
    return locations, taken, time.perf_counter() - begun


def measure(made, slurm, options):
    before = made.memory()
    blocker = slurm.run("sbatch", "--parsable", "-N2", "--exclusive", "-o", "/dev/null", "--wrap", "sleep 36000").strip()
    load = Load(slurm)
    locations, taken, there = submit_all(made, slurm, options.jobs)
    submitting = load.lap()
    time.sleep(options.seconds)
    waiting = load.lap()
    waiters = Waiters(locations[:: max(1, options.jobs // options.waiters)])
    slurm.run("scancel", blocker)
    begun = time.perf_counter()
    while slurm.ended() < options.jobs + 1:
        if time.perf_counter() - begun > 60 + options.jobs:
            raise SystemExit(f"only {slurm.ended()} batches have ended; see {made.folder}/log")
        time.sleep(0.2)
    drained = time.perf_counter() - begun
    completed = waiters.join()
    running = load.lap()
    ended = slurm.ends()  # asks squeue once: after the lap
    late = [moment - ended[job] for job, moment in completed.items() if job in ended]
    if len(late) < len(completed):
        raise SystemExit(f"{len(completed) - len(late)} batches left no time of their end")
    print(f"jobs                                        {options.jobs}, asked about every {options.poll}")
    print(f"taken by the daemon, with SLURM             {taken:.1f} s, {there:.1f} s")
    print(f"run by SLURM                                {drained:.1f} s ({options.jobs / drained:.1f} a second)")
    print(f"daemon: resident before, most               {before:.0f} MB, {made.memory('VmHWM'):.0f} MB")
    print("batch end to COMPLETED: 50, 90, 99, 100 %   " + ", ".join(f"{value:.2f}" for value in quantiles(late)) +
          f" s ({len(late)} jobs)")
    for name, one in (("while submitting", submitting), ("while all wait", waiting), ("while they run", running)):
        calls = ", ".join(f"{word} {count}" for word, count in sorted(one.calls.items())) or "none"
        print(f"calls to slurmctld a minute, {name:<17}{one.per_minute():>5.0f} in {one.seconds:.0f} s ({calls})")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("distilld")
    parser.add_argument("--jobs", type=int, default=1000)
    parser.add_argument("--seconds", type=int, default=60, help="how long the waiting jobs are looked at (60)")
    parser.add_argument("--waiters", type=int, default=200, help="jobs whose end is waited for by a client (200)")
    parser.add_argument("--poll", default="5s", help="cluster.poll (5s)")
    options = parser.parse_args()
    options.distilld = os.path.abspath(options.distilld)
    os.environ["PATH"] += ":/usr/sbin"
    folder = pathlib.Path(tempfile.mkdtemp(prefix="slurm-"))
    folder.chmod(0o755)
    epilog = folder / "epilog"
    epilog.write_text(f'#!/bin/sh\necho "$SLURM_JOB_ID $(date +%s.%N)" >>{folder}/ends\n')
    epilog.chmod(0o755)
    slurm = Slurm(folder)
    try:
        slurm.control("up", "--cpus", "8", "--memory", "16000", "--set", f"Epilog={epilog}", "--set", "MinJobAge=3600")
        with service(options.distilld, None, "cluster.kind=slurm", f"cluster.conf={slurm.conf}", "cluster.name=bench",
                     f"cluster.program={options.distilld}", f"cluster.poll={options.poll}", "cluster.submitted=100000",
                     "cluster.memory_per_node=1GiB") as made:
            measure(made, slurm, options)
    finally:
        slurm.control("down")
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
