#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "tests/uws/async/web.hpp"
#include "tests/uws/async/xsd.hpp"

using namespace test_async;
using namespace std::chrono_literals;
using jobs::Phase;
using Ids = std::vector<std::string>;

namespace {

/// Jobs a to e, one second apart, in these phases.
struct Listed {
  Web web;
  Ids ids;
  explicit Listed(JobPolicy policy = {}) : web(std::move(policy)) {
    for (Phase const phase :
         {Phase::pending, Phase::completed, Phase::error, Phase::archived, Phase::completed}) {
      jobs::Job job = test_jobs::pending_job();
      job.phase = phase;
      job.created = *jobs::instant_from("2015-10-26T09:00:00.500Z") + std::chrono::seconds(ids.size());
      web.store.add(job);
      ids.push_back(job.id);
    }
  }
  Ids list(std::string const& query) {
    Seen const seen = web.get(web.base + query);
    CHECK(seen.status == 200);
    return listed(seen.body);
  }
  Ids of(std::string const& letters) const {
    Ids found;
    for (char const letter : letters) found.push_back(ids[static_cast<std::size_t>(letter - 'a')]);
    return found;
  }
  int status(std::string const& query) { return web.get(web.base + query).status; }
};

}  // namespace

TEST_CASE("the list is newest first, without archived jobs") {
  Listed jobs;
  CHECK(jobs.list("") == jobs.of("ecba"));
  CHECK(jobs.list("?") == jobs.of("ecba"));
  CHECK(jobs.list("?SOMETHING=else") == jobs.of("ecba"));
}

TEST_CASE("PHASE filters, repeated it unites, in any case; ARCHIVED comes when asked for") {
  Listed jobs;
  CHECK(jobs.list("?PHASE=COMPLETED") == jobs.of("eb"));
  CHECK(jobs.list("?phase=completed&PHASE=Error") == jobs.of("ecb"));
  CHECK(jobs.list("?PHASE=ARCHIVED") == jobs.of("d"));
  CHECK(jobs.list("?PHASE=ARCHIVED&PHASE=PENDING") == jobs.of("da"));
  CHECK(jobs.list("?PHASE=EXECUTING").empty());
  for (char const* bad :
       {"?PHASE=RUNNING", "?PHASE=", "?PHASE=COMPLETED&PHASE=x", "?PHASE=COMPLETED,ERROR"}) {
    CHECK(jobs.status(bad) == 400);
    CHECK(jobs.web.get(jobs.web.base + bad).body.find("COMPLETED") != std::string::npos);  // what is allowed
  }
}

TEST_CASE("AFTER is strict, to the millisecond") {
  Listed jobs;
  CHECK(jobs.list("?AFTER=2015-10-26T09:00:01.500Z") == jobs.of("ec"));
  CHECK(jobs.list("?AFTER=2015-10-26T09:00:01.499Z") == jobs.of("ecb"));
  CHECK(jobs.list("?AFTER=2015-10-26T09:00:01.499Z&AFTER=2015-10-26T09:00:03") == jobs.of("e"));
  CHECK(jobs.list("?AFTER=2030").empty());
  for (char const* date : {"2015-10-26%2009:00", "2015-10-26+09:00", "2015-10-26", "2015", "20151026"})
    CHECK(jobs.list(std::string("?AFTER=") + date) == jobs.of("ecba"));
  for (char const* bad :
       {"2015-26-10", "sometext", "2015-10-26T09:00:00%2B01:00", "2015-10-26T09:00:00+01:00", ""})
    CHECK(jobs.status(std::string("?AFTER=") + bad) == 400);
}

TEST_CASE("AFTER the creation time that a list showed leaves exactly the later ones") {
  Listed jobs;
  std::string const xml = jobs.web.get(jobs.web.base + "?PHASE=ERROR").body;
  CHECK(jobs.list("?AFTER=" + element(xml, "creationTime")) == jobs.of("e"));
}

TEST_CASE("LAST gives the newest, of those that pass the rest") {
  Listed jobs;
  CHECK(jobs.list("?LAST=2") == jobs.of("ec"));
  CHECK(jobs.list("?last=100") == jobs.of("ecba"));
  CHECK(jobs.list("?LAST=1&PHASE=COMPLETED&PHASE=PENDING&AFTER=2015") == jobs.of("e"));
  CHECK(jobs.list("?LAST=1&PHASE=PENDING") == jobs.of("a"));
  for (char const* bad : {"0", "-1", "1.5", "many", "", "1e3", "99999999999999999999"})
    CHECK(jobs.status(std::string("?LAST=") + bad) == 400);
}

TEST_CASE("pages") {
  Listed jobs;
  CHECK(jobs.list("?OFFSET=1&LIMIT=2") == jobs.of("cb"));
  CHECK(jobs.list("?OFFSET=4").empty());
  CHECK(jobs.status("?OFFSET=-1") == 400);
  CHECK(jobs.status("?LIMIT=0") == 400);
}

TEST_CASE("a list that is too long redirects to its newest part, filters kept") {
  JobPolicy policy;
  policy.longest_list = 3;
  Listed jobs(policy);
  Seen const seen = jobs.web.get(jobs.web.base + "?AFTER=2015");
  CHECK(seen.status == 303);
  CHECK(seen.headers.at("Location") == "https://vo.example.org:8443/site/uws/map?AFTER=2015&LAST=3");
  CHECK(jobs.list("?AFTER=2015&LAST=3") == jobs.of("ecb"));
  CHECK(jobs.list("?PHASE=COMPLETED") == jobs.of("eb"));
  CHECK(jobs.list("?LAST=4") == jobs.of("ecba"));
}

TEST_CASE("users find their own jobs, administrators all, anonymous users the anonymous ones or none") {
  for (bool const list_anonymous : {true, false}) {
    JobPolicy policy;
    policy.list_anonymous = list_anonymous;
    Web web(policy);
    std::map<std::string, std::string> made;
    for (std::string const user : {"ada", "bob", ""}) {
      web.user = user;
      made[user] = web.create();
    }
    auto const list_for = [&](std::string const& user) {
      web.user = user;
      return listed(web.get(web.base).body);
    };
    CHECK(list_for("ada") == Ids{made["ada"]});
    CHECK(list_for("bob") == Ids{made["bob"]});
    CHECK(list_for("") == (list_anonymous ? Ids{made[""]} : Ids{}));
    CHECK(list_for("root").size() == 3);
    CHECK(list_for("cid").empty());
  }
}

TEST_CASE("the reference of a job leads to it, under the client's own URL") {
  Web web;
  std::string const id = web.create("RUNID=mine");
  std::string const xml = web.get(web.base).body;
  CHECK(xml.find("xlink:href=\"https://vo.example.org:8443/site/uws/map/" + id + "\"") != std::string::npos);
  CHECK(element(xml, "runId") == "mine");
  CHECK(element(xml, "ownerId") == "nil");
  CHECK(element(xml, "creationTime") == element(web.get(web.job_path(id)).body, "creationTime"));
}

TEST_CASE("XML by default, HTML for browsers, JSON for scripts") {
  Listed jobs;
  auto const type_for = [&](std::string const& accept) {
    Seen const seen = jobs.web.get(jobs.web.base, accept);
    CHECK(seen.headers.at("Vary") == "Accept");
    return seen.headers.at("Content-Type");
  };
  CHECK(type_for("") == "application/xml; charset=utf-8");
  CHECK(type_for("*/*") == "application/xml; charset=utf-8");
  CHECK(type_for("application/xml") == "application/xml; charset=utf-8");
  CHECK(type_for("text/xml") == "text/xml; charset=utf-8");
  CHECK(type_for("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8") ==
        "text/html; charset=utf-8");
  CHECK(type_for("application/json") == "application/json");
  CHECK(type_for("image/png") == "application/xml; charset=utf-8");
  auto const json = nlohmann::json::parse(jobs.web.get(jobs.web.base, "application/json").body);
  CHECK(json["version"] == "1.1");
  CHECK(json["jobs"].size() == 4);
  CHECK(json["jobs"][0]["jobId"] == jobs.ids[4]);
  CHECK(json["jobs"][0]["phase"] == "COMPLETED");
  jobs::Job nasty = test_jobs::pending_job();
  nasty.run_id = "\"\\ </script> \xFF \xE2\x98\x85";
  nasty.started = nasty.created;
  nasty.info = {"reading \"x\"", 0.5};
  jobs.web.store.add(nasty);
  auto const first = nlohmann::json::parse(jobs.web.get(jobs.web.base, "application/json").body)["jobs"][0];
  CHECK(first["runId"] == "\"\\ </script> \xEF\xBF\xBD \xE2\x98\x85");
  CHECK(first["jobInfo"]["stage"] == "reading \"x\"");
  CHECK(first["startTime"] == jobs::iso_text(nasty.created));
  CHECK(nlohmann::json::parse(Web().get("/uws/map", "application/json").body)["jobs"].empty());
}

TEST_CASE("the page of a long list has its next page") {
  Web web;
  for (int i = 0; i < 250; ++i) web.store.add(test_jobs::pending_job());
  auto const rows = [](std::string const& html) {
    std::size_t count = 0;
    for (std::size_t at = html.find("<tr><td>"); at != std::string::npos; at = html.find("<tr><td>", at + 1))
      ++count;
    return count;
  };
  std::string const first = web.get(web.base, "text/html").body;
  CHECK(rows(first) == 100);
  CHECK(first.find("OFFSET=100&amp;LIMIT=100\">older") != std::string::npos);
  std::string const last = web.get(web.base + "?OFFSET=200&LIMIT=100", "text/html").body;
  CHECK(rows(last) == 50);
  CHECK(last.find("older") == std::string::npos);
  CHECK(last.find("OFFSET=100&amp;LIMIT=100\">newer") != std::string::npos);
}

TEST_CASE("the page offers a form for a new job where the list has one") {
  JobPolicy policy;
  policy.form = {{FormField::Kind::text, "QUERY", "ADQL", "SELECT <1>"},
                 {FormField::Kind::file, "t1"},
                 {FormField::Kind::line, "MAXREC", "", "10"}};
  Web web(policy);
  std::string const html = web.get(web.base, "text/html").body;
  CHECK(html.find("SELECT &lt;1&gt;</textarea>") != std::string::npos);
  CHECK(html.find("<input type=\"file\" name=\"t1\">") != std::string::npos);
  CHECK(html.find("<input type=\"text\" name=\"MAXREC\" value=\"10\">") != std::string::npos);
  CHECK(html.find("name=\"PHASE\" value=\"RUN\"") != std::string::npos);
  CHECK(Web().get(web.base, "text/html").body.find("enctype") == std::string::npos);
}

TEST_CASE("nobody gets a million jobs in one document") {
  JobPolicy policy;
  policy.longest_list = 3;
  Listed jobs(policy);
  CHECK(jobs.list("?LAST=30") == jobs.of("ecba"));
  CHECK(jobs.status("?LAST=31") == 400);
  CHECK(jobs.status("?LIMIT=31") == 400);
}

TEST_CASE("a list over several lists shows all, and links to where each job lives") {
  Web web;
  jobs::Job other = test_jobs::pending_job();
  other.list = "select";
  web.store.add(other);
  std::string const id = web.create();
  JobPolicy policy;
  policy.path_of = [](std::string_view list) { return "/uws/" + std::string(list); };
  JobRoutes({web.store, web.service.directories, web.service.supervisor, jobs::system_now}, policy)
      .mount(web.router, "/all");
  std::string const xml = web.get("/all").body;
  CHECK(listed(xml).size() == 2);
  CHECK(xml.find("/site/uws/select/" + other.id) != std::string::npos);
  CHECK(web.post("/all", "A=1").status == 400);
  CHECK(listed(web.get(web.base).body) == Ids{id});
  CHECK(web.get(web.job_path(other.id)).status == 404);  // it is in another list
}
