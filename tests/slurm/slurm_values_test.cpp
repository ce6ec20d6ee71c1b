#include "slurm/slurm_values.hpp"

#include <doctest/doctest.h>

namespace {

using namespace std::chrono_literals;
using namespace slurm;

TEST_CASE("durations as squeue(1), sbatch(1) and sacct(1) write them") {
  CHECK(duration_from("0:00") == 0s);
  CHECK(duration_from("1:05") == 65s);
  CHECK(duration_from("01:02:03") == 3723s);
  CHECK(duration_from("1-02:03:04") == 26h + 3min + 4s);
  CHECK(duration_from("2-03") == 51h);
  CHECK(duration_from("2-03:04") == 51h + 4min);
  CHECK(duration_from("90") == 90min);
  CHECK(duration_from("00:00.003") == 3ms);
  CHECK(duration_from("01:02:03.5") == 3723500ms);
  CHECK(duration_from("365-00:00:00") == 365 * 24h);
  for (char const* const text : {"", "UNLIMITED", "INVALID", "N/A", "Partition_Limit", "1:2:3:4", "-1:00",
                                 "1-", "a:b", "1:", "9999999999:00", "1.x", "."})
    CHECK_FALSE(duration_from(text).has_value());
}

TEST_CASE("times") {
  CHECK(time_from("2026-11-21T06:55:07") == jobs::instant_from("2026-11-21T06:55:07Z"));
  for (char const* const text : {"", "Unknown", "N/A", "None", "now", "2026", "2026-13-01T00:00:00"})
    CHECK_FALSE(time_from(text).has_value());
}

TEST_CASE("sizes") {
  CHECK(size_from("0") == 0u);
  CHECK(size_from("512K") == 512u * 1024);
  CHECK(size_from("1.50G") == 3u << 29);
  CHECK(size_from("4000M") == std::uint64_t{4000} << 20);
  CHECK(size_from("2T") == std::uint64_t{2} << 40);
  CHECK(size_from("500Mc") == std::uint64_t{500} << 20);
  CHECK(size_from("2Gn") == std::uint64_t{2} << 30);
  for (char const* const text :
       {"", "K", "n", "-1K", "1e9", "infK", "nan", "16?", "99999999999999999999T", "1..2"})
    CHECK_FALSE(size_from(text).has_value());
}

TEST_CASE("exit codes") {
  CHECK(exit_code_from("0:9") == ExitCode{0, 9});
  CHECK(exit_code_from("3:0") == ExitCode{3, 0});
  for (char const* const text : {"", ":", "1", "1:2:3", "-1:0", "x:y", "1:99999999999"})
    CHECK_FALSE(exit_code_from(text).has_value());
}

TEST_CASE("lists of nodes, of which `scontrol show hostnames` is the measure") {
  using Names = std::vector<std::string>;
  CHECK(nodes_from("n1") == Names{"n1"});
  CHECK(nodes_from("host[01-03,7],gpu2") == Names{"host01", "host02", "host03", "host7", "gpu2"});
  CHECK(nodes_from("r[1-2]-n[8-10]") == Names{"r1-n8", "r1-n9", "r1-n10", "r2-n8", "r2-n9", "r2-n10"});
  CHECK(nodes_from("n[098-101]") == Names{"n098", "n099", "n100", "n101"});
  CHECK(nodes_from("") == Names{});
  CHECK(nodes_from("None assigned") == Names{});
  for (char const* const text : {"n[1", "n1]", "n[]", "n[3-1]", "n[[1]]", "n[1-999999999]", ",",
                                 "n[1-2]-[1-99999]", "n[a-b]", "n[-]", "a,,b"})
    CHECK_FALSE(nodes_from(text).has_value());
}

TEST_CASE("ids of batches, parts and steps") {
  CHECK(array_id_from("123")->job == "123");
  CHECK(array_id_from("123_4")->task == 4);
  CHECK(array_id_from("123_[1-8%2]")->waiting == "1-8%2");
  CHECK(array_id_from("123_[1,3-5]")->waiting == "1,3-5");
  CHECK(array_id_from("123+1")->job == "123");
  CHECK(array_id_from("123_4.batch")->step == "batch");
  CHECK(array_id_from("123_4.0")->task == 4);
  for (char const* const text :
       {"", "_", "123_", "x", "123_[", "12 3", "123_x", "123_[]", "1+", "-5", "99999999999999999999999"})
    CHECK_FALSE(array_id_from(text).has_value());
}

}  // namespace
