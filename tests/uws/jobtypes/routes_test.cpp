#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "catalog/pg/migrate.hpp"
#include "catalog/schema/scripts.hpp"
#include "cluster_fixture.hpp"
#include "uws/http/respond.hpp"
#include "uws/jobtypes/job_type_routes.hpp"
#include "uws/jobtypes/proposals.hpp"

namespace {

using nlohmann::json;
using uws::User;
using namespace uws::http;

std::string description(std::string const& name, std::string const& more = "") {
  return R"({"name": ")" + name +
         R"(", "parameters": [{"name": "a", "type": "real"}], "command": {"argv": ["/opt/secret/run", "{a}"]})" +
         more + "}";
}

/// The routes over an empty store; who asks is what the header says.
class Web {
 public:
  Web() : pool_(conninfo(), 2) {
    types_ = std::make_unique<jobs::JobTypes>(
        jobs::JobTypeSources{.folders = {SHIPPED_JOB_TYPES},
                             .proposals = [this] { return uws::validated_proposals(pool_); },
                             .interval = std::chrono::milliseconds(0)});
    uws::mount_job_types(
        router_,
        {.types = *types_,
         .pool = pool_,
         .user_of =
             [](Request const& request) {
               std::string const name(request.headers.find("User").value_or(""));
               return User{name, name == "root"};
             },
         .note =
             [this](Request const&, std::string_view act, std::string_view object, bool done) {
               notes.push_back(std::string(act) + " " + std::string(object) + (done ? "" : " refused"));
             }});
  }

  struct Answer {
    int status = 0;
    Headers headers{};
    std::string body{};
  };
  Answer ask(Method method, std::string const& path, std::string const& user = "",
             std::string const& body = "", std::string const& type = "",
             std::pair<std::string, std::string> header = {"Accept", "*/*"}) {
    Request request{
        .method = method, .path = path.substr(0, path.find('?')), .body = body, .base_url = "http://h"};
    if (path.find('?') != path.npos) request.query = path.substr(path.find('?') + 1);
    if (!user.empty()) request.headers.set("User", user);
    if (!type.empty()) request.headers.set("Content-Type", type);
    request.headers.set(header.first, header.second);
    try {
      auto reply = std::get<Response>(router_(request));
      return {reply.status, std::move(reply.headers), std::move(reply.body)};
    } catch (Refusal const& refusal) {
      return {refusal.status(), {}, refusal.what()};
    }
  }
  std::vector<std::string> notes{};

  Answer get(std::string const& path, std::string const& user = "") { return ask(Method::get, path, user); }
  Answer propose(std::string const& text, std::string const& user) {
    return ask(Method::post, "/jobtypes", user, text, "application/json");
  }
  Answer decide(std::string const& name, std::string const& form, std::string const& user) {
    return ask(Method::post, "/jobtypes/" + name, user, form, "application/x-www-form-urlencoded");
  }

 private:
  static std::string conninfo() {
    static std::string const made = [] {
      std::string const fresh = pg_test::fresh_database();
      catalog::pg::Connection connection(fresh);
      catalog::pg::migrate(connection, catalog::schema::migrations(), catalog::schema::repeatable_scripts());
      return fresh;
    }();
    catalog::pg::Connection(made).run("TRUNCATE store.job_type");
    return made;
  }

  catalog::pg::Pool pool_;
  std::unique_ptr<jobs::JobTypes> types_;
  Router router_;
};

TEST_CASE("types are listed and shown in every form, to anybody") {
  Web web;
  auto const list = json::parse(web.get("/jobtypes").body);
  REQUIRE(list["jobtypes"].size() == 2);  // ctbin has no base here
  CHECK(list["jobtypes"][0]["name"] == "echo");
  CHECK(list["jobtypes"][0]["links"]["wadl"] == "http://h/jobtypes/echo.wadl");
  CHECK(web.get("/jobtypes/echo.json").headers.find("Content-Type") == "application/json");
  CHECK(web.get("/jobtypes/echo.vot").headers.find("Content-Type") == "application/x-votable+xml");
  CHECK(web.get("/jobtypes/echo.wadl").headers.find("Content-Type") == "application/vnd.sun.wadl+xml");
  CHECK(web.get("/jobtypes/ECHO").body == web.get("/jobtypes/echo.json").body);
  CHECK(web.get("/jobtypes/echo").body.find("argv") == std::string::npos);
  CHECK(web.get("/jobtypes/echo", "root").body.find("argv") != std::string::npos);
  CHECK(web.get("/jdl/echo").body == web.get("/jobtypes/echo.vot").body);
  CHECK(json::parse(web.get("/jdl").body)["jobnames"].size() == 2);
  CHECK(json::parse(web.get("/jdl/echo/json").body)["parameters"]["message"]["datatype"] == "xs:string");
}

TEST_CASE("the form goes by what the client accepts") {
  Web web;
  auto const accepting = [&](std::string const& type) {
    return std::string(
        *web.ask(Method::get, "/jobtypes/echo", "", "", "", {"Accept", type}).headers.find("Content-Type"));
  };
  CHECK(accepting("text/html,*/*;q=0.5") == "text/html; charset=utf-8");
  CHECK(accepting("application/x-votable+xml") == "application/x-votable+xml");
  CHECK(accepting("application/vnd.sun.wadl+xml") == "application/vnd.sun.wadl+xml");
  CHECK(accepting("image/png") == "application/json");
}

TEST_CASE("who has a document already is told so") {
  Web web;
  auto const first = web.get("/jobtypes/echo.wadl");
  std::string const etag(*first.headers.find("ETag"));
  auto const second = web.ask(Method::get, "/jobtypes/echo.wadl", "", "", "", {"If-None-Match", etag});
  CHECK(second.status == 304);
  CHECK(second.body.empty());
  CHECK(web.get("/jobtypes/testmap.wadl").headers.find("ETag") != etag);
}

TEST_CASE("an unknown type is 404 with the nearest name") {
  Web web;
  auto const answer = web.get("/jobtypes/ecco");
  CHECK(answer.status == 404);
  CHECK(answer.body == "there is no job type 'ecco' - did you mean echo?");
  for (auto const* path : {"/jobtypes/..", "/jobtypes/.json", "/jobtypes/a%27%3B--", "/jdl/x/json"})
    CHECK(web.get(path).status >= 400);
}

TEST_CASE("a proposal waits, is seen by its proposer and administrators, and counts once validated") {
  Web web;
  auto const made = web.propose(description("mine"), "ada");
  CHECK(made.status == 201);
  CHECK(made.headers.find("Location") == "http://h/jobtypes/mine?STATE=pending");
  CHECK(web.get("/jobtypes/mine").status == 404);
  CHECK(web.get("/jobtypes/mine", "bob").status == 404);
  CHECK(json::parse(web.get("/jobtypes/mine", "ada").body)["state"] == "pending");
  CHECK(json::parse(web.get("/jobtypes/mine", "root").body)["proposer"] == "ada");
  CHECK(json::parse(web.get("/jobtypes", "bob").body)["proposals"].empty());
  CHECK(json::parse(web.get("/jobtypes", "root").body)["proposals"].size() == 1);

  CHECK(web.decide("mine", "STATE=valid", "").status == 401);
  CHECK(web.decide("mine", "STATE=valid", "ada").status == 403);
  CHECK(web.decide("mine", "STATE=perhaps", "root").status == 400);
  CHECK(web.get("/jobtypes/mine").status == 404);
  CHECK(web.decide("mine", "STATE=valid&REASON=fine", "root").status == 303);
  CHECK(json::parse(web.get("/jobtypes/mine").body)["state"] == "valid");
  CHECK(web.get("/jobtypes/mine").body.find("/opt/secret") == std::string::npos);
  CHECK(web.decide("mine", "STATE=valid", "root").status == 404);  // nothing waits any more
  CHECK(web.notes == std::vector<std::string>{"jobtype.propose mine", "jobtype.decide mine refused",
                                              "jobtype.validate mine"});
}

TEST_CASE("a refused proposal says why, and may be made again") {
  Web web;
  web.propose(description("mine"), "ada");
  CHECK(web.decide("mine", "STATE=refused&REASON=no+such+program", "root").status == 303);
  auto const seen = json::parse(web.get("/jobtypes/mine", "ada").body);
  CHECK(seen["state"] == "refused");
  CHECK(seen["reason"] == "no such program");
  CHECK(web.propose(description("mine", R"(, "version": "2")"), "ada").status == 201);
  CHECK(json::parse(web.get("/jobtypes/mine", "ada").body)["state"] == "pending");
}

TEST_CASE("a better version waits beside the one in use") {
  Web web;
  web.propose(description("mine"), "ada");
  web.decide("mine", "STATE=valid", "root");
  web.propose(description("mine", R"(, "version": "2")"), "ada");
  CHECK(json::parse(web.get("/jobtypes/mine", "ada").body)["version"] == "1");
  CHECK(json::parse(web.get("/jobtypes/mine?STATE=pending", "ada").body)["version"] == "2");
  web.decide("mine", "STATE=valid", "root");
  CHECK(json::parse(web.get("/jobtypes/mine").body)["version"] == "2");
}

TEST_CASE("nobody takes another's name, an operator's type, or the service's") {
  Web web;
  CHECK(web.propose(description("echo"), "ada").status == 409);
  CHECK(web.propose(description("tap"), "ada").status == 400);
  CHECK(web.propose(description("mine"), "ada").status == 201);
  CHECK(web.propose(description("mine"), "bob").status == 409);
  CHECK(web.propose(description("other"), "").status == 401);
}

TEST_CASE("hostile descriptions are refused with all their problems") {
  Web web;
  auto const answer =
      web.propose(R"({"name": "A", "nmae": 1, "command": {"argv": ["sh", "-c", "{x}"]}})", "ada");
  CHECK(answer.status == 400);
  CHECK(answer.body.find("description: nmae: there is no such key - did you mean name?") !=
        std::string::npos);
  CHECK(web.propose("", "ada").status == 400);
  CHECK(web.propose("[]", "ada").status == 400);
  CHECK(web.propose("[" + description("a") + "," + description("b") + "]", "ada").status == 400);
  CHECK(web.propose(std::string(300 << 10, ' '), "ada").status >= 400);
  CHECK(web.propose(R"({"name": "b", "base": "nix"})", "ada").status == 400);
}

TEST_CASE("proposals come as JSON, as a field and as a file, and can be withdrawn") {
  Web web;
  CHECK(web.ask(Method::post, "/jobtypes", "ada",
                "DEFINITION=%7B%22name%22%3A%22f%22%2C%22command%22%3A%7B%22argv%22%3A%5B%22true%22%5D%7D%7D",
                "application/x-www-form-urlencoded")
            .status == 303);
  std::string const body =
      "--x\r\nContent-Disposition: form-data; name=\"DEFINITION\"; filename=\"g.json\"\r\n"
      "Content-Type: application/json\r\n\r\n" +
      description("g") + "\r\n--x--\r\n";
  CHECK(web.ask(Method::post, "/jobtypes", "ada", body, "multipart/form-data; boundary=x").status == 303);
  CHECK(json::parse(web.get("/jobtypes", "ada").body)["proposals"].size() == 2);
  CHECK(web.ask(Method::delete_, "/jobtypes/g", "bob").status == 404);
  CHECK(web.ask(Method::delete_, "/jobtypes/g", "ada").status == 303);
  web.decide("f", "STATE=valid", "root");
  CHECK(web.ask(Method::delete_, "/jobtypes/f", "ada").status ==
        404);  // it is in use: an administrator's matter
  CHECK(web.ask(Method::delete_, "/jobtypes/f", "root").status == 303);
  CHECK(web.get("/jobtypes/f").status == 404);
}

TEST_CASE("one user cannot fill the store") {
  Web web;
  int made = 0;
  for (int i = 0; i < 60; ++i)
    made += web.propose(description("t" + std::to_string(i)), "ada").status == 201 ? 1 : 0;
  CHECK(made == 50);
}

TEST_CASE("the pages show what is there, and an administrator's buttons to nobody else") {
  Web web;
  web.propose(description("mine", R"(, "title": "<script>alert(1)</script>")"), "ada");
  auto const page = [&](std::string const& user) {
    return web.ask(Method::get, "/jobtypes/mine.html", user).body;
  };
  CHECK(page("ada").find("<script>") == std::string::npos);
  CHECK(page("ada").find("Validate</button>") == std::string::npos);
  CHECK(page("root").find("Validate</button>") != std::string::npos);
  CHECK(web.ask(Method::get, "/jobtypes", "", "", "", {"Accept", "text/html"}).body.find("Propose") ==
        std::string::npos);
}

}  // namespace
