/// What a job works on, found in the catalogue: runs with their files and checksums, products, uploads.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "jobs/instant.hpp"

namespace catalog {

/// One HDU of a run, with the words of the GADF HDU index.
struct InputHdu {
  std::string type{}, hdu_class{}, hdu{};  ///< "aeff", "aeff_2d", EXTNAME
  std::filesystem::path file{};            ///< absolute, and below a data root
  std::string datasum{};                   ///< as FITS writes DATASUM; empty: not known
  std::int64_t rows = 0;
  bool operator==(InputHdu const&) const = default;
};

struct InputFile {
  std::filesystem::path path{};
  std::string sha256{};  ///< as the catalogue knows it; empty: it does not
  std::int64_t size = 0;
  std::optional<jobs::Instant> changed{};
  bool operator==(InputFile const&) const = default;
};

struct InputRun {
  std::string collection{}, obs_id{}, did{}, object{}, version{};  ///< version: of the upstream processing
  std::int64_t events = 0;
  std::vector<InputHdu> hdus{};
  /// Keyword of the observation index -> text (RA_PNT, TSTART, MJDREFI, ...), for the index that the job
  /// gets; what the catalogue does not know is not there.
  std::vector<std::pair<std::string, std::string>> facts{};
  bool operator==(InputRun const&) const = default;
};

/// A file that is no run of the catalogue: the product of a job, or an upload.
struct InputDocument {
  std::string parameter{}, role{};  ///< "in", "events"; "like", "map"
  std::string entity_id{};          ///< of a product; empty: an upload
  std::string name{}, content_type{};
  InputFile file{};
  bool operator==(InputDocument const&) const = default;
};

/// A query that chose the runs, and what it gave: this is what makes a redo honest.
struct InputQuery {
  std::string adql{};
  jobs::Instant when{};
  std::int64_t rows = 0;
  std::string answer{};  ///< VOTable, relative to the job's folder
  std::string sha256{};
  bool operator==(InputQuery const&) const = default;
};

struct InputSet {
  std::vector<InputRun> runs{};
  std::vector<InputFile> files{};  ///< of the runs, each once
  std::vector<InputDocument> documents{};
  std::optional<InputQuery> query{};
  std::int64_t events() const;  ///< of the runs; how many products and uploads have is not known
  std::int64_t bytes() const;   ///< of all files
  bool operator==(InputSet const&) const = default;
};

}  // namespace catalog
