#include "uws/admin/sheet.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

namespace {

using namespace uws;

Sheet nasty() {
  Sheet sheet{
      .key = "things", .title = "T<i>tle", .columns = {{"name", "Name"}, {"count", "Count"}, {"on", "On"}}};
  sheet.rows.push_back({.cells = {std::string("<script>alert('x')</script>"), std::int64_t{7}, true},
                        .link = "/admin/users/%3Cx%3E"});
  sheet.rows.push_back({.cells = {std::string(), std::int64_t{-1}, false}});
  sheet.facts.push_back({{"version", "Version"}, std::string("1 & 2")});
  return sheet;
}

http::Request request() {
  http::Request made;
  made.base_url = "https://vo.example/p";
  return made;
}

TEST_CASE("JSON keeps types, and an empty text is null") {
  auto const tree = nlohmann::json::parse(sheet_json(nasty()));
  CHECK(tree["version"] == "1 & 2");
  CHECK(tree["things"][0]["name"] == "<script>alert('x')</script>");
  CHECK(tree["things"][0]["count"] == 7);
  CHECK(tree["things"][0]["on"] == true);
  CHECK(tree["things"][1]["name"].is_null());
}

TEST_CASE("a page shows what others wrote as text, and links below the base URL") {
  auto const page = sheet_html(request(), {.name = "<b>admin</b>", .role = Role::admin}, nasty());
  for (auto const* bad : {"<script", "<i>", "<b>admin", "1 & 2"}) CHECK(page.find(bad) == page.npos);
  CHECK(page.find("href=\"https://vo.example/p/admin/users/%3Cx%3E\"") != page.npos);
}

TEST_CASE("what is done answers a script with what it was, and leads a browser back") {
  auto const json = std::get<http::Response>(done_reply(request(), "/admin/users", "close x"));
  CHECK(nlohmann::json::parse(json.body) == nlohmann::json{{"done", "close x"}});
  auto browser = request();
  browser.headers.set("Accept", "text/html,*/*;q=0.8");
  auto const back = std::get<http::Response>(done_reply(browser, "/admin/users", "close x"));
  CHECK(back.status == 303);
  CHECK(back.headers.find("Location") == "https://vo.example/p/admin/users");
}

}  // namespace
