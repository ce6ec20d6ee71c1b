#include "engine/io/index_columns.hpp"

#include <cmath>
#include <optional>
#include <string>

#include "engine/base/text.hpp"
#include "engine/io/time_scales.hpp"
#include "engine/model/sky.hpp"

namespace engine {

std::vector<IndexColumn> const& observation_index_columns() {
  using enum IndexKind;
  static std::vector<IndexColumn> const columns{
      {"OBS_MODE", text, ""},
      {"RA_PNT", real, "deg"},
      {"DEC_PNT", real, "deg"},
      {"GLON_PNT", real, "deg"},
      {"GLAT_PNT", real, "deg"},
      {"ZEN_PNT", real, "deg"},
      {"ALT_PNT", real, "deg"},
      {"AZ_PNT", real, "deg"},
      {"ONTIME", real, "s"},
      {"LIVETIME", real, "s"},
      {"DEADC", real, ""},
      {"TSTART", real, "s"},
      {"TSTOP", real, "s"},
      {"DATE_OBS", text, ""},
      {"TIME_OBS", text, ""},
      {"DATE_END", text, ""},
      {"TIME_END", text, ""},
      {"TELESCOP", text, ""},
      {"INSTRUME", text, ""},
      {"N_TELS", whole, ""},
      {"TELLIST", text, ""},
      {"QUALITY", whole, ""},
      {"OBJECT", text, ""},
      {"RA_OBJ", real, "deg"},
      {"DEC_OBJ", real, "deg"},
      {"EVENT_COUNT", whole, ""},
      {"MUONEFF", real, ""},
      {"QUAL_FLAG", whole, ""},
      {"BKG_SCALE", real, ""},
      {"TRGRATE", real, "Hz"},
      {"ZTRGRATE", real, "Hz"},
      {"BROKPIX", real, ""},
      {"AIRTEMP", real, "deg_C"},
      {"PRESSURE", real, "hPa"},
      {"NSBLEVEL", real, ""},
      {"RELHUM", real, ""},
      {"SAFE_ENERGY_LO", real, "TeV"},
      {"SAFE_ENERGY_HI", real, "TeV"},
      {"EV_CLASS", text, ""},
  };
  return columns;
}

FitsKey const* find_key(std::vector<FitsKey> const& keys, std::string_view keyword) {
  for (FitsKey const& key : keys)
    if (same_word(key.keyword, keyword)) return &key;
  return nullptr;
}

std::optional<double> real_value(FitsKey const* key) {
  if (key == nullptr) return std::nullopt;
  if (double const* real = std::get_if<double>(&key->value)) return *real;
  if (std::int64_t const* whole = std::get_if<std::int64_t>(&key->value)) return static_cast<double>(*whole);
  if (std::string const* text = std::get_if<std::string>(&key->value)) return number(*text);
  return std::nullopt;
}

std::optional<std::int64_t> whole_value(FitsKey const* key) {
  if (key == nullptr) return std::nullopt;
  if (std::int64_t const* whole = std::get_if<std::int64_t>(&key->value)) return *whole;
  std::optional<double> const real = real_value(key);
  if (!real || std::trunc(*real) != *real || std::abs(*real) > 9007199254740992.0) return std::nullopt;
  return static_cast<std::int64_t>(*real);
}

namespace {

void derive(std::vector<FitsKey>& facts, char const* name, std::optional<double> value) {
  if (value && find_key(facts, name) == nullptr) facts.push_back({name, *value, ""});
}

void derive_pointing(std::vector<FitsKey>& facts) {
  std::optional<double> const ra = real_value(find_key(facts, "RA_PNT"));
  std::optional<double> const dec = real_value(find_key(facts, "DEC_PNT"));
  std::optional<double> const altitude = real_value(find_key(facts, "ALT_PNT"));
  if (altitude) derive(facts, "ZEN_PNT", 90 - *altitude);
  if (!ra || !dec || !(std::abs(*dec) <= 90)) return;
  Direction<Galactic> const galactic = to_galactic(Direction<Icrs>::at(degrees(*ra), degrees(*dec)));
  derive(facts, "GLON_PNT", in_degrees(galactic.lon()));
  derive(facts, "GLAT_PNT", in_degrees(galactic.lat()));
}

/// An instant as date and time of day, in UTC as the format wants them.
void derive_date(std::vector<FitsKey>& facts, TimeReference const& time, char const* from,
                 char const* date_name, char const* time_name) {
  std::optional<double> const met_s = real_value(find_key(facts, from));
  if (!met_s) return;
  std::string const iso = iso_text(time.time_of(*met_s), TimeScale::utc, 3);
  std::erase_if(facts, [&](FitsKey const& key) {
    return same_word(key.keyword, date_name) || same_word(key.keyword, time_name);
  });
  std::size_t const t = iso.find('T');
  facts.push_back({date_name, iso.substr(0, t), ""});
  facts.push_back({time_name, iso.substr(t + 1), ""});
}

}  // namespace

std::vector<FitsKey> index_facts(IndexedRun const& run, TimeReference const& time) {
  std::vector<FitsKey> facts = run.facts;
  double const shift_s = in_seconds(run.time.zero - time.zero);
  for (FitsKey& key : facts)
    if (same_word(key.keyword, "TSTART") || same_word(key.keyword, "TSTOP"))
      if (std::optional<double> const value = real_value(&key)) key.value = *value + shift_s;
  derive_pointing(facts);
  derive_date(facts, time, "TSTART", "DATE_OBS", "TIME_OBS");
  derive_date(facts, time, "TSTOP", "DATE_END", "TIME_END");
  return facts;
}

}  // namespace engine
