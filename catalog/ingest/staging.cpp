#include "catalog/ingest/staging.hpp"

#include <array>
#include <cmath>

#include "catalog/pg/array.hpp"
#include "catalog/table/utf8.hpp"
#include "engine/base/expects.hpp"
#include "engine/base/text.hpp"

namespace catalog::ingest {

namespace {

constexpr std::size_t rows_in_batch = 20000;

struct StageTable {
  char const *name, *like, *more;  ///< more: columns besides those of store.<like>
};
/// WITH NO DATA takes over names and types, but neither constraints nor identities.
constexpr std::array<StageTable, 13> stage_tables{{
    {"stage_observation", "observation", "processing_key text, project_name text, array_key text"},
    {"stage_ambient", "ambient_conditions", "obs_id text"},
    {"stage_processing", "processing", ""},
    {"stage_gti", "gti", "obs_id text"},
    {"stage_file", "file", ""},
    {"stage_hdu", "hdu", "path text"},
    {"stage_observation_hdu", "observation_hdu", "obs_id text, path text, number int"},
    {"stage_header", "header", "path text, number int"},
    {"stage_touched", "file", ""},
    {"stage_entity", "entity", ""},
    {"stage_defect", "defect", "path text"},
    {"stage_gone", "observation", ""},
    {"stage_member", "observation_group", "obs_id text"},
}};

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

}  // namespace

std::string storable(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    CodePoint const point = first_code_point(text);
    if (point.bytes == 0) {
      append_utf8(out, static_cast<unsigned char>(text.front()));
      text.remove_prefix(1);
      continue;
    }
    bool const control = point.bytes == 1 && is_control(text.front()) && text.front() != '\n';
    out += control ? " " : text.substr(0, point.bytes);
    text.remove_prefix(point.bytes);
  }
  return out;
}

StagedRow& StagedRow::set(std::string_view column, std::optional<std::string> value) {
  if (value) value = storable(*value);
  cells_.emplace_back(std::string(column), std::move(value));
  return *this;
}

StagedRow& StagedRow::set(std::string_view column, std::optional<double> value) {
  bool const finite = value && std::isfinite(*value);
  cells_.emplace_back(std::string(column), finite ? std::optional(engine::shortest(*value)) : std::nullopt);
  return *this;
}

StagedRow& StagedRow::set(std::string_view column, std::optional<std::int64_t> value) {
  cells_.emplace_back(std::string(column), value ? std::optional(std::to_string(*value)) : std::nullopt);
  return *this;
}

StagedRow& StagedRow::set_array(std::string_view column, std::vector<double> const& value) {
  cells_.emplace_back(std::string(column),
                      value.empty() ? std::nullopt : std::optional(pg::array_text(value)));
  return *this;
}

Staging::Staging(pg::Connection& database) : database_(database) {
  for (StageTable const& stage : stage_tables) {
    std::string const name = stage.name;
    database_.run("CREATE TEMP TABLE " + name + " ON COMMIT DROP AS SELECT * FROM store." + stage.like +
                  " WITH NO DATA");
    for (std::string const& column : engine::split(stage.more, ','))
      database_.run("ALTER TABLE pg_temp." + name + " ADD COLUMN " + column);
    tables_[name];
  }
}

void Staging::add(std::string const& name, StagedRow const& row) {
  auto const found = tables_.find(name);
  EXPECTS(found != tables_.end());
  Table& table = found->second;
  if (table.columns.empty())
    for (auto const& [column, value] : row.cells()) {
      table.position.emplace(column, table.columns.size());
      table.columns.push_back(column);
    }
  pg::Parameters cells(table.columns.size());
  for (auto const& [column, value] : row.cells()) {
    auto const place = table.position.find(column);
    EXPECTS(place != table.position.end());  // every row of a table names the same columns
    cells[place->second] = value;
  }
  table.waiting.push_back(std::move(cells));
  ++waiting_;
}

void Staging::copy(std::string const& name, Table& table) {
  if (table.waiting.empty()) return;
  pg::CopyIn copy =
      database_.copy_in("COPY pg_temp." + name + " (" + engine::joined(table.columns, ", ") + ") FROM STDIN");
  for (pg::Parameters const& row : table.waiting) copy.row(row);
  copy.finish();
  table.waiting.clear();
}

void Staging::flush_if_full() {
  if (waiting_ >= rows_in_batch) flush();
}

void Staging::flush() {
  for (auto& [name, table] : tables_) copy(name, table);
  waiting_ = 0;
}

}  // namespace catalog::ingest
