/// What answers the requests about job types. Internal to the routes.
#pragma once

#include <string>

#include "uws/http/message.hpp"
#include "uws/jobtypes/job_type_lists_json.hpp"
#include "uws/jobtypes/job_type_routes.hpp"

namespace uws {

using http::Reply;
using http::Request;

/// html: for people; json, votable, wadl; opus: JSON in its words.
enum class TypeForm { html, json, votable, wadl, opus };

JobTypeUrls urls_of(JobTypeRoutesParts const& parts, Request const& request);

Reply show_types(JobTypeRoutesParts const& parts, Request const& request);
/// "map", "map.json", "map.vot", "map.wadl".
Reply show_type(JobTypeRoutesParts const& parts, Request const& request, std::string const& name_and_form);
Reply show_type_as(JobTypeRoutesParts const& parts, Request const& request, std::string const& name,
                   TypeForm form);
Reply show_opus_names(JobTypeRoutesParts const& parts, Request const& request);

Reply propose_type(JobTypeRoutesParts const& parts, Request const& request);
Reply decide_type(JobTypeRoutesParts const& parts, Request const& request, std::string const& name);
Reply withdraw_type(JobTypeRoutesParts const& parts, Request const& request, std::string const& name);

}  // namespace uws
