#include "engine/io/report_json.hpp"

#include <filesystem>

#include <nlohmann/json.hpp>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/hdf5_content.hpp"
#include "engine/io/product_header.hpp"
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

Json table_json(UsedTable const& table, InputRecord const& input, JobFacts const& facts) {
  return {{"role", table.role},
          {"usage", usage_of(table)},
          {"class", table.hdu_class},
          {"file", table.file},
          {"hdu", table.hdu},
          {"datasum", table.datasum},
          {"rows", table.role == "events" ? input.flow.read : table.rows},
          {"rows_used", rows_used(input, table)},
          {"did", facts.did(table.file, input.observation.id)},
          {"sha256", facts.file(table.file).sha256}};
}

Json input_json(InputRecord const& input, JobFacts const& facts) {
  Json tables = Json::array();
  for (UsedTable const& table : tables_of(input)) tables.push_back(table_json(table, input, facts));
  std::string const& file = input.observation.events.file;
  return {{"obs_id", input.observation.id},
          {"file", file},
          {"hdu", input.observation.events.hdu},
          {"object", input.header.object},
          {"telescope", input.header.telescope},
          {"ontime_s", input.ontime_s},
          {"livetime_s", input.livetime_s},
          {"events", flow_json(input.flow)},
          {"did", facts.did(file, input.observation.id)},
          {"hdus", tables}};
}

Json files_json(JobFacts const& facts) {
  Json list = Json::array();
  for (auto const& [path, file] : facts.files)
    list.push_back({{"path", path},
                    {"bytes", file.bytes},
                    {"modified", file.modified},
                    {"sha256", file.sha256},
                    {"did", file.did}});
  return list;
}

Json documents_json(JobFacts const& facts) {
  Json list = Json::array();
  for (UsedDocument const& document : facts.documents)
    list.push_back({{"parameter", document.parameter},
                    {"role", document.role},
                    {"usage", document_usage},
                    {"path", document.path},
                    {"sha256", facts.file(document.path).sha256}});
  return list;
}

Json skipped_json(SkippedInput const& skipped) {
  return {{"obs_id", skipped.observation.id},
          {"file", skipped.observation.events.file},
          {"rank", skipped.rank},
          {"reason", skipped.reason}};
}

Json hdu_json(HduContent const& hdu) {
  return {{"name", hdu.name},
          {"version", hdu.version},
          {"type", hdu.type},
          {"datasum", hdu.datasum},
          {"data_sha256", hdu.data_sha256},
          {"rows", hdu.rows ? Json(*hdu.rows) : Json(nullptr)}};
}

/// As it stands in the product; of files without a header as the service has it.
std::string id_of(ProductFile const& product, std::string const& name, JobFacts const& facts) {
  if (!product.content.product_id.empty()) return product.content.product_id;
  return facts.activity ? product_id_of(*facts.activity, name) : "";
}

Json product_json(ProductFile const& product, ProductSummary const& summary) {
  std::string const name = file_name_of(product.path);
  Json hdus = Json::array();
  for (HduContent const& hdu : product.content.hdus) hdus.push_back(hdu_json(hdu));
  return {{"role", product.role},
          {"type", type_of_product(product.role)},
          {"path", product.path},
          {"name", name},
          {"media_type", product.media_type},
          {"bytes", product.bytes},
          {"sha256", product.sha256},
          {"content_sum", product.content.sum},
          {"id", id_of(product, name, *summary.facts)},
          {"hdus", hdus}};
}

Json software_json(SoftwareFacts const& software) {
  Json libraries = Json::object();
  for (auto const& [name, version] : software.libraries) libraries[name] = version;
  return {{"name", software.name},         {"version", software.version},
          {"revision", software.revision}, {"dirty", software.dirty ? Json(*software.dirty) : Json(nullptr)},
          {"build", software.build},       {"compiler", software.compiler},
          {"flags", software.flags},       {"os", software.os},
          {"libraries", libraries}};
}

Json parameter_json(FinalParameter const& parameter) {
  Json out{{"name", parameter.name},
           {"value", joined(parameter.values, ",")},
           {"origin", word_of(parameter.origin)},
           {"concern", parameter.science ? "science" : "run"}};
  if (parameter.values.size() > 1) out["values"] = parameter.values;
  return out;
}

Json rank_json(RankUsage const& rank) {
  return {{"rank", rank.rank},
          {"host", rank.host},
          {"cpu_s", rank.cpu_s},
          {"max_rss_bytes", rank.max_rss_bytes},
          {"bytes_read", rank.bytes_read}};
}

/// The ranks of each host added up, in the order of hosts.
Json by_host_json(RunConditions const& run) {
  Json list = Json::array();
  for (std::string const& host : run.hosts) {
    int ranks = 0;
    RankUsage sum;
    for (RankUsage const& rank : run.by_rank) {
      if (rank.host != host) continue;
      ++ranks;
      sum.cpu_s += rank.cpu_s;
      sum.max_rss_bytes += rank.max_rss_bytes;
      sum.bytes_read += rank.bytes_read;
    }
    list.push_back({{"host", host},
                    {"ranks", ranks},
                    {"cpu_s", sum.cpu_s},
                    {"max_rss_sum_bytes", sum.max_rss_bytes},
                    {"bytes_read", sum.bytes_read}});
  }
  return list;
}

std::uint64_t max_rss_sum(RunConditions const& run) {
  std::uint64_t sum = 0;
  for (RankUsage const& rank : run.by_rank) sum += rank.max_rss_bytes;
  return sum;
}

Json part_json(PartConditions const& part) {
  return {{"part", part.part},
          {"started", part.started},
          {"ended", part.ended},
          {"hosts", part.hosts},
          {"ranks", part.ranks},
          {"threads", part.threads},
          {"wall_s", part.wall_time_s},
          {"cpu_s", part.cpu_s},
          {"max_rss_bytes", part.max_rss_bytes},
          {"bytes_read", part.bytes_read}};
}

template <class Items, class Function>
Json list_of(Items const& items, Function describe) {
  Json list = Json::array();
  for (auto const& item : items) list.push_back(describe(item));
  return list;
}

Json run_json(RunConditions const& run) {
  return {{"started", run.started},
          {"ended", run.ended},
          {"hosts", run.hosts},
          {"ranks", run.ranks},
          {"threads", run.threads},
          {"mpi", run.mpi},
          {"cpu_model", run.cpu_model},
          {"wall_s", run.wall_time_s},
          {"cpu_s", run.cpu_s},
          {"max_rss_bytes", run.max_rss_bytes},
          {"max_rss_sum_bytes", max_rss_sum(run)},
          {"bytes_read", run.bytes_read},
          {"by_host", by_host_json(run)},
          {"by_rank", list_of(run.by_rank, rank_json)},
          {"parts", list_of(run.parts, part_json)},
          {"command_line", run.command_line},
          {"numerics",
           {{"coordinates", "float64"},
            {"counts", "uint32"},
            {"reduction", "deterministic"},
            {"fused_multiply_add", false}}}};
}

/// A FITS file with planted or inherited faults has no content that could be compared; its checksum remains.
FitsContent content_of(std::string const& written, std::string const& media_type, std::string const& sha256) {
  bool const fits = media_type.ends_with("/fits");
  bool const carries_no_history = media_type.starts_with("image/") && !fits;
  if (carries_no_history) return {{}, sha256, ""};
  if (media_type == "application/x-hdf5")
    return {{}, hdf5_attribute(written, hdf5_content_sum), hdf5_attribute(written, "CTA PRODUCT ID")};
  if (!fits) return {};
  try {
    return content_of_fits(written);
  } catch (Failure const&) {
    return {};
  }
}

}  // namespace

ProductFile describe_product(std::string const& role, std::string const& written, std::string const& path,
                             std::string const& media_type) {
  std::error_code error;
  std::uintmax_t const bytes = std::filesystem::file_size(written, error);
  if (error)
    throw Failure(Fault::missing_resource, "cannot read what was just written: " + written + " (" +
                                               error.message() + ") - check the file system");
  ProductFile out{role, path, media_type, bytes, sha256_of_file(written)};
  out.content = content_of(written, media_type, out.sha256);
  return out;
}

std::string report_json(ProductSummary const& summary, std::vector<ProductFile> const& products,
                        RunConditions const& conditions) {
  Json parameters = Json::object();
  for (auto const& [name, value] : summary.recipe.parameters) parameters[name] = value;
  Json results = Json::object();
  for (auto const& [name, value] : summary.results) results[name] = value;
  JobFacts const& facts = *summary.facts;
  auto const with_summary = [&](ProductFile const& product) { return product_json(product, summary); };
  auto const with_facts = [&](InputRecord const& input) { return input_json(input, facts); };
  Json const report = {{"command", summary.recipe.command},
                       {"software", software_json(conditions.software)},
                       {"recipe_hash", recipe_hash(summary)},
                       {"activity_id", activity_id(summary)},
                       {"parameters", parameters},
                       {"configuration", list_of(conditions.configuration, parameter_json)},
                       {"complete", summary.skipped.empty()},
                       {"runs", summary.inputs.size()},
                       {"events", flow_json(summary.flow())},
                       {"results", results},
                       {"ontime_s", summary.ontime_s()},
                       {"livetime_s", summary.livetime_s()},
                       {"products", list_of(products, with_summary)},
                       {"inputs", list_of(summary.inputs, with_facts)},
                       {"files", files_json(facts)},
                       {"documents", documents_json(facts)},
                       {"skipped", list_of(summary.skipped, skipped_json)},
                       {"warnings", summary.warnings},
                       {"run", run_json(conditions)},
                       {"wall_time_s", conditions.wall_time_s},
                       {"ranks", conditions.ranks},
                       {"threads", conditions.threads}};
  return report.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace engine
