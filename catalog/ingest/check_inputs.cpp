#include "catalog/ingest/check_inputs.hpp"

#include "catalog/ingest/intake.hpp"
#include "catalog/ingest/take_runs.hpp"

namespace catalog::ingest {

CheckedPart check_inputs(IngestRequest const& request, bool first_time, IngestReport& report) {
  using Check = IngestRequest::Check;
  bool const any = !report.added.empty() || !report.changed.empty();
  report.check_repeated = request.check != Check::no && (any || first_time);
  if (!report.check_repeated || request.inputs.empty()) return CheckedPart::all;
  engine::CheckOptions options;
  options.content = request.check == Check::content ? engine::CheckContent::yes : engine::CheckContent::no;
  options.parallel_for = parallel_for(request.threads, request.stop);
  CheckedPart const part = report.unchanged == 0 || first_time ? CheckedPart::all : CheckedPart::staged_runs;
  if (part == CheckedPart::staged_runs) {
    options.runs = report.added;
    options.runs.insert(options.runs.end(), report.changed.begin(), report.changed.end());
  }
  say(request, "checking", 0, 1);
  report.check = engine::check_data_set(request.inputs, options);
  say(request, "checking", 1, 1);
  return part;
}

}  // namespace catalog::ingest
