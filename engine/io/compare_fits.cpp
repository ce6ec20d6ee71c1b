#include <algorithm>
#include <map>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/compare_hdus.hpp"
#include "engine/io/compare_products.hpp"

namespace engine {

namespace {

/// Where the inputs of a product lay and how they were packed, in its table INPUTS.
std::set<std::string> const location_columns{"DID", "FILE", "HDU", "SHA256", "DATASUM"};
/// Said better by comparing the data: number of rows, size of the heap.
std::set<std::string> const said_by_data{"NAXIS2", "PCOUNT", "THEAP", "EXTEND"};
/// What changes with the width of a location column.
std::set<std::string> const said_by_columns{"NAXIS1", "TFIELDS"};

enum class Form { image, table, none };

Form form_of(HduSide const& side) {
  if (side.file.is_binary_table(side.hdu)) return Form::table;
  return side.header().integer("NAXIS").value_or(0) == 0 ? Form::none : Form::image;
}

std::string word_of(Form form) {
  switch (form) {
    case Form::image: return "image";
    case Form::table: return "table";
    case Form::none: return "none";
  }
  return {};
}

/// EXTNAME and EXTVER, and which of several with both.
using HduKey = std::pair<std::string, int>;

std::vector<std::pair<HduKey, int>> keys_of(FitsFile& file) {
  std::vector<std::pair<HduKey, int>> keys;
  std::map<std::string, int> seen;
  int const count = file.hdu_count();
  if (!file.damage_behind_last_hdu().empty())
    throw Failure(Fault::bad_data, "cannot read all of it: " + file.path() + " (behind HDU " +
                                       std::to_string(count) + ": " + file.damage_behind_last_hdu() +
                                       ") - is the copy complete?");
  for (int hdu = 1; hdu <= count; ++hdu) {
    std::string name = upper(file.header(hdu).text("EXTNAME").value_or(""));
    // Without a name its place is all there is to know it by.
    if (name.empty()) name = hdu == 1 ? "PRIMARY" : "HDU " + std::to_string(hdu);
    if (auto const version = file.header(hdu).text("EXTVER"); version && *version != "1")
      name += " " + *version;
    keys.push_back({{name, seen[name]++}, hdu});
  }
  return keys;
}

std::string spelt(HduKey const& key) {
  return key.second == 0 ? key.first : key.first + " (" + std::to_string(key.second + 1) + ")";
}

/// Keywords of columns by their number: other columns before them shift them, so they are compared by form.
std::set<std::string> left_out_of(std::string const& name, HduSide const& a, HduSide const& b) {
  std::set<std::string> out = said_by_data;
  if (name != "INPUTS") return out;
  out.insert(said_by_columns.begin(), said_by_columns.end());
  for (HduSide const& side : {a, b})
    for (FitsCard const& card : side.header().cards())
      if (card.keyword.starts_with("TTYPE") && location_columns.contains(card.value))
        for (char const* word : {"TTYPE", "TFORM", "TUNIT", "TDIM", "TNULL", "TDISP"})
          out.insert(word + card.keyword.substr(5));
  return out;
}

void compare(HduSide const& a, HduSide const& b, Tolerance tolerance, HduComparison& out) {
  Form const in_a = form_of(a), in_b = form_of(b);
  out.kind = word_of(in_a);
  compare_headers(a, b, tolerance, left_out_of(out.name, a, b), out);
  if (in_a != in_b) {
    out.shape.push_back("one is " + word_of(in_a) + ", the other " + word_of(in_b));
    return;
  }
  switch (in_a) {
    case Form::image: compare_images(a, b, tolerance, out); return;
    case Form::table:
      compare_tables(a, b, tolerance, out.name == "INPUTS" ? location_columns : std::set<std::string>{}, out);
      return;
    case Form::none: return;
  }
}

bool says_how(std::string const& name) { return name == "PROVENANCE"; }

}  // namespace

bool HduComparison::same() const {
  return !left_out.empty() || (a && b && keywords.empty() && shape.empty() && values.empty());
}

FileComparison compare_fits(std::string const& a, std::string const& b, Tolerance tolerance) {
  FileComparison out{.name = b, .sameness = Sameness::content};
  FitsFile in_a = FitsFile::open(a), in_b = FitsFile::open(b);
  auto const keys_a = keys_of(in_a), keys_b = keys_of(in_b);
  std::map<HduKey, int> const by_key(keys_b.begin(), keys_b.end());
  std::set<HduKey> paired;
  for (auto const& [key, hdu] : keys_a) {
    HduComparison& found = out.hdus.emplace_back();
    found.name = spelt(key);
    found.a = hdu;
    auto const other = by_key.find(key);
    if (says_how(key.first)) found.left_out = "tells how the product was made";
    if (other == by_key.end()) continue;
    paired.insert(key);
    found.b = other->second;
    if (found.left_out.empty()) compare({in_a, hdu}, {in_b, other->second}, tolerance, found);
  }
  for (auto const& [key, hdu] : keys_b) {
    if (paired.contains(key)) continue;
    HduComparison& found = out.hdus.emplace_back();
    found.name = spelt(key);
    found.b = hdu;
    if (says_how(key.first)) found.left_out = "tells how the product was made";
  }
  if (!std::all_of(out.hdus.begin(), out.hdus.end(), [](HduComparison const& hdu) { return hdu.same(); }))
    out.sameness = Sameness::differs;
  return out;
}

}  // namespace engine
