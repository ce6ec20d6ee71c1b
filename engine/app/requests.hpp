/// From checked parameter texts to the values the engine works with.
#pragma once

#include <string>
#include <vector>

#include "engine/io/data_set.hpp"
#include "engine/model/selection.hpp"
#include "engine/parameters/values.hpp"

namespace engine {

/// Throws Failure(bad_request) with all of them, if there are any.
void refuse_if_any(std::vector<BadParameter> const& problems);

/// A small text file whole: a list, a region file.
std::string text_of_file(std::string const& path);

RunChoice run_choice(ParameterValues const& values);
RunChoice run_choice(ParameterValues const& values, std::vector<BadParameter>& problems);
/// `notes`: what of a region has no area and was left out.
Selection selection_of(ParameterValues const& values, std::vector<std::string>& notes);
Selection selection_of(ParameterValues const& values, std::vector<std::string>& notes,
                       std::vector<BadParameter>& problems);

/// Everything that is wrong with the values of a call, before any event file is looked at. Files that values
/// name are read; those that are not there are left for the job to miss.
std::vector<BadParameter> request_problems(ParameterValues const& values);

/// The runs that `in` and the run parameters name.
DataSet chosen_runs(ParameterValues const& values);

/// Two coordinates "83.63 22.01", "83.63,22.01", "05:34:31.94 +22:00:52.2"; `first` says what the first one
/// is.
struct CoordinatePair {
  Angle lon, lat;
};
Result<CoordinatePair, std::string> parse_coordinate_pair(std::string_view text, bool is_right_ascension);

}  // namespace engine
