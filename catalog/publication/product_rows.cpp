#include "catalog/publication/product_rows.hpp"

#include <cmath>

#include "catalog/pg/array.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"

namespace catalog {

namespace fs = std::filesystem;

namespace {

using Cell = std::optional<std::string>;
using engine::Failure;
using engine::Fault;

constexpr double hc_tev_m = 1.239841984332e-18;  ///< hc in the value of the HEIG note
constexpr double ev_per_tev = 1e12;

Cell or_null(std::string const& text) { return text.empty() ? std::nullopt : Cell(text); }
Cell real(std::optional<double> const& value) {
  return value && std::isfinite(*value) ? Cell(engine::shortest(*value)) : std::nullopt;
}
Cell whole(std::optional<std::int64_t> const& value) {
  return value ? Cell(std::to_string(*value)) : std::nullopt;
}

struct Statement {
  std::string columns{}, places{}, assignments{};
  pg::Parameters values{};
};

Statement statement_of(ProductCells const& cells) {
  Statement out;
  for (auto const& [column, value] : cells) {
    std::string const comma = out.columns.empty() ? "" : ", ";
    out.values.push_back(value);
    out.columns += comma + column;
    out.places += comma + "$" + std::to_string(out.values.size());
    out.assignments += comma + column + " = excluded." + column;
  }
  return out;
}

std::string upsert(pg::Connection& database, std::string const& table, std::string const& key,
                   ProductCells const& cells) {
  Statement const s = statement_of(cells);
  return database
      .run("INSERT INTO store." + table + " (" + s.columns + ") VALUES (" + s.places + ") ON CONFLICT (" +
               key + ") DO UPDATE SET " + s.assignments + " RETURNING id",
           s.values)
      .text(0, 0);
}

constexpr auto make_collection_sql =
    "INSERT INTO store.collection (name, authority, title, data_root, default_level, data_rights) "
    "VALUES ($1, $2, $3, $4, 4, 'public') ON CONFLICT (name) DO NOTHING";

std::string store_file(pg::Connection& database, ProductPlace const& place, Publication const& p,
                       ProductFile const& file) {
  return upsert(database, "file", "collection_id, path",
                {{"collection_id", place.collection_id},
                 {"path", place.path},
                 {"media_type", file.media_type},
                 {"size_bytes", std::to_string(fs::file_size(p.file))},
                 {"sha256", p.sha256},
                 {"mtime", jobs::iso_text(p.created.value_or(jobs::system_now()))}});
}

void store_runs(pg::Connection& database, std::string const& product, std::vector<std::string> const& runs) {
  database.run("DELETE FROM store.product_observation WHERE product_id = $1", {product});
  database.run(
      "INSERT INTO store.product_observation (product_id, observation_id) SELECT $1::bigint, o FROM "
      "unnest($2::bigint[]) o",
      {product, pg::array_text(runs)});
}

pg::Result kind_row(pg::Connection& database, std::string const& kind) {
  pg::Result row = database.run(
      "SELECT obscore_type, subtype, cta_type, hea_type, o_ucd, hea_ucd FROM store.product_kind WHERE kind = "
      "$1",
      {kind});
  if (row.empty())
    throw Failure(Fault::bad_request,
                  kind.empty()
                      ? "the product does not say what it is - say its kind: counts-image, spectrum, ..."
                      : "there is no kind of product '" + kind + "' - known are those of store.product_kind");
  return row;
}

bool is_events(std::string const& kind) { return kind.starts_with("event-"); }

ProductCells energy_cells(Publication const& p, ProductFile const& file) {
  auto const min = file.energy_min_tev ? file.energy_min_tev : p.energy_min_tev,
             max = file.energy_max_tev ? file.energy_max_tev : p.energy_max_tev;
  auto const scaled = [](std::optional<double> const& tev) {
    return tev ? std::optional(*tev * ev_per_tev) : std::nullopt;
  };
  auto const wave = [](std::optional<double> const& tev) {
    return tev && *tev > 0 ? std::optional(hc_tev_m / *tev) : std::nullopt;
  };
  return {{"energy_min", real(scaled(min))},
          {"energy_max", real(scaled(max))},
          {"em_min", real(wave(max))},
          {"em_max", real(wave(min))},
          {"em_ucd", "em.energy"}};
}

ProductCells dataset_cells(ProductPlace const& place, Publication const& p, ProductFile const& file,
                           std::string const& product, pg::Result const& kind) {
  auto const of_kind = [&](std::size_t column) {
    auto const cell = kind.cell(0, column);
    return cell ? Cell(std::string(*cell)) : std::nullopt;
  };
  bool const events = is_events(p.kind);
  ProductCells cells{{"product_id", product},
                     {"collection_id", place.collection_id},
                     {"owner", or_null(p.owner)},
                     {"kind", p.kind},
                     {"dataproduct_type", of_kind(0)},
                     {"dataproduct_subtype", of_kind(1)},
                     {"cta_type", of_kind(2)},
                     {"hea_type", of_kind(3)},
                     {"o_ucd", of_kind(4)},
                     {"hea_ucd", of_kind(5)},
                     {"dataproduct_level", events ? "3" : "4"},
                     {"calib_level", events ? "2" : "3"},
                     {"obs_collection", p.collection},
                     {"obs_id", p.name},
                     {"obs_title", or_null(p.title)},
                     {"obs_publisher_did", p.did},
                     {"obs_creation_date", jobs::iso_text(p.created.value_or(jobs::system_now()))},
                     {"bib_reference", or_null(p.bib_reference)},
                     {"data_rights", p.owner.empty() ? "public" : "proprietary"},
                     {"file_path", std::nullopt},
                     {"local_path", place.file().string()},
                     {"file_format", file.media_type},
                     {"access_estsize", std::to_string((fs::file_size(p.file) + 999) / 1000)},
                     {"s_ra", real(file.s_ra)},
                     {"s_dec", real(file.s_dec)},
                     {"s_fov", real(file.s_fov)},
                     {"s_region", file.s_region.empty() ? std::nullopt : Cell(pg::array_text(file.s_region))},
                     {"s_xel1", whole(events ? -1 : file.s_xel1)},
                     {"s_xel2", whole(events ? -1 : file.s_xel2)},
                     {"em_xel", whole(events ? -1 : file.em_xel)},
                     {"ev_xel", whole(file.ev_xel)},
                     {"prov_activity", or_null(p.activity)},
                     {"prov_version", or_null(p.version)}};
  for (auto& cell : energy_cells(p, file)) cells.push_back(std::move(cell));
  return cells;
}

/// Without cuts and without bins of its own a product has the energies of its inputs; without a map their
/// place.
constexpr auto inherit_sql = R"(
UPDATE store.dataset p SET energy_min = coalesce(p.energy_min, i.energy_min), energy_max = coalesce(p.energy_max, i.energy_max),
  em_min = coalesce(p.em_min, i.em_min), em_max = coalesce(p.em_max, i.em_max),
  file_path = store.file_url_path(c.name, f.path), obs_release_date = CASE WHEN p.owner IS NULL THEN c.release_date END,
  data_rights = CASE WHEN p.owner IS NULL THEN c.data_rights ELSE p.data_rights END
FROM store.product q JOIN store.collection c ON c.id = q.collection_id JOIN store.file f ON f.id = q.file_id,
  LATERAL (SELECT min(d.energy_min) AS energy_min, max(d.energy_max) AS energy_max, min(d.em_min) AS em_min, max(d.em_max) AS em_max
    FROM store.product_observation x JOIN store.dataset d ON d.observation_id = x.observation_id WHERE x.product_id = q.id) i
WHERE p.product_id = q.id AND q.id = $1)";

/// The record of the job may have made the entity already; it belongs to a public dataset from now on.
constexpr auto entity_sql = R"(
INSERT INTO store.entity AS e (id, name, entity_type, file_name, content_type, size_bytes, sha256, owner, obs_collection,
  obs_publisher_did, collection_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $1, $10)
ON CONFLICT (id) DO UPDATE SET obs_publisher_did = $1, obs_collection = $9, owner = $8, collection_id = $10,
  invalidated_time = NULL, invalidated_reason = NULL)";

}  // namespace

ProductPlace product_collection(pg::Connection& database, fs::path const& products, Publication const& p) {
  std::string const root = (fs::absolute(products) / p.collection).lexically_normal().string();
  std::string const title = p.collection_title.empty() ? "Products: " + p.collection : p.collection_title;
  auto const made = database.run(make_collection_sql, {p.collection, p.authority, title, root});
  auto const row = database.run(
      "SELECT id, coalesce(data_root, '') FROM store.collection WHERE name = $1 FOR UPDATE", {p.collection});
  if (row.text(0, 1) != root)
    throw Failure(Fault::bad_request,
                  "the collection " + p.collection +
                      " has its files elsewhere - products go into a collection of their own");
  if (made.affected() > 0) database.run("SELECT store.publish_collection($1)", {p.collection});
  return {row.text(0, 0), root, {}};
}

std::vector<std::string> run_numbers(pg::Connection& database, std::vector<std::string> const& dids) {
  auto const rows = database.run(
      "SELECT w.did, o.id FROM unnest($1::text[]) w (did) LEFT JOIN store.observation o ON o.did = w.did "
      "GROUP BY 1, 2 ORDER BY 2",
      {pg::array_text(dids)});
  std::vector<std::string> numbers, unknown;
  for (std::size_t row = 0; row < rows.rows(); ++row)
    rows.cell(row, 1) ? numbers.push_back(rows.text(row, 1)) : unknown.push_back(rows.text(row, 0));
  if (unknown.size() > 5) unknown.resize(5);
  if (!unknown.empty())
    throw Failure(Fault::bad_request,
                  "a product of runs that are not in the catalogue: " + engine::joined(unknown, ", "));
  return numbers;
}

std::string store_product(pg::Connection& database, ProductPlace const& place, Publication const& p,
                          ProductFile const& file, std::vector<std::string> const& runs) {
  pg::Result const kind = kind_row(database, p.kind);
  std::string const file_id = store_file(database, place, p, file);
  std::string const level = is_events(p.kind) ? "3" : "4";
  std::string const product = upsert(database, "product", "did",
                                     {{"did", p.did},
                                      {"collection_id", place.collection_id},
                                      {"name", p.name},
                                      {"title", or_null(p.title)},
                                      {"level", level},
                                      {"description", or_null(p.description)},
                                      {"bib_reference", or_null(p.bib_reference)},
                                      {"owner", or_null(p.owner)},
                                      {"job_id", p.job_id},
                                      {"entity_id", p.did},
                                      {"created", jobs::iso_text(p.created.value_or(jobs::system_now()))},
                                      {"kind", p.kind},
                                      {"file_id", file_id},
                                      {"invalidated", std::nullopt},
                                      {"invalidated_reason", std::nullopt}});
  store_runs(database, product, runs);
  database.run("DELETE FROM store.dataset WHERE product_id = $1", {product});
  if (!file.is_picture) {
    Statement const s = statement_of(dataset_cells(place, p, file, product, kind));
    database.run("INSERT INTO store.dataset (" + s.columns + ") VALUES (" + s.places + ")", s.values);
    database.run(inherit_sql, {product});
    database.run("SELECT store.propagate($1)", {product});
  }
  database.run(
      entity_sql,
      {p.did, p.title.empty() ? p.name : p.title, p.kind, place.file().filename().string(), file.media_type,
       std::to_string(fs::file_size(p.file)), p.sha256, or_null(p.owner), p.collection, place.collection_id});
  return product;
}

}  // namespace catalog
