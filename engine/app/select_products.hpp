/// What `distill select` makes, for one job, for a part of it, and for the gathering of parts.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/app/outputs.hpp"
#include "engine/io/data_set.hpp"
#include "engine/io/response_copies.hpp"
#include "engine/model/product.hpp"
#include "engine/model/selection.hpp"
#include "engine/parameters/values.hpp"

namespace engine {

struct SelectJob {
  Selection selection;
  bool per_run = true, merged = false, hdf5 = false, responses = true;
  std::vector<std::string> notes = {};  ///< fit for the user
};

/// Failure(bad_request).
SelectJob select_job(ParameterValues const& values);
/// Only which products there are: no file that a parameter names is looked at.
SelectJob select_formats(ParameterValues const& values);

/// Of the event file of a run. Event files that are only a step towards a merged one keep a name that is
/// never published (but by a part of a job, for those who gather).
std::string event_file_name(SelectJob const& job, ParameterValues const& values, Observation const& run);

std::vector<Product> select_products(SelectJob const& job, ParameterValues const& values,
                                     std::vector<Observation> const& runs,
                                     std::vector<std::string> const& responses);
/// Of a part: its event files, its own index, and nothing merged; a part without runs makes nothing.
std::vector<Product> select_part_products(SelectJob const& job, ParameterValues const& values,
                                          std::vector<Observation> const& runs,
                                          std::vector<std::string> const& responses);

/// What is made from the event files of all runs (`files`: where they lie, in the order of summary.inputs)
/// when they are done; at the root.
void write_common_products(SelectJob const& job, ParameterValues const& values, ProductSummary const& summary,
                           std::vector<std::string> const& files, Outputs const& outputs);

}  // namespace engine
