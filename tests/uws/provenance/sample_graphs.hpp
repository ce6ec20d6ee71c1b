/// Graphs made by hand: what the service records, what is hostile, what is large.
#pragma once

#include <map>
#include <string>

#include "catalog/provenance/graph.hpp"

namespace sample {

using catalog::prov::Graph;

Graph count_map();          ///< a map of `runs` runs with all that goes with it
Graph many_runs(int runs);  ///< the same shape, larger, with the runs' own past
Graph hostile();            ///< identifiers and texts that no format likes
Graph restricted();         ///< a public product of things that the reader may not see
Graph failed();             ///< a job that ended in error, and its repetition
Graph chain(int steps);     ///< a long one
Graph circle();             ///< which cannot be, and must not hang us
Graph nothing();

std::map<std::string, Graph> all();

}  // namespace sample
