/// Doing a job again from its provenance: the same parameters, the same data, and what became different.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "catalog/inputs/inputs.hpp"
#include "jobs/executor.hpp"
#include "uws/analysis/analysis_parts.hpp"
#include "uws/analysis/report_file.hpp"

namespace uws {

bool is_redo(jobs::Job const& job);

/// Fills the draft with what its PROVENANCE says and the client does not: parameters, runs, uploads. Mistakes
/// where that cannot be had. Does nothing without the word PROVENANCE, or the second time.
std::vector<std::string> take_over_original(AnalysisParts const& parts, jobs::JobType const& type,
                                            jobs::Job& job);

/// Sums every input anew and keeps in the work folder which of them are not what the record says.
void note_changed_inputs(AnalysisParts const& parts, jobs::Job const& job, catalog::InputSet const& set,
                         std::filesystem::path const& work);
/// " - run_23523.fits.gz has changed since ...", for the error of a job that failed; empty: nothing has
/// changed.
std::string changed_inputs_sentence(std::filesystem::path const& work);

inline constexpr char const* redo_report_name = "redo_report.json";
/// Compares what was made with what the original made, and writes the report beside the new results.
void write_redo_report(AnalysisParts const& parts, jobs::Claim const& claim,
                       std::optional<EngineReport> const& report, std::filesystem::path const& work);

}  // namespace uws
