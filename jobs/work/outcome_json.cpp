// What became of a run, and how far it is, as JSON.
#include <array>

#include <nlohmann/json.hpp>

#include "engine/base/failure.hpp"
#include "jobs/work/work.hpp"
#include "jobs/work/work_files.hpp"

namespace jobs {
namespace {

using nlohmann::json;
using End = WorkOutcome::End;

struct EndWord {
  End end;
  std::string_view word;
};
constexpr std::array<EndWord, 8> words{{{End::exited, "exited"},
                                        {End::killed, "killed"},
                                        {End::timed_out, "timed_out"},
                                        {End::stopped, "stopped"},
                                        {End::out_of_memory, "out_of_memory"},
                                        {End::not_started, "not_started"},
                                        {End::lost, "lost"},
                                        {End::interrupted, "interrupted"}}};

End end_named(std::string const& word) {
  for (auto const& row : words)
    if (row.word == word) return row.end;
  throw engine::Failure(engine::Fault::bad_data, "no end of a run: " + word);
}

std::string text_of(json const& document) {
  return document.dump(1, ' ', false, json::error_handler_t::replace);
}

Instant instant(json const& text) {
  auto const found = instant_from(text.get<std::string>());
  if (!found) throw engine::Failure(engine::Fault::bad_data, "no date: " + text.get<std::string>());
  return *found;
}

json sums(std::vector<FileSum> const& inputs) {
  json list = json::array();
  for (auto const& input : inputs)
    list.push_back({{"path", input.path.string()},
                    {"sha256", input.sha256},
                    {"size", input.size},
                    {"changed", iso_text(input.changed)}});
  return list;
}

WorkOutcome outcome_in(json const& document) {
  WorkOutcome outcome;
  outcome.end = end_named(document.at("end").get<std::string>());
  document.at("attempt").get_to(outcome.attempt);
  outcome.run = document.value("run", outcome.run);  // earlier releases say neither this
  document.at("status").get_to(outcome.status);
  document.at("reason").get_to(outcome.reason);
  document.at("error_message").get_to(outcome.error_message);
  document.at("error_fault").get_to(outcome.error_fault);
  outcome.started = instant(document.at("started"));
  outcome.ended = instant(document.at("ended"));
  document.at("cpu_seconds").get_to(outcome.cpu_seconds);
  document.at("max_rss_bytes").get_to(outcome.max_rss_bytes);
  document.at("bytes_read").get_to(outcome.bytes_read);
  document.at("bytes_written").get_to(outcome.bytes_written);
  outcome.all_seen = document.value("all_seen", outcome.all_seen);  // nor that
  document.at("processes").get_to(outcome.processes);
  document.at("threads").get_to(outcome.threads);
  document.at("hosts").get_to(outcome.hosts);
  document.at("launcher").get_to(outcome.launcher);
  document.at("facts").get_to(outcome.facts);
  for (auto const& input : document.at("inputs"))
    outcome.inputs.push_back({input.at("path").get<std::string>(), input.at("sha256").get<std::string>(),
                              input.at("size").get<std::int64_t>(), instant(input.at("changed"))});
  return outcome;
}

}  // namespace

std::string_view word_of(End end) {
  for (auto const& row : words)
    if (row.end == end) return row.word;
  return "lost";
}

bool went_well(WorkOutcome const& outcome, WorkOrder const& order) {
  return outcome.end == End::exited &&
         (outcome.status == 0 ||
          (order.reads_progress && outcome.status == engine::exit_with_skipped_inputs));
}

namespace {

json document_of(WorkOutcome const& outcome) {
  return {{"end", word_of(outcome.end)},
          {"attempt", outcome.attempt},
          {"run", outcome.run},
          {"status", outcome.status},
          {"reason", outcome.reason},
          {"error_message", outcome.error_message},
          {"error_fault", outcome.error_fault},
          {"started", iso_text(outcome.started)},
          {"ended", iso_text(outcome.ended)},
          {"cpu_seconds", outcome.cpu_seconds},
          {"max_rss_bytes", outcome.max_rss_bytes},
          {"bytes_read", outcome.bytes_read},
          {"bytes_written", outcome.bytes_written},
          {"all_seen", outcome.all_seen},
          {"processes", outcome.processes},
          {"threads", outcome.threads},
          {"hosts", outcome.hosts},
          {"launcher", outcome.launcher},
          {"facts", outcome.facts},
          {"inputs", sums(outcome.inputs)}};
}

std::optional<WorkOutcome> read_from(std::filesystem::path const& path, int attempt) {
  auto const text = file_text(path);
  if (!text) return std::nullopt;
  try {
    auto outcome = outcome_in(json::parse(*text));
    if (outcome.attempt != attempt) return std::nullopt;
    return outcome;
  } catch (json::exception const& error) {
    throw engine::Failure(engine::Fault::bad_data,
                          "no proper outcome: " + path.string() + " (" + error.what() + ")");
  }
}

std::filesystem::path kept_name(std::filesystem::path const& folder, int run) {
  return folder / ("outcome-" + std::to_string(run) + ".json");
}

}  // namespace

void write_outcome(std::filesystem::path const& folder, WorkOutcome const& outcome) {
  replace_file(folder / outcome_name, text_of(document_of(outcome)), Sync::yes);
}

std::optional<WorkOutcome> read_outcome(std::filesystem::path const& folder, int attempt) {
  return read_from(folder / outcome_name, attempt);
}

void keep_outcome(std::filesystem::path const& folder, WorkOutcome const& outcome) {
  replace_file(kept_name(folder, outcome.run), text_of(document_of(outcome)), Sync::yes);
}

std::vector<WorkOutcome> kept_outcomes(std::filesystem::path const& folder, int attempt) {
  std::vector<WorkOutcome> found;
  std::error_code none;
  for (int run = 1; std::filesystem::exists(kept_name(folder, run), none); ++run)
    if (auto outcome = read_from(kept_name(folder, run), attempt)) found.push_back(std::move(*outcome));
  return found;
}

void write_status(std::filesystem::path const& folder, JobInfo const& info) {
  json document{{"stage", info.stage}};
  if (info.fraction) document["fraction"] = *info.fraction;
  replace_file(folder / status_name, text_of(document), Sync::no);
}

std::optional<JobInfo> read_status(std::filesystem::path const& folder) {
  auto const text = file_text(folder / status_name, 1 << 20);
  if (!text) return std::nullopt;
  json const document = json::parse(*text, nullptr, false);
  if (!document.is_object() || !document.contains("stage") || !document["stage"].is_string())
    return std::nullopt;
  JobInfo info{document["stage"].get<std::string>(), {}};
  if (document.contains("fraction") && document["fraction"].is_number())
    info.fraction = document["fraction"].get<double>();
  return info;
}

}  // namespace jobs
