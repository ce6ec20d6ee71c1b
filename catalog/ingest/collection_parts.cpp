#include "catalog/ingest/collection_parts.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

#include "engine/base/text.hpp"
#include "engine/io/time_scales.hpp"

namespace catalog::ingest {

namespace {

RunNames read_names(YamlMapping& from) {
  RunNames names;
  names.ids = from.ids("runs");
  names.targets = from.texts("targets");
  return names;
}

/// `count: 4` stands for four of them: CT1 to CT4.
void read_telescopes(YamlMapping& from, std::vector<Telescope>& into) {
  Telescope one;
  one.name = from.required_text("name");
  one.type = from.text("type");
  one.number = from.integer("number", 0, 1000000).value_or(-1);
  one.diameter_m = from.real_between("diameter", 0.01, 1000);
  one.fov_deg = from.real_between("fov", 0.001, 180);
  std::optional<int> const count = from.integer("count", 1, 10000);
  if (!count) return into.push_back(one);
  if (one.number >= 0) from.mistake("number", "is for one telescope: leave it out, or count");
  for (int i = 1; i <= *count; ++i) {
    into.push_back(one);
    into.back().name += std::to_string(i);
  }
}

/// Those without a number get the next after the one before.
void number_telescopes(YamlMapping& from, std::vector<Telescope>& telescopes) {
  std::set<int> taken;
  int last = 0;
  for (Telescope& telescope : telescopes) {
    if (telescope.number < 0) telescope.number = last + 1;
    last = telescope.number;
    if (!taken.insert(telescope.number).second)
      from.mistake("telescopes", "has number " + std::to_string(telescope.number) + " twice");
  }
}

Site read_site(YamlMapping& from) {
  Site out;
  out.name = from.text("name");
  out.latitude_deg = from.real_between("latitude", -90, 90);
  out.longitude_deg = from.real_between("longitude", -180, 180);
  out.altitude_m = from.real_between("altitude", -500, 9000);
  return out;
}

bool is_id_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
         c == '-' || c == '/';
}

}  // namespace

std::optional<engine::Time> read_time(YamlMapping& from, std::string const& key) {
  std::string const written = from.text(key);
  if (written.empty()) return std::nullopt;
  auto const parsed = engine::parse_time(written, engine::TimeScale::utc);
  if (parsed && parsed->absolute) return parsed->absolute;
  from.mistake(key, parsed ? "counts from an unknown instant - write a date" : "is wrong: " + parsed.error());
  return std::nullopt;
}

std::string read_date(YamlMapping& from, std::string const& key) {
  std::string const written = from.text(key);
  if (written.empty()) return {};
  auto const parsed = engine::parse_time(written, engine::TimeScale::utc);
  if (parsed && written.size() >= 10 && written[4] == '-' && written[7] == '-') return written.substr(0, 10);
  from.mistake(key, "= '" + written + "' is no date: write YYYY-MM-DD");
  return {};
}

HeaderOverride read_override(YamlMapping& from) {
  HeaderOverride out;
  out.keyword = engine::upper(from.required_text("keyword"));
  out.value_is_text = from.quoted("value") || !engine::number(from.text("value"));
  if (from.has("value")) out.value = from.text("value");
  out.scale = from.real("scale");
  if (std::string const source = from.text("copy_from"); !source.empty())
    out.copy_from = engine::upper(source);
  out.only_if_absent = from.boolean("only_if_absent").value_or(false);
  out.above = from.real("above");
  out.below = from.real("below");
  out.runs = from.ids("runs");
  out.reason = from.required_text("reason");
  int const ways = (out.value ? 1 : 0) + (out.scale ? 1 : 0) + (out.copy_from ? 1 : 0);
  if (ways != 1) from.mistake("keyword", "needs exactly one of value, scale and copy_from");
  if (out.only_if_absent && (out.scale || out.above || out.below))
    from.mistake("only_if_absent", "contradicts scale, above and below, which need a value that is there");
  return out;
}

RunGroup read_group(YamlMapping& from) {
  RunGroup out{from.required_text("name"), from.text("title"), from.text("description"), read_names(from)};
  if (out.members.empty()) from.mistake("name", "has no members: give runs or targets");
  return out;
}

Project read_project(YamlMapping& from) {
  return {from.required_text("id"), from.text("title"), from.text("principal_investigator"),
          from.text("description"), read_names(from)};
}

ArrayConfiguration read_array(YamlMapping& from) {
  ArrayConfiguration out;
  out.name = from.required_text("name");
  out.description = from.text("description");
  out.instrument = from.text("instrument");
  out.facility = from.text("facility");
  out.subarray = from.text("subarray");
  out.pointing_mode = engine::lower(from.text("pointing_mode"));
  std::string const& mode = out.pointing_mode;
  if (!mode.empty() && mode != "parallel" && mode != "convergent" && mode != "divergent")
    from.mistake("pointing_mode", "= '" + mode + "' is none of parallel, convergent, divergent");
  from.mapping("site", [&](YamlMapping& site) { out.site = read_site(site); });
  from.each("telescopes", [&](YamlMapping& one) { read_telescopes(one, out.telescopes); });
  number_telescopes(from, out.telescopes);
  out.array = from.text("array");
  if (out.array.empty()) out.array = out.site.name.empty() ? out.name : out.site.name;
  out.valid_from_text = from.text("valid_from");
  out.valid_to_text = from.text("valid_to");
  out.valid_from = read_time(from, "valid_from");
  out.valid_to = read_time(from, "valid_to");
  if (out.valid_from && out.valid_to && *out.valid_to <= *out.valid_from)
    from.mistake("valid_to", "is not after valid_from");
  return out;
}

DeclaredProduct read_product(YamlMapping& from, std::string const& folder) {
  DeclaredProduct out;
  out.file = from.required_text("file");
  if (!out.file.empty()) out.file = (std::filesystem::path(folder) / out.file).lexically_normal().string();
  out.id = from.text("id");
  out.title = from.required_text("title");
  out.description = from.text("description");
  out.dataproduct_type = engine::lower(from.required_text("type"));
  out.target = from.text("target");
  out.data_level = from.integer("data_level", 0, 5).value_or(4);
  out.calib_level = from.integer("calib_level", 0, 4).value_or(3);
  out.ra_deg = from.real_between("ra", 0, 360);
  out.dec_deg = from.real_between("dec", -90, 90);
  out.fov_deg = from.real_between("fov", 0, 360);
  out.energy_min_tev = from.real_between("energy_min", 1e-12, 1e9);
  out.energy_max_tev = from.real_between("energy_max", 1e-12, 1e9);
  out.time_start = read_time(from, "time_start");
  out.time_stop = read_time(from, "time_stop");
  out.facility = from.text("facility");
  out.instrument = from.text("instrument");
  out.bib_reference = from.text("bib_reference");
  out.media_type = from.text("media_type");
  if (out.id.empty()) out.id = std::filesystem::path(out.file).filename().string();
  if (!std::all_of(out.id.begin(), out.id.end(), is_id_character))
    from.mistake("id",
                 "= '" + out.id + "' cannot be part of an identifier: letters, digits, . _ - and / only");
  if (out.ra_deg && *out.ra_deg == 360) out.ra_deg = 0;
  if (out.ra_deg.has_value() != out.dec_deg.has_value()) from.mistake("ra", "and dec must be given together");
  if (out.energy_min_tev && out.energy_max_tev && *out.energy_max_tev < *out.energy_min_tev)
    from.mistake("energy_max", "is below energy_min");
  if (out.time_start && out.time_stop && *out.time_stop < *out.time_start)
    from.mistake("time_stop", "is before time_start");
  return out;
}

}  // namespace catalog::ingest
