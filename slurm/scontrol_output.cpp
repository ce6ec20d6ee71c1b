// "scontrol -o show job": pairs in one line, of which values may hold blanks.
#include <algorithm>

#include "engine/base/text.hpp"
#include "slurm/slurm_output.hpp"

namespace slurm {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

/// "JobId", "CPUs/Task", "AllocNode:Sid", "ReqB:S:C:T": how keys look.
bool is_key(std::string_view word) {
  auto const fits = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '/' ||
           c == ':' || c == '_';
  };
  return !word.empty() && word.front() >= 'A' && word.front() <= 'Z' &&
         std::all_of(word.begin(), word.end(), fits);
}

std::string value_of(Fields const& fields, std::string_view key) {
  auto const found =
      std::find_if(fields.begin(), fields.end(), [&](auto const& f) { return f.first == key; });
  if (found == fields.end()) return {};
  std::string const& value = found->second;
  return value == "(null)" || value == "N/A" || value == "Unknown" ? std::string() : value;
}

std::optional<BatchRecord> record_of(Fields const& fields) {
  std::string const array = value_of(fields, "ArrayJobId"), task = value_of(fields, "ArrayTaskId");
  auto id = array_id_from(array.empty() ? value_of(fields, "JobId") : array);
  if (!id) return std::nullopt;
  if (!task.empty()) {
    if (auto const number = engine::whole_number(task); number && *number >= 0 && *number < 1'000'000'000)
      id->task = static_cast<int>(*number);
    else
      id->waiting = task;
  }
  BatchRecord row{.id = *id, .state = value_of(fields, "JobState"), .reason = value_of(fields, "Reason")};
  if (row.reason == "None") row.reason.clear();
  row.name = value_of(fields, "JobName");
  row.comment = value_of(fields, "Comment");
  std::string const user = value_of(fields, "UserId");
  row.user = user.substr(0, user.find('('));
  row.work_dir = value_of(fields, "WorkDir");
  row.partition = value_of(fields, "Partition");
  row.account = value_of(fields, "Account");
  row.qos = value_of(fields, "QOS");
  row.node_list = value_of(fields, "NodeList");
  row.nodes = engine::whole_number(value_of(fields, "NumNodes"));
  row.restarts = engine::whole_number(value_of(fields, "Restarts"));
  row.submitted = time_from(value_of(fields, "SubmitTime"));
  row.started = time_from(value_of(fields, "StartTime"));
  row.ended = time_from(value_of(fields, "EndTime"));
  row.elapsed = duration_from(value_of(fields, "RunTime"));
  row.exit_code = exit_code_from(value_of(fields, "ExitCode"));
  return row;
}

}  // namespace

Fields scontrol_fields(std::string_view line) {
  Fields fields;
  line = engine::trimmed(line);
  for (bool first = true; !line.empty() || first; first = false) {
    auto const end = line.find(' ');
    std::string_view const word = line.substr(0, end);
    auto const equals = word.find('=');
    if (equals != word.npos && is_key(word.substr(0, equals)))
      fields.emplace_back(word.substr(0, equals), word.substr(equals + 1));
    else if (!fields.empty())
      fields.back().second += " " + std::string(word);
    if (end == line.npos) break;
    line.remove_prefix(end + 1);
  }
  return fields;
}

std::vector<BatchRecord> scontrol_jobs(std::string_view text) {
  std::vector<BatchRecord> rows;
  for (auto const& line : engine::split(text, '\n')) {
    // Between the answers to several questions stands its prompt.
    std::string_view const plain = std::string_view(line).substr(std::min(line.find("JobId="), line.size()));
    if (auto const row = record_of(scontrol_fields(plain))) rows.push_back(*row);
  }
  return rows;
}

}  // namespace slurm
