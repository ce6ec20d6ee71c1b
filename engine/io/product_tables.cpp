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

/// One table that was used, of a run; or a document, of none.
struct InputRow {
  InputRecord const* run;
  UsedTable table;
  std::string did, sha256;
};

constexpr std::int64_t no_run = -1;

std::vector<InputRow> rows_of(ProductSummary const& summary) {
  JobFacts const& facts = *summary.facts;
  std::vector<InputRow> rows;
  for (InputRecord const& input : summary.inputs)
    for (UsedTable const& table : tables_of(input))
      rows.push_back(
          {&input, table, facts.did(table.file, input.observation.id), facts.file(table.file).sha256});
  for (UsedDocument const& document : facts.documents) {
    InputFile const file = facts.file(document.path);
    rows.push_back({nullptr, {document.role, "", document.path, "", "", 0}, file.did, file.sha256});
  }
  return rows;
}

/// Gathers columns of a table with one row per input, then writes them.
class InputTable {
 public:
  explicit InputTable(std::vector<InputRow> const& rows) : rows_(rows) {}

  void wholes(std::string const& name, std::function<std::int64_t(InputRow const&)> const& value) {
    std::vector<std::int64_t> values;
    for (InputRow const& row : rows_) values.push_back(value(row));
    formats_.push_back({name, "1K", ""});
    columns_.emplace_back(std::move(values));
  }
  void reals(std::string const& name, std::string const& unit,
             std::function<double(InputRow const&)> const& value) {
    std::vector<double> values;
    for (InputRow const& row : rows_) values.push_back(value(row));
    formats_.push_back({name, "1D", unit});
    columns_.emplace_back(std::move(values));
  }
  void texts(std::string const& name, std::function<std::string(InputRow const&)> const& value) {
    std::vector<std::string> values;
    std::size_t width = 1;
    for (InputRow const& row : rows_) {
      values.push_back(header_text(value(row)));
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
  std::vector<InputRow> const& rows_;
  std::vector<FitsColumnFormat> formats_;
  std::vector<Values> columns_;
};

/// NaN is how a FITS table says "not known".
double or_unknown(std::optional<double> value) {
  return value.value_or(std::numeric_limits<double>::quiet_NaN());
}

std::optional<double> pointing_degrees(InputRow const& row, Angle (Direction<Icrs>::*coordinate)() const) {
  if (row.run == nullptr || !row.run->header.pointing) return std::nullopt;
  return header_degrees((*row.run->header.pointing.*coordinate)());
}

bool is_events(InputRow const& row) { return row.run != nullptr && row.table.role == "events"; }

void add_account(InputTable& table) {
  for (Cut const cut : all_cuts)
    table.wholes("CUT_" + upper(word_of(cut)), [cut](InputRow const& row) {
      return is_events(row) ? static_cast<std::int64_t>(row.run->flow.removed_by(cut)) : 0;
    });
  // On the row of the events alone, so that the column's sum is that of the product.
  table.reals("ONTIME", "s", [](InputRow const& row) { return is_events(row) ? row.run->ontime_s : 0; });
  table.reals("LIVETIME", "s", [](InputRow const& row) { return is_events(row) ? row.run->livetime_s : 0; });
}

void add_run_facts(InputTable& table) {
  table.texts("TELESCOP",
              [](InputRow const& row) { return row.run == nullptr ? "" : row.run->header.telescope; });
  table.texts("OBJECT", [](InputRow const& row) { return row.run == nullptr ? "" : row.run->header.object; });
  table.reals("RA_PNT", "deg",
              [](InputRow const& row) { return or_unknown(pointing_degrees(row, &Direction<Icrs>::lon)); });
  table.reals("DEC_PNT", "deg",
              [](InputRow const& row) { return or_unknown(pointing_degrees(row, &Direction<Icrs>::lat)); });
}

}  // namespace

void write_inputs(FitsWriter& file, ProductSummary const& summary) {
  std::vector<InputRow> const rows = rows_of(summary);
  InputTable table(rows);
  table.wholes("OBS_ID",
               [](InputRow const& row) { return row.run == nullptr ? no_run : row.run->observation.id; });
  table.texts("ROLE", [](InputRow const& row) { return row.table.role; });
  table.texts("DID", [](InputRow const& row) { return row.did; });
  table.texts("FILE", [](InputRow const& row) { return file_name_of(row.table.file); });
  table.texts("HDU", [](InputRow const& row) { return row.table.hdu; });
  table.texts("SHA256", [](InputRow const& row) { return row.sha256; });
  table.texts("DATASUM", [](InputRow const& row) { return row.table.datasum; });
  table.wholes("NROWS", [](InputRow const& row) {
    return static_cast<std::int64_t>(is_events(row) ? row.run->flow.read : row.table.rows);
  });
  table.wholes("NUSED", [](InputRow const& row) {
    return static_cast<std::int64_t>(row.run == nullptr ? 0 : rows_used(*row.run, row.table));
  });
  add_account(table);
  add_run_facts(table);
  table.write(file, "INPUTS");
  file.key({"TNULL1", no_run, "a document that belongs to no run"});
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
