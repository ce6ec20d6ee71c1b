#include "engine/app/selftest_rules.hpp"

#include <algorithm>

#include <doctest/doctest.h>

using namespace engine;

namespace {

/// Two ranks on each of two hosts with four processors, two for each rank; all is well.
SelftestReport sound() {
  SelftestReport report;
  report.expected = {4, 2, true};
  for (int rank = 0; rank < 4; ++rank) {
    RankFacts facts;
    facts.rank = rank;
    facts.host = std::string(rank < 2 ? "n1" : "n2");
    facts.processors = rank % 2 == 0 ? std::vector{0, 1} : std::vector{2, 3};
    facts.host_processors = 4;
    facts.threads = 2;
    facts.program = "Distiller 1";
    facts.program_sha256 = std::string(64, 'a');
    facts.libraries = "hdf5 1";
    facts.cpu_model = "Model";
    report.ranks.push_back(facts);
    report.shared.push_back({rank, facts.host, 0.01, 0.01, ""});
  }
  report.clocks = {{"n1", {0, 0}}, {"n2", {0.2, 0.001}}};
  return report;
}

bool says(std::vector<std::string> const& texts, std::string const& word) {
  return std::any_of(texts.begin(), texts.end(),
                     [&](std::string const& text) { return text.find(word) != text.npos; });
}

void check_refused(SelftestReport report, std::string const& word) {
  judge(report);
  CHECK_MESSAGE(says(report.refusals, word), word);
  CHECK(report.refusals.size() == 1);
}

void check_warned(SelftestReport report, std::string const& word) {
  judge(report);
  CHECK(report.refusals.empty());
  CHECK_MESSAGE(says(report.warnings, word), word);
}

}  // namespace

TEST_CASE("nothing is said of a sound set-up") {
  SelftestReport report = sound();
  judge(report);
  CHECK(report.refusals.empty());
  CHECK(report.warnings.empty());
}

TEST_CASE("ranks that are missing are told, and what to try") {
  SelftestReport report = sound();
  report.expected.ranks = 8;
  check_refused(report, "4 ranks found, 8 expected");
  check_refused(report, "--mpi=pmix");
}

TEST_CASE(
    "ranks on fewer hosts than asked for are refused; where nobody asked, only if they are the whole batch") {
  SelftestReport report = sound();
  report.expected.nodes = 3;
  check_refused(report, "2 hosts");
  report.expected.nodes_asked = false;
  check_refused(report, "2 hosts");
  report.expected.ranks = 0;
  check_warned(report, "2 hosts");
}

TEST_CASE("a mixture of builds or libraries is refused, naming the hosts; one of processors is not") {
  SelftestReport report = sound();
  report.ranks[3].program_sha256 = std::string(64, 'b');
  check_refused(report, "different builds");
  check_refused(report, "n2");
  report = sound();
  report.ranks[0].libraries = "hdf5 2";
  check_refused(report, "libraries");
  report = sound();
  report.ranks[3].cpu_features = "other";
  check_warned(report, "different processors");
}

TEST_CASE("ranks that are bound to one processor of many are refused") {
  SelftestReport report = sound();
  for (int const rank : {0, 1}) {
    report.ranks[static_cast<std::size_t>(rank)].processors = {3};
    report.ranks[static_cast<std::size_t>(rank)].threads = 1;
  }
  check_refused(report, "ranks 0, 1 on n1 are all bound to processor 3");
}

TEST_CASE("several threads on the one processor that a rank was bound to are refused") {
  SelftestReport report = sound();
  report.ranks[2].processors = {0};
  check_refused(report, "2 threads on a single processor");
  for (RankFacts& rank : report.ranks) rank.host_processors = 1;  // there is no other
  check_warned(report, "more threads than");
}

TEST_CASE("more threads than processors, and processors that nobody uses, are warned of") {
  SelftestReport report = sound();
  for (RankFacts& rank : report.ranks) rank.threads = 3;
  check_warned(report, "more threads than");
  report = sound();
  for (RankFacts& rank : report.ranks) {
    rank.processors = {0, 1, 2, 3};
    rank.threads = 3;
  }
  check_warned(report, "6 threads of 2 ranks share 4 processors on n1");
  for (RankFacts& rank : report.ranks) {
    rank.processors = {0, 1, 2, 3, 4, 5, 6, 7};
    rank.threads = 1;
  }
  check_warned(report, "would use 2 of the 8");
}

TEST_CASE("clocks may differ by a second, and no more than can be told apart") {
  SelftestReport report = sound();
  report.clocks[1].offset = {-1.5, 0.1};
  check_warned(report, "the clock of n2 is 1.5 s behind");
  report.clocks[1].offset = {1.5, 0.6};
  judge(report);
  CHECK(report.warnings.empty());
}

TEST_CASE("an output folder that is not shared is refused, either way; one that is slow is warned of") {
  SelftestReport report = sound();
  report.shared[2].root_file_s.reset();
  report.folders = {{"n2", "output", 0, 0, 0, 0, 0, "No such file or directory"}};  // the same once more
  check_refused(report, "not shared: n2");
  report = sound();
  report.shared[3].own_file_s.reset();
  report.shared[3].trouble = "Read-only file system";
  check_refused(report, "both ways");
  check_refused(report, "Read-only");
  report = sound();
  report.shared[3].own_file_s = 4.5;
  check_warned(report, "late");
}

TEST_CASE("wrong sums, folders that cannot be used, and different data are refused") {
  SelftestReport report = sound();
  report.collectives.wrong = "element 7";
  check_refused(report, "element 7");
  report = sound();
  report.folders = {{"n1", "output", 0, 0, 0, 0, 0, "No space left on device"}};
  check_refused(report, "No space left");
  report.folders[0].folder = "scratch";
  check_warned(report, "TMPDIR");
  report = sound();
  report.inputs = {{"n1", 3, 10, 1, "aaaaaaaaa", ""}, {"n2", 2, 10, 1, "bbbbbbbbb", ""}};
  check_refused(report, "different input data");
  report.inputs = {{"n1", 3, 10, 1, "aaaaaaaaa", ""}, {"n2", 0, 0, 0, "", "Permission denied"}};
  check_refused(report, "cannot be read on n2");
}

TEST_CASE("processors are listed as people write them") {
  CHECK(list_text({}).empty());
  CHECK(list_text({0}) == "0");
  CHECK(list_text({0, 1, 2, 5, 7, 8}) == "0-2,5,7-8");
}
