/// The report of an ingest as a person reads it in a terminal.
#pragma once

#include <string>

#include "catalog/ingest/ingest.hpp"

namespace catalog::ingest {

/// Problems first, then what was tolerated and the defects, folded; the last line sums up.
std::string ingest_text(IngestReport const& report);
/// That line: "HESS-DR1: 56 runs added, 1 defect ...".
std::string ingest_summary(IngestReport const& report);

}  // namespace catalog::ingest
