"""Many small queries: wrk against the service, pgbench with the same SQL against its database."""
import os
import re
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
UNIT = {"us": 1e-3, "ms": 1.0, "s": 1e3}


def wrk(service, query, clients, seconds, create=False):
    """Requests per second, p50 and p99 in ms, CPU microseconds per request of the daemon and of PostgreSQL."""
    environment = {**os.environ, "QUERY": query, **({"CREATE": "1"} if create else {})}
    before = service.cpu()
    words = ["wrk", "-t1", f"-c{clients}", f"-d{seconds}", "--latency", "--timeout", "60s", "-s", str(HERE / "query.lua"), service.url]
    text = subprocess.run(words, capture_output=True, text=True, check=True, env=environment).stdout
    daemon, database = service.cpu_since(before)
    if "Non-2xx" in text and not create:
        raise SystemExit(f"errors were answered to {query}\n{text}")
    requests = max(int(re.search(r"(\d+) requests in", text).group(1)), 1)
    part = {name: float(value) * UNIT[unit] for name, value, unit in re.findall(r"(50|99)%\s+([\d.]+)(us|ms|s)", text)}
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", text).group(1))
    return rate, part["50"], part["99"], 1e6 * daemon / requests, 1e6 * database / requests


def pgbench(service, statement, clients, seconds):
    """Transactions per second of PostgreSQL alone."""
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(statement + ";\n")
        script.flush()
        words = ["pgbench", "-n", "-M", "extended", f"-c{clients}", "-j1", f"-T{seconds}", "-f", script.name, service.database]
        text = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    return float(re.search(r"tps = ([\d.]+)", text).group(1))
