/// The subcommands; each returns the program's exit status, or throws Failure.
#pragma once

#include "engine/app/session.hpp"
#include "engine/parameters/values.hpp"

namespace engine {

int run_info(ParameterValues const& values, Session const& session);
int run_check(ParameterValues const& values, Session const& session);
int run_select(ParameterValues const& values, Session const& session);
int run_map(ParameterValues const& values, Session const& session);
int run_simulate(ParameterValues const& values, Session const& session);
int run_gather(ParameterValues const& values, Session const& session);
int run_compare(ParameterValues const& values, Session const& session);
int run_selftest(ParameterValues const& values, Session const& session);
int run_describe(ParameterValues const& values, Session const& session);
int run_version(ParameterValues const& values, Session const& session);

}  // namespace engine
