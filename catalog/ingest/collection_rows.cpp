#include "catalog/ingest/collection_rows.hpp"

#include <array>

#include "catalog/ingest/observation_row.hpp"
#include "catalog/pg/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/time_scales.hpp"

namespace catalog::ingest {

namespace {

std::optional<std::string> or_null(std::string const& text) {
  return text.empty() ? std::nullopt : std::optional(storable(text));
}

struct CollectionCell {
  char const* column;
  std::optional<std::string> value;
};

std::vector<CollectionCell> cells_of(Collection const& c, std::string const& root) {
  return {{"name", c.name},
          {"schema_name", or_null(c.schema)},
          {"authority", c.authority},
          {"title", storable(c.title)},
          {"description", or_null(c.description)},
          {"subject", or_null(engine::joined(c.subjects, ", "))},
          {"creator", or_null(c.creator)},
          {"publisher", or_null(c.publisher)},
          {"contact", or_null(c.contact)},
          {"terms", or_null(c.terms)},
          {"licence", or_null(c.licence)},
          {"licence_url", or_null(c.licence_url)},
          {"attribution", or_null(c.attribution)},
          {"citation", or_null(c.citation)},
          {"bibcode", or_null(c.bibcode)},
          {"doi", or_null(c.doi)},
          {"reference_url", or_null(c.reference_url)},
          {"facility_name", or_null(c.facility)},
          {"instrument_name", or_null(c.instrument)},
          {"data_rights", std::string(word_of(c.rights))},
          {"release_date", or_null(c.release_date)},
          {"metadata_visible", c.visible_metadata ? "true" : "false"},
          {"calib_level", c.calib_level ? std::optional(std::to_string(*c.calib_level)) : std::nullopt},
          {"default_level", std::to_string(c.data_level)},
          {"proposal_id", or_null(c.proposal_id)},
          {"default_fov", c.s_fov_deg ? std::optional(engine::shortest(*c.s_fov_deg)) : std::nullopt},
          {"data_root", or_null(root)},
          {"creation_date", or_null(c.creation_date)}};
}

struct UpsertText {
  std::string columns, places, assignments, before, after;
};

UpsertText upsert_text(std::vector<CollectionCell> const& cells) {
  UpsertText out;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    std::string const column = cells[i].column, comma = i == 0 ? "" : ", ";
    out.columns += comma + column;
    out.places += comma + "$" + std::to_string(i + 1);
    if (i == 0) continue;  // the key
    std::string const second = i == 1 ? "" : ", ";
    out.assignments += second + column + " = excluded." + column;
    out.before += second + "c." + column;
    out.after += second + "excluded." + column;
  }
  return out;
}

std::optional<std::string> mjd_utc(std::optional<engine::Time> const& t) {
  return t ? std::optional(engine::shortest(engine::mjd_in(*t, engine::TimeScale::utc))) : std::nullopt;
}

std::optional<std::string> real(std::optional<double> const& value) {
  return value ? std::optional(engine::shortest(*value)) : std::nullopt;
}

constexpr char const* array_sql =
    "INSERT INTO store.telescope_array AS a (name, facility, longitude, latitude, altitude) "
    "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (name) DO UPDATE SET facility = coalesce(excluded.facility, "
    "a.facility), "
    "longitude = coalesce(excluded.longitude, a.longitude), latitude = coalesce(excluded.latitude, "
    "a.latitude), "
    "altitude = coalesce(excluded.altitude, a.altitude) RETURNING id";
constexpr char const* subarray_sql =
    "INSERT INTO store.subarray AS s (telescope_array_id, name) VALUES ($1, $2) "
    "ON CONFLICT (telescope_array_id, name) DO UPDATE SET name = s.name RETURNING id";
constexpr char const* telescope_sql =
    "INSERT INTO store.telescope AS t (telescope_array_id, number, name, class, mirror_diameter, fov) "
    "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (telescope_array_id, number) DO UPDATE SET name = "
    "excluded.name, "
    "class = coalesce(excluded.class, t.class), "
    "mirror_diameter = coalesce(excluded.mirror_diameter, t.mirror_diameter), "
    "fov = coalesce(excluded.fov, t.fov) RETURNING id";
constexpr char const* configuration_sql =
    "INSERT INTO store.array_configuration (telescope_array_id, subarray_id, name, instrument_name, "
    "valid_from, "
    "valid_to, mean_fov, pointing_mode, description) VALUES ($1, $2, $3, $4, coalesce($5::float8, "
    "'-Infinity'), "
    "coalesce($6::float8, 'Infinity'), $7, $8, $9) ON CONFLICT (telescope_array_id, name, valid_from) DO "
    "UPDATE SET "
    "subarray_id = excluded.subarray_id, instrument_name = excluded.instrument_name, valid_to = "
    "excluded.valid_to, "
    "mean_fov = excluded.mean_fov, pointing_mode = excluded.pointing_mode, description = "
    "excluded.description "
    "RETURNING id";
constexpr char const* members_sql =
    "INSERT INTO store.array_configuration_telescope (array_configuration_id, telescope_id) VALUES ($1, $2) "
    "ON CONFLICT DO NOTHING";
constexpr char const* project_sql =
    "INSERT INTO store.project AS p (name, title, investigator, abstract) VALUES ($1, $2, $3, $4) "
    "ON CONFLICT (name) DO UPDATE SET title = coalesce(excluded.title, p.title), "
    "investigator = coalesce(excluded.investigator, p.investigator), "
    "abstract = coalesce(excluded.abstract, p.abstract)";

void store_array(pg::Connection& database, ArrayConfiguration const& array) {
  std::string const array_id =
      database
          .run(array_sql, {array.array, or_null(array.facility), real(array.site.longitude_deg),
                           real(array.site.latitude_deg), real(array.site.altitude_m)})
          .text(0, 0);
  std::optional<std::string> subarray_id;
  if (!array.subarray.empty())
    subarray_id = database.run(subarray_sql, {array_id, array.subarray}).text(0, 0);
  std::string const id =
      database
          .run(configuration_sql,
               {array_id, subarray_id, array.name, or_null(array.instrument), mjd_utc(array.valid_from),
                mjd_utc(array.valid_to), real(mean_field_of_view_deg(array)), or_null(array.pointing_mode),
                or_null(array.description)})
          .text(0, 0);
  database.run("DELETE FROM store.array_configuration_telescope WHERE array_configuration_id = $1", {id});
  for (Telescope const& telescope : array.telescopes) {
    pg::Result const stored = database.run(
        telescope_sql, {array_id, std::to_string(telescope.number), telescope.name, or_null(telescope.type),
                        real(telescope.diameter_m), real(telescope.fov_deg)});
    database.run(members_sql, {id, stored.text(0, 0)});
  }
  database.run("INSERT INTO pg_temp.stage_array VALUES ($1, $2)", {array_key(array), id});
}

}  // namespace

StoredCollection store_collection(pg::Connection& database, Collection const& collection,
                                  std::string const& root) {
  std::vector<CollectionCell> const cells = cells_of(collection, root);
  UpsertText const text = upsert_text(cells);
  pg::Parameters values;
  for (CollectionCell const& cell : cells) values.push_back(cell.value);
  std::string const sql = "INSERT INTO store.collection AS c (" + text.columns + ") VALUES (" + text.places +
                          ") ON CONFLICT (name) DO UPDATE SET " + text.assignments +
                          ", updated = now() WHERE (" + text.before + ") IS DISTINCT FROM (" + text.after +
                          ") RETURNING id, (xmax = 0)::int";
  try {
    pg::Result const written = database.run(sql, values);
    if (!written.empty()) return {written.integer(0, 0), written.integer(0, 1) == 1, true};
  } catch (pg::SqlFailure const& failure) {
    if (failure.sqlstate() != pg::sqlstate::unique_violation) throw;
    throw engine::Failure(engine::Fault::bad_request, "the schema " + collection.schema +
                                                          " belongs to another collection: " +
                                                          collection.file + " - choose another name for it");
  }
  return {database.run("SELECT id FROM store.collection WHERE name = $1", {collection.name}).integer(0, 0),
          false, false};
}

void store_projects_and_arrays(pg::Connection& database, Collection const& collection) {
  for (Project const& project : collection.projects)
    database.run(project_sql, {project.id, or_null(project.title), or_null(project.principal_investigator),
                               or_null(project.description)});
  database.run("CREATE TEMP TABLE stage_array (key text, id int) ON COMMIT DROP");
  for (ArrayConfiguration const& array : collection.arrays) store_array(database, array);
}

}  // namespace catalog::ingest
