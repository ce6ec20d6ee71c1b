#include "uws/daemon/config.hpp"

#include <fstream>
#include <set>

#include <doctest/doctest.h>

#include "engine/base/failure.hpp"
#include "tests/support/temporary_directory.hpp"
#include "uws/daemon/config_table.hpp"

using namespace uws;

namespace {

Environment const home{{"HOME", "/home/ada"}, {"XDG_STATE_HOME", "/state"}};

Config from_text(std::string const& yaml, Environment environment = {}) {
  test_support::TemporaryDirectory const folder;
  std::ofstream(folder.file("c.yaml")) << yaml;
  environment.insert(environment.end(), home.begin(), home.end());
  return read_config(folder.file("c.yaml"), environment);
}

std::string problems_of(std::string const& yaml, Environment const& environment = {}) {
  try {
    from_text(yaml, environment);
  } catch (engine::Failure const& failure) {
    CHECK(failure.fault() == engine::Fault::bad_request);
    return failure.what();
  }
  return "accepted";
}

bool has(std::string const& text, char const* part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("without a file the defaults hold") {
  Config const config = read_config("", home);
  CHECK(config.listen.address == "127.0.0.1");
  CHECK(config.limits.max_rows == 20000);
  CHECK(config.limits.hard_max_rows == 20000000);
  CHECK(config.limits.async_timeout == std::chrono::hours(1));
  CHECK(config.limits.retention == std::chrono::hours(48));
  CHECK(config.data.directory.is_absolute());
  CHECK(config.data.cluster().parent_path() == config.data.directory);
}

TEST_CASE("values are read in the forms people write") {
  Config const config = from_text(R"(
base_url: https://vo.example/distiller
trusted_proxies: [10.0.0.0/8, "::1"]
allowed_origins: https://a.org, https://b.org:8080
listen: {port: 0}
limits:
  upload_bytes: 20 MB
  sync_timeout: 2 min
  retention: 7 d
  max_rows: 5
resolver:
  sesame: no
log:
  level: Warning
  requests: off
)");
  CHECK(config.base_url == "https://vo.example/distiller");
  CHECK(config.trusted_proxies == std::vector<std::string>{"10.0.0.0/8", "::1"});
  CHECK(config.allowed_origins == std::vector<std::string>{"https://a.org", "https://b.org:8080"});
  CHECK(config.listen.port == 0);
  CHECK(config.limits.upload_bytes.count == 20000000);
  CHECK(config.limits.sync_timeout == std::chrono::seconds(120));
  CHECK(config.limits.retention == std::chrono::hours(7 * 24));
  CHECK(config.limits.max_rows == 5);
  CHECK(config.resolver.sesame.empty());
  CHECK(config.log.level == LogLevel::warning);
  CHECK_FALSE(config.log.requests);
}

TEST_CASE("the environment goes over the file") {
  Config const config = from_text("limits: {max_rows: 5}\nprefix: /a\n", {{"DISTILLD_LIMITS_MAX_ROWS", "6"},
                                                                          {"DISTILLD_CONFIG", "x"},
                                                                          {"DISTILLD_DATA_ROOTS", "/a,/b"},
                                                                          {"PATH", "/bin"}});
  CHECK(config.limits.max_rows == 6);
  CHECK(config.prefix == "/a");
  CHECK(config.data.roots == std::vector<std::string>{"/a", "/b"});
}

TEST_CASE("all mistakes are told at once, each with its place") {
  std::string const told = problems_of(R"(base_url: vo.example
limits:
  max_row: 5
  upload_bytes: much
  retention: [1, 2]
server: 17
log:
  level: loud
trusted_proxies: [localhost]
data:
  directory: relative
listen:
  port: 70000
)",
                                       {{"DISTILLD_LIMITS_MAX_ROW", "6"}, {"DISTILLD_SERVER_WORKERS", "0"}});
  CHECK(has(told, "c.yaml line 1: base_url must be a URL"));
  CHECK(has(told, "c.yaml line 3: unknown setting limits.max_row - did you mean limits.max_rows?"));
  CHECK(has(told, "c.yaml line 4: limits.upload_bytes is no size"));
  CHECK(has(told, "limits.retention is no duration"));
  CHECK(has(told, "server is a group of settings"));
  CHECK(has(told, "log.level is none of debug, info, warning, error (found: 'loud')"));
  CHECK(has(told, "trusted_proxies has 'localhost'"));
  CHECK(has(told, "data.directory must be an absolute path"));
  CHECK(has(told, "listen.port is not a whole number from 0 to 65535"));
  CHECK(has(told, "unknown setting DISTILLD_LIMITS_MAX_ROW - did you mean DISTILLD_LIMITS_MAX_ROWS?"));
  CHECK(has(told, "environment DISTILLD_SERVER_WORKERS: server.workers must be above zero"));
}

TEST_CASE("hostile files are clear failures") {
  CHECK(has(problems_of("a: [1, 2\n"), "line"));
  CHECK(has(problems_of("- 1\n- 2\n"), "key: value"));
  CHECK(has(problems_of("limits: {max_rows: {a: 1}}\n"), "must be a value"));
  CHECK(has(problems_of("limits: {max_rows: [[1]]}\n"), "must be a value"));
  CHECK(has(problems_of("? [a, b]\n: c\n"), "a key must be a word"));
  CHECK(has(problems_of("prefix: /a\nprefix: /b\n"), "given twice"));
  CHECK(has(problems_of("limits: {max_rows: -1}\n"), "whole number"));
  CHECK(has(problems_of("limits: {retention: 99999999999999999999 d}\n"), "no duration"));
  CHECK(has(problems_of("limits: {retention: 99999999999999999 d}\n"), "no duration"));
  CHECK(has(problems_of("prefix: /a/\n"), "prefix must be a path"));
  CHECK(has(problems_of("prefix: /../a\n"), "prefix must be a path"));
  CHECK(has(problems_of("limits: {max_rows: 30000000}\n"), "larger than limits.hard_max_rows"));
  CHECK(has(problems_of("database: {reader_role: \"a; drop\"}\n"), "plain name"));
  CHECK_THROWS_WITH_AS(read_config("/nowhere/c.yaml", home), doctest::Contains("/nowhere/c.yaml"),
                       engine::Failure);
}

TEST_CASE("what is printed reads back as the same configuration") {
  Config const config = from_text(R"(
base_url: https://vo.example/d
registry: {title: "Quotes \" and \\ and é\n and a line", authority: vo.example}
limits: {upload_bytes: 1025, retention: 3601 s}
uploads: {hosts: [a.org, "b.org:80"]}
database: {connection: "host=db password='secret word' user=u"}
cluster:
  kind: slurm
  poll: 1500 ms
  over: ssh -o "Proxy Command=x" login.org
  program: /opt/distilld
  setup: ["ulimit -s unlimited; true", "export A='1, 2'"]
  options: --gres=gpu:1,shard:2
  rules: ["type=map role=admin: partition=long env.A=\"x y\" nodes=3", "all: qos=low"]
  time_max: 36 h
)");
  std::string const printed = config_yaml(config, Secrets::shown);
  Config const again = from_text(printed);
  CHECK(config_yaml(again, Secrets::shown) == printed);
  CHECK(again.registry.title == config.registry.title);
  CHECK(again.limits.upload_bytes == config.limits.upload_bytes);
  CHECK(again.uploads.hosts == config.uploads.hosts);
  CHECK(again.cluster.rules == config.cluster.rules);
  CHECK(config_yaml(from_text(config_yaml(config, Secrets::hidden)), Secrets::hidden) ==
        config_yaml(config, Secrets::hidden));
  CHECK(again.cluster.rules.each.size() == 2);
  CHECK(again.cluster.setup.each == std::vector<std::string>{"ulimit -s unlimited; true", "export A='1, 2'"});
  CHECK(again.cluster.options.each == std::vector<std::string>{"--gres=gpu:1,shard:2"});
  CHECK(again.cluster.poll == std::chrono::milliseconds(1500));
  CHECK(again.cluster.time_max == std::chrono::hours(36));
  CHECK(again.cluster.over == config.cluster.over);
}

TEST_CASE("passwords are not printed unless asked for") {
  for (char const* connection : {"host=db password=xyzzy user=u", "host=db password = 'xyzzy' user=u",
                                 "postgresql://u:xyzzy@db/x", "postgresql://db/x?password=xyzzy&user=u"}) {
    Config config = read_config("", home);
    config.database.connection = connection;
    CHECK_FALSE(has(config_yaml(config, Secrets::hidden), "xyzzy"));
    CHECK(has(config_yaml(config, Secrets::shown), "xyzzy"));
    CHECK(has(config_yaml(config, Secrets::hidden), "db"));
  }
}

TEST_CASE("the secret of the sign-on is neither printed nor repeated in a complaint") {
  Config config = read_config("", home);
  config.identity.proxy.secret = "xyzzy-xyzzy-xyzzy";
  CHECK_FALSE(has(config_yaml(config, Secrets::hidden), "xyzzy"));
  CHECK(has(config_yaml(config, Secrets::shown), "xyzzy"));
  auto environment = home;
  environment.emplace_back("DISTILLD_IDENTITY_PROXY_SECRET", "xyzzy");
  std::string complaint;
  try {
    read_config("", environment);
  } catch (engine::Failure const& failure) {
    complaint = failure.what();
  }
  CHECK(has(complaint, "identity.proxy.secret"));
  CHECK_FALSE(has(complaint, "xyzzy"));
}

TEST_CASE("the table of settings is in order") {
  std::set<std::string_view> keys;
  std::set<std::string> variables;
  for (Setting const& setting : settings()) {
    CHECK(keys.insert(setting.key).second);
    CHECK(variables.insert(environment_name(setting.key)).second);
    CHECK(setting.help.ends_with('.'));
  }
}
