#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "tests/uws/async/web.hpp"

using namespace test_async;
using namespace std::chrono_literals;
using jobs::Phase;

TEST_CASE("every child resource says its word, without a line end") {
  Web web;
  web.user = "ada";
  std::string const id = web.create("TEXT=hello&DESTRUCTION=2027-01-20T12:00:00Z"), path = web.job_path(id);
  CHECK(web.get(path + "/phase").body == "PENDING");
  CHECK(web.get(path + "/executionduration").body == "0");
  CHECK(web.get(path + "/destruction").body == "2027-01-20T12:00:00.000Z");
  CHECK(web.get(path + "/quote").body == "");
  CHECK(web.get(path + "/owner").body == "ada");
  CHECK(web.get(path + "/parameters/text").body == "hello");
  CHECK(web.get(path + "/phase").headers.at("Content-Type") == "text/plain; charset=utf-8");
  CHECK(web.get(path + "/parameters").body.find("<uws:parameters") != std::string::npos);
  CHECK(web.get(path + "/results").body.find("<uws:results") != std::string::npos);
  CHECK(web.get(path + "/error").status == 404);
  CHECK(web.get(path + "/nonsense").status == 404);
  CHECK(web.get(path + "/results/none").status == 404);
  CHECK(web.get(path + "/parameters/none").status == 404);
  CHECK(web.get(path + "/").status == 200);
}

TEST_CASE("RUN, then the result; every answer leads back to the job under the client's URL") {
  Web web;
  std::string const id = web.create("TEXT=hello"), path = web.job_path(id);
  Seen const seen = web.post(path + "/phase", "PHASE=RUN");
  CHECK(seen.status == 303);
  CHECK(location(seen) == web.base_url + path);
  CHECK(web.end_of(id) == "COMPLETED");
  std::string const xml = web.get(path).body;
  CHECK(element(xml, "startTime") == "2027-01-15T08:00:00.000Z");
  CHECK(element(xml, "endTime") == "2027-01-15T08:00:00.000Z");
  CHECK(xml.find("xlink:href=\"" + web.base_url + path + "/results/out\"") != std::string::npos);
  Seen const result = web.get(path + "/results/out");
  CHECK(result.body == "hello");
  CHECK(result.headers.at("Content-Type") == "text/plain");
  CHECK(result.headers.at("Content-Disposition") == "inline; filename=\"out.txt\"");
  CHECK(result.headers.at("X-Content-Type-Options") == "nosniff");
  CHECK(web.get(path + "/error").status == 404);
}

TEST_CASE("what could bring scripts is saved, not shown") {
  Web web;
  for (std::string const type :
       {"text/html", "application/xml", "application/x-votable+xml", "", "nonsense"}) {
    jobs::Job job = test_jobs::pending_job();
    std::ofstream(web.service.directories.begin_results(job) / "r") << "x";
    web.service.directories.publish_results(job);
    job.results = {{.id = "r", .path = "r", .mime_type = type}};
    web.store.add(job);
    CHECK(web.get(web.job_path(job.id) + "/results/r")
              .headers.at("Content-Disposition")
              .starts_with("attachment"));
  }
}

TEST_CASE("a result elsewhere is a redirection; a file that is gone is not found") {
  Web web;
  jobs::Job job = test_jobs::pending_job();
  job.results = {{.id = "far", .href = "https://store.example.org/x?a=1"},
                 {.id = "gone", .path = "gone.fits"}};
  web.store.add(job);
  Seen const far = web.get(web.job_path(job.id) + "/results/far");
  CHECK(far.status == 303);
  CHECK(location(far) == "https://store.example.org/x?a=1");
  CHECK(web.get(web.job_path(job.id) + "/results/gone").status == 404);
}

TEST_CASE("the error of a job: its document, the service's own, or the message") {
  JobPolicy policy;
  bool own = false;
  policy.error_document = [&](http::Request const&, jobs::Job const& job) -> http::Reply {
    own = true;
    return http::with_type(200, "application/x-votable+xml", "<VOTABLE>" + job.error->message + "</VOTABLE>");
  };
  for (bool const with_hook : {false, true}) {
    Web web(with_hook ? policy : JobPolicy{});
    jobs::Job job = test_jobs::pending_job();
    job.phase = Phase::error;
    job.error = jobs::ErrorSummary{.message = "line 1: expected FROM"};
    web.store.add(job);
    Seen const seen = web.get(web.job_path(job.id) + "/error");
    CHECK(seen.status == 200);
    CHECK(seen.body == (with_hook ? "<VOTABLE>line 1: expected FROM</VOTABLE>" : "line 1: expected FROM"));

    jobs::Job detailed = test_jobs::pending_job();
    detailed.error = jobs::ErrorSummary{"short", jobs::ErrorType::fatal,
                                        web.service.directories.write_error(detailed, "long"), "text/x-long"};
    web.store.add(detailed);
    Seen const detail = web.get(web.job_path(detailed.id) + "/error");
    CHECK(detail.body == "long");
    CHECK(detail.headers.at("Content-Type") == "text/x-long");
  }
  CHECK(own);
}

TEST_CASE("the page of a job has the buttons that make sense, and no script") {
  std::map<Phase, std::string> const buttons{
      {Phase::pending, "Start Abort Delete"}, {Phase::queued, "Abort Delete"},
      {Phase::executing, "Abort Delete"},     {Phase::completed, "Delete"},
      {Phase::held, "Start Abort Delete"},    {Phase::archived, "Delete"}};
  for (auto const& [phase, expected] : buttons) {
    Web web;
    std::string const html = web.get(web.job_path(job_in(web, phase)), "text/html").body;
    std::string found;
    for (std::string const label : {"Start", "Abort", "Delete"})
      if (html.find("<button>" + label + "</button>") != std::string::npos)
        found += (found.empty() ? "" : " ") + label;
    CHECK(found == expected);
    CHECK(html.find("<script") == std::string::npos);
    CHECK((html.find("http-equiv=\"refresh\"") != std::string::npos) ==
          (phase == Phase::queued || phase == Phase::executing || phase == Phase::held));
  }
}

TEST_CASE("on its page a PENDING job can be edited: limits, and parameters that have one value") {
  JobPolicy policy;
  policy.adds_up = [](std::string_view name) { return name == "UPLOAD"; };
  Web web(policy);
  std::string const id = web.create("TEXT=a<b&TWICE=1&TWICE=2&UPLOAD=x,param:x"), path = web.job_path(id);
  std::string const html = web.get(path, "text/html").body;
  CHECK(html.find("<textarea name=\"TEXT\" rows=\"2\">\na&lt;b</textarea>") != std::string::npos);
  CHECK(html.find("name=\"TWICE\"") == std::string::npos);
  CHECK(html.find("name=\"UPLOAD\"") == std::string::npos);
  CHECK(html.find("name=\"EXECUTIONDURATION\" value=\"0\"") != std::string::npos);
  CHECK(html.find("name=\"DESTRUCTION\" value=\"2027-01-17T08:00:00.000Z\"") != std::string::npos);
  web.post(path + "/phase", "PHASE=RUN");
  web.end_of(id);
  std::string const ended = web.get(path, "text/html").body;
  CHECK(ended.find("<textarea") == std::string::npos);
  CHECK(ended.find("name=\"EXECUTIONDURATION\"") == std::string::npos);
}

TEST_CASE("a job as JSON says what its XML says") {
  Web web;
  web.user = "ada";
  std::string const id = web.create("TEXT=hello&PHASE=RUN&RUNID=r");
  web.end_of(id);
  auto const json = nlohmann::json::parse(web.get(web.job_path(id), "application/json").body);
  std::string const xml = web.get(web.job_path(id)).body;
  for (char const* name :
       {"jobId", "runId", "ownerId", "phase", "creationTime", "startTime", "endTime", "destruction"})
    CHECK(json[name] == element(xml, name));
  CHECK(json["executionDuration"] == 0);
  CHECK(json["parameters"][0]["id"] == "TEXT");
  CHECK(json["parameters"][0]["value"] == "hello");
  CHECK(json["results"][0]["size"] == 5);
  CHECK(json["results"][0]["mimeType"] == "text/plain");
  CHECK(!json.contains("quote"));
  CHECK(nlohmann::json::parse(web.get(web.job_path(id) + "/results", "application/json").body)["results"] ==
        json["results"]);
  CHECK(nlohmann::json::parse(
            web.get(web.job_path(id) + "/parameters", "application/json").body)["parameters"] ==
        json["parameters"]);
}

TEST_CASE("the same list under two bases answers under the one that was used") {
  Web web;
  JobPolicy policy;
  policy.list = "tap";
  JobRoutes({web.store, web.service.directories, web.service.supervisor, jobs::system_now}, policy)
      .mount(web.router, "/rest/map");
  std::string const id = web.create();
  CHECK(location(web.post("/rest/map/" + id + "/phase", "PHASE=ABORT")) == web.base_url + "/rest/map/" + id);
  CHECK(web.get("/rest/map").body.find("/site/rest/map/" + id) != std::string::npos);
  CHECK(location(web.send(Method::delete_, "/rest/map/" + id, "", "")) == web.base_url + "/rest/map");
}
