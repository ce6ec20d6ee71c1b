#include <doctest/doctest.h>

#include "tests/uws/async/web.hpp"

using namespace test_async;
using namespace std::chrono_literals;

namespace {

std::string multipart(std::vector<std::string> const& parts) {
  std::string body;
  for (std::string const& part : parts) body += "--XX\r\n" + part + "\r\n";
  return body + "--XX--\r\n";
}
std::string field(std::string const& name, std::string const& value) {
  return "Content-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value;
}
std::string file(std::string const& name, std::string const& file_name, std::string const& type,
                 std::string const& bytes) {
  return "Content-Disposition: form-data; name=\"" + name + "\"; filename=\"" + file_name +
         "\"\r\nContent-Type: " + type + "\r\n\r\n" + bytes;
}
constexpr char const* multipart_type = "multipart/form-data; boundary=XX";

std::size_t directories(Web& web) { return web.service.directories.present("tap").size(); }

}  // namespace

TEST_CASE("a new job is PENDING, belongs to who made it, and has the limits of its list") {
  JobPolicy policy;
  policy.execution_duration = {600s, 3600s};
  policy.destruction = {48h, 24h * 10};
  Web web(policy);
  web.user = "ada";
  std::string const id = web.create("TEXT=a%20b&Other=1&TEXT=2&RUNID=my+run");
  std::string const xml = web.get(web.job_path(id)).body;
  CHECK(element(xml, "phase") == "PENDING");
  CHECK(element(xml, "ownerId") == "ada");
  CHECK(element(xml, "runId") == "my run");
  CHECK(element(xml, "executionDuration") == "600");
  CHECK(element(xml, "creationTime") == "2027-01-15T08:00:00.000Z");
  CHECK(element(xml, "destruction") == "2027-01-17T08:00:00.000Z");
  CHECK(element(xml, "startTime") == "nil");
  jobs::Job const job = *web.store.find(id);
  CHECK(job.parameters == std::vector<jobs::Parameter>{{.name = "TEXT", .value = "a b"},
                                                       {.name = "Other", .value = "1"},
                                                       {.name = "TEXT", .value = "2"}});
}

TEST_CASE("a job may be made with nothing in it") {
  Web web;
  CHECK(web.post(web.base, "").status == 303);
  CHECK(web.send(Method::post, web.base, "", "").status == 303);
}

TEST_CASE("the URL's query counts as well as the body") {
  Web web;
  Seen const made =
      web.send(Method::post, web.base + "?TEXT=url", "application/x-www-form-urlencoded", "B=body");
  CHECK(made.status == 303);
  jobs::Job const job = *web.store.find(web.store.list({})[0].id);
  CHECK(job.parameters.size() == 2);
}

TEST_CASE("PHASE=RUN with the creation runs the job") {
  Web web;
  CHECK(web.end_of(web.create("TEXT=x&PHASE=RUN")) == "COMPLETED");
  CHECK(web.end_of(web.create("phase=run&TEXT=x")) == "COMPLETED");
}

TEST_CASE("control values with the creation, good and bad; a refused creation leaves nothing") {
  JobPolicy policy;
  policy.execution_duration = {600s, 3600s};
  policy.destruction = {48h, 24h * 10};
  Web web(policy);
  std::string const xml =
      web.get(web.job_path(web.create("executionduration=60&DESTRUCTION=2027-01-16"))).body;
  CHECK(element(xml, "executionDuration") == "60");
  CHECK(element(xml, "destruction") == "2027-01-16T00:00:00.000Z");
  std::string const cut =
      web.get(web.job_path(web.create("EXECUTIONDURATION=99999&DESTRUCTION=2099-01-01"))).body;
  CHECK(element(cut, "executionDuration") == "3600");
  CHECK(element(cut, "destruction") == "2027-01-25T08:00:00.000Z");
  std::size_t const before = web.store.count({});
  for (char const* bad : {"PHASE=ABORT", "PHASE=GO", "PHASE=", "EXECUTIONDURATION=-1",
                          "EXECUTIONDURATION=1.5", "EXECUTIONDURATION=", "EXECUTIONDURATION=9999999999",
                          "DESTRUCTION=tomorrow", "DESTRUCTION=2027-13-01"}) {
    Seen const seen = web.post(web.base, bad);
    CHECK_MESSAGE(seen.status == 400, bad);
    CHECK(seen.body.find("allowed") != std::string::npos);
  }
  CHECK(web.post(web.base, "RUNID=" + std::string(65, 'x')).status == 400);
  CHECK(web.store.count({}) == before);
  CHECK(directories(web) == 0);
}

TEST_CASE("uploads are kept byte for byte, and found by reference") {
  Web web;
  std::string const bytes("<VOTABLE/>\r\n\0\xFF--X", 18);
  Seen const made = web.send(Method::post, web.base, multipart_type,
                             multipart({field("UPLOAD", "mine,param:t1"),
                                        file("t1", "../my table.vot", "application/x-votable+xml", bytes),
                                        file("unused", "", "application/octet-stream", "")}));
  REQUIRE(made.status == 303);
  std::string const id = web.store.list({})[0].id;
  jobs::Job const job = *web.store.find(id);
  REQUIRE(job.parameters.size() == 2);
  CHECK(job.parameters[0] == jobs::Parameter{.name = "UPLOAD", .value = "mine,param:t1"});
  CHECK(job.parameters[1].name == "t1");
  CHECK(job.parameters[1].value == "../my table.vot");
  CHECK(job.parameters[1].mime_type == "application/x-votable+xml");
  std::string const xml = web.get(web.job_path(id) + "/parameters").body;
  CHECK(xml.find("id=\"t1\" byReference=\"true\">" + web.base_url + web.job_path(id) + "/parameters/t1<") !=
        std::string::npos);
  Seen const upload = web.get(web.job_path(id) + "/parameters/T1");
  CHECK(upload.body == bytes);
  CHECK(upload.headers.at("Content-Type") == "application/x-votable+xml");
  CHECK(upload.headers.at("Content-Disposition") == "attachment; filename=\"_._my_table.vot\"");

  SUBCASE("a new one takes its place, and the old file goes") {
    Seen const changed = web.send(Method::post, web.job_path(id) + "/parameters", multipart_type,
                                  multipart({file("t1", "b.vot", "text/xml", "second")}));
    CHECK(changed.status == 303);
    CHECK(web.get(web.job_path(id) + "/parameters/t1").body == "second");
    CHECK(!std::filesystem::exists(web.service.directories.file(job, job.parameters[1].file)));
  }
  SUBCASE("they go with the job") {
    CHECK(web.send(Method::delete_, web.job_path(id), "", "").status == 303);
    CHECK(directories(web) == 0);
  }
}

TEST_CASE("an upload that is too large is refused, with all the others") {
  JobPolicy policy;
  policy.upload_bytes = 10;
  Web web(policy);
  Seen const seen =
      web.send(Method::post, web.base, multipart_type,
               multipart({file("a", "a", "text/xml", "small"), file("b", "b", "text/xml", "eleven bytes")}));
  CHECK(seen.status == 413);
  CHECK(web.store.count({}) == 0);
  CHECK(directories(web) == 0);
}

TEST_CASE("a body that nobody would read is refused") {
  Web web;
  CHECK(web.send(Method::post, web.base, "application/json", "{}").status == 415);
  CHECK(web.send(Method::post, web.base, "", "TEXT=x").status == 415);
  CHECK(web.send(Method::post, web.base, "multipart/form-data; boundary=YY", "nothing of that").status ==
        400);
  CHECK(web.post(web.base, "TEXT=%zz").status == 400);
  CHECK(web.store.count({}) == 0);
}

TEST_CASE("the type of the jobs has its say: spelling, mistakes all at once, quote and hash") {
  JobPolicy policy;
  policy.canonical_name = [](std::string_view name) {
    return name == "text" || name == "Text" ? std::string("TEXT") : std::string(name);
  };
  policy.check = [](User const& user, jobs::Job& job) {
    std::vector<std::string> mistakes;
    for (auto const& parameter : job.parameters)
      if (parameter.value == "bad") mistakes.push_back(parameter.name + ": not for " + user.name);
    job.recipe_hash = "hash of " + std::to_string(job.parameters.size());
    job.quote = job.created + 90s;
    return mistakes;
  };
  policy.check_run = [](jobs::Job const& job) {
    return find_parameter(job, "TEXT") != nullptr ? std::vector<std::string>{}
                                                  : std::vector<std::string>{"TEXT is missing"};
  };
  Web web(policy);
  web.user = "ada";
  Seen const refused = web.post(web.base, "text=bad&EMIN=bad&fine=1");
  CHECK(refused.status == 400);
  CHECK(refused.body.find("TEXT: not for ada") != std::string::npos);
  CHECK(refused.body.find("EMIN: not for ada") != std::string::npos);
  CHECK(web.store.count({}) == 0);

  std::string const id = web.create("Text=ok");
  CHECK(web.store.find(id)->recipe_hash == "hash of 1");
  CHECK(web.get(web.job_path(id) + "/quote").body == "2027-01-15T08:01:30.000Z");
  CHECK(web.post(web.job_path(id) + "/parameters", "TEXT=bad").status == 400);
  CHECK(web.get(web.job_path(id) + "/parameters/TEXT").body == "ok");

  CHECK(web.post(web.base, "EMIN=1&PHASE=RUN").status == 400);
  std::string const empty = web.create("EMIN=1");
  Seen const not_yet = web.post(web.job_path(empty) + "/phase", "PHASE=RUN");
  CHECK(not_yet.status == 400);
  CHECK(not_yet.body.find("TEXT is missing") != std::string::npos);
  CHECK(web.store.find(empty)->phase == jobs::Phase::pending);
}

TEST_CASE("who has too many jobs is told so") {
  JobPolicy policy;
  policy.admit = [](User const& user) {
    if (user.name == "ada") throw http::Refusal(429, "ada has 3 jobs already - delete one");
  };
  Web web(policy);
  web.user = "ada";
  CHECK(web.post(web.base, "TEXT=x").status == 429);
  web.user = "bob";
  CHECK(web.post(web.base, "TEXT=x").status == 303);
}

TEST_CASE("an empty Basic header is an anonymous user's, where the service reads it so") {
  Web web;
  web.extra_headers["Authorization"] = "Basic Og==";
  CHECK(element(web.get(web.job_path(web.create())).body, "ownerId") == "nil");
}
