#include "uws/links/datalink.hpp"

#include <algorithm>

#include "catalog/table/votable_frame.hpp"
#include "engine/base/failure.hpp"
#include "uws/http/form.hpp"
#include "uws/http/respond.hpp"
#include "uws/links/dataset.hpp"
#include "uws/links/link_rows.hpp"
#include "uws/links/table_reply.hpp"

namespace uws {

namespace {

constexpr auto links_type = "application/x-votable+xml;content=datalink";
constexpr std::size_t most_ids = 5000;
constexpr std::int64_t most_links = 1'000'000;

std::vector<std::string> ids_asked(http::Parameters const& parameters) {
  std::vector<std::string> ids;
  for (auto const id : parameters.all("ID"))
    if (!id.empty() && std::find(ids.begin(), ids.end(), id) == ids.end()) ids.emplace_back(id);
  if (ids.size() > most_ids)
    throw engine::Failure(engine::Fault::bad_request, "ID: more than " + std::to_string(most_ids) +
                                                          " identifiers in one request - ask in pieces");
  return ids;
}

/// Overflow only ever comes between two identifiers (DataLink 1.1 section 3): the rows of one are whole or
/// absent.
std::int64_t collect_rows(std::vector<Dataset> const& datasets, LinkPlaces const& places, std::int64_t maxrec,
                          std::vector<catalog::MemoryRows::Row>& rows, catalog::TableFrame& frame) {
  for (Dataset const& dataset : datasets) {
    auto const more = link_rows(dataset, places, frame.services);
    rows.insert(rows.end(), more.begin(), more.end());
    if (rows.size() > static_cast<std::size_t>(maxrec))
      return static_cast<std::int64_t>(rows.size() - more.size());
  }
  return maxrec;
}

http::Reply answer(http::Request const& request, LinkParts const& parts) {
  auto const parameters = http::parse_parameters(request);
  auto const format = format_asked(parameters);
  auto const maxrec = maxrec_asked(parameters, most_links, most_links);
  auto const ids = ids_asked(parameters);
  std::vector<Dataset> datasets;
  if (!ids.empty()) {
    auto connection = parts.pool.take();
    set_asker(*connection, asker_of(parts, request), request.base_url);
    datasets = find_datasets(*connection, ids);
  }
  catalog::TableFrame frame;
  frame.resource_name = "links";
  frame.infos.push_back({"standardID", "ivo://ivoa.net/std/DataLink#links-1.1"});
  frame.infos.insert(frame.infos.end(), parts.origin.begin(), parts.origin.end());
  std::vector<catalog::MemoryRows::Row> rows;
  LinkPlaces const places{request.base_url, parts.soda_path, parts.provenance_path, parts.jobs_path};
  std::int64_t const limit = collect_rows(datasets, places, maxrec, rows, frame);
  return table_reply(std::make_unique<catalog::MemoryRows>(link_columns(), std::move(rows)), format,
                     std::move(frame), limit, links_type);
}

}  // namespace

std::string asker_of(LinkParts const& parts, http::Request const& request) {
  return parts.user_of ? parts.user_of(request) : std::string();
}

http::Reply links_reply(http::Request const& request, LinkParts const& parts) try {
  return answer(request, parts);
} catch (engine::Failure const& failure) {
  // Section 3.4 names the faults; they stand in an error document of DALI.
  int const status = http::status_of(failure);
  if (status == 401 || status == 403) throw;
  std::string const fault = status == 400   ? "UsageFault: "
                            : status == 503 ? "TransientFault: "
                                            : "FatalFault: ";
  return http::with_type(status, links_type, catalog::votable_error(fault + failure.what()));
}

}  // namespace uws
