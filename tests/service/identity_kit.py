"""What the tests of identity share: users, browsers, tokens."""
import re

import requests

PASSWORD = "correct-horse-battery"
WRONG = "wrong-staple-battery"
ROLES = ["astronomer", "quality", "data_manager", "operator", "admin"]
QUERY = {"LANG": "ADQL", "QUERY": "SELECT 1 AS one FROM tap_schema.schemas"}
SECRET = "a secret of the proxy and the service"
SSO = ["identity.proxy.user_header=X-Remote-User", "identity.proxy.groups_header=X-Groups",
       "identity.proxy.name_header=X-Name", f"identity.proxy.secret={SECRET}",
       "identity.proxy.roles=staff=operator,qc=quality"]
NO_LIMITS = ["rates.user=0", "rates.address=0", "rates.jobs_of_user=0", "rates.jobs_of_address=0"]


def serve(made, *users):
    made.start()
    for name, role in users:
        made.run("user", "add", name, "--role", role, stdin=PASSWORD + "\n")
    return made


class Browser(requests.Session):
    """Sends what a browser sends from a page of the service."""

    def __init__(self, site, user=None, **headers):
        super().__init__()
        self.site = site
        self.headers["Origin"] = re.match(r"https?://[^/]+", site.url).group(0)
        self.headers.update(headers)
        if user:
            answer = self.post(site.url + "/login", data={"username": user, "password": PASSWORD})
            assert answer.status_code == 200, answer.text


def as_user(user, password=PASSWORD):
    return {"auth": (user, password)}


def whoami(site, session=requests, **more):
    answer = session.get(site.url + "/account", timeout=30, **more)
    return answer.json()["user"] if answer.status_code == 200 else answer.status_code


def new_token(site, user, **fields):
    answer = requests.post(site.url + "/tokens", data={"LABEL": "test", **fields}, timeout=30, **as_user(user))
    assert answer.status_code == 201, answer.text
    return answer.json()


def bearer(token):
    return {"headers": {"Authorization": "Bearer " + token}}


def through_proxy(user, groups="", **more):
    return {"headers": {"X-Remote-User": user, "X-Groups": groups, "X-Proxy-Secret": SECRET, **more}}
