#include "engine/io/selected_header.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <string_view>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"
#include "engine/io/data_subspace.hpp"
#include "engine/io/gadf_keys.hpp"
#include "engine/io/index_columns.hpp"
#include "engine/io/product_header.hpp"

namespace engine {

namespace {

/// "TFORM12" is "TFORM" with a column number.
bool is_numbered(std::string_view keyword, std::string_view stem) {
  if (keyword.substr(0, stem.size()) != stem || keyword.size() == stem.size()) return false;
  std::string_view const digits = keyword.substr(stem.size());
  return std::all_of(digits.begin(), digits.end(),
                     [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; });
}

bool is_structure(std::string_view keyword) {
  static constexpr std::array<std::string_view, 13> words{
      "XTENSION", "BITPIX", "NAXIS",    "PCOUNT",  "GCOUNT",   "TFIELDS", "EXTNAME",
      "THEAP",    "END",    "CHECKSUM", "DATASUM", "LONGSTRN", "CONTINUE"};
  if (std::find(words.begin(), words.end(), keyword) != words.end()) return true;
  for (std::string_view const stem : {"NAXIS", "TTYPE", "TFORM", "TUNIT", "TDIM"})
    if (is_numbered(keyword, stem)) return true;
  return false;
}

/// Written anew, or about the other file.
bool is_outdated(std::string_view keyword) {
  static constexpr std::array<std::string_view, 20> words{
      "DATE",     "DATE-OBS", "TIME-OBS", "DATE-END", "TIME-END",    "DATE-BEG", "DATE-AVG",
      "DATE_OBS", "TIME_OBS", "DATE_END", "TIME_END", "MJD-OBS",     "MJD-BEG",  "MJD-END",
      "MJD-AVG",  "TMID",     "TMID_STR", "MJDREF",   "EVENT_COUNT", "PROVURL"};
  if (std::find(words.begin(), words.end(), keyword) != words.end()) return true;
  if (keyword.starts_with("CTA ")) return true;  // CTAO reference metadata of that file
  return is_subspace_keyword(std::string(keyword)) || is_numbered(keyword, "TDMIN") ||
         is_numbered(keyword, "TDMAX");
}

bool is_commentary(std::string_view keyword) { return keyword == "COMMENT" || keyword == "HISTORY"; }

FitsKey as_key(FitsCard const& card) {
  if (card.is_string) return {card.keyword, header_text(card.value), card.comment};
  if (std::optional<std::int64_t> const whole = whole_number(card.value))
    return {card.keyword, *whole, card.comment};
  if (std::optional<double> const real = number(card.value)) return {card.keyword, *real, card.comment};
  if (card.value == "T" || card.value == "F") return {card.keyword, card.value == "T", card.comment};
  return {card.keyword, header_text(card.value), card.comment};
}

}  // namespace

std::vector<FitsColumnFormat> carried_columns(FitsTable const& table, FitsHeader const& header) {
  std::vector<FitsColumnFormat> formats;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    FitsColumn const& column = table.columns[i];
    if (column.code == 'P' || column.code == 'Q')
      throw Failure(Fault::bad_data,
                    "cannot select rows: " + table.place + " column " + column.name +
                        " (it has variable length, its content is not in the rows) - remove that column "
                        "from the event file");
    std::string const n = std::to_string(i + 1);
    bool const shaped = header.has("TDIM" + n);
    formats.push_back(
        {column.name,
         header.text("TFORM" + n).value_or(std::to_string(column.repeat) + std::string(1, column.code)),
         header_text(header.text("TUNIT" + n).value_or("")),
         shaped ? column.dims : std::vector<std::int64_t>{}});
  }
  return formats;
}

std::vector<FitsCard> carried_cards(FitsHeader const& source) {
  std::vector<FitsCard> carried;
  std::set<std::string> seen;
  for (FitsCard const& card : source.cards()) {
    if (card.keyword.empty() || is_structure(card.keyword) || is_outdated(card.keyword)) continue;
    if (is_commentary(card.keyword) || seen.insert(card.keyword).second) carried.push_back(card);
  }
  return carried;
}

void write_card(FitsWriter& file, FitsCard const& card) {
  // The record holds only the beginning of a continued string.
  bool const continued =
      card.is_string && card.record.find('&') != std::string::npos && card.value.size() > 60;
  if (continued)
    file.key({card.keyword, header_text(card.value), card.comment});
  else
    file.card(header_text(card.record));
}

std::vector<FitsKey> gadf_corrections(FitsHeader const& source, Observation const& observation,
                                      ObservationHeader const& facts) {
  std::vector<FitsKey> keys{{"OBS_ID", observation.id, "observation id"}};
  for (FitsKey& key : time_reference_keys(facts.time)) {
    bool const by_default = key.keyword == "TIMEUNIT" || key.keyword == "TIMEREF";
    if (!by_default || !source.text(key.keyword)) keys.push_back(std::move(key));
  }
  // The version that needs no OBS_MODE, where none is known.
  for (FitsKey& key : gadf_class_keys("EVENTS")) {
    if (source.text(key.keyword)) continue;
    if (key.keyword == "HDUVERS" && !source.text("OBS_MODE")) key.value = std::string("0.2");
    keys.push_back(std::move(key));
  }
  if (!source.text("OBJECT") && !observation.object.empty())
    keys.push_back({"OBJECT", header_text(observation.object), "target, from the observation index"});
  return keys;
}

std::vector<FitsKey> exposure_corrections(TimeReference const& time, GoodTimes const& good_times,
                                          double ontime_s, double livetime_s, bool dead_time_known) {
  std::vector<FitsKey> keys = time_span_keys(time, good_times);
  for (FitsKey& key : exposure_keys(ontime_s, livetime_s))
    if (dead_time_known || key.keyword == "ONTIME") keys.push_back(std::move(key));
  return keys;
}

std::vector<FitsKey> as_keys(std::vector<FitsCard> const& cards) {
  std::vector<FitsKey> keys;
  for (FitsCard const& card : cards)
    if (!is_commentary(card.keyword) && !card.value.empty()) keys.push_back(as_key(card));
  return keys;
}

std::vector<FitsKey> overlaid(std::vector<FitsKey> under, std::vector<FitsKey> const& over) {
  std::erase_if(under, [&](FitsKey const& key) { return find_key(over, key.keyword) != nullptr; });
  append(under, over);
  return under;
}

}  // namespace engine
