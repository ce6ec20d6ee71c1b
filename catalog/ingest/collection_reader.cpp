#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "catalog/ingest/collection.hpp"
#include "catalog/ingest/collection_parts.hpp"
#include "catalog/ingest/yaml_mapping.hpp"
#include "engine/base/expects.hpp"
#include "engine/base/failure.hpp"
#include "engine/base/text.hpp"

namespace catalog::ingest {

namespace fs = std::filesystem;

namespace {

Rights read_rights(YamlMapping& from) {
  std::string const written = from.text("rights");
  if (written.empty()) return Rights::public_;
  for (Rights const rights : {Rights::public_, Rights::secure, Rights::proprietary})
    if (engine::same_word(written, word_of(rights))) return rights;
  from.mistake("rights", "= '" + written + "' is none of public, secure, proprietary");
  return Rights::proprietary;
}

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// A name that needs no quotes in ADQL, and none that PostgreSQL or the service keep for themselves.
void check_schema_name(YamlMapping& from, std::string const& name) {
  static constexpr std::array<std::string_view, 12> taken{
      "ivoa", "store", "tap_schema", "tap_upload",         "public", "adql", "prov",
      "uws",  "cta",   "pg_catalog", "information_schema", "jobs"};
  if (name.empty()) return;
  bool const plain =
      is_lower(name.front()) && name.size() <= 48 &&
      std::all_of(name.begin(), name.end(), [](char c) { return is_lower(c) || is_digit(c) || c == '_'; });
  if (!plain)
    from.mistake("schema",
                 "= '" + name + "' is no plain name: a-z, 0-9 and _, a letter first, 48 characters");
  else if (name.starts_with("pg_") || std::find(taken.begin(), taken.end(), name) != taken.end())
    from.mistake("schema", "= '" + name + "' is kept for the service - choose another name");
}

bool is_word(char c) {
  return is_lower(engine::lower(std::string_view(&c, 1))[0]) || is_digit(c) || c == '.' || c == '_' ||
         c == '-';
}

/// Authority (IVOA Identifiers 2.0, section 2.3.1) and path of the publisher identifiers.
void check_authority(YamlMapping& from, std::string const& name) {
  if (name.empty()) return;
  std::vector<std::string> const parts = engine::split(name, '/');
  bool good = parts.front().size() >= 3 && (is_digit(name.front()) || is_lower(engine::lower(name)[0]));
  for (std::string const& part : parts)
    good = good && !part.empty() && std::all_of(part.begin(), part.end(), is_word);
  if (!good)
    from.mistake("authority",
                 "= '" + name +
                     "' is no naming authority (IVOA Identifiers 2.0, 2.3.1): like example.org or "
                     "example.org/gamma, without ivo://");
}

/// It becomes part of ivo://authority/name?run.
void check_name(YamlMapping& from, std::string const& name) {
  if (name.empty()) return;
  bool const starts = is_digit(name.front()) || is_lower(engine::lower(name)[0]);
  if (!starts || name.size() > 64 || !std::all_of(name.begin(), name.end(), is_word))
    from.mistake("name",
                 "= '" + name +
                     "' cannot be part of an identifier: letters, digits, '.', '_' and '-' only, 64 at most");
}

void read_texts(YamlMapping& from, Collection& out) {
  out.name = from.required_text("name");
  out.schema = from.required_text("schema");
  out.title = from.required_text("title");
  out.description = from.required_text("description");
  out.creator = from.text("creator");
  out.publisher = from.text("publisher");
  out.contact = from.text("contact");
  out.subjects = from.texts("subject");
  out.terms = from.text("terms");
  out.licence = from.text("licence");
  out.licence_url = from.text("licence_url");
  out.attribution = from.text("attribution");
  out.citation = from.text("citation");
  out.bibcode = from.text("bibcode");
  out.doi = from.text("doi");
  out.reference_url = from.text("reference_url");
  out.facility = from.text("facility");
  out.instrument = from.text("instrument");
  out.proposal_id = from.text("proposal_id");
  out.authority = from.required_text("authority");
}

void read_rules(YamlMapping& from, Collection& out) {
  out.rights = read_rights(from);
  out.release_date = read_date(from, "release_date");
  out.creation_date = read_date(from, "creation_date");
  out.visible_metadata = from.boolean("visible_metadata").value_or(true);
  out.calib_level = from.integer("calib_level", 0, 4);
  out.data_level = from.integer("data_level", 0, 5).value_or(3);
  out.s_fov_deg = from.real_between("s_fov", 0.001, 360);
}

template <class Item>
void refuse_repeated(YamlMapping& from, std::string const& key, std::vector<Item> const& items,
                     std::string Item::*name) {
  for (std::size_t i = 0; i < items.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (!(items[i].*name).empty() && items[i].*name == items[j].*name)
        from.mistake(key, "has '" + items[i].*name + "' twice");
}

Collection collection_of(YAML::Node const& root, std::string const& folder,
                         std::vector<FileMistake>& mistakes) {
  Collection out;
  YamlMapping from(root, "", mistakes);
  if (!root.IsMap()) return out;
  read_texts(from, out);
  read_rules(from, out);
  from.each("header_overrides", [&](YamlMapping& one) { out.overrides.push_back(read_override(one)); });
  from.each("groups", [&](YamlMapping& one) { out.groups.push_back(read_group(one)); });
  from.each("projects", [&](YamlMapping& one) { out.projects.push_back(read_project(one)); });
  from.each("arrays", [&](YamlMapping& one) { out.arrays.push_back(read_array(one)); });
  from.each("products", [&](YamlMapping& one) { out.products.push_back(read_product(one, folder)); });
  check_name(from, out.name);
  check_schema_name(from, out.schema);
  check_authority(from, out.authority);
  refuse_repeated(from, "groups", out.groups, &RunGroup::name);
  refuse_repeated(from, "projects", out.projects, &Project::id);
  refuse_repeated(from, "arrays", out.arrays, &ArrayConfiguration::name);
  refuse_repeated(from, "products", out.products, &DeclaredProduct::id);
  from.finish();
  return out;
}

std::string told(std::string const& place, std::vector<FileMistake> const& mistakes) {
  std::string out = place + ": " + std::to_string(mistakes.size()) +
                    (mistakes.size() == 1 ? " mistake" : " mistakes") + " in the collection file";
  for (FileMistake const& one : mistakes)
    out += "\n  " + (one.line > 0 ? "line " + std::to_string(one.line) + ": " : std::string()) + one.message;
  return out;
}

Collection parsed(std::string const& yaml, std::string const& place, std::string const& folder) {
  using engine::Failure, engine::Fault;
  std::vector<FileMistake> mistakes;
  Collection out;
  try {
    out = collection_of(YAML::Load(yaml), folder, mistakes);
  } catch (YAML::Exception const& error) {
    throw Failure(Fault::bad_request, place + ": line " + std::to_string(error.mark.line + 1) + ": " +
                                          error.msg + " - is it YAML, indented with blanks?");
  }
  if (!mistakes.empty()) throw Failure(Fault::bad_request, told(place, mistakes));
  out.file = place;
  return out;
}

}  // namespace

std::string_view word_of(Rights rights) {
  switch (rights) {
    case Rights::public_: return "public";
    case Rights::secure: return "secure";
    case Rights::proprietary: return "proprietary";
  }
  engine::contract_broken("rights is one of the enumeration", __FILE__, __LINE__);
}

Collection parse_collection(std::string const& yaml, std::string const& place) {
  return parsed(yaml, place, "");
}

Collection read_collection_file(std::string const& path) {
  std::error_code error;
  bool const regular = fs::is_regular_file(path, error) && !error;  // a pipe would wait for ever
  std::ifstream file;
  if (regular) file.open(path, std::ios::binary);
  constexpr std::uintmax_t largest = 8U << 20U;
  if (!file.is_open())
    throw engine::Failure(engine::Fault::missing_resource,
                          "cannot read the collection file: " + path + " - check the name");
  if (fs::file_size(path, error) > largest)
    throw engine::Failure(engine::Fault::bad_request,
                          "too large for a collection file: " + path + " (8 MB at most) - check the name");
  std::ostringstream text;
  text << file.rdbuf();
  return parsed(text.str(), path, fs::path(path).parent_path().string());
}

}  // namespace catalog::ingest
