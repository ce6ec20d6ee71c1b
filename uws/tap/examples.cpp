#include "uws/tap/examples.hpp"

#include "catalog/table/xml_text.hpp"

namespace uws {

std::vector<ExampleQuery> const& example_queries() {
  static std::vector<ExampleQuery> const queries{
      {"cone", "Runs around the Crab Nebula",
       "All runs whose field of view overlaps a small circle on the sky.", "ivoa.obscore",
       "SELECT obs_collection, obs_id, target_name, s_ra, s_dec, t_min, t_exptime, access_url\n"
       "FROM ivoa.obscore\n"
       "WHERE 1 = INTERSECTS(s_region, CIRCLE('ICRS', 83.63308, 22.0145, 0.1))\n"
       "ORDER BY t_min"},
      {"on-axis", "Runs pointed near a source", "The pointing itself within 0.7 degrees, nearest first.",
       "ivoa.obscore",
       "SELECT obs_id, instrument_name, t_exptime,\n"
       "       DISTANCE(POINT('ICRS', s_ra, s_dec), POINT('ICRS', 83.63308, 22.0145)) AS offset_deg\n"
       "FROM ivoa.obscore\n"
       "WHERE DISTANCE(POINT('ICRS', s_ra, s_dec), POINT('ICRS', 83.63308, 22.0145)) < 0.7\n"
       "ORDER BY offset_deg"},
      {"exposure", "Time on each target",
       "Observation time in hours and number of runs per collection and target.", "ivoa.obscore",
       "SELECT obs_collection, target_name, COUNT(*) AS runs, SUM(t_exptime) / 3600 AS hours\n"
       "FROM ivoa.obscore\n"
       "GROUP BY obs_collection, target_name\n"
       "ORDER BY hours DESC"},
      {"energy", "Runs by their energies",
       "Event lists with events above 20 TeV, through the high-energy extension.", "ivoa.obscore_hea",
       "SELECT obs_id, energy_min / 1e12 AS emin_tev, energy_max / 1e12 AS emax_tev, ev_xel\n"
       "FROM ivoa.obscore NATURAL JOIN ivoa.obscore_hea\n"
       "WHERE energy_max > 2e13\n"
       "ORDER BY energy_max DESC"},
      {"header", "Any keyword of the event headers",
       "Every keyword of every EVENTS header is kept: here the muon efficiency of each run.", "dl3.header",
       "SELECT obs_collection, obs_id, number_value AS muoneff\n"
       "FROM dl3.header\n"
       "WHERE keyword = 'MUONEFF'\n"
       "ORDER BY muoneff"},
      {"nights", "One month of observations", "Times are UTC as modified Julian dates.", "ivoa.obscore",
       "SELECT TOP 100 obs_id, target_name, t_min, t_max\n"
       "FROM ivoa.obscore\n"
       "WHERE t_min BETWEEN 53340 AND 53371\n"
       "ORDER BY t_min"},
      {"made-of-run", "Everything made of one run",
       "All products whose lineage the run is in, however many steps away.", "prov.lineage",
       "SELECT d.id, d.name, d.entity_type\n"
       "FROM prov.lineage AS l\n"
       "JOIN prov.entity AS a ON a.id = l.ancestor_id\n"
       "JOIN prov.entity AS d ON d.id = l.entity_id\n"
       "WHERE a.obs_id = '23526'"},
      {"made-with", "How products were made",
       "The parameters of the latest jobs, with where each came from: the user, a default, or the data.",
       "prov.parameter",
       "SELECT TOP 200 t.id, t.stop_time, p.name, p.parameter_value, p.parameter_origin\n"
       "FROM prov.activity AS t\n"
       "JOIN prov.parameter AS p ON p.activity_id = t.id\n"
       "WHERE t.phase = 'COMPLETED'\n"
       "ORDER BY stop_time DESC"},
      {"reconstruction", "Products by the reconstruction behind them",
       "How many products there are for each program and version that reconstructed their runs.",
       "prov.lineage",
       "SELECT t.software, t.version, COUNT(DISTINCT l.entity_id) AS products\n"
       "FROM prov.activity AS t\n"
       "JOIN prov.was_generated_by AS g ON g.activity_id = t.id\n"
       "JOIN prov.lineage AS l ON l.ancestor_id = g.entity_id\n"
       "GROUP BY t.software, t.version"},
      {"failures", "Jobs that failed", "Failures by machine and version of the program.", "prov.activity",
       "SELECT COUNT(*) AS failures, host, version\n"
       "FROM prov.activity\n"
       "WHERE phase = 'ERROR'\n"
       "GROUP BY host, version\n"
       "ORDER BY failures DESC"}};
  return queries;
}

std::string examples_xhtml(std::string const& tap_url) {
  std::string out;
  catalog::XmlWriter xml(out);
  xml.declaration().open("html").attribute("xmlns", "http://www.w3.org/1999/xhtml");
  xml.open("head").element("title", "Example queries").close();
  xml.open("body").attribute("vocab", "http://www.ivoa.net/rdf/examples#");
  xml.element("h1", "Example queries");
  for (auto const& example : example_queries()) {
    auto const id = std::string(example.id);
    xml.open("div").attribute("typeof", "example").attribute("id", id).attribute("resource", "#" + id);
    xml.open("h2").attribute("property", "name").text(example.name).close();
    xml.element("p", example.text);
    xml.open("p").text("Table: ");
    xml.open("span").attribute("property", "table").text(example.table).close().close();
    xml.open("pre").attribute("property", "query").text(example.query).close();
    xml.close();
  }
  xml.open("p").open("a").attribute("href", tap_url).text("The service").close().close();
  xml.close().close();
  return out;
}

}  // namespace uws
