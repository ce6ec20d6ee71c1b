"""The private SLURM of the bench, and what slurmctld says of its own load."""
import os
import pathlib
import re
import subprocess
import time

DEV_CLUSTER = pathlib.Path(__file__).resolve().parents[2] / "slurm" / "dev-cluster"
# What nodes tell on their own, and our asking for this.
NOT_CLIENTS = ("MESSAGE_", "REQUEST_COMPLETE_", "REQUEST_STATS_INFO", "REQUEST_STEP_COMPLETE", "REQUEST_PING")


class Slurm:
    def __init__(self, folder):
        self.folder, self.conf = folder, folder / "etc" / "slurm.conf"

    def control(self, command, *words):
        subprocess.run([DEV_CLUSTER, command, self.folder, *words], check=True, stdout=subprocess.DEVNULL, timeout=120)

    def run(self, *words):
        return subprocess.run(words, env=os.environ | {"SLURM_CONF": str(self.conf)}, capture_output=True, text=True,
                              check=True, timeout=120).stdout

    def submitted(self):
        """Batches since slurmctld began, by sdiag, which is not counted as load."""
        return int(re.search(r"Jobs submitted:\s+(\d+)", self.run("sdiag")).group(1))

    def ended(self):
        """Batches whose epilogs have run."""
        path = self.folder / "ends"
        return path.read_text().count("\n") if path.exists() else 0

    def ends(self):
        """UWS job id -> when the epilog of its batch ran."""
        names = dict(line.split("|") for line in self.run("squeue", "-h", "-t", "all", "-o", "%i|%j").splitlines())
        moments = [line.split() for line in (self.folder / "ends").read_text().splitlines()]
        return {re.sub(r"^bench-(.*)-a\d+-r\d+$", r"\1", names[number]): float(moment)
                for number, moment in moments if number in names}


class Lap:
    def __init__(self, calls, seconds):
        self.calls, self.seconds = calls, seconds

    def per_minute(self):
        return sum(self.calls.values()) * 60 / self.seconds


class Load:
    """Calls of clients to slurmctld, between two laps."""

    def __init__(self, slurm):
        self.slurm = slurm
        self.last, self.when = self.counts(), time.perf_counter()

    def counts(self):
        part = self.slurm.run("sdiag").split("Remote Procedure Call statistics by message type")[1].split("\n\n")[0]
        found = re.findall(r"(\w+)\s+\(\s*\d+\)\s+count:(\d+)", part)
        return {word: int(count) for word, count in found if not word.startswith(NOT_CLIENTS)}

    def lap(self):
        now, when = self.counts(), time.perf_counter()
        calls = {word: count - self.last.get(word, 0) for word, count in now.items() if count > self.last.get(word, 0)}
        lap = Lap(calls, when - self.when)
        self.last, self.when = now, when
        return lap
