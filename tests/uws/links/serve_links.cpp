/// Serves the sample catalogue until standard input ends, for clients that are not ours: check_links.py.
#include <fstream>
#include <iostream>
#include <thread>

#include "cluster_fixture.hpp"
#include "sample_catalogue.hpp"
#include "tests/support/temporary_directory.hpp"
#include "uws/http/server.hpp"
#include "uws/links/link_routes.hpp"

int main(int argc, char** argv) {
  test_support::TemporaryDirectory const directory;
  std::string const database = pg_test::fresh_database();
  {
    catalog::pg::Connection connection(database);
    link_tests::fill_catalogue(connection, directory.path());
  }
  catalog::pg::Pool pool(database, 4);
  uws::LinkParts parts{.pool = pool};
  // Whoever says a name is believed: accounts are tested elsewhere.
  parts.user_of = [](uws::http::Request const& request) {
    return std::string(request.headers.find("X-User").value_or(""));
  };
  parts.origin = {{"publisher", "The tests", ""}};
  parts.identity.title = "Test service";
  parts.identity.contact_email = "tests@example.org";
  if (argc > 1) parts.resolver.sesame = argv[1];
  uws::http::Router router;
  uws::mount_links(router, parts);
  uws::http::Notices notices;
  uws::http::ServerOptions options;
  options.error = [](std::string const& text) { std::cerr << text << '\n'; };
  uws::http::Server server(
      options, [&](uws::http::Request const& request) { return router(request); }, notices);
  std::jthread const serving([&] { server.run(); });
  std::cout << "http://127.0.0.1:" << server.port() << std::endl;
  std::string line;
  while (std::getline(std::cin, line)) {
  }
  server.stop();
}
