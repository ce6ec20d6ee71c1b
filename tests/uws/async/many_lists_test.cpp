// Lists that come and go, the list over all of them, and acts on many jobs at once.
#include <doctest/doctest.h>

#include "tests/uws/async/web.hpp"

using namespace test_async;
using jobs::Phase;

namespace {

/// "/uws/{list}" for the types "map" and, while `there`, "select"; "/uws" over all.
struct Types {
  Types() {
    JobServices const services{web.store, web.service.directories, web.service.supervisor,
                               [this] { return web.clock.now.load(); }, &web.changes};
    JobRoutes routes(services, [this](std::string_view list) { return policy_for(list); });
    routes.add({.path = "/story",
                .handler = [](JobList const&, http::Request const&,
                              http::Captures const& c) { return http::text(200, c["list"] + " " + c["id"]); },
                .rel = "story",
                .label = "Its story"});
    routes.mount(router, "/uws/{list}");
    routes.mount(router, "/rest/{list}");
    JobPolicy all;
    all.title = "All jobs";
    all.user_of = user_of;
    all.path_of = [](std::string_view list) { return "/uws/" + std::string(list); };
    all.other_lists = [] { return std::vector<OtherList>{{"/uws", "All types"}, {"/uws/map", "Maps"}}; };
    JobRoutes(services, all).mount_list_only(router, "/uws");
    std::swap(web.router, router);
  }

  static User user_of(http::Request const& request) {
    std::string const name(request.headers.find("X-Test-User").value_or(""));
    return {.name = name, .administrator = name == "root"};
  }
  std::shared_ptr<JobPolicy const> policy_for(std::string_view list) const {
    if (list != "map" && !(list == "select" && there)) return nullptr;
    auto policy = std::make_shared<JobPolicy>();
    policy->list = list;
    policy->user_of = user_of;
    return policy;
  }
  std::string made(std::string const& base, std::string const& form = "A=1") {
    std::string const place = location(web.post(base, form));
    REQUIRE(place.starts_with(web.base_url + base + "/"));
    return place.substr(web.base_url.size());
  }

  bool there = true;
  Web web;
  http::Router router;
};

}  // namespace

TEST_CASE("each type has a list of its own, from the moment it is there to the moment it is not") {
  Types types;
  std::string const map = types.made("/uws/map"), select = types.made("/uws/select");
  CHECK(listed(types.web.get("/uws/map").body).size() == 1);
  CHECK(types.web.get("/uws/select" + map.substr(map.rfind('/'))).status == 404);
  CHECK(types.web.get("/uws/cook").status == 404);
  CHECK(types.web.post("/uws/cook", "A=1").status == 404);
  types.there = false;
  CHECK(types.web.get(select).status == 404);
  CHECK(types.web.get("/uws/select").status == 404);
}

TEST_CASE("links and redirections stay under the base that the client used") {
  Types types;
  std::string const job = types.made("/rest/map");
  CHECK(types.web.get(job).body.find(types.web.base_url + job) != std::string::npos);
  CHECK(types.web.get(job).body.find("/uws/") == std::string::npos);
  CHECK(location(types.web.send(Method::delete_, job, "", "")) == types.web.base_url + "/rest/map");
}

TEST_CASE("resources that others add are served for every list, and linked") {
  Types types;
  std::string const job = types.made("/uws/map");
  CHECK(types.web.get(job + "/story").body == "map " + job.substr(job.rfind('/') + 1));
  CHECK(types.web.get(job, "application/json").body.find(types.web.base_url + job + "/story") !=
        std::string::npos);
  CHECK(types.web.get(job, "text/html").body.find("Its story") != std::string::npos);
  CHECK(element(types.web.get(job).body, "jobInfo").find("rel=\"story\"") != std::string::npos);
}

TEST_CASE("the list over all shows all, acts on all, and makes none") {
  Types types;
  std::string const map = types.made("/uws/map"), select = types.made("/uws/select");
  std::string const list = types.web.get("/uws").body;
  CHECK(listed(list).size() == 2);
  CHECK(list.find(types.web.base_url + map) != std::string::npos);
  CHECK(list.find(types.web.base_url + select) != std::string::npos);
  auto const refused = types.web.post("/uws", "A=1");
  CHECK(refused.status == 400);
  CHECK(refused.body.find("/uws/map") != std::string::npos);
  std::string const page = types.web.get("/uws", "text/html").body;
  CHECK(page.find("Maps</a>") != std::string::npos);
  CHECK(page.find("aria-current=\"page\">All types") != std::string::npos);
  std::string const ids =
      "&JOB=" + map.substr(map.rfind('/') + 1) + "&JOB=" + select.substr(select.rfind('/') + 1);
  CHECK(types.web.post("/uws", "ACTION=RUN" + ids).status == 403);
  CHECK(types.web.post("/uws", "ACTION=ABORT" + ids).status == 303);
  CHECK(types.web.get(map + "/phase").body == "ABORTED");
  CHECK(types.web.post("/uws", "ACTION=ARCHIVE" + ids).status == 403);  // this service keeps no records
  CHECK(types.web.post("/uws", "ACTION=DELETE" + ids).status == 303);
  CHECK(types.web.post("/uws", "ACTION=DELETE" + ids).status == 303);  // gone as wished
  CHECK(listed(types.web.get("/uws").body).empty());
}

TEST_CASE("an act on many says what it could not do, and touches nobody else's jobs") {
  Web web;
  std::string const mine = job_in(web, Phase::executing, "ada"), done = job_in(web, Phase::completed, "ada"),
                    other = job_in(web, Phase::executing, "bob");
  web.user = "ada";
  std::string const form = "ACTION=ABORT&JOB=" + mine + "&JOB=" + done + "&JOB=" + other + "&JOB=none";
  web.extra_headers["Accept"] = "application/json";
  std::string const said = web.post(web.base, form).body;
  web.extra_headers.clear();
  CHECK(said.find("\"jobId\": \"" + mine + "\",\n   \"status\": 200") != std::string::npos);
  CHECK(said.find("\"jobId\": \"" + done + "\",\n   \"status\": 403") != std::string::npos);
  CHECK(said.find("\"jobId\": \"" + other + "\",\n   \"status\": 403") != std::string::npos);
  CHECK(said.find("\"jobId\": \"none\",\n   \"status\": 404") != std::string::npos);
  CHECK(web.store.find(mine)->phase == Phase::aborted);
  CHECK(web.store.find(other)->phase == Phase::executing);
  CHECK(web.post(web.base, "ACTION=SHRED&JOB=" + mine).status == 400);
  CHECK(web.post(web.base, "ACTION=DELETE").status == 400);
}

TEST_CASE("where records are kept a job can be archived, once") {
  jobs::Lane lane;
  lane.keep_record = std::chrono::hours(24);
  Web web({}, lane);
  std::string const id = web.create("TEXT=x&PHASE=RUN");
  REQUIRE(web.end_of(id) == "COMPLETED");
  CHECK(web.post(web.base, "ACTION=ARCHIVE&JOB=" + id).status == 303);
  CHECK(web.get(web.job_path(id) + "/phase").body == "ARCHIVED");
  CHECK(web.get(web.job_path(id) + "/results/out").status == 404);
  CHECK(web.post(web.base, "ACTION=ARCHIVE&JOB=" + id).status == 403);
}

TEST_CASE("the page has the original's columns, and buttons that go with the phase") {
  Web web;
  for (Phase const phase : {Phase::pending, Phase::executing, Phase::completed}) job_in(web, phase, "ada");
  web.user = "ada";
  std::string const page = web.get(web.base, "text/html").body;
  for (char const* column : {"Type", "Start Time", "Destruction Time", "Phase", "Details", "Control"})
    CHECK(page.find("<th>" + std::string(column)) != std::string::npos);
  CHECK(page.find("<th>Owner") == std::string::npos);
  auto const count = [&](std::string const& what) {
    std::size_t n = 0;
    for (std::size_t at = page.find(what); at != std::string::npos; at = page.find(what, at + 1)) ++n;
    return n;
  };
  CHECK(count(">Start</button>") == 3);
  CHECK(count(" disabled>Start</button>") == 2);
  CHECK(count(" disabled>Abort</button>") == 1);
  CHECK(count("type=\"checkbox\" name=\"JOB\"") == 3);
  web.user = "root";
  std::string const all = web.get(web.base, "text/html").body;
  CHECK(all.find("<th>Owner") != std::string::npos);
  CHECK(all.find("<td>ada</td>") != std::string::npos);
}
