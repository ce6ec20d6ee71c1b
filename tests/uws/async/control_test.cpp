#include <doctest/doctest.h>

#include "tests/uws/async/web.hpp"

using namespace test_async;
using namespace std::chrono_literals;
using jobs::Phase;

TEST_CASE("ABORT of a PENDING job gives it an end") {
  Web web;
  std::string const id = web.create(), path = web.job_path(id);
  SUBCASE("at its phase") {
    CHECK(location(web.post(path + "/phase", "PHASE=ABORT")) == web.base_url + path);
  }
  SUBCASE("at the job itself, as uws-client does") {
    CHECK(location(web.post(path, "PHASE=ABORT")) == web.base_url + path);
  }
  SUBCASE("in small letters") { CHECK(web.post(path + "/phase", "phase=abort").status == 303); }
  std::string const xml = web.get(path).body;
  CHECK(element(xml, "phase") == "ABORTED");
  CHECK(element(xml, "endTime") != "nil");
  CHECK(element(xml, "startTime") == "nil");
}

TEST_CASE("RUN and ABORT in every phase: done, needless, or forbidden") {
  std::map<Phase, std::pair<int, int>> const run_and_abort{
      {Phase::pending, {303, 303}},   {Phase::queued, {303, 303}}, {Phase::executing, {303, 303}},
      {Phase::completed, {403, 403}}, {Phase::error, {403, 403}},  {Phase::aborted, {403, 303}},
      {Phase::unknown, {303, 303}},   {Phase::held, {303, 303}},   {Phase::suspended, {303, 303}},
      {Phase::archived, {403, 403}}};
  for (auto const& [phase, expected] : run_and_abort) {
    Web web;
    CHECK(web.post(web.job_path(job_in(web, phase)) + "/phase", "PHASE=RUN").status == expected.first);
    Seen const aborted = web.post(web.job_path(job_in(web, phase)) + "/phase", "PHASE=ABORT");
    CHECK(aborted.status == expected.second);
    if (aborted.status == 403) CHECK(aborted.body.find(uws_name(phase)) != std::string::npos);
  }
}

TEST_CASE("bad control values are the client's mistakes, answered with what is allowed") {
  Web web;
  std::string const path = web.job_path(web.create());
  for (std::string const child : {"/phase", "/executionduration", "/destruction"})
    for (std::string const body :
         {"", "PHASE=GO", "PHASE=", "OTHER=1", "EXECUTIONDURATION=long", "EXECUTIONDURATION=-5",
          "DESTRUCTION=2015-26-10", "DESTRUCTION=2027-01-01T00:00:00%2B01:00"}) {
      Seen const seen = web.post(path + child, body);
      CHECK_MESSAGE(seen.status == 400, child << " " << body);
      CHECK(seen.body.find("allowed") != std::string::npos);
    }
  CHECK(web.post(path, "ACTION=BURN").status == 400);
  CHECK(web.post(path, "").status == 400);
  CHECK(web.get(path + "/phase").body == "PENDING");
}

TEST_CASE("execution duration and destruction are set, and cut to what is allowed") {
  JobPolicy policy;
  policy.execution_duration = {600s, 3600s};
  policy.destruction = {48h, 24h * 10};
  Web web(policy);
  std::string const path = web.job_path(web.create());
  auto const set = [&](std::string const& child, std::string const& form) {
    Seen const seen = web.post(path + "/" + child, form);
    CHECK(location(seen) == web.base_url + path);
    return web.get(path + "/" + child).body;
  };
  CHECK(set("executionduration", "EXECUTIONDURATION=1200") == "1200");
  CHECK(set("executionduration", "ExecutionDuration=7200") == "3600");
  CHECK(set("executionduration", "EXECUTIONDURATION=0") == "3600");
  CHECK(set("destruction", "DESTRUCTION=2027-01-18T10:00:00.5") == "2027-01-18T10:00:00.500Z");
  CHECK(set("destruction", "destruction=2040-01-01") == "2027-01-25T08:00:00.000Z");
  CHECK(set("destruction", "DESTRUCTION=") == "2027-01-25T08:00:00.000Z");
}

TEST_CASE("without limits, no limit is what it says") {
  JobPolicy policy;
  policy.execution_duration = {};
  policy.destruction = {};
  Web web(policy);
  std::string const path = web.job_path(web.create());
  CHECK(web.get(path + "/executionduration").body == "0");
  CHECK(web.get(path + "/destruction").body == "");
  CHECK(element(web.get(path).body, "destruction") == "nil");
  CHECK(web.post(path + "/executionduration", "EXECUTIONDURATION=2147483647").status == 303);
  CHECK(web.get(path + "/executionduration").body == "2147483647");
  CHECK(web.post(path + "/destruction", "DESTRUCTION=9000-01-01").status == 303);
  CHECK(web.get(path + "/destruction").body == "9000-01-01T00:00:00.000Z");
}

TEST_CASE("limits of jobs that have ended") {
  Web web;
  std::string const done = web.job_path(job_in(web, Phase::completed)),
                    record = web.job_path(job_in(web, Phase::archived));
  CHECK(web.post(done + "/executionduration", "EXECUTIONDURATION=5").status == 403);
  CHECK(web.post(done + "/destruction", "DESTRUCTION=2027-01-16").status == 303);
  CHECK(web.post(record + "/destruction", "DESTRUCTION=2027-01-16").status == 403);
}

TEST_CASE("DELETE and ACTION=DELETE lead back to the list, and the job is gone") {
  for (Phase const phase : jobs::all_phases)
    for (bool const by_form : {false, true}) {
      Web web;
      std::string const path = web.job_path(job_in(web, phase));
      Seen const seen = by_form ? web.post(path, "action=delete") : web.send(Method::delete_, path, "", "");
      CHECK(seen.status == 303);
      CHECK(location(seen) == web.base_url + web.base);
      CHECK(web.get(path).status == 404);
      CHECK(web.send(Method::delete_, path, "", "").status == 404);
      CHECK(web.get(path + "/phase").status == 404);
      CHECK(web.post(path + "/phase", "PHASE=RUN").status == 404);
    }
}

TEST_CASE("parameters change while the job is PENDING, and only then") {
  for (Phase const phase : jobs::all_phases) {
    Web web;
    std::string const path = web.job_path(job_in(web, phase));
    int const expected = phase == Phase::pending ? 303 : 403;
    CHECK(web.post(path + "/parameters", "TEXT=new&MORE=1").status == expected);
    CHECK(web.send(Method::put, path + "/parameters/TEXT", "text/plain", "put").status == expected);
    CHECK(web.get(path + "/parameters/TEXT").body == (phase == Phase::pending ? "put" : "hello"));
  }
}

TEST_CASE("a posted parameter replaces all of its name, unless its values add up") {
  JobPolicy policy;
  policy.adds_up = [](std::string_view name) { return name == "UPLOAD"; };
  Web web(policy);
  std::string const id = web.create("A=1&A=2&UPLOAD=x,param:x&B=3"), path = web.job_path(id);
  CHECK(web.get(path + "/parameters/a").body == "1\n2");
  CHECK(web.post(path + "/parameters", "a=9&UPLOAD=y,param:y&RUNID=now").status == 303);
  CHECK(web.get(path + "/parameters/A").body == "9");
  CHECK(web.get(path + "/parameters/UPLOAD").body == "x,param:x\ny,param:y");
  CHECK(web.get(path + "/parameters/B").body == "3");
  CHECK(web.store.find(id)->run_id == "now");
  CHECK(web.post(path + "/parameters", "PHASE=RUN").status == 400);
}

TEST_CASE("PUT takes the value as it is, a form's value, or a file") {
  Web web;
  std::string const path = web.job_path(web.create());
  auto const put = [&](std::string const& type, std::string const& body) {
    CHECK(web.send(Method::put, path + "/parameters/TEXT", type, body).status == 303);
    return web.get(path + "/parameters/TEXT").body;
  };
  CHECK(put("text/plain", "a&b=c +%20") == "a&b=c +%20");
  CHECK(put("", "bare") == "bare");
  CHECK(put("application/x-www-form-urlencoded", "TEXT=a%20b") == "a b");
  std::string const bytes("\0\xFF", 2);
  CHECK(put("application/fits", bytes) == bytes);
  CHECK(put("text/plain", bytes) == bytes);
  CHECK(web.send(Method::put, path + "/parameters/PHASE", "text/plain", "RUN").status == 400);
}

TEST_CASE("parameters at the job itself: where the list allows it") {
  for (bool const allowed : {true, false}) {
    JobPolicy policy;
    policy.parameters_at_job = allowed;
    Web web(policy);
    std::string const id = web.create("TEXT=old"), path = web.job_path(id);
    Seen const seen = web.post(path, "TEXT=new&PHASE=RUN&EXECUTIONDURATION=77");
    CHECK(seen.status == (allowed ? 303 : 403));
    if (!allowed) CHECK(seen.body.find(path + "/parameters") != std::string::npos);
    if (allowed) CHECK(web.end_of(id) == "COMPLETED");
    if (allowed) CHECK(web.get(path + "/results/out").body == "new");
    CHECK(web.get(path + "/executionduration").body == (allowed ? "77" : "0"));
  }
}

TEST_CASE("one user's job is closed to all others, in every resource and method") {
  Web web;
  std::string const id = job_in(web, Phase::pending, "ada"), path = web.job_path(id);
  for (std::string const user : {"bob", ""}) {
    web.user = user;
    for (std::string const child : {"", "/phase", "/executionduration", "/destruction", "/quote", "/owner",
                                    "/error", "/parameters", "/parameters/TEXT", "/results", "/results/out"})
      CHECK(web.get(path + child).status == 403);
    CHECK(web.get(path + "?WAIT=10").status == 403);
    for (std::string const child : {"", "/phase", "/executionduration", "/destruction", "/parameters"})
      CHECK(web.post(path + child, "PHASE=RUN&ACTION=DELETE&EXECUTIONDURATION=1&DESTRUCTION=2030&TEXT=x")
                .status == 403);
    CHECK(web.send(Method::put, path + "/parameters/TEXT", "text/plain", "x").status == 403);
    CHECK(web.send(Method::delete_, path, "", "").status == 403);
  }
  CHECK(web.store.find(id)->revision == 0);
  for (std::string const user : {"ada", "root"}) {
    web.user = user;
    CHECK(web.get(path).status == 200);
    CHECK(web.post(path + "/executionduration", "EXECUTIONDURATION=5").status == 303);
  }
}

TEST_CASE("methods that a resource does not know are named with those it knows") {
  Web web;
  std::string const path = web.job_path(web.create());
  for (auto const& [child, method] :
       std::vector<std::pair<std::string, Method>>{{"/quote", Method::post},
                                                   {"/owner", Method::post},
                                                   {"/error", Method::post},
                                                   {"/results", Method::post},
                                                   {"/phase", Method::delete_},
                                                   {"/parameters/TEXT", Method::delete_},
                                                   {"/results/out", Method::put},
                                                   {"", Method::put}}) {
    Seen const seen = web.send(method, path + child, "application/x-www-form-urlencoded", "A=1");
    CHECK(seen.status == 405);
    CHECK(seen.headers.at("Allow").find("GET") != std::string::npos);
  }
  CHECK(web.send(Method::delete_, web.base, "", "").status == 405);
  CHECK(web.get(web.base + "/../../etc/passwd").status == 400);
  CHECK(web.get(web.base + "/nonsense").status == 404);
  CHECK(web.get(web.base + "/aaaaaaaaaaaaaaaaaaaaaa/phase").status == 404);
}
