#include "jobs/work/work_environment.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

#include <unistd.h>

#include "jobs/work/batch_place.hpp"
#include "jobs/work/work_lock.hpp"

namespace jobs {
namespace {

constexpr std::array<std::string_view, 5> names{"PATH", "LD_LIBRARY_PATH", "TZ", "DISTILL_LAUNCHER",
                                                "HOSTNAME"};
constexpr std::array<std::string_view, 13> prefixes{"OMP_",   "OMPI_",  "PRTE_",  "PMIX_",  "PMI_",
                                                    "MPICH_", "HYDRA_", "I_MPI_", "SLURM_", "UCX_",
                                                    "HDF5_",  "ASAN_",  "TSAN_"};

/// Of a batch's environment, which modules and the operator's own lines have made; should the service's have
/// come along, its secrets stay out.
constexpr std::array<std::string_view, 4> secret_prefixes{"DISTILLD_", "PG", "SSH_", "MUNGE"};

bool is_harmless(std::string_view variable) {
  auto const name = variable.substr(0, variable.find('='));
  if (in_batch())
    return std::ranges::none_of(secret_prefixes,
                                [&](std::string_view prefix) { return name.starts_with(prefix); });
  return std::ranges::find(names, name) != names.end() ||
         std::ranges::any_of(prefixes, [&](std::string_view prefix) { return name.starts_with(prefix); });
}

}  // namespace

std::vector<std::string> harmless_variables() {
  std::vector<std::string> kept;
  for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable)
    if (is_harmless(*variable)) kept.emplace_back(*variable);
  return kept;
}

std::vector<std::string> program_environment(WorkOrder const& order, std::filesystem::path const& folder) {
  std::map<std::string, std::string> variables{{"PATH", "/usr/local/bin:/usr/bin:/bin"}};
  for (auto const& variable : harmless_variables()) {
    auto const equals = variable.find('=');
    variables[variable.substr(0, equals)] = variable.substr(equals + 1);
  }
  for (char const* const ours : {"DISTILL_LAUNCHER", "DISTILL_WARNING"}) variables.erase(ours);
  bool const as_other = geteuid() == 0 && !order.user.empty();  // who may not enter the work folder itself
  // Whoever asked for an empty environment of the batch did not mean that of its steps.
  if (in_batch()) variables["SLURM_EXPORT_ENV"] = "ALL";
  variables["HOME"] = (as_other ? folder / scratch_name : folder).string();
  variables["TMPDIR"] = (folder / scratch_name).string();
  variables["LANG"] = "C.UTF-8";
  variables["OMP_NUM_THREADS"] = std::to_string(std::max(1, order.threads));
  if (geteuid() == 0 && !as_other)
    variables["OMPI_ALLOW_RUN_AS_ROOT"] = variables["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1";
  for (auto const& [name, value] : order.environment) variables[name] = value;
  variables[run_variable] = folder.string();
  std::vector<std::string> texts;
  for (auto const& [name, value] : variables) texts.push_back(name + "=" + value);
  return texts;
}

}  // namespace jobs
