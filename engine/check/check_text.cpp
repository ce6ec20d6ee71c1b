#include "engine/check/check_text.hpp"

#include <filesystem>

#include "engine/check/fold.hpp"

namespace engine {

namespace {

constexpr std::size_t examples = 4;
constexpr std::size_t line_width = 100;
constexpr std::string_view indent = "         ";

std::string plural(std::uint64_t n, std::string const& word) {
  return std::to_string(n) + " " + word + (n == 1 ? "" : "s");
}

/// Breaks at blanks; the first line stands where the caller is, the others are indented.
std::string wrapped(std::string const& text) {
  std::string out, line;
  for (std::size_t from = 0; from <= text.size();) {
    std::size_t const to = std::min(text.find(' ', from), text.size());
    std::string const word = text.substr(from, to - from);
    if (!line.empty() && line.size() + 1 + word.size() > line_width) {
      out += line + "\n" + std::string(indent);
      line.clear();
    }
    line += (line.empty() ? "" : " ") + word;
    from = to + 1;
  }
  return out + line;
}

template <class Item, class Spell>
std::string first_few(std::vector<Item> const& items, Spell spell) {
  std::string out;
  for (std::size_t i = 0; i < items.size() && i < examples; ++i)
    out += (i == 0 ? "" : ", ") + spell(items[i]);
  return items.size() > examples ? out + ", ..." : out;
}

std::string joined(std::vector<std::string> const& words) {
  std::string out;
  for (std::string const& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

/// "48 of 56 runs", "1 file".
std::string extent(FoldedDefect const& folded, CheckReport const& report) {
  if (!folded.obs_ids.empty())
    return std::to_string(folded.obs_ids.size()) + " of " + plural(report.runs, "run");
  return plural(folded.files.size(), "file");
}

std::string where(FoldedDefect const& folded) {
  if (!folded.obs_ids.empty())
    return "runs " + first_few(folded.obs_ids, [](std::int64_t id) { return std::to_string(id); });
  return first_few(folded.files, [](std::string const& path) { return path; });
}

std::string example_of(FoldedDefect const& folded) {
  if (folded.one_message) return folded.first.message;
  std::string const who = folded.first.obs_id ? "run " + std::to_string(*folded.first.obs_id)
                                              : std::filesystem::path(folded.first.file).filename().string();
  return who + ": " + folded.first.message;
}

std::string entry(FoldedDefect const& folded, CheckReport const& report) {
  std::string const word(word_of(folded.first.severity));
  std::string const keywords = joined(folded.keywords);
  std::string out = word + std::string(indent.size() - word.size(), ' ') + folded.first.code + ": ";
  std::string const hdus = joined(folded.hdus);
  out += hdus + (hdus.empty() || keywords.empty() ? "" : " ") + keywords;
  out += " - " + extent(folded, report);
  std::size_t const places = std::max(folded.obs_ids.size(), folded.files.size());
  if (folded.count > places) out += ", " + std::to_string(folded.count) + " in all";
  out += "\n" + std::string(indent) + wrapped(example_of(folded));
  out += "\n" + std::string(indent) + wrapped("-> " + folded.first.remedy);
  out += "\n" + std::string(indent) + wrapped(where(folded) + " [" + folded.first.clause + "]") + "\n\n";
  return out;
}

}  // namespace

std::string check_summary(CheckReport const& report) {
  std::size_t errors = 0, warnings = 0, notes = 0;
  for (FoldedDefect const& folded : fold(report.defects)) {
    switch (folded.first.severity) {
      case Severity::error: ++errors; break;
      case Severity::warning: ++warnings; break;
      case Severity::note: ++notes; break;
    }
  }
  std::string const in = " in " + plural(report.runs, "run") + ", " + plural(report.files, "file") + ", " +
                         plural(report.events, "event");
  if (errors + warnings + notes == 0) return "no defects" + in;
  return plural(errors, "error") + ", " + plural(warnings, "warning") + " and " + plural(notes, "note") + in;
}

std::string check_text(CheckReport const& report) {
  std::string out;
  for (FoldedDefect const& folded : fold(report.defects)) out += entry(folded, report);
  return out + check_summary(report) + "\n";
}

}  // namespace engine
