#include "engine/io/report_json.hpp"

#include <filesystem>

#include <nlohmann/json.hpp>

#include "engine/base/failure.hpp"
#include "engine/io/provenance_json.hpp"
#include "engine/io/sha256.hpp"

namespace engine {

namespace {

// Keys in the order in which a person reads them.
using Json = nlohmann::ordered_json;

Json flow_json(CutFlow const& flow) {
  Json cuts = Json::object();
  for (Cut const cut : all_cuts) cuts[std::string(word_of(cut))] = flow.removed_by(cut);
  return {{"read", flow.read}, {"removed", cuts}, {"kept", flow.kept}};
}

Json input_json(InputRecord const& input) {
  return {{"obs_id", input.observation.id},      {"file", input.observation.events.file},
          {"hdu", input.observation.events.hdu}, {"object", input.header.object},
          {"telescope", input.header.telescope}, {"ontime_s", input.ontime_s},
          {"livetime_s", input.livetime_s},      {"events", flow_json(input.flow)}};
}

Json skipped_json(SkippedInput const& skipped) {
  return {{"obs_id", skipped.observation.id},
          {"file", skipped.observation.events.file},
          {"rank", skipped.rank},
          {"reason", skipped.reason}};
}

Json product_json(ProductFile const& product) {
  return {{"role", product.role},
          {"path", product.path},
          {"media_type", product.media_type},
          {"bytes", product.bytes},
          {"sha256", product.sha256}};
}

template <class Items, class Function>
Json list_of(Items const& items, Function describe) {
  Json list = Json::array();
  for (auto const& item : items) list.push_back(describe(item));
  return list;
}

}  // namespace

ProductFile describe_product(std::string const& role, std::string const& written, std::string const& path,
                             std::string const& media_type) {
  std::error_code error;
  std::uintmax_t const bytes = std::filesystem::file_size(written, error);
  if (error)
    throw Failure(Fault::missing_resource, "cannot read what was just written: " + written + " (" +
                                               error.message() + ") - check the file system");
  return {role, path, media_type, bytes, sha256_of_file(written)};
}

std::string report_json(ProductSummary const& summary, std::vector<ProductFile> const& products,
                        RunConditions const& conditions) {
  Json parameters = Json::object();
  for (auto const& [name, value] : summary.recipe.parameters) parameters[name] = value;
  Json results = Json::object();
  for (auto const& [name, value] : summary.results) results[name] = value;
  Json const report = {{"command", summary.recipe.command},
                       {"software", summary.creator},
                       {"recipe_hash", recipe_hash(summary)},
                       {"parameters", parameters},
                       {"complete", summary.skipped.empty()},
                       {"runs", summary.inputs.size()},
                       {"events", flow_json(summary.flow())},
                       {"results", results},
                       {"ontime_s", summary.ontime_s()},
                       {"livetime_s", summary.livetime_s()},
                       {"products", list_of(products, product_json)},
                       {"inputs", list_of(summary.inputs, input_json)},
                       {"skipped", list_of(summary.skipped, skipped_json)},
                       {"wall_time_s", conditions.wall_time_s},
                       {"ranks", conditions.ranks},
                       {"threads", conditions.threads}};
  return report.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace engine
