// Following a job or a list by asking with WAIT and what one knows already.
#include <doctest/doctest.h>

#include "tests/uws/async/web.hpp"

using namespace test_async;
using jobs::Phase;

namespace {

http::Reply ask(Web& web, std::string const& path, std::string const& query) {
  http::Request request{.method = Method::get, .path = path, .base_url = {}};
  request.query = query;
  return web.ask(std::move(request));
}

bool waits(http::Reply const& reply) { return std::holds_alternative<http::WaitReply>(reply); }

/// Is whoever waits woken by this?
bool wakes(Web& web, http::Reply const& reply, std::function<void()> const& act) {
  auto const& wait = std::get<http::WaitReply>(reply);
  bool woken = false;
  auto const waiting = web.notices.wait_for(wait.topic, web.notices.now(), [&] { woken = true; });
  act();
  return woken;
}

}  // namespace

TEST_CASE("progress wakes those who asked for details, and only them") {
  Web web;
  std::string const id = web.create();
  auto const progress = [&] {
    auto const job = web.store.move(id, Phase::pending, Phase::pending, {.info = jobs::JobInfo{"half", 0.5}});
    web.service.supervisor.announce(*job, jobs::Change::detail);
  };
  auto const plain = ask(web, web.job_path(id), "WAIT=60");
  CHECK(!wakes(web, plain, progress));
  CHECK(waits(std::get<http::WaitReply>(plain).again()));
  auto const detailed = ask(web, web.job_path(id), "WAIT=60&DETAIL=yes");
  CHECK(wakes(web, detailed, progress));
  CHECK(!waits(std::get<http::WaitReply>(detailed).again()));
}

TEST_CASE("who knows an older revision is answered at once, who knows the newest waits") {
  Web web;
  std::string const id = web.create(), path = web.job_path(id);
  web.post(path, "DESTRUCTION=2027-02-01");
  std::string const now = web.get(path).headers.at("UWS-Revision");
  CHECK(waits(ask(web, path, "WAIT=60&SINCE=" + now)));
  CHECK(!waits(ask(web, path, "WAIT=60&SINCE=" + std::to_string(std::stoi(now) - 1))));
  for (char const* bad : {"WAIT=60&SINCE=x", "WAIT=60&DETAIL=perhaps"})
    CHECK(web.get(path + "?" + bad).status == 400);
}

TEST_CASE("a list is followed by the jobs that one sees in it") {
  Web web;
  web.user = "ada";
  auto const first = web.get(web.base);
  std::string const token = first.headers.at("UWS-Revision");
  auto const waiting = ask(web, web.base, "WAIT=60&SINCE=" + token);
  REQUIRE(waits(waiting));
  web.user = "bob";
  CHECK(!wakes(web, waiting, [&] { web.create(); }));
  web.user = "ada";
  CHECK(waits(std::get<http::WaitReply>(waiting).again()));
  std::string id;
  CHECK(wakes(web, waiting, [&] { id = web.create(); }));
  auto const answer = web.see(std::get<http::WaitReply>(waiting).again());
  CHECK(listed(answer.body) == std::vector{id});
  CHECK(answer.headers.at("UWS-Revision") != token);
  CHECK(!waits(ask(web, web.base, "WAIT=60&SINCE=" + token)));        // missed it meanwhile
  CHECK(!waits(ask(web, web.base, "WAIT=60&SINCE=of-another-run")));  // the service was restarted
  CHECK(waits(ask(web, web.base, "WAIT=60")));                        // from now on
  CHECK(!waits(ask(web, web.base, "WAIT=0")));
}

TEST_CASE("deletion and every kind of change move the list on") {
  Web web;
  std::string const id = web.create(), path = web.job_path(id);
  auto const token = [&] { return web.get(web.base).headers.at("UWS-Revision"); };
  std::vector<std::function<void()>> const acts{
      [&] { web.post(path + "/parameters", "TEXT=other"); },
      [&] { web.post(path + "/destruction", "DESTRUCTION=2027-02-01"); },
      [&] { web.post(path + "/executionduration", "EXECUTIONDURATION=5"); },
      [&] { web.post(path + "/runid", "RUNID=x"); },
      [&] { web.post(path + "/phase", "PHASE=ABORT"); },
      [&] { web.send(Method::delete_, path, "", ""); }};
  for (auto const& act : acts) {
    std::string const before = token();
    act();
    CHECK(token() != before);
    CHECK(token() == token());
  }
}

TEST_CASE("the client's own name of a job can be read, and set while it is PENDING") {
  Web web;
  std::string const id = web.create("TEXT=x&RUNID=first"), path = web.job_path(id);
  CHECK(web.get(path + "/runid").body == "first");
  CHECK(web.post(path + "/runid", "RUNID=second").status == 303);
  CHECK(web.get(path + "/runid").body == "second");
  CHECK(web.post(path + "/runid", "NAME=third").status == 400);
  web.post(path + "/phase", "PHASE=ABORT");
  CHECK(web.post(path + "/runid", "RUNID=third").status == 403);
}
