"""distilld with a state folder of its own, and what it and its PostgreSQL use, read from /proc."""
import contextlib
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

TICK = os.sysconf("SC_CLK_TCK")
HERE = pathlib.Path(__file__).parent


def cpu_of(pid):
    """CPU seconds a process has used."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


class Service:
    def __init__(self, program, folder, *more):
        self.folder = pathlib.Path(folder)
        settings = [f"data.directory={folder}/state", "listen.port=0", f"log.file={folder}/log", "limits.jobs_per_user=0",
                    "rates.exempt=127.0.0.0/8", *more]
        self.command = [program, *(word for setting in settings for word in ("--set", setting))]
        self.process = subprocess.Popen([*self.command, "serve"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for line in self.process.stdout:
            if found := re.search(r"listens at (\S+)", line):
                self.url = found.group(1)
                break
        else:
            raise SystemExit(f"distilld did not start, see {folder}/log")
        self.database = subprocess.run([*self.command, "database", "url"], capture_output=True, text=True, check=True).stdout.strip()

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=60)
        subprocess.run([*self.command, "database", "stop"], capture_output=True, timeout=120)

    def sql(self, *words, owner=False):
        """psql on the service's database; as owner of the cluster where settings of the server are changed."""
        where = self.database.replace("user=distill", "user=postgres") if owner else self.database
        return subprocess.run(["psql", "-qAtX", where, *words], capture_output=True, text=True, check=True).stdout

    def fill(self, rows):
        self.sql("-v", f"rows={rows}", "-f", str(HERE / "fill.sql"))

    def memory(self, kind="VmRSS"):
        """Resident MB of the daemon alone; VmHWM: the most it ever was."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(kind + r":\s+(\d+)", status).group(1)) / 1024

    def cpu(self):
        """CPU seconds: of the daemon, and by process of the database."""
        postmaster = (self.folder / "state/cluster/data/postmaster.pid").read_text().split()[0]
        backends = {}
        for pid in pathlib.Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split():
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                backends[pid] = cpu_of(pid)
        return cpu_of(self.process.pid), backends

    def cpu_since(self, before):
        daemon, backends = self.cpu()
        return daemon - before[0], sum(used - before[1].get(pid, 0) for pid, used in backends.items())

    def statement(self, ask):
        """The SQL that PostgreSQL is given when ask() is called, its parameters written out as literals."""
        self.sql("-c", "ALTER SYSTEM SET log_statement = 'all'", "-c", "SELECT pg_reload_conf()", "-c", "SELECT pg_sleep(0.5)", owner=True)
        ask()
        self.sql("-c", "ALTER SYSTEM RESET log_statement", "-c", "SELECT pg_reload_conf()", "-c", "SELECT pg_sleep(0.5)", owner=True)
        log = max((self.folder / "state/cluster/log").glob("postgresql-*"), key=lambda path: path.stat().st_mtime).read_text()
        statement, details = re.findall(r'execute <unnamed>: (SELECT [^\n]* FROM "ivoa"[^\n]*)\n(?:[^\n]*DETAIL:  parameters: ([^\n]*))?', log)[-1]
        for number, value in re.findall(r"\$(\d+) = ('(?:[^']|'')*')", details):
            statement = re.sub(rf"\${number}(?!\d)", lambda _: value, statement)
        return statement


@contextlib.contextmanager
def service(program, folder=None, *more):
    """With a folder the state is kept in it, and found again the next time; else it is gone afterwards."""
    used = os.path.abspath(folder) if folder else tempfile.mkdtemp(prefix="distill-bench-", dir="/tmp")
    os.makedirs(used, mode=0o755, exist_ok=True)
    os.chmod(used, 0o755)  # the database does not run as root
    started = Service(program, used, *more)
    try:
        yield started
    finally:
        started.stop()
        if not folder:
            shutil.rmtree(used, ignore_errors=True)
