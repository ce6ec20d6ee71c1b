#include "slurm/slurm_output.hpp"

#include <algorithm>
#include <array>

#include "engine/base/text.hpp"

namespace slurm {
namespace {

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    auto const end = text.find('\n');
    if (auto const line = engine::trimmed(text.substr(0, end)); !line.empty()) lines.push_back(line);
    if (end == text.npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

std::string said(std::string_view word) {
  bool const nothing = word == "(null)" || word == "N/A" || word == "n/a" || word == "Unknown" ||
                       word == "None assigned" || word == "None";
  return nothing ? std::string() : std::string(word);
}

/// The first `count` fields, the last of which holds all the rest, separators too; nothing if there are
/// fewer.
std::optional<std::vector<std::string>> fields_of(std::string_view line, std::size_t count) {
  std::vector<std::string> fields;
  while (fields.size() + 1 < count) {
    auto const end = line.find('|');
    if (end == line.npos) return std::nullopt;
    fields.emplace_back(engine::trimmed(line.substr(0, end)));
    line.remove_prefix(end + 1);
  }
  fields.emplace_back(line);
  return fields;
}

}  // namespace

std::optional<std::string> submitted_id(std::string_view text) {
  for (auto const line : lines_of(text)) {  // a site's plugin may print before it
    auto const id = engine::trimmed(line.substr(0, line.find(';')));
    if (!id.empty() && id.size() < 20 && id.find_first_not_of("0123456789") == id.npos)
      return std::string(id);
  }
  return std::nullopt;
}

std::vector<BatchRecord> squeue_rows(std::string_view text) {
  std::vector<BatchRecord> rows;
  for (auto const line : lines_of(text)) {
    auto const fields = fields_of(line, 17);
    auto const id = fields ? array_id_from((*fields)[0]) : std::nullopt;
    if (!id) continue;
    auto const& f = *fields;
    BatchRecord row{.id = *id, .state = f[2], .reason = said(f[3])};
    if (auto const whole = array_id_from(f[1])) row.id.job = whole->job;
    row.submitted = time_from(f[4]);
    row.started = time_from(f[5]);
    row.ended = time_from(f[6]);
    row.elapsed = duration_from(f[7]);
    row.nodes = engine::whole_number(f[8]);
    row.partition = said(f[9]);
    row.account = said(f[10]);
    row.qos = said(f[11]);
    row.user = said(f[12]);
    row.node_list = said(f[13]);
    row.name = f[14];
    row.comment = said(f[15]);
    row.work_dir = f[16];
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<BatchRecord> sacct_rows(std::string_view text) {
  std::vector<BatchRecord> rows;
  for (auto const line : lines_of(text)) {
    auto const fields = fields_of(line, 17);
    auto const id = fields ? array_id_from((*fields)[0]) : std::nullopt;
    if (!id) continue;
    auto const& f = *fields;
    BatchRecord row{.id = *id, .state = f[2]};
    row.exit_code = exit_code_from(f[3]);
    row.elapsed = duration_from(f[4]);
    row.cpu = duration_from(f[5]);
    row.max_rss = size_from(f[6]);
    row.submitted = time_from(f[7]);
    row.started = time_from(f[8]);
    row.ended = time_from(f[9]);
    row.partition = said(f[10]);
    row.account = said(f[11]);
    row.qos = said(f[12]);
    row.nodes = engine::whole_number(f[13]);
    row.node_list = said(f[14]);
    row.user = said(f[15]);
    row.name = f[16];
    rows.push_back(std::move(row));
  }
  return rows;
}

bool some_controller_is_up(std::string_view text) {
  for (auto const line : lines_of(text)) {
    // 20.11 and later: "Slurmctld(primary) at head is UP"; before: "Slurmctld(primary/backup) at a/b are
    // UP/DOWN".
    auto const verb = std::max(line.rfind(" is ") + 1, line.rfind(" are ") + 1);
    if (line.starts_with("Slurmctld") && verb != 0 && line.find("UP", verb) != line.npos) return true;
  }
  return false;
}

std::string version_from(std::string_view text) {
  for (auto const line : lines_of(text))
    for (auto const& word : engine::split(line, ' ')) {
      bool const digit = !word.empty() && word.front() >= '0' && word.front() <= '9';
      if (digit && word.find('.') != word.npos) return word;
    }
  return {};
}

bool NodeRow::usable() const {
  constexpr std::array<std::string_view, 8> good{"idle",    "mixed",    "allocated",   "completing",
                                                 "planned", "reserved", "powering_up", "allocated+"};
  // A sign after it says more: '*' no answer, '~' asleep, '#' waking, '-' planned for a larger job.
  std::string_view word = state;
  if (word.ends_with('*')) return false;
  while (!word.empty() && std::string_view("~#!%$@^-").find(word.back()) != std::string_view::npos)
    word.remove_suffix(1);
  return std::find(good.begin(), good.end(), engine::lower(word)) != good.end();
}

std::vector<NodeRow> sinfo_rows(std::string_view text) {
  std::vector<NodeRow> rows;
  for (auto const line : lines_of(text)) {
    auto const fields = fields_of(line, 5);
    if (!fields || (*fields)[0].empty()) continue;
    NodeRow row{.node = (*fields)[0], .state = (*fields)[1], .partition = (*fields)[2]};
    row.is_default = row.partition.ends_with('*');
    if (row.is_default) row.partition.pop_back();
    row.cpus = engine::whole_number((*fields)[3]).value_or(0);
    row.memory_mib = engine::whole_number(engine::split((*fields)[4] + "+", '+').front()).value_or(0);
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace slurm
