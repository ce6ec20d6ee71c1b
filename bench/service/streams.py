"""Whole tables as the service streams them: first byte, rate, memory of the daemon on the way."""
import socket
import threading
import time
import urllib.parse

FORMATS = {"TABLEDATA": "application/x-votable+xml;serialization=TABLEDATA", "BINARY2": "application/x-votable+xml;serialization=BINARY2",
           "CSV": "text/csv"}


def stream(service, query, response_format, rows):
    """Seconds to the first byte of the body and to the last, MB received, growth of the daemon in MB."""
    asked = urllib.parse.urlencode({"LANG": "ADQL", "MAXREC": rows, "RESPONSEFORMAT": response_format, "QUERY": query})
    address = urllib.parse.urlparse(service.url)
    idle = peak = service.memory()
    ended = threading.Event()

    def watch():
        nonlocal peak
        while not ended.wait(0.01):
            peak = max(peak, service.memory())

    watcher = threading.Thread(target=watch)
    watcher.start()
    begun = time.perf_counter()
    first, size, head, tail = None, 0, b"", b""
    with socket.create_connection((address.hostname, address.port)) as connection:
        connection.sendall(f"GET /tap/sync?{asked} HTTP/1.1\r\nHost: {address.netloc}\r\nConnection: close\r\n\r\n".encode())
        while piece := connection.recv(1 << 20):
            if first is None:
                head += piece
                if len(head.partition(b"\r\n\r\n")[2]) > 0:
                    first = time.perf_counter() - begun
            size += len(piece)
            tail = (tail + piece[-64:])[-64:]
    lasted = time.perf_counter() - begun
    ended.set()
    watcher.join()
    if b" 200 OK" not in head[:20] or b"0\r\n\r\n" not in tail:
        raise SystemExit(f"the answer is not complete: {head[:200]!r} ... {tail!r}")
    return first, lasted, size / 1e6, peak - idle
