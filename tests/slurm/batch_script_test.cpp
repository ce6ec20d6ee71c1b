#include "slurm/batch_script.hpp"

#include <fstream>

#include <doctest/doctest.h>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "jobs/process.hpp"
#include "slurm/batch_directives.hpp"
#include "slurm/batch_name.hpp"
#include "slurm/shell_words.hpp"

namespace {

using namespace slurm;
using namespace std::chrono_literals;
using engine::Failure;

std::string golden(std::string const& name) {
  std::ifstream file(std::string(SLURM_GOLDEN) + "/scripts/" + name, std::ios::binary);
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), {}};
}

jobs::WorkOrder an_order() {
  jobs::WorkOrder order{.id = "7Hq0123456789abcdefghi", .attempt = 2, .argv = {"distill", "map"}};
  order.directory = "/srv/jobs/map/7Hq/.results";
  order.run = 3;
  return order;
}

std::string script(jobs::WorkOrder const& order, Profile const& profile = {}, Settings const& settings = {}) {
  return batch_script({settings, profile, order, "/srv/jobs/map/7Hq/work", "4f00000000000001"});
}

std::string refused(Profile const& profile) {
  try {
    script(an_order(), profile);
  } catch (Failure const& failure) {
    CHECK(failure.fault() == engine::Fault::bad_request);
    return failure.what();
  }
  return {};
}

/// The lines that sbatch reads.
std::string directives(std::string const& text) {
  std::string found;
  for (auto const& line : engine::split(text, '\n'))
    if (line.starts_with("#SBATCH ")) found += line + "\n";
  return found;
}

/// bash itself says whether it is a script.
bool is_shell(std::string const& text) {
  jobs::ProcessOrder order{.argv = {"bash", "-n"}};
  order.input = text;
  auto const answer = jobs::run_process(order);
  return answer.end == jobs::ProcessResult::End::exited && answer.status == 0 && answer.errors.empty();
}

TEST_CASE("the plainest batch") {
  CHECK(directives(script(an_order())) == golden("plain.txt"));
  CHECK(is_shell(script(an_order())));
}

TEST_CASE("all that an operator can say, on several nodes") {
  auto order = an_order();
  order.mpi = true;
  order.nodes = 2;
  order.processes = 8;
  order.threads = 2;
  order.memory_bytes = std::uint64_t{6} << 30;
  order.time = 100min;
  order.resources_reason = "8 processes on 2 nodes: the counts of 3 hours need 6 GiB";
  Profile const profile{.partition = "batch",
                        .account = "astro",
                        .qos = "normal",
                        .constraint = "skylake&ib",
                        .reservation = "night",
                        .modules = {{"gcc/12", "openmpi/4.1"}},
                        .setup = {{"ulimit -s unlimited"}},
                        .environment = {{{"OMP_PROC_BIND", "true"}, {"GREETING", "it's $HOME"}}},
                        .options = {{"--gres=gpu:1", "--exclude", "n7"}},
                        .launcher = "srun --mpi=pmix",
                        .exclusive = true,
                        .time_max = 60min};
  CHECK(directives(script(order, profile)) == golden("full.txt"));
  CHECK(is_shell(script(order, profile)));
}

TEST_CASE("an array in a container") {
  auto order = an_order();
  order.parts = 5;
  order.inputs = {"/data/hess/a.fits", "/data/hess/b.fits", "/srv/jobs/map/7Hq/inputs/c.fits"};
  Profile const profile{.container = "/images/distiller 1.sif"};
  CHECK(directives(script(order, profile)) == golden("array.txt"));
  CHECK(is_shell(script(order, profile)));
  CHECK(
      script(order, {.container = "i.sif", .container_command = {{"singularity", "exec", "--nv"}}})
          .find(
              "exec singularity exec --nv --bind /data/hess --bind /srv/jobs/map/7Hq i.sif distilld work ") !=
      std::string::npos);
}

TEST_CASE("time limits: the job's own comes first, the profile's last") {
  Settings const settings{.warning = 60s, .margin = 60s};
  auto order = an_order();
  CHECK(minutes_of(settings, {}, order) == 0);
  CHECK(minutes_of(settings, {.time_max = 90s}, order) == 2);
  order.time = 10min;
  CHECK(minutes_of(settings, {}, order) == 13);
  CHECK(minutes_of(settings, {.time_max = 5min}, order) == 5);
  CHECK(minutes_of(settings, {.time_max = 60min}, order) == 13);
}

TEST_CASE("what cannot be a value is refused, whatever it is for") {
  for (std::string const evil : {"x\n#SBATCH --wrap=rm", "x y", "a'b", "a\"b", "a\\b", "\x01", "a#b"}) {
    CAPTURE(evil);
    CHECK_FALSE(refused({.partition = evil}).empty());
    CHECK_FALSE(refused({.account = evil}).empty());
    CHECK_FALSE(refused({.qos = evil}).empty());
    CHECK_FALSE(refused({.constraint = evil}).empty());
    CHECK_FALSE(refused({.reservation = evil}).empty());
    CHECK_FALSE(refused({.options = {{evil}}}).empty());
  }
  for (std::string const& evil : std::vector<std::string>{"x\ny", "x\ry", {"x\0y", 3}, "\x7f"}) {
    CHECK_FALSE(refused({.modules = {{evil}}}).empty());
    CHECK_FALSE(refused({.setup = {{evil}}}).empty());
    CHECK_FALSE(refused({.environment = {{{"A", evil}}}}).empty());
    CHECK_FALSE(refused({.container = evil}).empty());
    CHECK_FALSE(refused({.launcher = evil}).empty());
  }
  for (std::string const name : {"", "1A", "A B", "A=B", "A;rm", "\xc3\xa4"})
    CHECK_FALSE(refused({.environment = {{{name, "x"}}}}).empty());
  for (std::string const option :
       {"--requeue", "--wrap=x", "--array=1-3", "-J", "-Jx", "--export=ALL", "-o/tmp/x", "--job-name=x",
        "--signal=9", "-D", "--parsable", "-W", "--no-requeue"})
    CHECK_FALSE(refused({.options = {{option}}}).empty());
}

TEST_CASE("more than the profile gives is refused in words for users") {
  auto order = an_order();
  order.nodes = 5;
  order.processes = 10;
  order.threads = 4;
  order.memory_bytes = std::uint64_t{40} << 30;
  CHECK_THROWS_WITH_AS(
      script(order, {.nodes = 4}),
      "the job is too large for the cluster: it needs 5 nodes and may have 4 - ask for fewer "
      "pixels, bins or hours, or split the job",
      Failure);
  CHECK_THROWS_AS(script(order, {.cpus_per_node = 7}), Failure);
  CHECK_NOTHROW(script(order, {.cpus_per_node = 8}));
  CHECK_THROWS_AS(script(order, {.memory_per_node = std::uint64_t{7} << 30}), Failure);
  CHECK(script(order, {.memory_per_node = std::uint64_t{8} << 30}).find("--mem=8192M\n") !=
        std::string::npos);
  CHECK(script(order).find("--mem=8320M\n") != std::string::npos);
}

TEST_CASE("quoted words come back from a shell as they were") {
  for (std::string const word :
       {"", "plain", "a b", "it's", "$HOME `x` \\ \" * ? [a] ~ ! # & ; | <>()", "-n", "\xc3\xa4"}) {
    auto const answer = jobs::run_process({.argv = {"sh", "-c", "printf %s " + shell_word(word, "it")}});
    CHECK(answer.output == word);
  }
  CHECK_THROWS_AS(shell_word("a\nb", "it"), Failure);
}

TEST_CASE("names and comments tell batches apart") {
  auto const order = an_order();
  CHECK(batch_name("distiller", order) == "distiller-7Hq0123456789abcdefghi-a2-r3");
  CHECK(submission_in(batch_comment("distiller", order, "4f")) == "4f");
  CHECK(submission_in("anything else").empty());
  CHECK(submission_in("").empty());
  CHECK(is_name_of("distiller", "distiller-x-a1-r1"));
  CHECK_FALSE(is_name_of("distiller", "distiller2-x-a1-r1"));
  CHECK_FALSE(is_name_of("distiller", "distiller-"));
  CHECK(id_in_log("batch 17 d-x-a1-r1 submission 4f on n1", "d-x-a1-r1", "4f") == "17");
  CHECK(id_in_log("batch 17 d-x-a1-r1 submission 5f on n1", "d-x-a1-r1", "4f").empty());
  CHECK(id_in_log("", "d-x-a1-r1", "4f").empty());
}

TEST_CASE("profiles: later rules win, member by member") {
  Settings settings;
  settings.rules = {{.profile = {.partition = "main", .qos = "low", .nodes = 4}},
                    {.types = {"map", "select"}, .profile = {.partition = "maps", .modules = {{"gcc"}}}},
                    {.types = {"map"},
                     .roles = {"admin"},
                     .profile = {.qos = "high", .modules = {std::vector<std::string>{}}}}};
  auto const plain = profile_for(settings, "spectrum", "user");
  CHECK(plain.partition == "main");
  CHECK(plain.qos == "low");
  auto const map = profile_for(settings, "map", "user");
  CHECK(map.partition == "maps");
  CHECK(map.qos == "low");
  CHECK(map.nodes == 4);
  CHECK(map.modules->size() == 1);
  auto const admin = profile_for(settings, "map", "admin");
  CHECK(admin.qos == "high");
  CHECK(admin.modules->empty());
  CHECK_FALSE(profile_for(settings, "select", "admin").container.has_value());
}

}  // namespace
