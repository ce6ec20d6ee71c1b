/// One of several shares of the runs of a job: part=2/8. Parts run independently of each other, in batches of
/// their own; `distill gather` makes one result of what they leave.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/io/data_set.hpp"
#include "engine/parameters/values.hpp"

namespace engine {

struct Part {
  int number = 1, count = 1;
  friend bool operator==(Part const&, Part const&) = default;
};

/// "2/8": the number of the part, from 1, and how many there are. Else what is wrong with it.
Result<Part, std::string> parse_part(std::string_view text);
std::string text_of(Part const& part);  ///< "2/8"

/// A job was asked to be a part: also one of one.
bool is_part(ParameterValues const& values);
/// Part 1/1 where the command or the call knows no parts. Failure(bad_request).
Part part_of(ParameterValues const& values);

/// Which runs each of `parts` shares has, ascending; every run in exactly one. The costliest go first, each
/// to the share that has least: a pure function of the costs, the same on every machine.
std::vector<std::vector<std::size_t>> shares_of_runs(std::vector<double> const& costs, int parts);

/// What reading each run costs, told by the sizes of the files alone, so that no part opens the runs of
/// others. A file that is not there costs nothing: whoever has its run will say so.
std::vector<double> costs_of_runs(DataSet const& set);

/// The runs of a part within the whole set, and which they are.
struct RunShare {
  DataSet set;
  std::vector<std::size_t> runs;  ///< indices into the whole set
};
/// Files that cannot be told to be a run at all are everybody's.
RunShare share_of(DataSet const& whole, Part const& part);

}  // namespace engine
