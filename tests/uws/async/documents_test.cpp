#include <cstdlib>
#include <regex>

#include <doctest/doctest.h>

#include "tests/jobs/store_contract.hpp"
#include "tests/uws/async/web.hpp"
#include "tests/uws/async/xsd.hpp"
#include "uws/async/job_html.hpp"
#include "uws/async/job_json.hpp"
#include "uws/async/job_xml.hpp"

using namespace test_async;
using jobs::Job;
using jobs::Phase;

namespace {

JobUrls const urls{"https://vo.example.org/uws/map"};
std::string url_of(jobs::JobBrief const& job) { return urls.job(job.id); }

Job nasty_job() {
  Job job = store_contract::full_job(1);
  job.owner = "<&\"'>";
  job.run_id = "]]> \xE2\x98\x85 \x01 \xFF";
  job.parameters = {{.name = "a<b", .value = "1 < 2 && \"3\""},
                    {.name = "control", .value = std::string("a\0b", 3)},
                    {.name = "latin", .value = "\xE9"},
                    {.name = "empty", .value = ""},
                    {.name = "lines", .value = "a\r\nb\tc"}};
  job.results = {{.id = "a b/c?<&>", .path = "x", .mime_type = "text/plain; x=\"<\""}};
  job.error->message = "\x1B[31m<script>alert(1)</script>";
  job.info = {"<b>", 0.5};
  return job;
}

/// Without what version 1.1 added; that is all optional in its schema, so what is left is a document of 1.0
/// exactly if it is still valid.
std::string without_additions(std::string xml) {
  for (char const* added : {"\\s*<uws:creationTime>[^<]*</uws:creationTime>", " version=\"1.1\"",
                            " size=\"\\d+\"", " mime-type=\"[^\"]*\"", " custom:sha256=\"[^\"]*\""})
    xml = std::regex_replace(xml, std::regex(added), "");
  return xml;
}

}  // namespace

TEST_CASE("a job is valid by the schema in every phase, bare or full") {
  for (Phase const phase : jobs::all_phases) {
    Job full = store_contract::full_job(1), bare;
    bare.id = full.id;
    full.phase = bare.phase = phase;
    for (Job const& job : {full, bare}) {
      CHECK(uws_schema_problems(job_xml(job, urls)) == "");
      CHECK(uws_schema_problems(parameters_xml(job, urls)) == "");
      CHECK(uws_schema_problems(results_xml(job, urls)) == "");
      CHECK(uws_schema_problems(without_additions(job_xml(job, urls))) == "");
    }
  }
}

TEST_CASE("whatever a client puts into a job, the documents stay valid") {
  Job const job = nasty_job();
  CHECK(uws_schema_problems(job_xml(job, urls)) == "");
  CHECK(uws_schema_problems(parameters_xml(job, urls)) == "");
  CHECK(uws_schema_problems(results_xml(job, urls)) == "");
  CHECK(uws_schema_problems(jobs_xml(std::vector{brief_of(job)}, url_of)) == "");
  std::string const html = job_html(job, urls, {"<i>", Buttons::yes, {}, {}}) +
                           jobs_html(std::vector{brief_of(job)}, url_of, {"<i>", "u\"", "", 0, 10, 1});
  CHECK(html.find("<script>") == std::string::npos);
  CHECK(html.find("<i>") == std::string::npos);
}

TEST_CASE("lists are valid, empty ones declare xlink too") {
  std::vector<jobs::JobBrief> briefs;
  CHECK(uws_schema_problems(jobs_xml(briefs, url_of)) == "");
  CHECK(jobs_xml(briefs, url_of).find("xmlns:xlink=\"http://www.w3.org/1999/xlink\"") != std::string::npos);
  for (Phase const phase : jobs::all_phases) {
    Job job = store_contract::full_job(static_cast<int>(briefs.size()));
    job.phase = phase;
    if (briefs.size() % 2 == 0) job.owner = job.run_id = "";
    briefs.push_back(brief_of(job));
  }
  std::string const xml = jobs_xml(briefs, url_of);
  CHECK(uws_schema_problems(xml) == "");
  CHECK(xml.find("version=\"1.1\"") != std::string::npos);
  CHECK(listed(xml).size() == briefs.size());
}

TEST_CASE("the schema check finds what is wrong") {
  if (uws_schema_problems("<x/>").empty()) return;  // not to be had here, and it said so
  std::string xml = job_xml(store_contract::full_job(1), urls);
  CHECK(uws_schema_problems(xml) == "");
  xml.replace(xml.find("uws:ownerId"), 11, "uws:ownerXX");
  CHECK(uws_schema_problems(xml) != "");
}

TEST_CASE("parameters that XML cannot hold are given by reference") {
  std::string const xml = job_xml(nasty_job(), urls);
  CHECK(xml.find(
            "id=\"control\" byReference=\"true\">https://vo.example.org/uws/map/J1001/parameters/control<") !=
        std::string::npos);
  CHECK(xml.find("id=\"latin\" byReference=\"true\"") != std::string::npos);
  CHECK(xml.find("id=\"lines\">a&#13;\nb\tc<") != std::string::npos);
  CHECK(fits_xml("\xF0\x9F\x94\xAD\t\n\r"));
  CHECK(!fits_xml("\xEF\xBF\xBE"));
  CHECK(!fits_xml("\x0B"));
  CHECK(!fits_xml("\xC0\xAF"));
}

TEST_CASE("a result says its size, type and checksum, and progress has its place") {
  std::string const xml = job_xml(store_contract::full_job(1), urls);
  CHECK(xml.find("xlink:href=\"https://vo.example.org/uws/map/J1001/results/map\" size=\"5000000000\" "
                 "mime-type=\"application/fits\" custom:sha256=\"aaaa") != std::string::npos);
  CHECK(xml.find("<job:stage>selecting events</job:stage>") != std::string::npos);
  CHECK(xml.find("<job:progress>0.333</job:progress>") != std::string::npos);
}

TEST_CASE("what is not known is nil where the schema lets it, and absent where not") {
  Job job;
  job.id = "J1";
  std::string const xml = job_xml(job, urls);
  for (char const* nil : {"ownerId", "quote", "startTime", "endTime", "destruction"})
    CHECK(element(xml, nil) == "nil");
  for (char const* none : {"runId", "errorSummary", "jobInfo"}) CHECK(element(xml, none) == "none");
  CHECK(element(xml, "executionDuration") == "0");
}

TEST_CASE("sizes are readable") {
  CHECK(readable_size(0) == "0 B");
  CHECK(readable_size(999) == "999 B");
  CHECK(readable_size(1000) == "1.0 kB");
  CHECK(readable_size(1'234'567) == "1.2 MB");
  CHECK(readable_size(5'000'000'000) == "5.0 GB");
}
