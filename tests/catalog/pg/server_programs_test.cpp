/// The parts of a private cluster that need no server.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include "catalog/pg/cluster_settings.hpp"
#include "catalog/pg/find_postgres.hpp"
#include "catalog/pg/process.hpp"
#include "catalog/pg/server_error.hpp"
#include "failing.hpp"
#include "open_directory.hpp"

using namespace catalog::pg;
using namespace std::chrono_literals;
using engine::Fault;
using pg_test::failing;

TEST_CASE("version lines of PostgreSQL") {
  CHECK(major_of("postgres (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)") == 15);
  CHECK(major_of("postgres (PostgreSQL) 17beta1") == 17);
  CHECK(major_of("postgres (PostgreSQL) 9.6.24") == 9);
  CHECK(major_of("postgres (EnterpriseDB) 15.2") == 0);
  CHECK(major_of("") == 0);
  CHECK(major_of("postgres (PostgreSQL) ") == 0);
}

TEST_CASE("installations are found, the newest first unless another is wanted") {
  auto const found = installed_binaries();
  REQUIRE_FALSE(found.empty());
  Binaries const newest = find_postgres("", std::nullopt);
  for (Binaries const& one : found) CHECK(one.major <= newest.major);
  CHECK(find_postgres(newest.directory, newest.major).major == newest.major);
  CHECK(failing([] { find_postgres("", 99); }).message.find("version 99") != std::string::npos);
}

TEST_CASE("values of postgresql.conf are quoted") {
  CHECK(quoted_setting("a'b\\c") == "'a''b\\\\c'");
  CHECK(server_settings("/x/it's", "/x/log", {}, 1ULL << 34U)
            .find("unix_socket_directories = '\"/x/it''s\"'") != std::string::npos);
}

TEST_CASE("shared buffers follow the memory within limits") {
  auto const has = [](std::uint64_t memory, std::string const& line) {
    return server_settings("/x", "/x/log", {}, memory).find(line) != std::string::npos;
  };
  CHECK(has(1ULL << 28U, "shared_buffers = 64MB\n"));
  CHECK(has(1ULL << 32U, "shared_buffers = 512MB\n"));
  CHECK(has(1ULL << 38U, "shared_buffers = 1024MB\n"));
  CHECK(available_memory() > 0);
}

TEST_CASE("every SQLSTATE class has its fault") {
  CHECK(fault_of("57P01") == Fault::missing_resource);
  CHECK(fault_of("57014") == Fault::interrupted);
  CHECK(fault_of("08006") == Fault::missing_resource);
  CHECK(fault_of("53300") == Fault::missing_resource);
  CHECK(fault_of("40001") == Fault::missing_resource);
  CHECK(fault_of("22P02") == Fault::bad_request);
  CHECK(fault_of("54001") == Fault::bad_request);
  CHECK(fault_of("42601") == Fault::internal);
  CHECK(fault_of("42501") == Fault::missing_resource);
  CHECK(fault_of("P0001") == Fault::internal);
  CHECK(fault_of("") == Fault::internal);
  CHECK(one_line("a\n\tb\n\n") == "a; b");
}

TEST_CASE("programs get their words as they are, no shell between, and none of our files") {
  std::string const word = "$(id); `id` 'x' \"y\" * \\";
  Outcome const echo = run_program({.words = {"/bin/echo", "-n", word}}, 20s);
  CHECK(echo.status == 0);
  CHECK(echo.output == word);
  int const leaky = open("/dev/null", O_RDONLY);  // without O_CLOEXEC, as some library may do
  Outcome const files = run_program({.words = {"/bin/ls", "/proc/self/fd"}}, 20s);
  close(leaky);
  CHECK(files.output == "0\n1\n2\n3\n");  // 3 is ls reading the directory
  CHECK(run_program({.words = {"/bin/sh", "-c", "exit 7"}}, 20s).status == 7);
  CHECK(run_program({.words = {"/bin/sh", "-c", "kill -9 $$"}}, 20s).status == 128 + 9);
}

TEST_CASE("programs that cannot start, or do not end, are told") {
  CHECK(failing([] {
          run_program({.words = {"/nonexistent"}}, 20s);
        }).message.find("cannot start the program") != std::string::npos);
  CHECK(failing([] {
          run_program({.words = {"/bin/true"}, .directory = "/nonexistent"}, 20s);
        }).message.find("cannot enter the directory") != std::string::npos);
  CHECK(failing([] {
          start_program({.words = {"/bin/true"}, .log = "/nonexistent/log"});
        }).message.find("cannot write") != std::string::npos);
  CHECK(failing([] { run_program({.words = {"/bin/sleep", "60"}}, 1s); }).fault == Fault::missing_resource);
  if (geteuid() != 0) return;
  Identity const nobody{65534, 65534, "nobody"};
  CHECK(run_program({.words = {"/usr/bin/id", "-u"}, .user = nobody}, 20s).output == "65534\n");
  CHECK(run_program({.words = {"/usr/bin/id", "-G"}, .user = nobody}, 20s).output == "65534\n");
  CHECK(failing([&] {
          run_program({.words = {"/bin/true"}, .directory = "/root", .user = nobody}, 20s);
        }).fault == Fault::missing_resource);
}
