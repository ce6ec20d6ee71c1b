#include <nlohmann/json.hpp>

#include "engine/app/selftest_report.hpp"

namespace engine {

namespace {

using Json = nlohmann::ordered_json;

template <class Items, class Function>
Json list_of(Items const& items, Function describe) {
  Json list = Json::array();
  for (auto const& item : items) list.push_back(describe(item));
  return list;
}

Json or_null(std::optional<double> const& value) { return value ? Json(*value) : Json(nullptr); }

Json described(RankFacts const& r) {
  Json launcher = Json::object();
  for (auto const& [name, value] : r.launcher) launcher[name] = value;
  return {{"rank", r.rank},
          {"host", r.host},
          {"pid", r.pid},
          {"processors", r.processors},
          {"host_processors", r.host_processors},
          {"threads", r.threads},
          {"threads_bound", r.threads_bound},
          {"memory_bytes", r.memory_bytes},
          {"memory_set_by", r.memory_set_by},
          {"mpi", r.mpi},
          {"program", r.program},
          {"program_sha256", r.program_sha256},
          {"libraries", r.libraries},
          {"cpu_model", r.cpu_model},
          {"cpu_features", r.cpu_features},
          {"launcher", launcher}};
}

Json described(ClockFacts const& clock) {
  return {
      {"host", clock.host}, {"ahead_s", clock.offset.ahead_s}, {"uncertainty_s", clock.offset.uncertainty_s}};
}

Json described(LinkFacts const& link) {
  return {{"from", link.from},
          {"to", link.to},
          {"same_host", link.same_host},
          {"latency_s", link.latency_s},
          {"bytes_per_s", link.bytes_per_s}};
}

Json described(SeenFile const& seen) {
  return {{"rank", seen.rank},
          {"host", seen.host},
          {"sees_first_rank_s", or_null(seen.root_file_s)},
          {"seen_by_first_rank_s", or_null(seen.own_file_s)},
          {"trouble", seen.trouble}};
}

Json described(FolderSpeed const& f) {
  return {{"host", f.host},     {"folder", f.folder},   {"free_bytes", f.free_bytes},
          {"bytes", f.bytes},   {"write_s", f.write_s}, {"write_to_disk_s", f.sync_s},
          {"read_s", f.read_s}, {"trouble", f.trouble}};
}

Json described(InputSpeed const& input) {
  return {{"host", input.host},     {"runs", input.files},          {"bytes", input.bytes},
          {"read_s", input.read_s}, {"names_sum", input.names_sum}, {"trouble", input.trouble}};
}

}  // namespace

std::string selftest_json(SelftestReport const& selftest, std::string const& report) {
  auto const one = [](auto const& item) { return described(item); };
  Json out = Json::parse(report);
  out["complete"] = selftest.refusals.empty();
  out["selftest"] = {{"ok", selftest.refusals.empty()},
                     {"refusals", selftest.refusals},
                     {"warnings", selftest.warnings},
                     {"expected", {{"ranks", selftest.expected.ranks}, {"nodes", selftest.expected.nodes}}},
                     {"found", {{"ranks", selftest.ranks.size()}, {"hosts", hosts_of(selftest.ranks)}}},
                     {"ranks", list_of(selftest.ranks, one)},
                     {"clocks", list_of(selftest.clocks, one)},
                     {"collectives",
                      {{"bytes", selftest.collectives.bytes},
                       {"sum_s", selftest.collectives.sum_s},
                       {"wrong", selftest.collectives.wrong}}},
                     {"links", list_of(selftest.links, one)},
                     {"shared", list_of(selftest.shared, one)},
                     {"folders", list_of(selftest.folders, one)},
                     {"inputs", list_of(selftest.inputs, one)}};
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace engine
