/// What a person declares of a collection: the facts no event file has. Read from a YAML file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/time.hpp"

namespace catalog::ingest {

/// ObsCore 1.1, data_rights.
enum class Rights { public_, secure, proprietary };
std::string_view word_of(Rights rights);  ///< "public", "secure", "proprietary"

/// Which runs are meant: by id, or by OBJECT (compared as people spell names). A run that any of them names
/// is meant.
struct RunNames {
  std::vector<std::int64_t> ids{};
  std::vector<std::string> targets{};
  bool empty() const { return ids.empty() && targets.empty(); }
};

/// Mends a known defect of headers. Exactly one of value, scale and copy_from.
struct HeaderOverride {
  std::string keyword;  ///< upper case
  std::optional<std::string> value{};
  bool value_is_text = false;  ///< the value was written in quotes, or is no number
  std::optional<double> scale{};
  std::optional<std::string> copy_from{};
  bool only_if_absent = false;
  std::optional<double> above{}, below{};  ///< only where the number in the header is there
  std::vector<std::int64_t> runs{};        ///< empty: all
  std::string reason{};
};

/// A named part of a collection, such as the runs of one observation.
struct RunGroup {
  std::string name, title, description;
  RunNames members;
};

struct Project {
  std::string id, title, principal_investigator, description;
  RunNames members;
};

struct Telescope {
  std::string name;
  std::string type;                               ///< SST, MST, LST, ...
  std::optional<double> diameter_m{}, fov_deg{};  ///< field of view: diameter
  int number = 0;                                 ///< as in TELLIST
};

struct Site {
  std::string name;
  std::optional<double> latitude_deg{}, longitude_deg{}, altitude_m{};  ///< east positive
};

struct ArrayConfiguration {
  std::string name, description, instrument;  ///< instrument: INSTRUME of the runs; empty: any
  std::string array, facility, subarray;      ///< the array it is of, at which observatory
  std::string pointing_mode;                  ///< parallel, convergent, divergent; or empty
  Site site;
  std::vector<Telescope> telescopes;
  std::optional<engine::Time> valid_from{}, valid_to{};
  std::string valid_from_text{}, valid_to_text{};  ///< as written, dates
};

/// A published high-level product: a spectrum, a map, a light curve.
struct DeclaredProduct {
  std::string id, file, title, description, target;
  std::string dataproduct_type;  ///< a kind of store.product_kind: spectrum, counts-image, ...
  int data_level = 4, calib_level = 3;
  std::optional<double> ra_deg{}, dec_deg{};
  std::optional<double> fov_deg{};  ///< diameter; by default of a map its own size
  std::optional<double> energy_min_tev{}, energy_max_tev{};
  std::optional<engine::Time> time_start{}, time_stop{};
  std::string facility, instrument, bib_reference, media_type;
};

struct Collection {
  std::string name;    ///< obs_collection
  std::string schema;  ///< of its own view: hess_dr in hess_dr.obscore
  std::string title, description, creator, publisher, contact;
  std::vector<std::string> subjects{};
  std::string terms, licence, licence_url, attribution, citation, bibcode, doi, reference_url;
  std::string facility, instrument;  ///< of runs whose header names none
  Rights rights = Rights::public_;
  std::string release_date{};        ///< YYYY-MM-DD, may be empty
  std::string creation_date{};       ///< of the collection, may be empty
  bool visible_metadata = true;      ///< may people without rights see that the runs exist?
  std::string authority;             ///< ivo://<authority>/...
  std::optional<int> calib_level{};  ///< of the runs; nothing: what the data level has
  int data_level = 3;
  std::optional<double> s_fov_deg{};  ///< diameter
  std::string proposal_id{};

  std::vector<HeaderOverride> overrides{};
  std::vector<RunGroup> groups{};
  std::vector<Project> projects{};
  std::vector<ArrayConfiguration> arrays{};
  std::vector<DeclaredProduct> products{};
  std::string file{};  ///< where it was read from
};

/// Every mistake of the file is told at once, with its line; unknown keys with the nearest known word.
/// Throws Failure(bad_request), or missing_resource if the file cannot be read. Names of product files are
/// relative to the file's folder.
Collection read_collection_file(std::string const& path);
/// `place` is what messages call the text.
Collection parse_collection(std::string const& yaml, std::string const& place);

}  // namespace catalog::ingest
