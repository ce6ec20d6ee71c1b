#include "catalogue.hpp"

#include "catalog/schema/scripts.hpp"
#include "cluster_fixture.hpp"

namespace ingest_test {

namespace {

std::string const& template_database() {
  static std::string const made = [] {
    std::string conninfo = pg_test::fresh_database();
    catalog::pg::Connection db(conninfo);
    migrate(db, catalog::schema::migrations(), catalog::schema::repeatable_scripts());
    return conninfo;
  }();
  return made;
}

}  // namespace

std::string empty_catalogue() { return pg_test::copy_of_database(template_database()); }

std::string cell(catalog::pg::Connection& database, std::string const& sql,
                 catalog::pg::Parameters const& parameters) {
  catalog::pg::Result const result = database.run(sql, parameters);
  if (result.empty()) return "(no row)";
  auto const value = result.cell(0, 0);
  return value ? std::string(*value) : "NULL";
}

double number(catalog::pg::Connection& database, std::string const& sql) {
  return database.run(sql).real(0, 0);
}

std::int64_t count(catalog::pg::Connection& database, std::string const& table) {
  return database.run("SELECT count(*) FROM store." + table).integer(0, 0);
}

std::string content(catalog::pg::Connection& database) {
  std::string out;
  for (char const* table : {"collection",
                            "observation",
                            "ambient_conditions",
                            "processing",
                            "gti",
                            "file",
                            "hdu",
                            "observation_hdu",
                            "header",
                            "defect",
                            "dataset",
                            "product",
                            "observation_group",
                            "observation_group_observation",
                            "project",
                            "telescope_array",
                            "telescope",
                            "array_configuration",
                            "array_configuration_telescope",
                            "agent",
                            "activity",
                            "entity",
                            "used",
                            "was_generated_by",
                            "was_informed_by",
                            "was_attributed_to",
                            "parameter"})
    out +=
        std::string(table) + " " +
        cell(database,
             std::string("SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), "
                         "'') FROM store.") +
                 table + " t") +
        "\n";
  return out;
}

catalog::ingest::Collection shipped(std::string const& name) {
  return catalog::ingest::read_collection_file(std::string(COLLECTIONS_FOLDER) + "/" + name + ".yaml");
}

catalog::ingest::Collection simple_collection(std::string const& name, std::string const& schema) {
  return catalog::ingest::parse_collection(
      "{name: " + name + ", schema: " + schema +
          ", title: A test, description: Runs of a test, authority: example.org}",
      "test.yaml");
}

catalog::ingest::IngestRequest request(catalog::ingest::Collection collection,
                                       std::vector<std::string> inputs) {
  catalog::ingest::IngestRequest out;
  out.collection = std::move(collection);
  out.inputs = std::move(inputs);
  out.threads = 2;
  return out;
}

}  // namespace ingest_test
