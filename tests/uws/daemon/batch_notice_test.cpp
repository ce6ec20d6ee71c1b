#include "uws/daemon/batch_notice.hpp"

#include <doctest/doctest.h>

using namespace uws;

namespace {

http::Request request_for(std::string const& url) {
  http::Request request;
  request.method = http::Method::post;
  auto const path = url.find("/batch/"), question = url.find('?');
  request.path = url.substr(path, question - path);
  request.query = url.substr(question + 1);
  return request;
}

struct Told {
  std::vector<jobs::JobId> ids{};
  int status = 0;
};

Told told(BatchNotices const& notices, http::Request const& request) {
  Told result;
  auto const reply = notices.take(request, [&](jobs::JobId const& id) { result.ids.push_back(id); });
  result.status = std::get<http::Response>(reply).status;
  return result;
}

}  // namespace

TEST_CASE("a batch tells of its own job and of no other") {
  BatchNotices const notices("a key"), others("another key");
  auto const request = request_for(notices.url("https://x.example/d", "job-one"));
  CHECK(BatchNotices::is_one(request));
  auto const good = told(notices, request);
  CHECK(good.status == 204);
  CHECK(good.ids == std::vector<jobs::JobId>{"job-one"});

  auto stolen = request;
  stolen.path = "/batch/job-two";
  auto cut = request;
  cut.query.pop_back();
  auto longer = request;
  longer.query += "0";
  auto none = request;
  none.query.clear();
  auto const foreign = request_for(others.url("", "job-one"));
  auto huge = request;
  huge.path += std::string(100'000, 'x');
  for (auto const& bad : {stolen, cut, longer, none, foreign, huge}) {
    auto const refused = told(notices, bad);
    CHECK(refused.status == 403);
    CHECK(refused.ids.empty());
  }
}

TEST_CASE("only what is posted to a batch is a notice") {
  http::Request request;
  request.path = "/batch/x";
  CHECK_FALSE(BatchNotices::is_one(request));
  request.method = http::Method::post;
  CHECK(BatchNotices::is_one(request));
  request.path = "/batches/x";
  CHECK_FALSE(BatchNotices::is_one(request));
}
