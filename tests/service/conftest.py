"""What the black-box tests of the daemon share: a service of its own in a temporary folder, with real data ingested."""
import contextlib
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = pathlib.Path(os.environ.get("DISTILL_TEST_DATA", ROOT / ".." / "shared" / "data")).resolve()
DAEMON = os.environ.get("DISTILLD", str(ROOT / "build" / "ci" / "uws" / "daemon" / "distilld"))
ENGINE = os.environ.get("DISTILL", str(ROOT / "build" / "ci" / "engine" / "app" / "distill"))
COLLECTIONS = ROOT / "catalog" / "collections"
REAL_SETS = [("hess_dl3_dr1.yaml", "hess-dl3-dr1"), ("cta_1dc.yaml", "cta-1dc"), ("magic_dl3.yaml", "magic-rad-max")]


class Daemon:
    """distilld with its state in a folder; the port is chosen by the system."""

    def __init__(self, folder, *settings):
        self.folder = pathlib.Path(folder)
        self.settings = [f"data.directory={self.folder}/state", "listen.port=0", f"engine.program={ENGINE}",
                         f"log.file={self.folder}/log", *settings]
        self.process = None
        self.url = None

    def command(self, *words):
        options = [word for setting in self.settings for word in ("--set", setting)]
        return [DAEMON, *options, *map(str, words)]

    def run(self, *words, check=True, timeout=600, stdin=None):
        done = subprocess.run(self.command(*words), capture_output=True, text=True, timeout=timeout, input=stdin)
        if check:
            assert done.returncode == 0, f"{words}\nstatus {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    def start(self):
        self.process = subprocess.Popen(self.command("serve"), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                        text=True)
        said = ""
        for line in self.process.stdout:
            found = re.search(r"listens at (\S+)", line)
            if found:
                self.url = found.group(1)
                return self
            said += line
        raise AssertionError(f"distilld did not start: {said}{self.log()}")

    def stop(self, with_signal=signal.SIGTERM):
        if self.process:
            self.process.send_signal(with_signal)
            self.process.wait(timeout=60)
            self.process.stdout.close()
            self.process = None

    def log(self):
        path = self.folder / "log"
        return path.read_text() if path.exists() else ""


@contextlib.contextmanager
def daemon(*settings):
    """A folder short enough for a Unix socket, a daemon in it, and no server left behind."""
    folder = tempfile.mkdtemp(prefix="distilld-")
    os.chmod(folder, 0o755)
    made = Daemon(folder, *settings)
    try:
        yield made
    finally:
        made.stop()
        subprocess.run(made.command("database", "stop"), capture_output=True, timeout=120)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def service():
    """The 56 H.E.S.S., 2 CTA 1DC and 2 MAGIC runs, served."""
    if not DATA.exists():
        print(f"\n*** SKIPPED, NOT PASSED: no real data at {DATA} (set DISTILL_TEST_DATA) ***", file=sys.stderr)
        pytest.skip(f"no real data at {DATA}")
    with daemon(f"data.roots={DATA}") as made:
        for description, folder in REAL_SETS:
            done = made.run("ingest", COLLECTIONS / description, DATA / folder, check=False)
            assert done.returncode == 0, done.stdout + done.stderr
        yield made.start()


@pytest.fixture(scope="session")
def tap(service):
    import pyvo
    return pyvo.dal.TAPService(service.url + "/tap")
