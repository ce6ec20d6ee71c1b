#include "catalog/ingest/ingest_text.hpp"

#include <cmath>

#include "engine/base/text.hpp"
#include "engine/check/check_text.hpp"

namespace catalog::ingest {

namespace {

constexpr std::size_t examples = 8;

std::string plural(std::size_t n, std::string const& word) {
  return std::to_string(n) + " " + word + (n == 1 ? "" : "s");
}

std::string first_few(std::vector<std::int64_t> const& runs) {
  std::string out;
  for (std::size_t i = 0; i < runs.size() && i < examples; ++i)
    out += (i == 0 ? "" : ", ") + std::to_string(runs[i]);
  return runs.size() > examples ? out + ", ..." : out;
}

std::string listed(std::string const& what, std::vector<std::int64_t> const& runs) {
  return runs.empty() ? "" : what + ": " + first_few(runs) + "\n";
}

std::string noted(IngestNote const& note) {
  if (note.runs.empty()) return "note: " + note.message + "\n";
  std::string const who = note.runs.size() == 1
                              ? "run " + std::to_string(note.runs.front())
                              : plural(note.runs.size(), "run") + " (" + first_few(note.runs) + ")";
  return "note: " + who + ": " + note.message + "\n";
}

void add(std::string& line, std::size_t n, std::string const& noun, std::string const& what) {
  if (n > 0) line += (line.empty() ? "" : ", ") + plural(n, noun) + " " + what;
}

}  // namespace

std::string ingest_summary(IngestReport const& report) {
  std::string const would = report.dry_run ? "would be " : "";
  std::string line;
  add(line, report.added.size(), "run", would + "added");
  add(line, report.changed.size(), "run", would + "changed");
  add(line, report.removed.size(), "run", would + "removed");
  add(line, report.products_added.size(), "product", would + "added");
  add(line, report.products_changed.size(), "product", would + "changed");
  add(line, report.products_removed.size(), "product", would + "removed");
  if (line.empty() && report.collection_is_new) line = "new, without runs";
  if (line.empty() && report.collection_changed) line = "description changed";
  if (line.empty()) line = "nothing changed";
  if (report.unchanged > 0) line += ", unchanged " + std::to_string(report.unchanged);
  if (report.products_unchanged > 0)
    line += ", products unchanged " + std::to_string(report.products_unchanged);
  add(line, report.gone.size(), "run", "no longer in the set (kept)");
  add(line, report.problems.size(), "problem", "left out");
  if (report.defects > 0)
    line += ", " + plural(static_cast<std::size_t>(report.defects), "defect") + " on record";
  return report.collection + ": " + line + (report.dry_run ? " (dry run: nothing was written)" : "");
}

std::string ingest_text(IngestReport const& report) {
  std::string out;
  for (IngestProblem const& problem : report.problems)
    out += "left out: " + (problem.run ? "run " + std::to_string(*problem.run) + ": " : std::string()) +
           problem.message + "\n";
  for (IngestNote const& note : report.notes) out += noted(note);
  out +=
      listed("added", report.added) + listed("changed", report.changed) + listed("removed", report.removed);
  if (!report.gone.empty())
    out += "no longer in the set: " + first_few(report.gone) +
           " - they stay unless removing them is asked for\n";
  if (report.check) out += "\ndefects:\n" + engine::check_text(*report.check) + "\n";
  return out + ingest_summary(report) + "\n";
}

}  // namespace catalog::ingest
