"""Clients that make jobs and wait for their ends, each with a connection of its own."""
import http.client
import threading
import time
import urllib.parse

FINAL = ("COMPLETED", "ERROR", "ABORTED")


def post(url, form):
    """The URL of the job that this makes."""
    where = urllib.parse.urlparse(url)
    connection = http.client.HTTPConnection(where.hostname, where.port, timeout=60)
    connection.request("POST", where.path, form, {"Content-Type": "application/x-www-form-urlencoded"})
    answer = connection.getresponse()
    said = answer.read().decode()
    connection.close()
    if answer.status != 303:
        raise SystemExit(f"no job was made: {answer.status} {said}")
    return answer.headers["Location"]


class Waiters:
    """One for each job; they know the moment they learned of its end."""

    def __init__(self, locations):
        self.ends, self.trouble = {}, []
        self.threads = [threading.Thread(target=self.wait, args=(one,), daemon=True) for one in locations]
        for thread in self.threads:
            thread.start()

    def wait(self, location):
        where = urllib.parse.urlparse(location)
        connection = http.client.HTTPConnection(where.hostname, where.port, timeout=700)
        try:
            phase = ""
            while phase not in FINAL:
                # WAIT returns when the phase changes; asked while it still is what it was, so no change is missed.
                connection.request("GET", f"{where.path}?WAIT=60&PHASE={phase}" if phase in ("QUEUED", "EXECUTING") else where.path)
                connection.getresponse().read()
                connection.request("GET", where.path + "/phase")
                phase = connection.getresponse().read().decode().strip()
            self.ends[where.path.rsplit("/", 1)[1]] = time.time()
            if phase != "COMPLETED":
                connection.request("GET", where.path + "/error")
                self.trouble.append(f"{location} is {phase}: {connection.getresponse().read().decode()[:500]}")
        except OSError as error:
            self.trouble.append(f"{location}: {error}")

    def join(self):
        """Job id -> when its COMPLETED arrived."""
        for thread in self.threads:
            thread.join(timeout=120)
        if self.trouble or len(self.ends) != len(self.threads):
            raise SystemExit(f"{len(self.ends)} of {len(self.threads)} ended; {self.trouble[:5]}")
        return self.ends
