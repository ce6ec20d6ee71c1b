#include "uws/links/sia_query.hpp"

#include "catalog/table/table_encoder.hpp"
#include "catalog/table/votable_frame.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "uws/http/respond.hpp"
#include "uws/links/dataset.hpp"
#include "uws/links/positions.hpp"
#include "uws/links/table_reply.hpp"

namespace uws {

namespace {

struct TextRule {
  std::string_view parameter, column;
};
constexpr TextRule text_rules[] = {{"ID", "obs_publisher_did"},    {"COLLECTION", "obs_collection"},
                                   {"FACILITY", "facility_name"},  {"INSTRUMENT", "instrument_name"},
                                   {"DPTYPE", "dataproduct_type"}, {"FORMAT", "access_format"}};
constexpr TextRule number_rules[] = {{"FOV", "s_fov"},
                                     {"SPATRES", "s_resolution"},
                                     {"SPECRP", "em_res_power"},
                                     {"EXPTIME", "t_exptime"},
                                     {"TIMERES", "t_resolution"}};
struct OverlapRule {
  std::string_view parameter, low, high;
};
constexpr OverlapRule overlap_rules[] = {{"BAND", "em_min", "em_max"}, {"TIME", "t_min", "t_max"}};

/// Reads all values of a parameter, noting what is wrong with them.
template <class Parse, class Use>
void for_each_value(http::Parameters const& parameters, std::string_view name,
                    std::vector<std::string>& mistakes, Parse parse, Use use) {
  for (auto const text : parameters.all(name)) {
    if (engine::trimmed(text).empty()) continue;
    auto const value = parse(text);
    if (value)
      use(*value);
    else
      mistakes.push_back(std::string(name) + ": " + value.error().why);
  }
}

void add_texts(http::Parameters const& parameters, ObscoreQuery& query) {
  for (TextRule const& rule : text_rules) {
    std::vector<std::string> any;
    for (auto const text : parameters.all(rule.parameter))
      if (!text.empty())
        any.push_back("lower(" + std::string(rule.column) + ") = lower(" +
                      query.bind(std::string(text), "text") + ")");
    query.require_any(any);
  }
  std::vector<std::string> targets;
  for (auto const text : parameters.all("TARGET"))
    if (!text.empty())
      targets.push_back("target_key = lower(replace(" + query.bind(std::string(text), "text") +
                        ", ' ', ''))");
  query.require_any(targets);
  std::vector<std::string> states;
  for (auto const text : parameters.all("POL"))
    if (!text.empty())
      states.push_back("strpos(pol_states, '/' || " + query.bind(std::string(text), "text") + " || '/') > 0");
  query.require_any(states);
}

void add_levels(http::Parameters const& parameters, ObscoreQuery& query, std::vector<std::string>& mistakes) {
  std::vector<std::string> any;
  for (auto const text : parameters.all("CALIB")) {
    auto const level = engine::whole_number(text);
    if (level && *level >= 0 && *level <= 4)
      any.push_back("calib_level = " + query.bind(std::to_string(*level), "int"));
    else
      mistakes.push_back("CALIB: must be a whole number from 0 to 4");
  }
  query.require_any(any);
}

}  // namespace

ObscoreQuery sia_conditions(http::Parameters const& parameters) {
  ObscoreQuery query;
  std::vector<std::string> mistakes, any;
  for_each_value(parameters, "POS", mistakes, position_of,
                 [&](SkyShape const& s) { any.push_back(query.meets(s)); });
  query.require_any(any);
  for (OverlapRule const& rule : overlap_rules) {
    any.clear();
    for_each_value(parameters, rule.parameter, mistakes, interval_of, [&](Interval const& i) {
      any.push_back(query.overlaps(std::string(rule.low), std::string(rule.high), i));
    });
    query.require_any(any);
  }
  for (TextRule const& rule : number_rules) {
    any.clear();
    for_each_value(parameters, rule.parameter, mistakes, interval_of,
                   [&](Interval const& i) { any.push_back(query.within(std::string(rule.column), i)); });
    query.require_any(any);
  }
  add_texts(parameters, query);
  add_levels(parameters, query, mistakes);
  if (!mistakes.empty())
    throw engine::Failure(engine::Fault::bad_request, "UsageFault: " + engine::joined(mistakes, "; "));
  return query;
}

http::Reply sia_reply(http::Request const& request, LinkParts const& parts) try {
  auto const parameters = http::parse_parameters(request);
  auto const format = format_asked(parameters);
  auto const limit = maxrec_asked(parameters, parts.usual_rows, parts.most_rows);
  ObscoreQuery const query = sia_conditions(parameters);
  auto lease = parts.pool.take();
  set_asker(*lease, asker_of(parts, request), request.base_url);
  auto columns = obscore_columns(*lease);
  catalog::TableFrame frame;
  frame.resource_name = "SIA query";
  frame.infos = parts.origin;
  frame.services.push_back(catalog::links_descriptor(request.base_url + "/links", "obs_publisher_did"));
  auto rows = rows_of(std::move(lease), query, std::move(columns), limit + 1,
                      catalog::make_encoder(format.serialization)->wants(), parts.query_time);
  return table_reply(std::move(rows), format, std::move(frame), limit);
} catch (engine::Failure const& failure) {
  int const status = http::status_of(failure);
  if (status == 401 || status == 403) throw;
  return http::with_type(status, "application/x-votable+xml", catalog::votable_error(failure.what()));
}

}  // namespace uws
