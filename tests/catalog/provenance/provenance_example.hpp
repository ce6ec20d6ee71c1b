/// Jobs that never ran, with their provenance.
#pragma once

#include <string>
#include <vector>

#include "catalog/pg/connection.hpp"
#include "catalog/provenance/graph.hpp"

namespace provenance_test {

/// A SHA-256 sum that belongs to the text `word`.
std::string sum_of(std::string const& word);
/// "ivo://distill.example/jobs?<job>/<name>"
std::string product_id(std::string const& job, std::string const& name = "map.fits");

/// A job that used each of the inputs (entities of the collection that stands before the '?', or other
/// products) and made "map.fits" of them all, and a log. Agents, parameters, description, events: one or two
/// of each.
catalog::prov::Graph job_graph(std::string const& id, std::string const& owner,
                               std::vector<std::string> const& inputs);

void record(catalog::pg::Connection& db, catalog::prov::Graph const& graph);

/// Every row of every table of provenance, but for what tells when it was written.
std::string everything(catalog::pg::Connection& db);
/// What store.provenance_problems() says; "" is good.
std::string problems(catalog::pg::Connection& db);

}  // namespace provenance_test
