#include <algorithm>

#include "engine/base/text.hpp"
#include "engine/io/compare_products.hpp"

namespace engine {

namespace {

constexpr std::size_t most_keywords = 20;

std::string shown(std::optional<std::string> const& value) { return value ? *value : "(not there)"; }

std::string line_of(ValueDifference const& value, std::string const& kind) {
  std::string text =
      value.column.empty()
          ? std::to_string(value.different) + " of " + std::to_string(value.compared) + " pixels"
          : value.column + ": " + std::to_string(value.different) + " of " + std::to_string(value.compared) +
                (value.numeric ? " values" : " cells");
  if (kind.empty() || !value.numeric) return text + " differ";
  return text + " differ, by " + shortest(value.largest_absolute) + " at most (relative " +
         shortest(value.largest_relative) + "); sums " + shortest(value.sum_a) + " and " +
         shortest(value.sum_b);
}

void add_hdu(std::string& text, HduComparison const& hdu) {
  if (hdu.same()) return;
  text += "  " + hdu.name + ":";
  if (!hdu.a || !hdu.b) {
    text += std::string(" is in the ") + (hdu.a ? "first" : "second") + " only\n";
    return;
  }
  text += "\n";
  for (std::string const& line : hdu.shape) text += "    " + line + "\n";
  if (hdu.rows_different > 0) text += "    " + std::to_string(hdu.rows_different) + " rows differ\n";
  for (ValueDifference const& value : hdu.values) text += "    " + line_of(value, hdu.kind) + "\n";
  for (std::size_t i = 0; i < std::min(most_keywords, hdu.keywords.size()); ++i)
    text += "    keyword " + hdu.keywords[i].keyword + ": " + shown(hdu.keywords[i].a) + " and " +
            shown(hdu.keywords[i].b) + "\n";
  if (hdu.keywords.size() > most_keywords)
    text += "    and " + std::to_string(hdu.keywords.size() - most_keywords) + " more keywords\n";
}

}  // namespace

std::string comparison_text(ProductComparison const& comparison) {
  std::string text;
  for (FileComparison const& file : comparison.files) {
    text += file.name + ": " + std::string(word_of(file.sameness));
    if (!file.why.empty()) text += " (" + file.why + ")";
    if (!file.left_out.empty()) text += " - does not count: " + file.left_out;
    text += "\n";
    if (file.sameness == Sameness::differs)
      for (HduComparison const& hdu : file.hdus) add_hdu(text, hdu);
  }
  return text + "altogether: " + std::string(word_of(comparison.sameness())) + "\n";
}

}  // namespace engine
