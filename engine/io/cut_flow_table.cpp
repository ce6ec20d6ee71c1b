#include "engine/io/cut_flow_table.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace engine {

namespace {

using Line = std::vector<std::string>;

std::vector<Cut> cuts_that_removed(CutFlow const& total) {
  std::vector<Cut> cuts;
  for (Cut const cut : all_cuts)
    if (total.removed_by(cut) > 0) cuts.push_back(cut);
  return cuts;
}

Line title(std::vector<Cut> const& cuts) {
  Line line{"run", "target", "read"};
  for (Cut const cut : cuts) line.push_back("-" + std::string(word_of(cut)));
  line.insert(line.end(), {"kept", "kept %", "livetime s"});
  return line;
}

Line counts_line(std::string const& name, std::string const& target, CutFlow const& flow, double livetime_s,
                 std::vector<Cut> const& cuts) {
  Line line{name, target, std::to_string(flow.read)};
  for (Cut const cut : cuts) line.push_back(std::to_string(flow.removed_by(cut)));
  double const share =
      flow.read == 0 ? 0 : 100 * static_cast<double>(flow.kept) / static_cast<double>(flow.read);
  line.insert(line.end(),
              {std::to_string(flow.kept), fmt::format("{:.1f}", share), fmt::format("{:.1f}", livetime_s)});
  return line;
}

/// Text to the left, numbers to the right; UTF-8 targets may be off by their extra bytes.
std::string aligned(std::vector<Line> const& lines) {
  std::vector<std::size_t> widths(lines.front().size(), 0);
  for (Line const& line : lines)
    for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], line[i].size());
  std::string text;
  for (Line const& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i) {
      bool const is_text = i == 1;
      text += is_text ? fmt::format("  {:<{}}", line[i], widths[i])
                      : fmt::format("{}{:>{}}", i == 0 ? "" : "  ", line[i], widths[i]);
    }
    text += '\n';
  }
  return text;
}

}  // namespace

std::string cut_flow_table(ProductSummary const& summary, std::size_t runs_shown) {
  CutFlow const total = summary.flow();
  std::vector<Cut> const cuts = cuts_that_removed(total);
  std::vector<Line> lines{title(cuts)};
  for (std::size_t i = 0; i < std::min(runs_shown, summary.inputs.size()); ++i) {
    InputRecord const& input = summary.inputs[i];
    lines.push_back(counts_line(std::to_string(input.observation.id), input.header.object, input.flow,
                                input.livetime_s, cuts));
  }
  if (summary.inputs.size() > runs_shown)
    lines.push_back(Line{"...", fmt::format("({} more runs)", summary.inputs.size() - runs_shown)});
  lines.push_back(
      counts_line("total", fmt::format("{} runs", summary.inputs.size()), total, summary.livetime_s(), cuts));
  std::string text = aligned(lines);
  for (SkippedInput const& skipped : summary.skipped)
    text +=
        fmt::format("left out: run {} (rank {}): {}\n", skipped.observation.id, skipped.rank, skipped.reason);
  return text;
}

}  // namespace engine
