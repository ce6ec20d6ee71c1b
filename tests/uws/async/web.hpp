/// A job list at "/uws/map" without sockets: requests in, replies out, a small service behind it.
#pragma once

#include <map>
#include <string>

#include "tests/jobs/test_service.hpp"
#include "tests/support/temporary_directory.hpp"
#include "uws/async/job_changes.hpp"
#include "uws/async/job_routes.hpp"
#include "uws/http/message.hpp"
#include "uws/http/notices.hpp"
#include "uws/http/respond.hpp"
#include "uws/http/route.hpp"

namespace test_async {

using namespace uws;
using http::Method;

/// What a client sees of a reply, whatever its kind.
struct Seen {
  int status = 0;
  std::string body{};
  std::map<std::string, std::string> headers{};
  bool waits = false;
};

class Web {
 public:
  /// `extend`: adds resources to the routes before they are mounted.
  using Extend = std::function<void(JobRoutes&, Web&)>;
  explicit Web(JobPolicy policy = {}, jobs::Lane lane = {}, jobs::RunFunction run = test_jobs::write_text,
               Extend const& extend = {});

  /// What the handler says, unseen. Refusals and failures become the replies the server makes of them.
  http::Reply ask(http::Request request);
  Seen see(http::Reply reply);

  Seen get(std::string const& target, std::string const& accept = {});
  Seen post(std::string const& target, std::string const& form);
  Seen send(Method method, std::string const& target, std::string const& type, std::string const& body);

  /// Makes a job and returns its id, read from Location.
  std::string create(std::string const& form = "TEXT=hello");
  /// The phase, once it is one of the terminal ones.
  std::string end_of(std::string const& id);
  std::string job_path(std::string const& id) const { return base + "/" + id; }

  std::string const base = "/uws/map";
  std::string const base_url = "https://vo.example.org:8443/site";
  std::string user{};  ///< who asks; empty: anonymous; "root": an administrator
  std::map<std::string, std::string> extra_headers{};

  test_support::TemporaryDirectory folder;
  jobs::MemoryStore store;
  test_jobs::HandClock clock;
  http::Notices notices;
  JobChanges changes{notices};
  test_jobs::Service service;
  http::Router router;
};

/// A job in a given phase, as if its executor had brought it there; it expires in a day.
std::string job_in(Web& web, jobs::Phase phase, std::string const& owner = "");
/// Where a reply leads; empty: nowhere.
std::string location(Seen const& seen);

/// The text between <uws:name...> and </uws:name>; "nil" for xsi:nil; "none" if there is no such element.
std::string element(std::string const& xml, std::string const& name);
/// Ids of <uws:jobref>, in their order.
std::vector<std::string> listed(std::string const& xml);

}  // namespace test_async
