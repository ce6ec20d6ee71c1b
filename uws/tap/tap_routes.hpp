/// The resources of TAP 1.1 section 2 below one base path; the jobs of /async are mounted by their own
/// routes.
#pragma once

#include <functional>
#include <string>

#include "uws/async/job_policy.hpp"
#include "uws/http/route.hpp"
#include "uws/tap/table_registry.hpp"
#include "uws/tap/tap_sync.hpp"
#include "uws/tap/vosi.hpp"

namespace uws {

/// All references outlive the router.
struct TapParts {
  TapSync const& sync;
  TableRegistry& tables;
  TapDescription description;
  std::function<Availability()> availability;
};

void mount_tap(http::Router& router, std::string const& base, TapParts parts);

/// What the list "tap" asks of the job routes: names of TAP's parameters, uploads that add up, VOTables for
/// errors.
JobPolicy tap_job_policy(std::function<User(http::Request const&)> user_of, Limit const& execution_s,
                         Limit const& retention_s, TapSettings const& settings);

}  // namespace uws
