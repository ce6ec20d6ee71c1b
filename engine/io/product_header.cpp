#include "engine/io/product_header.hpp"

#include <algorithm>
#include <cmath>

#include "engine/io/gadf_keys.hpp"

namespace engine {

namespace {

using HeaderText = std::string ObservationHeader::*;
using HeaderDirection = std::optional<Direction<Icrs>> ObservationHeader::*;

void add_common_text(std::vector<FitsKey>& keys, ProductSummary const& summary, char const* keyword,
                     HeaderText member, char const* comment) {
  if (std::optional<std::string> const value = summary.common(member))
    keys.push_back({keyword, header_text(*value), comment});
}

std::optional<Direction<Icrs>> common_direction(ProductSummary const& summary, HeaderDirection member) {
  if (summary.inputs.empty()) return std::nullopt;
  std::optional<Direction<Icrs>> const first = summary.inputs.front().header.*member;
  for (InputRecord const& input : summary.inputs) {
    std::optional<Direction<Icrs>> const& other = input.header.*member;
    if (!first || !other || other->xyz() != first->xyz()) return std::nullopt;
  }
  return first;
}

void add_common_direction(std::vector<FitsKey>& keys, ProductSummary const& summary,
                          std::string const& suffix, HeaderDirection member, std::string const& what) {
  std::optional<Direction<Icrs>> const common = common_direction(summary, member);
  if (!common) return;
  keys.push_back({"RA_" + suffix, header_degrees(common->lon()), "[deg] right ascension of " + what});
  keys.push_back({"DEC_" + suffix, header_degrees(common->lat()), "[deg] declination of " + what});
}

std::vector<FitsKey> shared_facts(ProductSummary const& summary) {
  std::vector<FitsKey> keys;
  add_common_text(keys, summary, "TELESCOP", &ObservationHeader::telescope, "telescope of all runs");
  add_common_text(keys, summary, "INSTRUME", &ObservationHeader::instrument, "instrument of all runs");
  add_common_text(keys, summary, "ORIGIN", &ObservationHeader::origin, "where the runs come from");
  add_common_text(keys, summary, "OBSERVER", &ObservationHeader::observer, "observer of all runs");
  add_common_text(keys, summary, "OBJECT", &ObservationHeader::object, "target of all runs");
  add_common_direction(keys, summary, "OBJ", &ObservationHeader::object_position, "the target");
  add_common_direction(keys, summary, "PNT", &ObservationHeader::pointing, "the pointing");
  if (summary.inputs.size() == 1)
    keys.push_back({"OBS_ID", summary.inputs.front().observation.id, "observation id"});
  return keys;
}

}  // namespace

std::string header_text(std::string_view text) {
  std::string plain(text);
  std::replace_if(
      plain.begin(), plain.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  return plain;
}

double header_degrees(Angle angle) { return std::round(in_degrees(angle) * 1e12) / 1e12; }

std::string file_name_of(std::string const& path) { return path.substr(path.rfind('/') + 1); }

std::vector<FitsKey> summary_keys(ProductSummary const& summary) {
  std::vector<FitsKey> keys{{"CREATOR", header_text(summary.creator), "program that made this file"}};
  append(keys, shared_facts(summary));
  if (!summary.inputs.empty()) {
    append(keys, time_reference_keys(summary.reference()));
    append(keys, time_span_keys(summary.reference(), summary.good_times()));
    append(keys, exposure_keys(summary.ontime_s(), summary.livetime_s()));
  }
  auto const count = [](std::size_t n) { return static_cast<std::int64_t>(n); };
  keys.push_back({"NRUNS", count(summary.inputs.size()), "runs used"});
  keys.push_back({"NSKIPPED", count(summary.skipped.size()), "runs left out, see HISTORY"});
  keys.push_back({"NREAD", static_cast<std::int64_t>(summary.flow().read), "events read"});
  keys.push_back({"NEVENTS", static_cast<std::int64_t>(summary.flow().kept), "events that passed all cuts"});
  return keys;
}

std::vector<std::string> recipe_history(Recipe const& recipe, std::string const& creator) {
  std::vector<std::string> lines{header_text("made by: " + creator + ", distill " + recipe.command)};
  for (auto const& [name, value] : recipe.parameters) lines.push_back(header_text(name + "=" + value));
  lines.insert(lines.end(), {"convention: GTIs are applied unless gti=ignore stands above",
                             "convention: half open start <= t < stop, lo <= E < hi, separation < r",
                             "convention: sky in double precision; FK5 in headers is read as ICRS",
                             "convention: ICRS to Galactic by the matrix of SOFA/ERFA (eraIcrs2g)"});
  return lines;
}

std::vector<std::string> summary_history(ProductSummary const& summary) {
  std::vector<std::string> lines = recipe_history(summary.recipe, summary.creator);
  for (SkippedInput const& skipped : summary.skipped)
    lines.push_back(header_text("left out: run " + std::to_string(skipped.observation.id) + " " +
                                file_name_of(skipped.observation.events.file) + ": " + skipped.reason));
  return lines;
}

void write_summary(FitsWriter& file, ProductSummary const& summary, ProductNote const& note) {
  file.keys(summary_keys(summary));
  file.keys(reference_keys(summary, note));
  for (std::string const& line : summary_history(summary)) file.history(line);
}

}  // namespace engine
