#include "uws/links/cone_search.hpp"

#include <algorithm>

#include "catalog/table/table_encoder.hpp"
#include "catalog/table/xml_text.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "uws/http/form.hpp"
#include "uws/http/respond.hpp"
#include "uws/links/dataset.hpp"
#include "uws/links/obscore_query.hpp"
#include "uws/links/table_reply.hpp"

namespace uws {

namespace {

using catalog::Column;

struct Cone {
  std::string ra, dec, radius;
  int verbosity = 2;
};

[[noreturn]] void refuse(std::string const& message) {
  throw engine::Failure(engine::Fault::bad_request, message);
}

std::string number_in(http::Parameters const& parameters, std::string const& name, double low, double high) {
  auto const text = parameters.find(name);
  if (!text || engine::trimmed(*text).empty()) refuse(name + " is missing (decimal degrees)");
  auto const value = engine::number(*text);
  if (!value || !(*value >= low && *value <= high))
    refuse(name + ": '" + std::string(*text) + "' is no number between " + engine::shortest(low) + " and " +
           engine::shortest(high));
  return engine::shortest(*value);
}

Cone cone_asked(http::Parameters const& parameters) {
  Cone cone{number_in(parameters, "RA", 0, 360), number_in(parameters, "DEC", -90, 90),
            number_in(parameters, "SR", 0, 180)};
  auto const verbosity = parameters.find("VERB");
  if (!verbosity) return cone;
  auto const value = engine::whole_number(*verbosity);
  if (!value || *value < 1 || *value > 3) refuse("VERB must be 1, 2 or 3");
  cone.verbosity = static_cast<int>(*value);
  return cone;
}

/// The three columns that SCS wants marked with UCDs of the first kind (section 2.2), and more by verbosity.
std::vector<Column> cone_columns(std::vector<Column> all, int verbosity) {
  constexpr std::string_view usual[] = {"obs_collection", "obs_id",       "target_name", "s_fov",
                                        "t_min",          "t_max",        "t_exptime",   "access_url",
                                        "access_format",  "facility_name"};
  std::vector<Column> chosen;
  for (Column& column : all) {
    bool const id = column.name == "obs_publisher_did", ra = column.name == "s_ra",
               dec = column.name == "s_dec";
    bool const in_usual = std::find(std::begin(usual), std::end(usual), column.name) != std::end(usual);
    if (id || ra || dec) column.ucd = id ? "ID_MAIN" : ra ? "POS_EQ_RA_MAIN" : "POS_EQ_DEC_MAIN";
    if (id || ra || dec || verbosity == 3 || (verbosity == 2 && in_usual))
      chosen.push_back(std::move(column));
  }
  return chosen;
}

std::string cone_error(std::string const& message) {
  std::string out;
  catalog::XmlWriter xml(out);
  xml.declaration().open("VOTABLE").attribute("version", "1.4");
  xml.attribute("xmlns", "http://www.ivoa.net/xml/VOTable/v1.3");
  xml.open("INFO").attribute("ID", "Error").attribute("name", "Error").attribute("value", message).close();
  xml.open("RESOURCE").attribute("type", "results");
  xml.open("INFO").attribute("name", "QUERY_STATUS").attribute("value", "ERROR").text(message).close();
  xml.close().close();
  return out;
}

http::Reply answer(http::Request const& request, LinkParts const& parts) {
  auto const parameters = http::parse_parameters(request);
  Cone const cone = cone_asked(parameters);
  auto const format = format_asked(parameters);
  auto const limit = maxrec_asked(parameters, parts.usual_rows, parts.most_rows);
  ObscoreQuery query;
  std::string const centre = query.bind(cone.ra, "float8") + ", " + query.bind(cone.dec, "float8");
  std::string const radius = query.bind(cone.radius, "float8");
  std::vector<std::string> windows;
  for (std::string const turn : {"-1", "0", "1"})
    windows.push_back("point(s_ra, s_dec) <@ adql.window(" + centre + ", " + radius + ", " + turn + ")");
  query.require_any(windows);
  query.require("adql.distance(s_ra, s_dec, " + centre + ") <= " + radius);
  query.order_by("adql.distance(s_ra, s_dec, " + centre + ")");
  auto lease = parts.pool.take();
  set_asker(*lease, asker_of(parts, request), request.base_url);
  auto columns = cone_columns(obscore_columns(*lease), cone.verbosity);
  catalog::TableFrame frame;
  frame.resource_name = "cone search";
  frame.infos = parts.origin;
  frame.services.push_back(catalog::links_descriptor(request.base_url + "/links", "obs_publisher_did"));
  // SR=0 asks for the columns alone (section 2.1).
  bool const only_columns = cone.radius == "0";
  auto rows = rows_of(std::move(lease), query, std::move(columns), only_columns ? 0 : limit + 1,
                      catalog::make_encoder(format.serialization)->wants(), parts.query_time);
  return table_reply(std::move(rows), format, std::move(frame),
                     only_columns ? std::nullopt : std::optional(limit));
}

}  // namespace

http::Reply cone_reply(http::Request const& request, LinkParts const& parts) try {
  return answer(request, parts);
} catch (engine::Failure const& failure) {
  int const status = http::status_of(failure);
  if (status == 401 || status == 403) throw;
  // Section 2.3: mistakes of the client come with status 200, or old clients do not look at the message.
  return http::with_type(status == 400 ? 200 : status, "text/xml", cone_error(failure.what()));
}

}  // namespace uws
