/// When the GADF doctor looks at the inputs of an ingest, and at how much of them.
#pragma once

#include "catalog/ingest/defect_rows.hpp"
#include "catalog/ingest/ingest.hpp"

namespace catalog::ingest {

/// The doctor looks at what has changed, or at everything where nothing was looked at before (`first_time`);
/// if nothing has changed, the defects of before still hold. Fills report.check and report.check_repeated.
CheckedPart check_inputs(IngestRequest const& request, bool first_time, IngestReport& report);

}  // namespace catalog::ingest
