"""Who may come in and what they may do: sessions, tokens, the sign-on proxy, roles, the audit log. What the server must
not believe is sent by hand, as curl would."""
import base64
import json
import re
import socket

import pytest
import requests

from conftest import daemon
from identity_kit import (NO_LIMITS, PASSWORD, QUERY, ROLES, SECRET, SSO, WRONG, Browser, as_user, bearer, new_token, serve,
                          through_proxy, whoami)


@pytest.fixture(scope="module")
def site():
    with daemon(*NO_LIMITS, "identity.login_failures=1000", "trusted_proxies=127.0.0.1",
                "allowed_origins=https://portal.example", *SSO, "identity.proxy.addresses=127.0.0.1") as made:
        yield serve(made, *[(role, role) for role in ROLES], ("ana", "astronomer"), ("bob", "astronomer"))


# --- sessions

def test_a_browser_signs_in_and_out_without_javascript(site):
    page = requests.get(site.url + "/login", headers={"Accept": "text/html"}, timeout=30)
    assert page.status_code == 200 and 'type="password"' in page.text and "<script" not in page.text
    browser = Browser(site, Accept="text/html")
    answer = browser.post(site.url + "/login", data={"username": "ana", "password": PASSWORD, "next": "/tokens"},
                          allow_redirects=False)
    assert answer.status_code == 303 and answer.headers["Location"] == site.url + "/tokens"
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie and "Secure" not in cookie
    assert "no-store" in answer.headers["Cache-Control"]
    assert whoami(site, browser, headers={"Accept": "application/json"}) == "ana"
    assert "<b>ana</b>" in browser.get(site.url + "/login").text
    answer = browser.post(site.url + "/logout", allow_redirects=False)
    assert answer.status_code == 303 and "Max-Age=0" in answer.headers["Set-Cookie"]
    assert whoami(site, browser, headers={"Accept": "application/json"}) is None


def test_json_logs_in_too_and_a_stolen_cookie_is_dead_after_logout(site):
    browser = Browser(site)
    answer = browser.post(site.url + "/login", json={"username": "ana", "password": PASSWORD})
    assert answer.status_code == 200 and answer.json()["role"] == "astronomer"
    assert answer.headers["X-VO-Authenticated"] == "ana"
    stolen = dict(browser.cookies)
    assert whoami(site, cookies=stolen) == "ana"
    assert browser.post(site.url + "/logout").json() == {"ended": 1}
    assert whoami(site, cookies=stolen) is None


def test_a_session_cannot_be_chosen_beforehand_and_a_new_login_ends_the_old(site):
    browser = Browser(site)
    chosen = "A" * 43
    browser.cookies.set("distilld-session", chosen)
    answer = browser.post(site.url + "/login", data={"username": "ana", "password": PASSWORD})
    assert whoami(site, cookies={"distilld-session": chosen}) is None
    first = re.search("distilld-session=([^;]+)", answer.headers["Set-Cookie"]).group(1)
    again = requests.post(site.url + "/login", data={"username": "ana", "password": PASSWORD},
                          cookies={"distilld-session": first}, timeout=30)
    assert again.status_code == 200
    assert whoami(site, cookies={"distilld-session": first}) is None


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"])
def test_a_login_leads_to_no_other_place(site, target):
    answer = Browser(site, Accept="text/html").post(
        site.url + "/login", data={"username": "ana", "password": PASSWORD, "next": target}, allow_redirects=False)
    assert answer.headers["Location"] == site.url + "/login"


def test_wrong_logins_are_all_alike(site):
    answers = [requests.post(site.url + "/login", data={"username": user, "password": WRONG}, timeout=30)
               for user in ("ana", "nobody-at-all", "x" * 5000)]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.text for answer in answers}) == 1
    assert all("Set-Cookie" not in answer.headers for answer in answers)
    assert requests.post(site.url + "/login", data={}, timeout=30).status_code == 400
    assert requests.post(site.url + "/login", data="{[", headers={"Content-Type": "application/json"},
                         timeout=30).status_code == 400
    assert requests.post(site.url + "/login?password=x", data={}, timeout=30).status_code == 400


def test_a_change_by_cookie_needs_a_page_of_the_service(site):
    browser = Browser(site, "ana")
    make = lambda **headers: browser.post(site.url + "/tap/async", data=QUERY, headers=headers, allow_redirects=False)
    assert make().status_code == 303
    assert make(Origin="https://portal.example").status_code == 303
    assert make(Origin=None, **{"Sec-Fetch-Site": "same-origin"}).status_code == 303
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": None},
                    {"Origin": None, "Sec-Fetch-Site": "cross-site"}):
        answer = make(**headers)
        assert answer.status_code == 403 and "cookie" in answer.text, headers
    assert browser.get(site.url + "/tap/async", headers={"Origin": "https://evil.example"}).status_code == 200
    assert browser.delete(site.url + "/tokens/1", headers={"Origin": "https://evil.example"}).status_code == 403
    assert browser.post(site.url + "/logout", headers={"Origin": "https://evil.example"}).status_code == 403
    foreign = requests.post(site.url + "/login", data={"username": "bob", "password": PASSWORD}, timeout=30,
                            headers={"Origin": "https://evil.example"})
    assert foreign.status_code == 403 and "Set-Cookie" not in foreign.headers
    for credentials in (as_user("ana"), bearer(new_token(site, "ana")["token"])):
        credentials.setdefault("headers", {})["Origin"] = "https://evil.example"
        answer = requests.post(site.url + "/tap/async", data=QUERY, allow_redirects=False, timeout=30, **credentials)
        assert answer.status_code == 303


def test_a_dead_session_does_not_pass_for_nobody_in_a_change(site):
    cookies = {"distilld-session": "B" * 43}
    answer = requests.get(site.url + "/tap/availability", cookies=cookies, timeout=30)
    assert answer.status_code == 200 and "Max-Age=0" in answer.headers["Set-Cookie"]
    answer = requests.post(site.url + "/tap/async", data=QUERY, cookies=cookies, timeout=30)
    assert answer.status_code == 401 and "session has ended" in answer.text


# --- tokens

def test_tokens_are_made_shown_once_listed_and_revoked(site):
    made = new_token(site, "ana", LABEL="for <b>scripts</b>", DAYS="7")
    assert whoami(site, **bearer(made["token"])) == "ana"
    assert whoami(site, auth=("ana", made["token"])) == "ana"
    assert whoami(site, auth=("bob", made["token"])) == 401
    listed = requests.get(site.url + "/tokens", timeout=30, **as_user("ana"))
    assert made["token"] not in listed.text
    one = next(token for token in listed.json()["tokens"] if token["id"] == made["id"])
    assert one["label"] == "for <b>scripts</b>" and one["expires"] and one["last_used"]
    page = requests.get(site.url + "/tokens", headers={"Accept": "text/html"}, timeout=30, **as_user("ana"))
    assert "&lt;b&gt;" in page.text and "<b>scripts" not in page.text and made["token"] not in page.text
    other = requests.delete(site.url + f"/tokens/{made['id']}", timeout=30, **as_user("bob"))
    assert other.status_code == 404 and whoami(site, **bearer(made["token"])) == "ana"
    gone = requests.delete(site.url + f"/tokens/{made['id']}", timeout=30, **as_user("ana"))
    assert gone.status_code == 204 and whoami(site, **bearer(made["token"])) == 401
    second = new_token(site, "ana")
    posted = requests.post(site.url + f"/tokens/{second['id']}", data={"ACTION": "DELETE"}, timeout=30, **as_user("ana"))
    assert posted.status_code == 204 and whoami(site, **bearer(second["token"])) == 401


def test_a_token_makes_no_tokens_and_sign_out_kills_both(site):
    made = new_token(site, "bob")
    assert requests.post(site.url + "/tokens", data={"LABEL": "x"}, timeout=30,
                         **bearer(made["token"])).status_code == 403
    browser = Browser(site, "bob")
    assert requests.post(site.url + "/logout", timeout=30, **bearer(made["token"])).status_code == 200
    assert whoami(site, **bearer(made["token"])) == 401
    assert whoami(site, browser) == "bob"
    more = new_token(site, "bob")
    assert browser.post(site.url + "/logout", data={"ALL": "yes"}).json()["ended"] >= 2
    assert whoami(site, browser) is None and whoami(site, **bearer(more["token"])) == 401
    assert whoami(site, **as_user("bob")) == "bob"


@pytest.mark.parametrize("days", ["0", "-1", "400", "x", "9999999999999999999"])
def test_a_token_lives_as_long_as_may_be(site, days):
    answer = requests.post(site.url + "/tokens", data={"LABEL": "x", "DAYS": days}, timeout=30, **as_user("ana"))
    assert answer.status_code == 400 and "DAYS" in answer.text


def test_a_new_password_ends_what_the_old_one_opened(site):
    site.run("user", "add", "carla", stdin=PASSWORD + "\n")
    token, browser, other = new_token(site, "carla"), Browser(site, "carla"), Browser(site, "carla")
    new = "another good phrase"
    assert browser.post(site.url + "/account/password", data={"OLD": WRONG, "NEW": new}).status_code == 403
    assert browser.post(site.url + "/account/password", data={"OLD": PASSWORD, "NEW": "short"}).status_code == 400
    assert browser.post(site.url + "/account/password", data={"OLD": PASSWORD, "NEW": new}).status_code == 204
    assert whoami(site, browser) == "carla"
    assert whoami(site, other) is None and whoami(site, **bearer(token["token"])) == 401
    assert whoami(site, **as_user("carla")) == 401 and whoami(site, **as_user("carla", new)) == "carla"
    site.run("user", "close", "carla")
    assert whoami(site, browser) is None and whoami(site, **as_user("carla", new)) == 401


# --- IVOA

def test_capabilities_offer_the_ways_to_sign_in(site):
    for ask in (requests.get, requests.head):
        answer = ask(site.url + "/tap/capabilities", timeout=30)
        assert answer.status_code == 200 and "X-VO-Authenticated" not in answer.headers
        offers = answer.headers["WWW-Authenticate"]
        for scheme, url in (("ivoa_cookie", "/login"), ("ivoa_bearer", "/login/bearer")):
            assert (f'{scheme} standard_id="ivo://ivoa.net/sso#tls-with-password", '
                    f'access_url="{site.url}{url}"') in offers
        assert "Bearer" in offers and "Basic" in offers
        known = ask(site.url + "/tap/capabilities", timeout=30, **as_user("ana"))
        assert known.headers["X-VO-Authenticated"] == "ana" and "WWW-Authenticate" not in known.headers
    refused = requests.get(site.url + "/tap/capabilities", timeout=30, **as_user("ana", WRONG))
    assert refused.status_code == 401 and "ivoa_cookie" in refused.headers["WWW-Authenticate"]
    by_page = requests.get(site.url + "/tap/capabilities", headers={"Sec-Fetch-Mode": "cors"}, timeout=30)
    assert "Basic" not in by_page.headers["WWW-Authenticate"]


def test_a_program_gets_a_bearer_token_for_a_password(site):
    answer = requests.post(site.url + "/login/bearer", data={"username": "ana", "password": PASSWORD}, timeout=30)
    token = answer.headers["X-VO-Bearer"]
    assert answer.text.strip() == token and whoami(site, **bearer(token)) == "ana"
    assert requests.post(site.url + "/login/bearer", data={"username": "ana", "password": WRONG},
                         timeout=30).status_code == 401


def test_pyvo_finds_out_by_itself_how_to_sign_in(site):
    pyvo = pytest.importorskip("pyvo")
    session = pyvo.auth.AuthSession()
    session.credentials.set_password("ana", PASSWORD)
    service = pyvo.dal.TAPService(site.url + "/tap", session=session)
    methods = {str(m.standardid).lower() for c in service.capabilities for i in c.interfaces for m in i.securitymethods}
    assert methods == {"none", "ivo://ivoa.net/sso#basicaa", "ivo://ivoa.net/sso#cookie"}
    job = service.submit_job(QUERY["QUERY"])
    owner = requests.get(job.url + "/owner", timeout=30, **as_user("ana"))
    assert owner.status_code == 200 and owner.text.strip() == "ana"
    assert requests.get(job.url + "/owner", timeout=30).status_code == 403
    job.delete()


# --- roles

PAGES = {"/admin/users": {"admin"}, "/admin/jobs": {"quality", "operator", "admin"},
         "/admin/collections": {"data_manager", "admin"}, "/admin/products": {"quality", "data_manager", "admin"},
         "/admin/health": {"data_manager", "operator", "admin"}, "/admin/disk": {"data_manager", "operator", "admin"},
         "/admin/audit": {"admin"}}


@pytest.mark.parametrize("page", PAGES)
def test_the_administration_is_open_to_whom_it_should_be(site, page):
    assert requests.get(site.url + page, timeout=30).status_code == 401
    for role in ROLES:
        for accept in ("application/json", "text/html"):
            answer = requests.get(site.url + page, headers={"Accept": accept}, timeout=30, **as_user(role))
            assert answer.status_code == (200 if role in PAGES[page] else 403), (page, role, answer.text)


def test_jobs_of_others(site):
    made = requests.post(site.url + "/tap/async", data=QUERY, allow_redirects=False, timeout=30, **as_user("ana"))
    job = made.headers["Location"]
    assert requests.get(job, timeout=30).status_code == 403
    for role in ROLES:
        sees = requests.get(job, timeout=30, **as_user(role)).status_code
        assert sees == (200 if role in ("quality", "operator", "admin") else 403), role
        changes = requests.post(job + "/destruction", data={"DESTRUCTION": "2030-01-01T00:00:00Z"}, timeout=30,
                                allow_redirects=False, **as_user(role)).status_code
        assert changes == (303 if role in ("operator", "admin") else 403), role
    ident = job.rsplit("/", 1)[1]
    listed = requests.get(site.url + "/admin/jobs?OWNER=ana", timeout=30, **as_user("operator")).json()["jobs"]
    assert ident in [one["id"] for one in listed]
    assert requests.post(site.url + "/admin/jobs/" + ident, data={"ACTION": "DELETE"}, timeout=30,
                         **as_user("quality")).status_code == 403
    assert requests.post(site.url + "/admin/jobs/" + ident, data={"ACTION": "DELETE"}, timeout=30,
                         **as_user("operator")).status_code == 200
    assert requests.get(job, timeout=30, **as_user("ana")).status_code == 404


def test_accounts_are_managed_by_administrators(site):
    def act(name, by="admin", **fields):
        return requests.post(f"{site.url}/admin/users/{name}", data=fields, timeout=30, **as_user(by)).status_code

    add = {"NAME": "dora", "ROLE": "astronomer", "PASSWORD": PASSWORD}
    for role in ROLES[:-1]:
        assert requests.post(site.url + "/admin/users", data=add, timeout=30, **as_user(role)).status_code == 403
    assert requests.post(site.url + "/admin/users", json=add, timeout=30, **as_user("admin")).status_code == 200
    assert requests.post(site.url + "/admin/users", json=add, timeout=30, **as_user("admin")).status_code == 400
    token = new_token(site, "dora")["token"]
    assert act("dora", ACTION="ROLE", ROLE="quality") == 200
    assert requests.get(site.url + "/admin/jobs", timeout=30, **bearer(token)).status_code == 200
    assert act("dora", ACTION="ROLE", ROLE="emperor") == 400
    assert act("dora", by="operator", ACTION="CLOSE") == 403
    assert act("dora", ACTION="PASSWORD", PASSWORD="another good phrase") == 200
    assert whoami(site, **as_user("dora")) == 401 and whoami(site, **bearer(token)) == 401
    assert act("dora", ACTION="CLOSE") == 200 and whoami(site, **as_user("dora", "another good phrase")) == 401
    assert act("dora", ACTION="OPEN") == 200 and whoami(site, **as_user("dora", "another good phrase")) == "dora"
    assert act("admin", ACTION="CLOSE") == 409 and act("admin", ACTION="ROLE", ROLE="astronomer") == 409
    assert act("nobody-at-all", ACTION="CLOSE") == 404 and act("dora", ACTION="EXPLODE") == 400
    page = requests.get(site.url + "/admin/users/dora", headers={"Accept": "text/html"}, timeout=30, **as_user("admin"))
    assert page.status_code == 200 and "<form" in page.text and "<script" not in page.text


# --- the sign-on proxy

def test_the_sign_on_makes_accounts_and_gives_roles(site):
    assert whoami(site, **through_proxy("eve@inst.example")) == "eve@inst.example"
    assert requests.get(site.url + "/admin/jobs", timeout=30, **through_proxy("eve@inst.example")).status_code == 403
    for groups, status in (("other,qc", 200), ("other", 403)):
        assert requests.get(site.url + "/admin/jobs", timeout=30,
                            **through_proxy("eve@inst.example", groups)).status_code == status
    assert whoami(site, **through_proxy("")) is None
    # The proxy's word comes with the browser's requests as a cookie does.
    make = lambda **more: requests.post(site.url + "/tap/async", data=QUERY, allow_redirects=False, timeout=30,
                                        **through_proxy("eve@inst.example", **more)).status_code
    assert make() == 403 and make(Origin=site.url) == 303
    site.run("user", "close", "eve@inst.example")
    assert whoami(site, **through_proxy("eve@inst.example")) == 403


def test_the_sign_on_does_not_become_a_local_user(site):
    assert whoami(site, **through_proxy("admin")) == 403


@pytest.mark.parametrize("headers", [
    {"X-Remote-User": "admin"}, {"x-remote-user": "ana", "X-Proxy-Secret": "guess"}, {"X-Groups": "staff"},
    {"X-Proxy-Secret": "guess"}])
def test_headers_of_the_sign_on_from_others_are_refused(site, headers):
    answer = requests.get(site.url + "/account", headers=headers, timeout=30)
    assert answer.status_code == 403 and SECRET not in answer.text
    assert next(iter(headers)).lower() in answer.text.lower()


def test_a_header_given_twice_is_refused(site):
    host, port = site.url.split("//")[1].split(":")
    with socket.create_connection((host, int(port)), timeout=30) as client:
        client.sendall((f"GET /account HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nX-Proxy-Secret: {SECRET}\r\n"
                        "X-Remote-User: admin\r\nX-Remote-User: eve\r\n\r\n").encode())
        assert b" 403 " in client.makefile("rb").readline()


def test_the_sign_on_is_believed_at_its_address_only():
    with daemon(*SSO, "identity.proxy.addresses=192.0.2.1") as made:
        serve(made)
        for more in ({}, {"X-Forwarded-For": "192.0.2.1"}):
            assert whoami(made, **through_proxy("eve", **more)) == 403
    with daemon("identity.proxy.user_header=X-Remote-User") as made:
        refused = made.run("config", check=False)
        assert refused.returncode != 0 and "identity.proxy.secret" in refused.stderr + refused.stdout


# --- traces

def test_what_was_done_is_in_the_audit_log_and_no_secret_is_anywhere(site):
    entries = []
    path = "/admin/audit?LIMIT=500"
    while path:
        page = requests.get(site.url + path, timeout=30, **as_user("admin")).json()
        entries += page["entries"]
        path = page.get("next")
    acts = {(entry["act"], entry["outcome"]) for entry in entries}
    for wanted in (("login", "done"), ("login", "failed"), ("logout", "done"), ("token.create", "done"),
                   ("token.revoke", "done"), ("user.add", "done"), ("user.role", "done"), ("user.close", "done"),
                   ("password.change", "done"), ("password.change", "failed"), ("job.delete", "done"), ("job.change", "done"),
                   ("manage_users", "refused"), ("proxy.header", "refused")):
        assert wanted in acts, (wanted, sorted(acts))
    numbers = [entry["number"] for entry in entries]
    assert numbers == sorted(numbers, reverse=True) and len(set(numbers)) == len(numbers)
    assert not any(entry["object"] == "nobody-at-all" and entry["act"] == "login" for entry in entries)
    only = requests.get(site.url + "/admin/audit", params={"ACT": "token.*", "OUTCOME": "done"}, timeout=30,
                        **as_user("admin")).json()["entries"]
    assert only and all(entry["act"].startswith("token.") for entry in only)

    token = new_token(site, "ana")["token"]
    whoami(site, **bearer(token))
    everything = site.log() + json.dumps(entries)
    basic = base64.b64encode(f"ana:{PASSWORD}".encode()).decode()
    for secret in (PASSWORD, WRONG, "another good phrase", token, SECRET, basic):
        assert secret not in everything
