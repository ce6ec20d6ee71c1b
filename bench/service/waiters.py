"""A thousand clients that WAIT for one job: how soon all know that it was aborted, and what they cost while they sleep."""
import http.client
import selectors
import socket
import time
import urllib.parse


def created(address):
    connection = http.client.HTTPConnection(address.hostname, address.port)
    form = urllib.parse.urlencode({"LANG": "ADQL", "QUERY": "SELECT 1"})
    connection.request("POST", "/tap/async", form, {"Content-Type": "application/x-www-form-urlencoded"})
    answer = connection.getresponse()
    answer.read()
    return urllib.parse.urlparse(answer.headers["Location"]).path


def post(address, path, form):
    connection = http.client.HTTPConnection(address.hostname, address.port)
    connection.request("POST", path, form, {"Content-Type": "application/x-www-form-urlencoded"})
    connection.getresponse().read()


def wake(service, clients):
    """Milliseconds from the abort to the first, the median and the last answer; MB that the sleepers took."""
    address = urllib.parse.urlparse(service.url)
    job, idle = created(address), service.memory()
    sockets = [socket.create_connection((address.hostname, address.port)) for _ in range(clients)]
    for each in sockets:
        each.sendall(f"GET {job}?WAIT=300 HTTP/1.1\r\nHost: {address.netloc}\r\nAccept: application/xml\r\n\r\n".encode())
    time.sleep(1.0)
    asleep, cpu = service.memory() - idle, service.cpu()
    watched = selectors.DefaultSelector()
    for each in sockets:
        each.setblocking(False)
        watched.register(each, selectors.EVENT_READ)
    begun = time.perf_counter()
    post(address, job + "/phase", "PHASE=ABORT")
    arrived, heads = [], 0
    while len(arrived) < clients:
        for key, _ in watched.select(timeout=60):
            piece = key.fileobj.recv(1 << 16)
            heads += piece.startswith(b"HTTP/1.1 200") and b"ABORTED" in piece
            arrived.append(1e3 * (time.perf_counter() - begun))
            watched.unregister(key.fileobj)
            key.fileobj.close()
    if heads != clients:
        raise SystemExit(f"only {heads} of {clients} waiting clients heard of the abort")
    own, database = service.cpu_since(cpu)
    return arrived[0], arrived[clients // 2], arrived[-1], asleep, own, database
