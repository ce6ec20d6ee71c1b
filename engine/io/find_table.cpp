#include "engine/io/find_table.hpp"

#include <algorithm>
#include <optional>

#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"

namespace engine {

namespace {

std::string name_of(FitsFile& file, int hdu) {
  return file.header(hdu).text("EXTNAME").value_or("HDU " + std::to_string(hdu));
}

std::string names_of(FitsFile& file, std::vector<int> const& hdus) {
  std::string names;
  for (int const hdu : hdus)
    names += (names.empty() ? "" : ", ") + name_of(file, hdu) + " (HDU " + std::to_string(hdu) + ")";
  return names;
}

/// The HDU that the location names and the file has.
std::optional<int> named_hdu(FitsFile& file, HduLocation const& where) {
  if (where.number) {
    bool const exists = *where.number >= 1 && *where.number <= file.hdu_count();
    return exists ? where.number : std::nullopt;
  }
  return where.hdu.empty() ? std::nullopt : file.find_hdu(where.hdu);
}

bool names_an_hdu(HduLocation const& where) { return where.number.has_value() || !where.hdu.empty(); }

std::string spelt(HduLocation const& where) {
  return where.number ? "HDU " + std::to_string(*where.number) : "'" + where.hdu + "'";
}

[[noreturn]] void several(FitsFile& file, std::string const& what, std::vector<int> const& hdus) {
  throw Failure(Fault::bad_data, "several " + what + " tables: " + file.path() + " has " +
                                     names_of(file, hdus) +
                                     " - say which one, as FILE[NAME] or in an HDU index");
}

bool is_good_times_table(FitsFile& file, int hdu) {
  if (!file.is_binary_table(hdu)) return false;
  std::string const hdu_class = file.header(hdu).text("HDUCLAS1").value_or("");
  if (!hdu_class.empty()) return same_word(hdu_class, "GTI");
  FitsTable const table = file.table(hdu);
  return table.find("START") != nullptr && table.find("STOP") != nullptr;
}

/// EXTNAME of the good times by the data subspace keywords of the events; ctools writes them.
std::optional<std::string> good_times_by_dss(FitsHeader const& events) {
  for (int n = 1; n <= 99; ++n) {
    std::string const suffix = std::to_string(n);
    if (!events.has("DSTYP" + suffix)) break;
    std::string const reference = events.text("DSREF" + suffix).value_or("");
    if (same_word(events.text("DSTYP" + suffix).value_or(""), "TIME") && reference.starts_with(':'))
      return reference.substr(1);
  }
  return std::nullopt;
}

}  // namespace

void refuse_damaged_end(FitsFile& file) {
  std::size_t const unread = file.bytes_behind_last_hdu();
  if (unread == 0) return;
  std::string const& damage = file.damage_behind_last_hdu();
  throw Failure(Fault::bad_data,
                "cannot read: " + file.path() + "[HDU " + std::to_string(file.hdu_count() + 1) +
                    "] (its header is damaged" + (damage.empty() ? "" : ": " + damage) + "; " +
                    std::to_string(unread) +
                    " bytes of the file are unknown) - is the copy complete? Try fitsverify");
}

std::vector<int> tables_of_class(FitsFile& file, std::string_view word) {
  std::vector<int> by_class, by_name;
  int const count = file.hdu_count();
  for (int hdu = 1; hdu <= count; ++hdu) {
    if (!file.is_binary_table(hdu)) continue;
    FitsHeader const& header = file.header(hdu);
    std::optional<std::string> const hdu_class = header.text("HDUCLAS1");
    if (hdu_class && same_word(*hdu_class, word)) by_class.push_back(hdu);
    if (!hdu_class && same_word(header.text("EXTNAME").value_or(""), word)) by_name.push_back(hdu);
  }
  return by_class.empty() ? by_name : by_class;
}

int find_events_table(FitsFile& file, HduLocation const& where) {
  if (names_an_hdu(where)) {
    std::optional<int> const hdu = named_hdu(file, where);
    if (hdu && file.is_binary_table(*hdu)) return *hdu;
    std::vector<int> const there = tables_of_class(file, "EVENTS");
    throw Failure(
        Fault::bad_data,
        "no events: " + file.path() +
            (hdu ? ": " + spelt(where) + " is no binary table" : " has no " + spelt(where)) +
            (there.empty() ? " - is it an event file?" : " - its events are in " + names_of(file, there)));
  }
  std::vector<int> const there = tables_of_class(file, "EVENTS");
  if (there.size() > 1) several(file, "EVENTS", there);
  if (!there.empty()) return there.front();
  refuse_damaged_end(file);
  throw Failure(
      Fault::bad_data,
      "no events: " + file.path() +
          " has no binary table with HDUCLAS1 or EXTNAME EVENTS - is it an event file, and complete?");
}

int find_good_times_table(FitsFile& file, HduLocation const& where, FitsHeader const& events) {
  std::optional<int> const named = named_hdu(file, where);
  if (named && is_good_times_table(file, *named)) return *named;
  if (std::optional<std::string> const name = good_times_by_dss(events)) {
    std::optional<int> const hdu = file.find_hdu(*name);
    if (hdu && is_good_times_table(file, *hdu)) return *hdu;
  }
  std::vector<int> const there = tables_of_class(file, "GTI");
  if (there.size() > 1) several(file, "GTI", there);
  if (!there.empty()) return there.front();
  refuse_damaged_end(file);
  throw Failure(Fault::bad_data, "no good time intervals: " + file.path() +
                                     " has no table with HDUCLAS1 or EXTNAME GTI (which events count is not "
                                     "known) - add it, or take all events with gti=ignore");
}

}  // namespace engine
