// Work orders as JSON.
#include <nlohmann/json.hpp>

#include "engine/base/failure.hpp"
#include "jobs/work/work.hpp"
#include "jobs/work/work_files.hpp"

namespace jobs {
namespace {

using nlohmann::json;

std::string text_of(json const& document) {
  return document.dump(1, ' ', false, json::error_handler_t::replace);
}

std::vector<std::string> strings(std::vector<std::filesystem::path> const& paths) {
  std::vector<std::string> texts;
  for (auto const& path : paths) texts.push_back(path.string());
  return texts;
}

/// What clusters need; other orders leave it out.
void add_cluster(json& document, WorkOrder const& order) {
  document.update({{"type", order.type},
                   {"owner", order.owner},
                   {"role", order.role},
                   {"nodes", order.nodes},
                   {"parts", order.parts},
                   {"resources_reason", order.resources_reason},
                   {"resumes", order.resumes},
                   {"run", order.run},
                   {"restarts", order.restarts},
                   {"used_s", order.used.count()},
                   {"expected_s", order.expected.count()},
                   {"notify", order.notify}});
}

/// Orders of an earlier release have none of these.
void read_cluster(json const& document, WorkOrder& order) {
  order.type = document.value("type", order.type);
  order.owner = document.value("owner", order.owner);
  order.role = document.value("role", order.role);
  order.nodes = document.value("nodes", order.nodes);
  order.parts = document.value("parts", order.parts);
  order.resources_reason = document.value("resources_reason", order.resources_reason);
  order.resumes = document.value("resumes", order.resumes);
  order.run = document.value("run", order.run);
  order.restarts = document.value("restarts", order.restarts);
  order.used = std::chrono::seconds(document.value("used_s", std::int64_t{0}));
  order.expected = std::chrono::seconds(document.value("expected_s", std::int64_t{0}));
  order.notify = document.value("notify", order.notify);
}

}  // namespace

void write_order(std::filesystem::path const& folder, WorkOrder const& order) {
  json document{{"id", order.id},
                {"attempt", order.attempt},
                {"argv", order.argv},
                {"directory", order.directory.string()},
                {"environment", order.environment},
                {"processes", order.processes},
                {"threads", order.threads},
                {"mpi", order.mpi},
                {"memory_bytes", order.memory_bytes},
                {"disk_bytes", order.disk_bytes},
                {"time_s", order.time.count()},
                {"patience_s", order.patience.count()},
                {"reads_progress", order.reads_progress},
                {"inputs", strings(order.inputs)},
                {"launcher", order.launcher},
                {"niceness", order.niceness},
                {"tasks", order.tasks},
                {"log_bytes", order.log_bytes},
                {"user", order.user},
                {"cgroup", order.cgroup}};
  add_cluster(document, order);
  replace_file(folder / order_name, text_of(document), Sync::yes);
}

WorkOrder read_order(std::filesystem::path const& folder) {
  auto const path = folder / order_name;
  auto const text = file_text(path);
  if (!text)
    throw engine::Failure(engine::Fault::missing_resource, "there is no order to work on: " + path.string());
  try {
    json const document = json::parse(*text);
    WorkOrder order;
    document.at("id").get_to(order.id);
    document.at("attempt").get_to(order.attempt);
    document.at("argv").get_to(order.argv);
    order.directory = document.at("directory").get<std::string>();
    document.at("environment").get_to(order.environment);
    document.at("processes").get_to(order.processes);
    document.at("threads").get_to(order.threads);
    document.at("mpi").get_to(order.mpi);
    document.at("memory_bytes").get_to(order.memory_bytes);
    document.at("disk_bytes").get_to(order.disk_bytes);
    order.time = std::chrono::seconds(document.at("time_s").get<std::int64_t>());
    order.patience = std::chrono::seconds(document.at("patience_s").get<std::int64_t>());
    document.at("reads_progress").get_to(order.reads_progress);
    for (auto const& input : document.at("inputs")) order.inputs.emplace_back(input.get<std::string>());
    document.at("launcher").get_to(order.launcher);
    document.at("niceness").get_to(order.niceness);
    document.at("tasks").get_to(order.tasks);
    document.at("log_bytes").get_to(order.log_bytes);
    document.at("user").get_to(order.user);
    document.at("cgroup").get_to(order.cgroup);
    read_cluster(document, order);
    return order;
  } catch (json::exception const& error) {
    throw engine::Failure(engine::Fault::bad_data,
                          "no proper work order: " + path.string() + " (" + error.what() + ")");
  }
}

int ordered_attempt(std::filesystem::path const& folder) {
  std::error_code none;
  return std::filesystem::exists(folder / order_name, none) ? read_order(folder).attempt : 0;
}

}  // namespace jobs
