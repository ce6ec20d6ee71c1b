#include "uws/http/route.hpp"

#include <doctest/doctest.h>

#include "uws/http/respond.hpp"

using namespace uws::http;

namespace {

Response ask(Router const& router, Method method, std::string path) {
  try {
    return std::get<Response>(router({.method = method, .path = std::move(path), .base_url = "http://h"}));
  } catch (Refusal const& refusal) {
    return text(refusal.status(), refusal.what());
  }
}

RouteHandler says(std::string word, std::vector<std::string> names = {}) {
  return [word, names](Request const&, Captures const& captures) -> Reply {
    std::string body = word;
    for (std::string const& name : names) body += " " + name + "=" + captures[name];
    return text(200, body);
  };
}

Router table() {
  Router router;
  router.add(Method::get, "/", says("root"));
  router.add(Method::get, "/tap/sync", says("sync"));
  router.add(Method::post, "/tap/sync", says("sync post"));
  router.add(Method::get, "/uws/{type}", says("list", {"type"}));
  router.add(Method::post, "/uws/{type}", says("create", {"type"}));
  router.add(Method::get, "/uws/{type}/{id}/phase", says("phase", {"type", "id"}));
  router.add(Method::get, "/uws/map/special/{x}", says("special", {"x"}));
  router.add(Method::delete_, "/uws/map/special/phase", says("delete"));
  router.add(Method::get, "/files/{did...}", says("file", {"did"}));
  router.add(Method::get, "/files/list", says("list of files"));
  router.alias("/__system__/tap/run", "/tap");
  return router;
}

}  // namespace

TEST_CASE("paths find their handlers, with captured segments decoded") {
  Router const router = table();
  auto const get = [&](std::string path) { return ask(router, Method::get, std::move(path)).body; };
  CHECK(get("/") == "root");
  CHECK(get("/tap/sync") == "sync");
  CHECK(get("/tap/sync/") == "sync");
  CHECK(ask(router, Method::post, "/tap/sync").body == "sync post");
  CHECK(get("/uws/map") == "list type=map");
  CHECK(get("/uws/a%20b/x%2Fy/phase") == "phase type=a b id=x/y");
  CHECK(get("/%74ap/sync") == "sync");
}

TEST_CASE("literal segments go before captured ones, those before a rest") {
  Router const router = table();
  CHECK(ask(router, Method::get, "/uws/map/special/phase").body == "special x=phase");
  CHECK(ask(router, Method::delete_, "/uws/map/special/phase").body == "delete");
  CHECK(ask(router, Method::get, "/uws/map/other/phase").body == "phase type=map id=other");
  CHECK(ask(router, Method::get, "/files/list").body == "list of files");
  CHECK(ask(router, Method::get, "/files/list/more").body == "file did=list/more");
}

TEST_CASE("a rest keeps its slashes, as identifiers need it") {
  Router const router = table();
  CHECK(ask(router, Method::get, "/files/ivo://a.b/c%3Fd%23e").body == "file did=ivo://a.b/c?d#e");
  CHECK(ask(router, Method::get, "/files").status == 404);
  CHECK(ask(router, Method::get, "/files/").status == 404);
}

TEST_CASE("unknown paths are 404, other methods 405 with Allow") {
  Router const router = table();
  for (char const* nothing :
       {"/nix", "/tap", "/tap/sync/more", "/uws", "//", "/uws//x/phase", "/uws/a/b", "/TAP/sync"})
    CHECK(ask(router, Method::get, nothing).status == 404);
  Response const refusal = ask(router, Method::put, "/tap/sync");
  CHECK(refusal.status == 405);
  CHECK(refusal.headers.find("allow") == "OPTIONS, GET, HEAD, POST");
}

TEST_CASE("HEAD is served by GET, OPTIONS by the router") {
  Router const router = table();
  CHECK(ask(router, Method::head, "/tap/sync").body == "sync");
  Response const options = ask(router, Method::options, "/uws/map/special/phase");
  CHECK(options.status == 204);
  CHECK(options.headers.find("Allow") == "OPTIONS, GET, HEAD, DELETE");
  CHECK(ask(router, Method::options, "/nix").status == 404);
}

TEST_CASE("an alias serves everything below it") {
  Router const router = table();
  CHECK(ask(router, Method::get, "/__system__/tap/run/sync").body == "sync");
  CHECK(ask(router, Method::get, "/__system__/tap/runsync").status == 404);
}

TEST_CASE("paths that try to leave the tree or hold broken text are refused") {
  Router const router = table();
  for (char const* bad : {"/files/../etc", "/files/%2e%2e/etc", "/files/./x", "/tap/..", "/files/%",
                          "/files/%00", "/files/%ff", "/files/a%0d%0ab", "tap", ""})
    CHECK(ask(router, Method::get, bad).status == 400);
  std::string deep;
  for (int i = 0; i < 20000; ++i) deep += "/a";
  CHECK(ask(router, Method::get, deep).status == 404);
}
