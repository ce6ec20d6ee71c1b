#include "slurm/accounting.hpp"

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"

namespace slurm {
namespace {

constexpr auto ask_again = std::chrono::minutes(10);
constexpr auto clocks_differ = std::chrono::hours(1);

bool is_disabled(std::string const& errors) {
  std::string const small = engine::lower(errors);
  return small.find("accounting storage is disabled") != small.npos ||
         small.find("accounting_storage/none") != small.npos;
}

Accounting::Rows by_batch(std::vector<BatchRecord> rows) {
  Accounting::Rows found;
  for (auto& row : rows) found[row.id.job].push_back(std::move(row));
  return found;
}

}  // namespace

std::optional<bool> Accounting::exists() const {
  std::scoped_lock const lock(mutex_);
  bool const old = exists_ == false && std::chrono::steady_clock::now() > asked_ + ask_again;
  return old ? std::nullopt : exists_;
}

std::optional<std::string> Accounting::ask(std::vector<std::string> const& words, Deadline deadline) {
  if (exists() == false) return "";
  auto const answer = commands_.run(words, deadline);
  bool const disabled = is_disabled(answer.errors);
  if (answer.well || disabled) {
    std::scoped_lock const lock(mutex_);
    exists_ = !disabled;
    asked_ = std::chrono::steady_clock::now();
    return disabled ? "" : answer.output;
  }
  return std::nullopt;
}

std::optional<Accounting::Rows> Accounting::ended(std::vector<std::string> const& ids, Deadline deadline) {
  if (ids.empty()) return Rows{};
  auto const output = ask({"sacct", "--parsable2", "--noheader", "--jobs=" + engine::joined(ids, ","),
                           std::string("--format=") + sacct_format},
                          deadline);
  if (!output) return std::nullopt;
  return by_batch(sacct_rows(*output));
}

Accounting::Rows Accounting::remembered(std::vector<std::string> const& ids, Deadline deadline) {
  if (ids.empty()) return {};
  std::string questions;
  for (auto const& id : ids) questions += "show job " + id + "\n";
  // It ends with 1 if one of them is not known, and answers the others.
  return by_batch(scontrol_jobs(commands_.run({"scontrol", "--oneliner"}, deadline, questions).output));
}

std::optional<std::string> Accounting::newest(std::string const& name, std::string const& owner,
                                              jobs::Instant since, Deadline deadline) {
  std::vector<std::string> words{"sacct",
                                 "--parsable2",
                                 "--noheader",
                                 "--allocations",
                                 "--name=" + name,
                                 "--starttime=" + jobs::iso_text(since - clocks_differ).substr(0, 19),
                                 std::string("--format=") + sacct_format};
  if (!owner.empty()) words.push_back("--user=" + owner);
  auto const output = ask(words, deadline);
  std::optional<std::string> found;
  std::optional<jobs::Instant> latest;
  for (auto const& row : sacct_rows(output.value_or(""))) {
    if (row.name != name || (latest && row.submitted && *row.submitted < *latest)) continue;
    found = row.id.job;
    latest = row.submitted;
  }
  return found;
}

}  // namespace slurm
