#include "engine/io/product_tables.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

#include "engine/base/text.hpp"
#include "engine/io/gadf_keys.hpp"
#include "engine/io/product_header.hpp"

namespace engine {

namespace {

/// Gathers columns of a table with one row per run, then writes them.
class RunTable {
 public:
  explicit RunTable(std::vector<InputRecord> const& inputs) : inputs_(inputs) {}

  void wholes(std::string const& name, std::function<std::int64_t(InputRecord const&)> const& value) {
    std::vector<std::int64_t> values;
    for (InputRecord const& input : inputs_) values.push_back(value(input));
    formats_.push_back({name, "1K", ""});
    columns_.emplace_back(std::move(values));
  }
  void reals(std::string const& name, std::string const& unit,
             std::function<double(InputRecord const&)> const& value) {
    std::vector<double> values;
    for (InputRecord const& input : inputs_) values.push_back(value(input));
    formats_.push_back({name, "1D", unit});
    columns_.emplace_back(std::move(values));
  }
  void texts(std::string const& name, std::function<std::string(InputRecord const&)> const& value) {
    std::vector<std::string> values;
    std::size_t width = 1;
    for (InputRecord const& input : inputs_) {
      values.push_back(header_text(value(input)));
      width = std::max(width, values.back().size());
    }
    formats_.push_back({name, std::to_string(width) + "A", ""});
    columns_.emplace_back(std::move(values));
  }

  void write(FitsWriter& file, std::string const& extname) const {
    file.table(extname, formats_);
    for (std::size_t i = 0; i < columns_.size(); ++i)
      std::visit([&](auto const& values) { file.column(static_cast<int>(i) + 1, values); }, columns_[i]);
  }

 private:
  using Values = std::variant<std::vector<std::int64_t>, std::vector<double>, std::vector<std::string>>;
  std::vector<InputRecord> const& inputs_;
  std::vector<FitsColumnFormat> formats_;
  std::vector<Values> columns_;
};

/// NaN is how a FITS table says "not known".
double or_unknown(std::optional<double> value) {
  return value.value_or(std::numeric_limits<double>::quiet_NaN());
}

std::optional<double> pointing_degrees(InputRecord const& input,
                                       Angle (Direction<Icrs>::*coordinate)() const) {
  if (!input.header.pointing) return std::nullopt;
  return header_degrees((*input.header.pointing.*coordinate)());
}

std::string name_of_events(InputRecord const& input) {
  HduLocation const& where = input.observation.events;
  if (!where.hdu.empty()) return where.hdu;
  return where.number ? std::to_string(*where.number) : "EVENTS";
}

}  // namespace

void write_inputs(FitsWriter& file, ProductSummary const& summary) {
  RunTable table(summary.inputs);
  table.wholes("OBS_ID", [](InputRecord const& in) { return in.observation.id; });
  table.texts("ROLE", [](InputRecord const&) { return "events"; });
  table.texts("FILE", [](InputRecord const& in) { return file_name_of(in.observation.events.file); });
  table.texts("HDU", name_of_events);
  table.wholes("NROWS", [](InputRecord const& in) { return static_cast<std::int64_t>(in.flow.read); });
  table.wholes("NUSED", [](InputRecord const& in) { return static_cast<std::int64_t>(in.flow.kept); });
  for (Cut const cut : all_cuts)
    table.wholes("CUT_" + upper(word_of(cut)),
                 [cut](InputRecord const& in) { return static_cast<std::int64_t>(in.flow.removed_by(cut)); });
  table.reals("ONTIME", "s", [](InputRecord const& in) { return in.ontime_s; });
  table.reals("LIVETIME", "s", [](InputRecord const& in) { return in.livetime_s; });
  table.texts("TELESCOP", [](InputRecord const& in) { return in.header.telescope; });
  table.texts("OBJECT", [](InputRecord const& in) { return in.header.object; });
  table.reals("RA_PNT", "deg",
              [](InputRecord const& in) { return or_unknown(pointing_degrees(in, &Direction<Icrs>::lon)); });
  table.reals("DEC_PNT", "deg",
              [](InputRecord const& in) { return or_unknown(pointing_degrees(in, &Direction<Icrs>::lat)); });
  table.write(file, "INPUTS");
}

void write_provenance(FitsWriter& file, std::string const& prov_json) {
  if (prov_json.empty()) return;
  std::vector<std::string> const format{"PROV-JSON"}, media_type{"application/json"};
  file.table("PROVENANCE", {{"FORMAT", "9A", ""}, {"MIMETYPE", "16A", ""}, {"DOC", "1PB", ""}});
  file.column(1, format);
  file.column(2, media_type);
  file.bytes_cell(3, 0, prov_json);
}

void write_account(FitsWriter& file, ProductSummary const& summary, std::string const& prov_json) {
  if (!summary.inputs.empty()) write_good_times(file, summary.reference(), summary.good_times());
  write_inputs(file, summary);
  write_provenance(file, prov_json);
}

}  // namespace engine
