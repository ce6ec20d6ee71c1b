#include <doctest/doctest.h>

#include "engine/base/failure.hpp"
#include "uws/daemon/cluster_rules.hpp"
#include "uws/daemon/cluster_settings.hpp"
#include "uws/daemon/config_table.hpp"
#include "uws/daemon/quoted_words.hpp"

using namespace uws;
using Words = std::vector<std::string>;

namespace {

slurm::Rule rule_of(std::string const& text) {
  slurm::Rule rule;
  auto const trouble = read_cluster_rule(text, rule);
  CHECK_MESSAGE(!trouble, trouble.value_or(""));
  return rule;
}

std::string trouble_of(std::string const& text) {
  slurm::Rule rule;
  rule.types = {"as before"};
  auto const trouble = read_cluster_rule(text, rule);
  CHECK(rule.types == Words{"as before"});
  return trouble.value_or("accepted");
}

bool has(std::string const& text, char const* part) { return text.find(part) != std::string::npos; }

Config with(Environment environment) {
  environment.emplace_back("HOME", "/home/ada");
  return read_config("", environment);
}

}  // namespace

TEST_CASE("words in quotes stay together, and are written so that they are read again") {
  CHECK(quoted_words("") == Words{});
  CHECK(quoted_words("  a  b\t") == Words{"a", "b"});
  CHECK(quoted_words("ssh -o 'Proxy Command=x y' host") == Words{"ssh", "-o", "Proxy Command=x y", "host"});
  CHECK(quoted_words(R"(a="b \"c\" \\ 'd'" '')") == Words{R"(a=b "c" \ 'd')", ""});
  CHECK_FALSE(quoted_words("a 'b"));
  CHECK_FALSE(quoted_words("a \"b\\\""));
  for (Words const& words : {Words{"a"}, Words{"", "b c"}, Words{"\"", "'", "\\", "a\\\"b"}, Words{}})
    CHECK(quoted_words(as_quoted(words)) == words);
}

TEST_CASE("a rule says for whom, and what") {
  auto const rule = rule_of(
      "type=map,select role=admin,anonymous: partition=long qos=high nodes=8 cpus_per_node=64 "
      "memory_per_node=\"250 GB\" time_max=2d module=hdf5 module='gcc/12 x' env.OMP_PLACES=cores "
      "env.EMPTY= option=--gres=gpu:1 setup=\"ulimit -s unlimited; true\" exclusive=yes "
      "container=/img.sif container_command='apptainer exec --cleanenv' launcher=\"srun --mpi=pmix\" "
      "account=gamma constraint=a&b reservation=night");
  CHECK(rule.types == Words{"map", "select"});
  CHECK(rule.roles == Words{"admin", "anonymous"});
  slurm::Profile const& p = rule.profile;
  CHECK(p.partition == "long");
  CHECK(p.qos == "high");
  CHECK(p.nodes == 8);
  CHECK(p.cpus_per_node == 64);
  CHECK(p.memory_per_node == 250'000'000'000);
  CHECK(p.time_max == std::chrono::hours(48));
  CHECK(p.modules == Words{"hdf5", "gcc/12 x"});
  using Environ = std::vector<std::pair<std::string, std::string>>;
  CHECK(p.environment == Environ{{"OMP_PLACES", "cores"}, {"EMPTY", ""}});
  CHECK(p.options == Words{"--gres=gpu:1"});
  CHECK(p.setup == Words{"ulimit -s unlimited; true"});
  CHECK(p.exclusive == true);
  CHECK(p.container == "/img.sif");
  CHECK(p.container_command == Words{"apptainer", "exec", "--cleanenv"});
  CHECK(p.launcher == "srun --mpi=pmix");
  CHECK(p.account == "gamma");
  CHECK(p.constraint == "a&b");
  CHECK(p.reservation == "night");
}

TEST_CASE("a rule for all names nobody") {
  for (char const* const whom : {"", "all", " all "}) {
    auto const rule = rule_of(std::string(whom) + ": partition=short");
    CHECK(rule.types.empty());
    CHECK(rule.roles.empty());
    CHECK(rule.profile.partition == "short");
    CHECK_FALSE(rule.profile.nodes);
  }
}

TEST_CASE("a rule that cannot be meant is refused with its word") {
  CHECK(has(trouble_of("partition=long"), "no ':'"));
  CHECK(has(trouble_of("type=map:"), "says nothing"));
  CHECK(has(trouble_of("type=map: partiton=long"), "unknown word 'partiton' - did you mean partition?"));
  CHECK(has(trouble_of("user=ada: nodes=2"), "'user=ada' is none of type=..., role=..., all"));
  CHECK(has(trouble_of("role=king: nodes=2"), "there is no role 'king'"));
  CHECK(has(trouble_of("role=: nodes=2"), "'role=' names nobody"));
  CHECK(has(trouble_of("type=map,: nodes=2"), "an empty name"));
  CHECK(has(trouble_of("type=map: nodes"), "'nodes' is not of the form key=value"));
  CHECK(has(trouble_of("type=map: nodes=0"), "'nodes=0' must be above zero"));
  CHECK(has(trouble_of("type=map: nodes=two"), "'nodes=two' is not a whole number"));
  CHECK(has(trouble_of("type=map: nodes=-1"), "'nodes=-1' is not a whole number"));
  CHECK(has(trouble_of("type=map: time_max=soon"), "'time_max=soon' is no duration"));
  CHECK(has(trouble_of("type=map: memory_per_node=1q"), "'memory_per_node=1q' is no size"));
  CHECK(has(trouble_of("type=map: exclusive=maybe"), "neither yes nor no"));
  CHECK(has(trouble_of("type=map: env.2X=1"), "'env.2X' is no name"));
  CHECK(has(trouble_of("type=map: env.=1"), "no name"));
  CHECK(has(trouble_of("type=map: setup='open"), "a quote that is not closed"));
  CHECK(has(trouble_of("type=map: partition=\"a\nb\""), "control characters"));
  CHECK(has(trouble_of("type=map: =1"), "not of the form"));
}

TEST_CASE("any bytes as a rule are a rule or a complaint") {
  std::string const alphabet =
      "type=map: n'\"\\ \t,env.=:\x01\xff"
      "2d";
  std::uint32_t state = 7;
  for (int round = 0; round < 20000; ++round) {
    std::string text = round % 2 == 0 ? "all: " : "";
    for (int i = 0; i < 24; ++i) {
      state = state * 1664525 + 1013904223;
      text += alphabet[(state >> 16) % alphabet.size()];
    }
    slurm::Rule rule;
    auto const trouble = read_cluster_rule(text, rule);
    CHECK((!trouble || !trouble->empty()));
  }
}

TEST_CASE("without a word about it there is no cluster") {
  Config const config = with({});
  CHECK_FALSE(config.cluster.is_used());
  CHECK_FALSE(runs_on_cluster(config.cluster, "map"));
}

TEST_CASE("the settings of all jobs are the first rule, and later ones win word by word") {
  Config const config = with({{"DISTILLD_CLUSTER_KIND", "slurm"},
                              {"DISTILLD_CLUSTER_OVER", "ssh -oBatchMode=yes 'login one'"},
                              {"DISTILLD_CLUSTER_PROGRAM", "/opt/distilld"},
                              {"DISTILLD_CLUSTER_PARTITION", "short"},
                              {"DISTILLD_CLUSTER_ACCOUNT", "gamma"},
                              {"DISTILLD_CLUSTER_ENVIRONMENT", "A=1\nB=x,y"},
                              {"DISTILLD_CLUSTER_LOCAL_TYPES", "Select"},
                              {"DISTILLD_CLUSTER_POLL", "500 ms"},
                              {"DISTILLD_CLUSTER_RULES",
                               "type=map: partition=long nodes=9\n"
                               "type=map role=admin: partition=best"}});
  auto const settings = cluster_settings(config);
  CHECK(settings.over == Words{"ssh", "-oBatchMode=yes", "login one"});
  CHECK(settings.poll == std::chrono::milliseconds(500));
  REQUIRE(settings.rules.size() == 3);
  CHECK(settings.rules[0].profile.environment->at(1).second == "x,y");
  CHECK_FALSE(settings.rules[0].profile.qos);
  CHECK(settings.rules[0].profile.nodes == static_cast<int>(config.cluster.nodes));
  auto const plain = slurm::profile_for(settings, "select", "astronomer");
  CHECK(plain.partition == "short");
  auto const map = slurm::profile_for(settings, "map", "astronomer");
  CHECK(map.partition == "long");
  CHECK(map.account == "gamma");
  CHECK(map.nodes == 9);
  CHECK(slurm::profile_for(settings, "map", "admin").partition == "best");
  CHECK(runs_on_cluster(config.cluster, "map"));
  CHECK_FALSE(runs_on_cluster(config.cluster, "select"));
}

TEST_CASE("containers see the data") {
  Config const config = with({{"DISTILLD_DATA_ROOTS", "/data/a,/data/b"}});
  auto const command = cluster_settings(config).rules.front().profile.container_command;
  CHECK(command ==
        Words{"apptainer", "exec", "--bind", "/data/a:/data/a:ro", "--bind", "/data/b:/data/b:ro"});
}

TEST_CASE("mistakes in the settings of a cluster name the setting and the rule") {
  auto const complaint = [](Environment const& environment) -> std::string {
    try {
      with(environment);
    } catch (engine::Failure const& failure) {
      return failure.what();
    }
    return "accepted";
  };
  CHECK(has(complaint({{"DISTILLD_CLUSTER_KIND", "pbs"}}), "cluster.kind is neither none nor slurm"));
  CHECK(has(complaint({{"DISTILLD_CLUSTER_RULES", "all: nodes=2\ntype=map: node=2"}}),
            "cluster.rules rule 2 'type=map: node=2': unknown word 'node' - did you mean nodes?"));
  CHECK(has(complaint({{"DISTILLD_CLUSTER_ENVIRONMENT", "A-B=1"}}), "'A-B=1', which is not NAME=value"));
  CHECK(has(complaint({{"DISTILLD_CLUSTER_NAME", "a b"}}), "cluster.name must be"));
  CHECK(has(complaint({{"DISTILLD_CLUSTER_OVER", "ssh 'x"}}), "cluster.over has a quote"));
  CHECK(has(complaint({{"DISTILLD_CLUSTER_KIND", "slurm"}, {"DISTILLD_CLUSTER_OVER", "ssh x"}}),
            "cluster.program must be an absolute path"));
  CHECK(has(complaint({{"DISTILLD_CLUSTER_KIND", "slurm"}, {"DISTILLD_CLUSTER_PROGRAM", "bin/distilld"}}),
            "or a name without '/'"));
  CHECK(has(complaint({{"DISTILLD_CLUSTER_KIND", "slurm"}, {"DISTILLD_CLUSTER_TIME_MAX", "30s"}}),
            "cluster.warning is not smaller"));
}
