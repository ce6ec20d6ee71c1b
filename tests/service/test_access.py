"""How often one may come, what is open without a name, prefixes, proxies, TLS."""
import re
import signal
import ssl
import subprocess
import time

import pytest
import requests

from conftest import daemon
from identity_kit import NO_LIMITS, PASSWORD, QUERY, WRONG, Browser, as_user, bearer, new_token, serve, whoami


# --- limits

def test_guessing_gets_slow_and_says_so():
    with daemon(*NO_LIMITS, "identity.login_failures=3") as made:
        serve(made, ("ana", "astronomer"))
        browser, token = Browser(made, "ana"), new_token(made, "ana")["token"]
        guess = lambda name: requests.post(made.url + "/login", data={"username": name, "password": WRONG}, timeout=30)
        for name in ("nobody-at-all", "ana"):
            answers = [guess(name) for _ in range(5)]
            assert [a.status_code for a in answers] == [401, 401, 401, 429, 429]
            assert int(answers[-1].headers["Retry-After"]) > 0
        assert requests.get(made.url + "/account", timeout=30, auth=("ana", WRONG)).status_code == 429
        assert whoami(made, browser) == "ana" and whoami(made, **bearer(token)) == "ana"


def test_rates_are_limited_for_addresses_users_and_jobs():
    with daemon("rates.address=1", "rates.jobs_of_address=6", "rates.exempt=192.0.2.9",
                "trusted_proxies=127.0.0.1") as made:
        serve(made)
        ask = lambda address: requests.get(made.url + "/tap/availability", timeout=30,
                                           headers={"X-Forwarded-For": address})
        answers = [ask("192.0.2.1") for _ in range(25)]
        assert [a.status_code for a in answers][:20] == [200] * 20 and answers[-1].status_code == 429
        assert int(answers[-1].headers["Retry-After"]) >= 1 and "your address" in answers[-1].text
        assert ask("192.0.2.2").status_code == 200
        assert {ask("192.0.2.9").status_code for _ in range(40)} == {200}
        networks = [ask(f"2001:db8::{i:x}").status_code for i in range(25)]
        assert networks[-1] == 429 and ask("2001:db8:0:1::1").status_code == 200
        assert requests.get(made.url + "/tap/availability", timeout=30, headers={"X-Forwarded-For": "192.0.2.1"}
                            ).headers["Access-Control-Allow-Origin"] == "*"
        make = lambda i: requests.post(made.url + "/tap/async", data=QUERY, allow_redirects=False, timeout=30,
                                       headers={"X-Forwarded-For": "192.0.2.9"}).status_code
        assert {make(i) for i in range(30)} == {303}


def test_new_jobs_have_a_limit_of_their_own():
    with daemon("rates.jobs_of_address=1", "rates.jobs_of_user=1") as made:
        serve(made, ("ana", "astronomer"))
        for credentials in ({}, as_user("ana")):
            make = [requests.post(made.url + "/tap/async", data=QUERY, allow_redirects=False, timeout=30, **credentials)
                    for _ in range(22)]
            assert [a.status_code for a in make] == [303] * 20 + [429] * 2
            assert "jobs" in make[-1].text and int(make[-1].headers["Retry-After"]) > 0


def test_anonymous_use_is_the_operators_choice():
    sync = lambda made, **more: requests.get(made.url + "/tap/sync", params=QUERY, timeout=30, **more).status_code
    job = lambda made, **more: requests.post(made.url + "/tap/async", data=QUERY, timeout=30, allow_redirects=False,
                                             **more).status_code
    with daemon("identity.anonymous=read") as made:
        serve(made, ("ana", "astronomer"))
        assert sync(made) == 200 and job(made) == 401 and job(made, **as_user("ana")) == 303
    with daemon("identity.anonymous=none") as made:
        serve(made, ("ana", "astronomer"))
        assert sync(made) == 401 and job(made) == 401 and sync(made, **as_user("ana")) == 200
        assert requests.get(made.url + "/tap/availability", timeout=30).status_code == 200
        offer = requests.head(made.url + "/tap/capabilities", timeout=30)
        assert offer.status_code == 401 and "ivoa_cookie" in offer.headers["WWW-Authenticate"]
        page = requests.get(made.url + "/tap/async?LAST=3", headers={"Accept": "text/html"}, timeout=30)
        assert page.status_code == 401 and 'value="/tap/async?LAST=3"' in page.text and 'type="password"' in page.text
        preflight = requests.options(made.url + "/tap/sync", timeout=30, headers={
            "Origin": "https://page.example", "Access-Control-Request-Method": "POST"})
        assert preflight.status_code == 204


def test_sessions_end():
    with daemon("identity.session_idle=1", "identity.session_time=3600") as made:
        serve(made, ("ana", "astronomer"))
        browser = Browser(made, "ana")
        assert whoami(made, browser) == "ana"
        time.sleep(1.6)
        assert whoami(made, browser) is None


# --- frame: prefix, proxies, TLS

def test_under_a_prefix_and_behind_a_proxy_everything_stays_there():
    with daemon("prefix=/distiller", "trusted_proxies=127.0.0.1") as made:
        serve(made, ("ana", "admin"))
        headers = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "vo.example", "Accept": "text/html",
                   "Origin": "https://vo.example"}
        base = made.url if made.url.endswith("/distiller") else made.url + "/distiller"
        answer = requests.post(base + "/login", data={"username": "ana", "password": PASSWORD, "next": "/admin"},
                               headers=headers, allow_redirects=False, timeout=30)
        assert answer.headers["Location"] == "https://vo.example/distiller/admin"
        cookie = answer.headers["Set-Cookie"]
        assert cookie.startswith("__Secure-distilld-session=") and "Path=/distiller;" in cookie and "Secure" in cookie
        headers["Cookie"] = cookie.split(";")[0]
        for page in ("/admin", "/admin/users", "/admin/audit", "/tokens", "/account", "/login"):
            shown = requests.get(base + page, headers=headers, timeout=30)
            assert shown.status_code == 200, page
            for link in re.findall(r'(?:href|action)="([^"]*)"', shown.text):
                assert link.startswith("https://vo.example/distiller/"), (page, link)
        offers = requests.get(base + "/tap/capabilities", timeout=30,
                              headers={**headers, "Cookie": ""}).headers["WWW-Authenticate"]
        assert 'access_url="https://vo.example/distiller/login"' in offers


@pytest.fixture(scope="module")
def secure(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    certify(folder, "first")
    with daemon(f"listen.tls.certificate={folder}/cert.pem", f"listen.tls.key={folder}/key.pem") as made:
        made.certificates = folder
        yield serve(made, ("ana", "astronomer"))


def certify(folder, name):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
                    "1", "-subj", f"/CN={name}", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout",
                    f"{folder}/key.pem", "-out", f"{folder}/cert.pem"], check=True, capture_output=True)


def test_tls_serves_everything_with_secure_cookies(secure):
    assert secure.url.startswith("https://")
    browser = requests.Session()
    browser.trust_env = False  # REQUESTS_CA_BUNDLE would win over what follows
    browser.verify = f"{secure.certificates}/cert.pem"
    answer = browser.post(secure.url + "/login", data={"username": "ana", "password": PASSWORD})
    assert answer.status_code == 200
    assert re.match(r"__Host-distilld-session=.*Path=/;.*; Secure$", answer.headers["Set-Cookie"])
    assert whoami(secure, browser) == "ana"
    made = browser.post(secure.url + "/tap/async", data={**QUERY, "PHASE": "RUN"}, headers={"Origin": secure.url})
    assert made.status_code == 200
    ended = browser.get(made.url, params={"WAIT": "30"})
    assert ">COMPLETED<" in ended.text
    result = browser.get(made.url + "/results/result")
    assert result.status_code == 200
    part = browser.get(made.url + "/results/result", headers={"Range": "bytes=0-9", "Accept-Encoding": "identity"})
    assert part.status_code == 206 and part.content == result.content[:10]
    same = browser.get(made.url + "/results/result", headers={"If-None-Match": part.headers["ETag"],
                                                               "Accept-Encoding": "identity"})
    assert same.status_code == 304


def test_plain_http_on_the_tls_port_is_told_so(secure):
    answer = requests.get(secure.url.replace("https", "http") + "/tap", timeout=30)
    assert answer.status_code == 400 and "https://" in answer.text


def test_a_new_certificate_is_taken_on_sighup(secure):
    port = int(secure.url.rsplit(":", 1)[1])
    serial = lambda: ssl.get_server_certificate(("127.0.0.1", port))
    before = serial()
    certify(secure.certificates, "second")
    secure.process.send_signal(signal.SIGHUP)
    end = time.time() + 30
    while serial() == before:
        assert time.time() < end
        time.sleep(0.1)
