#include <doctest/doctest.h>

#include "tests/uws/results/result_web.hpp"

using namespace test_results;
using namespace std::chrono_literals;

namespace {

std::string path_in(ResultWeb const& web, std::string const& url) {
  REQUIRE(url.starts_with(web.base_url));
  return url.substr(web.base_url.size());
}

std::string link_of(ResultWeb& web, std::string const& id, std::string const& result,
                    std::string const& form = "") {
  auto const seen = web.post(web.job_path(id) + "/results/" + result + "/link", form);
  REQUIRE_MESSAGE(seen.status == 200, seen.body);
  return path_in(web, seen.body);
}

}  // namespace

TEST_CASE("the signature is HMAC-SHA256 as RFC 4231 gives examples of it") {
  CHECK(uws::hmac_sha256(std::string(20, '\x0b'), "Hi There") ==
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  CHECK(uws::hmac_sha256("Jefe", "what do ya want for nothing?") ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  CHECK(
      uws::hmac_sha256(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First") ==
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST_CASE("whoever has the link gets the file, under its own name, without saying who they are") {
  ResultWeb web;
  std::string const id = web.finished({{"counts.fits", "data"}}, "alice");
  web.user = "alice";
  std::string const link = link_of(web, id, "counts.fits0");
  CHECK(link.ends_with("/counts.fits"));
  web.user = "";
  CHECK(web.get(web.job_path(id) + "/results/counts.fits0").status == 403);
  auto const seen = web.get(link);
  CHECK(seen.status == 200);
  CHECK(seen.body == "data");
}

TEST_CASE("only who may see the job gets a link") {
  ResultWeb web;
  std::string const id = web.finished({{"a", "1"}}, "alice");
  for (char const* user : {"", "bob"}) {
    web.user = user;
    CHECK(web.get(web.job_path(id) + "/results/a0/link").status == 403);
  }
  web.user = "root";
  CHECK(web.get(web.job_path(id) + "/results/a0/link").status == 200);
  CHECK(web.get(web.job_path(id) + "/results/b/link").status == 404);
  for (char const* bad : {"LIFETIME=0", "LIFETIME=-1", "LIFETIME=soon"})
    CHECK(web.post(web.job_path(id) + "/results/a0/link", bad).status == 400);
}

TEST_CASE("a link is for one result of one job, and for its time") {
  ResultWeb web;
  std::string const id = web.finished({{"a", "1"}, {"b", "2"}}), other = web.finished({{"a", "3"}});
  std::string const link = link_of(web, id, "a0", "LIFETIME=60");
  auto const with = [&](std::string const& from, std::string const& to) {
    std::string changed = link;
    return changed.replace(changed.find(from), from.size(), to);
  };
  CHECK(web.get(link).status == 200);
  CHECK(web.get(with("/a0/", "/b1/")).status == 403);
  CHECK(web.get(with(id, other)).status == 403);
  std::string const expiry = link.substr(link.find("/signed/") + 8,
                                         link.find('-', link.find("/signed/")) - link.find("/signed/") - 8);
  CHECK(web.get(with(expiry, std::to_string(std::stoll(expiry) + 1))).status == 403);
  std::size_t const last = link.rfind('/') - 1;
  std::string forged = link;
  forged[last] = forged[last] == '0' ? '1' : '0';
  CHECK(web.get(forged).status == 403);
  web.clock.now = web.clock.now.load() + 61s;
  auto const late = web.get(link);
  CHECK(late.status == 403);
  CHECK(late.body.find("expired") != std::string::npos);
}

TEST_CASE("a deleted job takes its links with it") {
  ResultWeb web;
  std::string const id = web.finished({{"a", "1"}});
  std::string const link = link_of(web, id, "a0");
  web.send(Method::delete_, web.job_path(id), "", "");
  CHECK(web.get(link).status == 404);
}

TEST_CASE("the log is there from the program's start on, for whom may see the job") {
  ResultWeb web;
  std::string const id = job_in(web, jobs::Phase::executing, "alice");
  web.user = "alice";
  jobs::Job const job = *web.store.find(id);
  CHECK(web.get(web.job_path(id) + "/log").status == 404);
  auto const work = web.service.directories.of(job) / "work";
  std::filesystem::create_directories(work);
  std::ofstream(work / "stderr.log") << "reading run 23523\n";
  std::ofstream(work / "stdout.log") << "done\n";
  CHECK(web.get(web.job_path(id) + "/log").body == "reading run 23523\n");
  CHECK(web.get(web.job_path(id) + "/log/stderr").body == "reading run 23523\n");
  CHECK(web.get(web.job_path(id) + "/log/stdout").body == "done\n");
  CHECK(web.get(web.job_path(id), "application/json").body.find("\"rel\": \"log\"") != std::string::npos);
  web.user = "bob";
  CHECK(web.get(web.job_path(id) + "/log").status == 403);
}

TEST_CASE("a product's identifier leads to it") {
  ResultWeb web;
  uws::mount_store(web.router, {web.store, web.service.directories, web.service.supervisor},
                   [&](std::string_view list) { return list == "tap" ? web.base : ""; });
  std::string const id = web.finished({{"a", "1"}});
  for (std::string const start : {"", "ivo%3A%2F%2Fexample.org%2Fjobs%3F"})
    CHECK(location(web.get("/store?ID=" + start + id + "/a0")) ==
          web.base_url + web.job_path(id) + "/results/a0");
  CHECK(web.get("/store?ID=" + id + "/zz").status == 404);
  CHECK(web.get("/store?ID=../../etc/passwd").status == 404);
  CHECK(web.get("/store").status == 400);
}
